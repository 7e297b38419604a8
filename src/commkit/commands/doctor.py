"""`commkit doctor`: whether this machine and this database are fit for work."""

from __future__ import annotations

import platform
import shutil
import sys
import tempfile
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from commkit.answer.display import show_table
from commkit.errors import CommkitError, Outdated
from commkit.indicators import remarks
from commkit.params import DATABASE, FACE, Database, FaceOptions, LockTimeout
from commkit.render.picture import fonts
from commkit.result import Result
from commkit.store.ask.community import Store
from commkit.store.private import beside
from commkit.store.soundness.damage import is_whole
from commkit.system import is_open_to_others
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = (
    "commkit doctor  # whether anything here needs mending",
    "commkit doctor --db shop.duckdb  # whether all is well with another database",
)
# Kinds of record that people keep by hand. Those of the second line are written on and on, and then forgotten.
HELD = ("survey answers", "labels")
WRITTEN_ON = ("cases", "ledger entries", "mentions", "points", "daily counts")
OLD = timedelta(days=62)  # two months: a ledger by month is never older
VOCABULARY = {
    "check": (
        *("software", "temporary space", "terminal encoding", "Chinese font for PNG", "database", "private file"),
        *HELD,
        *WRITTEN_ON,
        *("labelled members", "accounts"),
    ),
    "status": ("ok", "note", "mend"),
}
LITTLE_BYTES = 2 * 1024**3

Finding = tuple[str, str, str]


def doctor(
    *,
    db: Database = DATABASE,
    face: FaceOptions = FACE,
    lock_timeout: LockTimeout = 5.0,
) -> None:
    """Check the machine and the database; exit 1 if something needs mending."""
    import polars as pl

    findings = [*_machine(), *_database(db, lock_timeout)]
    table = pl.DataFrame(findings, schema=["check", "status", "detail"], orient="row")
    show_table("doctor", Result(say("Health"), table, vocabulary=VOCABULARY), face)
    if any(status == "mend" for _, status, _ in findings):
        raise typer.Exit(1)


def _machine() -> Iterator[Finding]:
    packages = ", ".join(f"{name} {version(name)}" for name in ("commkit", "duckdb", "polars", "typer"))
    yield "software", "ok", f"Python {platform.python_version()}, {packages}"
    free = shutil.disk_usage(tempfile.gettempdir()).free
    yield "temporary space", "ok" if free > LITTLE_BYTES else "mend", f"{free // 1024**3} GiB"
    encoding = (sys.stdout.encoding or "").lower()
    yield "terminal encoding", "ok" if encoding.startswith("utf") else "note", encoding
    font = fonts.find_chinese()
    yield "Chinese font for PNG", "ok" if font else "note", font or say("none found: install Noto Sans CJK, or use SVG")


def _database(db: Path, lock_timeout: float) -> Iterator[Finding]:
    if not db.exists():
        yield "database", "note", say("{path}: none yet", path=str(db))
        return
    try:
        with Store.open(db, lock_timeout=lock_timeout, renew=False) as store:
            found = say("{path}: up to {day}", path=db.name, day=str(store.covers_on))
            kept = [*_kept(store)]
        is_sound = is_whole(db)
        yield "database", "ok" if is_sound else "mend", found if is_sound else say("{path} is damaged", path=db.name)
        yield from kept
    except Outdated:
        is_sound = False
        yield _outdated(db)
    except CommkitError as refusal:
        is_sound = False
        yield "database", "mend", _naming(db, refusal)
    to_mend = _fault_of_private(beside(db), db if is_sound else None, lock_timeout)
    yield "private file", "mend" if to_mend else "ok", to_mend or beside(db).name


def _kept(store: Store) -> Iterator[Finding]:
    """How far the tables that people keep by hand reach, of those that are there."""
    for kind, _, _, last_on in store.ask("store/ask/status").rows():
        if kind in (*HELD, *WRITTEN_ON) and last_on:
            is_old = kind in WRITTEN_ON and last_on < store.covers_on - OLD
            said = say("nothing since {day}: load the table again", day=str(last_on))
            yield kind, "note" if is_old else "ok", said if is_old else say("up to {day}", day=str(last_on))
    [strangers] = store.ask("store/ask/strangers").row(0)
    if strangers:
        said = say("named by no chat, list or order: {count}; are their ids and platform right?", count=strangers)
        yield "labelled members", "note", said
    if suspected := remarks.of_suspects(store.ask("store/ask/bots", suspected=True)):
        yield "accounts", "note", say("; ").join(suspected)


def _outdated(db: Path) -> Finding:
    """What there is to say of a database of an earlier version, which this command leaves as it is."""
    if is_whole(db):
        what = say("{path}: of an earlier commkit; the next load or question brings it up to date", path=db.name)
        return "database", "note", what
    return "database", "mend", say("{path} is damaged", path=db.name)


def _fault_of_private(private: Path, db: Path | None, lock_timeout: float) -> str | None:
    """What is wrong with a private file, or with it beside its database, if that is given because it is sound."""
    try:
        if not private.exists():
            return say("{path} is missing: no names, no further load", path=private.name)
        if not is_whole(private):
            return say("{path} is damaged", path=private.name)
        if is_open_to_others(private.stat()):
            return say("others can read {path}: chmod 600 it", path=private.name)
        if db is not None:
            Store.open(db, lock_timeout=lock_timeout, names=True).con.close()
    except CommkitError as refusal:
        return _naming(private, refusal)
    return None


def _naming(path: Path, refusal: CommkitError) -> str:
    return refusal.message if path.name in refusal.message else f"{path.name}: {refusal.message}"
