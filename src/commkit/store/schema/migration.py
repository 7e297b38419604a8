"""Bringing a database of an earlier version up to date: copied into a new file beside it, whole or not at all."""

from __future__ import annotations

import contextlib
import itertools
import os
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from commkit import __version__
from commkit.errors import CannotDo, Outdated
from commkit.store import engine
from commkit.store.locks import patiently
from commkit.store.notice import announce
from commkit.store.schema.meta import SCHEMA_VERSION, read_meta
from commkit.store.soundness.damage import blaming
from commkit.store.spool import private_folder
from commkit.system import IS_PORTABLE, give_away
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import duckdb

Answer = TypeVar("Answer")


class Earlier(NamedTuple):
    """How an earlier version differs from ours; all else is copied by name."""

    renamed: Mapping[str, str]  # tables: what each is called in ours
    apart: tuple[str, ...]  # our tables that are filled by a statement of their own
    by_kind: tuple[str, ...]  # our tables whose column `kind` has other words
    grown: tuple[str, ...]  # our tables that may have more rows


EARLIER: Mapping[int, Earlier] = {
    6: Earlier(
        renamed={"ticket": "case", "content_label": "label", "cost": "ledger"},
        apart=("case", "label", "ledger", "coverage"),
        by_kind=("load_count", "load_skip", "reject"),
        grown=("coverage",),
    ),
    7: Earlier(renamed={}, apart=(), by_kind=(), grown=()),
}


def up_to_date(database: Path, lock_timeout: float, act: Callable[[], Answer]) -> Answer:
    """What `act` gives of this database, which is brought up to date if `act` finds it outdated."""
    with contextlib.suppress(Outdated):
        return act()
    migrate(database, lock_timeout)
    return act()


def migrate(database: Path, lock_timeout: float) -> None:
    """Bring this database up to date and keep the old one beside it; nothing is done where it is up to date.

    Raises CannotDo or Locked; then nothing has changed.
    """
    real = database.resolve()  # the file itself is replaced, and not a link to it
    _refuse_unwritable(real)
    with blaming(database), engine.refusing(), private_folder() as folder, engine.connect(spill=folder) as con:
        _hold(con, real, lock_timeout)
        version = _find_version(con)
        if version == SCHEMA_VERSION:  # another process has been here while this one waited
            return
        with _draft_of(real) as draft:
            _copy(con, draft, version)
            give_away(draft, real.stat())
            kept = _replace(con, real, draft, version)
    announce(say("{file} is brought up to date; the old one is kept as {old}", file=database.name, old=kept.name))


def _refuse_unwritable(database: Path) -> None:
    if not os.access(database, os.W_OK) or not os.access(database.parent, os.W_OK | os.X_OK):
        raise _fixed(database)


def _fixed(database: Path) -> CannotDo:
    return CannotDo(
        say("{file} is of an earlier commkit, and cannot be brought up to date where it is", file=database.name),
        hint=say("copy it and its private file to a folder that you can write to, and use them there"),
    )


def _hold(con: duckdb.DuckDBPyConnection, database: Path, lock_timeout: float) -> None:
    """Hold the database alone as `old`, with nothing left in its log.

    Who waited may have got the file that another process has replaced meanwhile; then it is let go.
    """
    while True:
        before = database.stat()
        patiently(lambda: engine.attach(con, "old", database), lock_timeout, database)
        if os.path.samestat(before, database.stat()):
            break
        con.execute("detach old")
    con.execute("use old")
    con.execute("checkpoint old")


def _find_version(con: duckdb.DuckDBPyConnection) -> int:
    try:
        read_meta(con)
    except Outdated as found:
        return found.version
    return SCHEMA_VERSION


@contextlib.contextmanager
def _draft_of(database: Path) -> Iterator[Path]:
    """Where the new file is made; what a killed process left there is removed, for only one can hold the database."""
    draft = database.with_name(f".{database.name}.v{SCHEMA_VERSION}.new")
    try:
        _remove_draft(draft)
        yield draft
    finally:
        _remove_draft(draft)


