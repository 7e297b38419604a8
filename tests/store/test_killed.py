"""What a load leaves when it is killed, and what two first loads at once leave of each other."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from campaigns.kills import campaign
from commkit.drafts import YOUNG_SECONDS
from commkit.errors import CannotDo, Locked
from commkit.store import database as attaching
from commkit.store import engine
from commkit.store.database import Files, make_missing
from commkit.store.private import beside
from commkit.store.spool import PREFIX, private_folder, sweep
from commkit.system import IS_PORTABLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Make = Callable[..., Any]
    Query = Callable[..., list[Any]]

LONG_AGO = time.time() - 2 * YOUNG_SECONDS


def told(export: Make, native: str = "1") -> Any:  # noqa: ANN401 (an export)
    at = datetime.fromisoformat("2024-01-01")
    return export(message=[{"native": native, "author": "ana", "sent_at": at, "kind": "text"}])


@pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="kills are dealt by CPU time")  # noqa: PTH110
def test_loads_that_are_killed_are_whole_or_absent() -> None:
    """Four kills; `make kills` has two hundred."""
    tally = campaign(4, seed=2)
    assert tally.faults == []
    assert tally.whole + tally.absent == tally.kills + tally.survived >= 4


@pytest.mark.parametrize("is_made", [(True, False), (True, True)])
def test_a_load_goes_on_where_one_was_killed_among_its_files(
    load: Make, export: Make, rows: Query, database: Path, is_made: tuple[bool, bool]
) -> None:
    """Killed after the private file was made, or after both were, before anything was in them."""
    with engine.connect() as con:
        make_missing(con, database)
    for path, stays in zip((beside(database), database), is_made, strict=True):
        if not stays:
            path.unlink()
    load(told(export))
    assert rows("select count(*) from raw.message") == [(1,)]


def test_a_load_goes_on_where_one_was_killed_with_the_private_file_written(
    load: Make, export: Make, rows: Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second load uses the key that the first one made."""

    class KilledError(BaseException): ...

    def killed(_: object) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(Files, "locked", killed)
        patch.setattr(Files, "give_up", lambda _: None)
        with pytest.raises(KilledError):
            load(told(export))
    load(told(export), secret=b"not used, for the file has one")
    assert rows("select count(*) from raw.account join private.person using (key)") == [(1,)]


def test_a_file_is_seen_whole_or_not_at_all(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks while the files are made finds no file that the engine cannot open."""
    seen = []

    def looked(draft: Path, path: Path) -> None:
        seen.append(sorted(each.name for each in database.parent.glob("*.duckdb")))
        os.link(draft, path)

    monkeypatch.setattr(attaching, "_publish", looked)
    with engine.connect() as con:
        assert make_missing(con, database) == [beside(database), database]
    assert seen == [[], ["c.private.duckdb"]]
    assert duckdb.connect(str(database)).execute("select 1").fetchall() == [(1,)]
    assert sorted(each.name for each in database.parent.iterdir()) == ["c.duckdb", "c.private.duckdb"]


def test_drafts_that_a_killed_load_left_are_swept(load: Make, export: Make, database: Path) -> None:
    """One of long ago, and one that another process may be about to name."""
    old, young = (database.with_name(f".{database.name}.{word}.new") for word in ("old", "young"))
    for path in (old, young):
        path.touch()
    os.utime(old, (LONG_AGO, LONG_AGO))
    load(told(export))
    assert (old.exists(), young.exists()) == (False, True)


def test_a_first_load_that_does_not_get_the_lock_leaves_the_others_files(
    load: Make, export: Make, rows: Query, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both find no database; the second makes the files, and by then the first has committed and holds them."""
    hold = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('held', flush=True); input()"
    first = told(export)
    real = attaching._publish  # noqa: SLF001
    holders: list[subprocess.Popen[str]] = []

    def raced(draft: Path, path: Path) -> None:
        real(draft, path)
        if path == database and not holders:
            with monkeypatch.context() as patch:
                patch.setattr(attaching, "_publish", real)
                load(first)
            words = [sys.executable, "-c", hold, str(database)]
            holders.append(subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
            assert holders[0].stdout is not None
            assert holders[0].stdout.readline() == "held\n"

    monkeypatch.setattr(attaching, "_publish", raced)
    with pytest.raises(Locked):
        load(told(export, "2"))
    holders[0].communicate("\n")
    assert rows("select count(*) from raw.message") == [(1,)]


def test_a_first_load_that_fails_at_the_commit_leaves_no_file(load: Make, export: Make, tmp_path: Path) -> None:
    two = [{"member": "ana", "ordered_at": datetime.fromisoformat("2024-01-01"), "amount": 1, "currency": "EUR"}]
    with pytest.raises(CannotDo):
        load(export(order_line=[*two, {**two[0], "currency": "USD"}]))
    assert list(tmp_path.iterdir()) == []


def test_a_private_file_that_is_made_anew_meanwhile_is_noticed(
    load: Make, export: Make, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What this load has remembered in it is gone, so its members' keys mean nothing."""
    load(told(export))
    before = database.read_bytes()
    monkeypatch.setattr("commkit.store.private.is_secret", lambda *_: False)
    with pytest.raises(Locked):
        load(told(export, "2"))
    assert database.read_bytes() == before


@pytest.mark.skipif(IS_PORTABLE, reason="nothing is held where there are no locks")
def test_folders_of_killed_processes_are_swept_and_those_in_use_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left, young = (tmp_path / f"{PREFIX}{word}" for word in ("left", "young"))
    for folder in (left, young):
        folder.mkdir()
        (folder / "standard-input").write_text("an export")
    with private_folder() as used:
        for folder in (left, used):
            os.utime(folder, (LONG_AGO, LONG_AGO))
        other = threading.Thread(target=sweep)
        other.start()
        other.join()
        assert (left.exists(), young.exists(), used.exists()) == (False, True, True)
    assert not used.exists()
