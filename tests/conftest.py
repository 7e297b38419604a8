"""Communities drawn in a test's docstring or told row by row, and the command line."""

from __future__ import annotations

import importlib
import inspect
import os
import re
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, settings

from commkit import words
from commkit.cli import app as cli
from commkit.store.ask.community import Store
from commkit.store.ask.cut import Cut
from commkit.store.batch import Batch, frame
from commkit.store.fields import RECORDS
from commkit.store.load.loading import Loading
from commkit.store.load.options import LoadOptions
from commkit.store.load.stage.staged_export import ExportFacts
from commkit.store.load.transaction import commit
from commkit.store.private import Secret, beside
from commkit.system import IS_PORTABLE
from tests.filling import sum_up, tell_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Run = Callable[..., "subprocess.CompletedProcess[str]"]
    Rows = Sequence[Mapping[str, object]]
    Community = Callable[..., Store]  # rows by kind of record, and `choices`
    Sale = tuple[int, int]  # member from 1, days after January 1

MESSAGES = "author,time,text,channel\n" + "".join(
    f"{who},2024-01-{day:02} 12:00,word {day},hall\n" for day in range(1, 22) for who in ("ana", "ben")[: day % 2 + 1]
)
# A busy machine must not fail a test; `make fuzz` looks harder.
settings.register_profile("quick", deadline=None, max_examples=5, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("COMMKIT_HYPOTHESIS", "quick"))

UNIX_ALONE = ("os.mkfifo", "os.geteuid", "os.chown", "os.symlink", "fcntl.flock", "signal.setitimer")

MONDAY = datetime.fromisoformat("2024-01-01 12:00")
ROW = re.compile(r"^\s*(\w+)((?: +[.x\d])+) *(staff|bot)?\s*$")

SELL = """
    insert into raw.purchase (order_key, account, ordered_at, ordered_on, amount, lines)
    values ($1, $2, $3, $3::date, $4, 1)
"""
SOLD = """
    insert into raw.member_day
    select account, null, ordered_on, 0, 0, 0, 0, 0, 0, count(*), sum(amount), 0 from raw.purchase group by all
"""


@pytest.fixture(autouse=IS_PORTABLE)
def without_unix(monkeypatch: pytest.MonkeyPatch) -> None:
    """With COMMKIT_PORTABLE, commkit may call nothing that Windows lacks; tests may."""
    for name in UNIX_ALONE:
        module, called = name.split(".")
        monkeypatch.setattr(name, _refusing(getattr(importlib.import_module(module), called), name))


def _refusing(act: Callable[..., Any], name: str) -> Callable[..., Any]:
    def called(*given: Any, **more: Any) -> Any:  # noqa: ANN401
        callers = [Path(each.filename) for each in inspect.stack(0)[1:3]]  # the second where pathlib stands between
        assert not any("commkit" in path.parts for path in callers), f"Windows has no {name}"
        return act(*given, **more)

    return called


class Said(NamedTuple):
    """How a command line ended, and what it said."""

    code: int
    out: str
    err: str


def drawn(drawing: str) -> dict[str, tuple[list[int], str]]:
    """Each member's messages a week, from rows such as `ana  x . 3 .` (x is one message), and their role."""
    found = {}
    for line in drawing.splitlines():
        if match := ROW.match(line):
            marks = [{".": 0, "x": 1}.get(mark, int(mark) if mark.isdigit() else 0) for mark in match[2].split()]
            found[match[1]] = (marks, match[3] or "")
    return found


def rows_of(drawing: str) -> dict[str, Rows]:
    """The drawing's messages, sent at noon from each Monday of 2024 on, one a minute, all in one group."""
    messages = []
    members = []
    for name, (weeks, role) in drawn(drawing).items():
        members.append({"native": name, "name": name.title(), "is_staff": role == "staff", "is_bot": role == "bot"})
        for week, number in enumerate(weeks):
            messages += [
                {
                    "group": "hall",
                    "author": name,
                    "sent_at": MONDAY + timedelta(weeks=week, minutes=each),
                    "kind": "text",
                    "text": f"{name} {week} {each}",
                    "native": f"{name}-{week}-{each}",
                }
                for each in range(number)
            ]
    return {"message": messages, "member": members}