def _remove_draft(draft: Path) -> None:
    for each in (draft, engine.log_of(draft)):
        each.unlink(missing_ok=True)


def _copy(con: duckdb.DuckDBPyConnection, draft: Path, version: int) -> None:
    """Make the draft a database of our version with all that the old one holds, and check that it does."""
    con.execute(engine.statement("store/load/macros"))
    [(_, tz, *_)] = engine.rows(con, "store/schema/meta")
    engine.set_variable(con, "tz", tz)
    engine.attach(con, "new", draft)
    con.execute("use new")
    con.execute(engine.statement("store/schema/behaviour"))
    _fill(con, version)
    con.execute("checkpoint new")
    con.execute("use memory")
    con.execute("detach new")
    engine.attach(con, "new", draft, read_only=True)
    _verify(con, version)
    con.execute("detach new")


def _fill(con: duckdb.DuckDBPyConnection, version: int) -> None:
    earlier, (old, new) = EARLIER[version], _tables(con)
    engine.rows(con, "store/schema/migrate/meta", {"schema_version": SCHEMA_VERSION, "app_version": __version__})
    for table in sorted(new - {"meta"}):
        if table in earlier.apart:
            engine.rows(con, f"store/schema/migrate/from_{version}/{table}")
        elif table in earlier.by_kind:
            engine.rows(con, f"store/schema/migrate/from_{version}/kinds", table=table)
        elif table in old:
            engine.rows(con, "store/schema/migrate/copy", table=table)


def _verify(con: duckdb.DuckDBPyConnection, version: int) -> None:
    """Check that no table has lost rows. Raises CannotDo."""
    earlier, (old, new) = EARLIER[version], _tables(con)
    for table in sorted(old):
        ours = earlier.renamed.get(table, table)
        before, after = _count(con, f"old.raw.{table}"), _count(con, f"new.raw.{ours}") if ours in new else 0
        if after < before or (after > before and ours not in earlier.grown):
            raise CannotDo(
                say("the copy of the database is not whole; nothing was changed"), hint=say("run `commkit doctor`")
            )


def _tables(con: duckdb.DuckDBPyConnection) -> tuple[set[str], set[str]]:
    """The tables of the old database and of the new one."""
    found = engine.rows(con, "store/schema/migrate/tables")
    return {name for is_new, name in found if not is_new}, {name for is_new, name in found if is_new}


def _count(con: duckdb.DuckDBPyConnection, called: str) -> int:
    [(number,)] = engine.rows(con, "store/schema/migrate/count", {"called": called})
    return int(number)


def _replace(con: duckdb.DuckDBPyConnection, database: Path, draft: Path, version: int) -> Path:
    """Put the draft in the place of the old database; gives what that is called from here on."""
    kept = _keep(con, database, version)
    if IS_PORTABLE:  # Windows replaces no file that is open
        con.execute("use memory")
        con.execute("detach old")
    try:
        draft.replace(database)
    except OSError as error:  # such as a file that is mounted on its own
        kept.unlink()
        raise _fixed(database) from error
    return kept


def _keep(con: duckdb.DuckDBPyConnection, database: Path, version: int) -> Path:
    """Give the old database a second name, the first that is free; it stays where it is."""
    for number in itertools.count(1):
        again = f"-{number}" if number > 1 else ""
        kept = database.with_name(f"{database.stem}.v{version}{again}.duckdb")
        if not kept.exists():
            break
        if kept.samefile(database):  # a killed process has come so far
            return kept
    try:
        os.link(database, kept)
    except OSError:  # a file system without links
        _duplicate(con, kept)
    return kept


def _duplicate(con: duckdb.DuckDBPyConnection, kept: Path) -> None:
    """Copy the old database. The engine reads it: whoever else opens and closes its file gives up the lock on it."""
    with _draft_of(kept) as draft:
        engine.attach(con, "kept", draft)
        con.execute("copy from database old to kept")
        con.execute("checkpoint kept")
        con.execute("detach kept")
        draft.rename(kept)