def told(rows: Mapping[str, Rows], **said: Any) -> Batch:  # noqa: ANN401 (fields of Batch)
    """Rows by kind as a batch."""
    frames = {kind: frame(kind, each) for kind, each in rows.items()}
    return Batch(frames, {kind: len(each) for kind, each in rows.items() if kind in RECORDS}, **said)


@pytest.fixture
def community(tmp_path: Path) -> Iterator[Community]:
    """Make communities in memory; they are gone when the test is over."""
    stores: list[Store] = []

    def made(choices: LoadOptions = LoadOptions(), **rows: Rows) -> Store:  # noqa: B008 (frozen)
        loading = Loading(tmp_path, choices, Secret(b"told"))
        loading.stage(ExportFacts("0" * 32, "told", "told", "here", ()), [told(rows)])
        commit(loading, None, lock_timeout=0)
        store = Store(loading.con, "told")
        store.cut(Cut())
        stores.append(store)
        return store

    yield made
    for store in stores:
        store.con.close()


@pytest.fixture
def drawn_store(request: pytest.FixtureRequest, community: Community) -> Store:
    """The community drawn in the test's docstring, kept in memory, cut to nothing."""
    return community(**rows_of(request.function.__doc__))


@pytest.fixture
def selling(community: Community) -> Callable[[Sequence[Sale]], Store]:
    """A shop with twelve members, the even ones on another platform; it sells what it is told, for as much as its day.

    What it knows begins with the first sale and ends with May 30, 2024, day 150.
    """
    store = community(
        member=[{"native": f"m{number}"} for number in range(1, 13)],
        order_line=[{"member": "m1", "native": "0", "amount": 1, "ordered_at": MONDAY + timedelta(days=150)}],
    )
    store.con.execute("update raw.account set platform = 'other' where account % 2 = 0")

    def sells(sales: Sequence[Sale]) -> Store:
        rows = [(number, member, MONDAY + timedelta(days=day), day) for number, (member, day) in enumerate(sales)]
        store.con.execute("delete from raw.purchase")
        store.con.execute("delete from raw.member_day")
        store.con.executemany(SELL, rows)
        store.con.execute(SOLD)
        sum_up(store)
        tell_from(store, min(at for _, _, at, _ in rows).date())
        return store

    return sells


@pytest.fixture
def natives() -> Callable[[Store], dict[str, str]]:
    """Who a handle of a community in memory is: handle -> id on the platform."""

    def found(store: Store) -> dict[str, str]:
        query = "select handle, native from private.person join raw.account using (key)"
        return dict(store.con.execute(query).fetchall())

    return found


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., Said]]:
    """Run a command line in this process, in an empty folder, without any COMMKIT_* of ours."""
    before = {name: text for name, text in os.environ.items() if not name.startswith("COMMKIT_")}
    monkeypatch.chdir(tmp_path)

    def ran(*arguments: object) -> Said:
        capsys.readouterr()
        code = cli.run(list(map(str, arguments)))
        return Said(code, *capsys.readouterr())

    _set_environment(before)
    yield ran
    _set_environment(before)
    words.speak("en")


def _set_environment(values: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(values)


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    """Three weeks in which Ana speaks every day and Ben every other day."""
    path = tmp_path / "chat.csv"
    path.write_text(MESSAGES)
    return path


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The chat, loaded once for all."""
    folder = tmp_path_factory.mktemp("chat")
    (folder / "chat.csv").write_text(MESSAGES)
    assert cli.run(["load", str(folder / "chat.csv"), "--db", str(folder / "community.duckdb"), "-q"]) == 0
    return folder / "community.duckdb"


@pytest.fixture
def database(loaded: Path, tmp_path: Path) -> Path:
    """A copy of it, in the folder in which `run` runs."""
    for path in (loaded, beside(loaded)):
        shutil.copy(path, tmp_path)
    return tmp_path / loaded.name


@pytest.fixture
def commkit(tmp_path: Path) -> Run:
    """Run commkit as a user would, in an empty folder; gives exit code, stdout and stderr."""

    def run(*arguments: object, stdin: str = "", env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        home = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8", **(env or {})}
        words = [sys.executable, "-m", "commkit", *map(str, arguments)]
        return subprocess.run(
            words, cwd=tmp_path, input=stdin, capture_output=True, text=True, check=False, timeout=120, env=home
        )

    return run
