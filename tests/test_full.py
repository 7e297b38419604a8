"""What cannot be written is refused in two lines, and nothing has changed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from campaigns.full import campaign
from commkit.store import engine
from commkit.store.private import beside

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

CASES = ("new database", "undo")


def test_files_that_may_not_grow_leave_all_as_it_was() -> None:
    """Two points of two cases with a limit on the size of files; `make disk-full` has forty with full disks.

    A case may have enough room at a point; then the next has one more.
    """
    tally = campaign(len(CASES), seed=3, mounts=False, cases=CASES)
    assert tally.faults == []
    assert tally.refused.total() == len(CASES)
    assert tally.refused.keys() <= set(CASES)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("IO Error: Could not write: No space left on device", "disk is full"),
        ("IO Error: Could not write: Disk quota exceeded", "disk is full"),
        ('IO Error: Could not write file "/home/ana/x": File too large', "File too large"),
        ('IO Error: Cannot open file "/home/ana/x": Read-only file system', "Read-only file system"),
        ('IO Error: Cannot open file "/home/ana/x": Permission denied', "Permission denied"),
        ("IO Error: something else of ana", "refused: OSError"),
    ],
)
def test_the_engines_failure_is_told_without_what_it_quotes(words: str, said: str) -> None:
    refusal = engine.refused(OSError(words))
    assert said in refusal.message
    assert "ana" not in refusal.message
    assert refusal.exit_code == 3


@pytest.mark.usefixtures("database")
def test_an_answer_that_cannot_be_written_leaves_nothing_loaded(run: Run, tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text("author,time,text\nana,2024-02-01 12:00,hi\n")
    before = (tmp_path / "community.duckdb").read_bytes()
    said = run("load", "more.csv", "-o", "nowhere/load.json")
    assert (said.code, len(said.err.splitlines())) == (3, 2)
    for wrong in (("-o", "load.docx"), ("-o", "load.png"), ("--format", "svg")):
        assert run("load", "more.csv", *wrong).code == 2
    assert (tmp_path / "community.duckdb").read_bytes() == before
    assert run("load", "more.csv", "-o", "load.json").code == 0
    assert (tmp_path / "load.json").exists()
    assert not list(tmp_path.glob(".commkit-*"))


@pytest.mark.usefixtures("database")
def test_a_load_that_fails_leaves_the_answer_of_the_last(run: Run, tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(
        "member,order time,amount,currency\nana,2024-02-01,5,EUR\nben,2024-02-01,5,USD\n"
    )
    (tmp_path / "load.json").write_text("before")
    assert run("load", "orders.csv", "-o", "load.json").code == 3
    assert (tmp_path / "load.json").read_text() == "before"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")  # noqa: PTH110
@pytest.mark.usefixtures("database")
def test_exports_whose_answer_cannot_be_printed_are_loaded_and_it_says_so(run: Run, tmp_path: Path) -> None:
    """A device is written to when all is done."""
    (tmp_path / "more.csv").write_text("author,time,text\nana,2024-02-01 12:00,hi\n")
    said = run("load", "more.csv", "-o", "/dev/full", "--format", "json")
    assert said.code == 3
    assert "the exports are loaded, but" in said.err
    assert "already loaded" in run("load", "more.csv", "--format", "json").out


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere; `make disk-full` mounts read-only for root")
@pytest.mark.parametrize("closed", ["community.duckdb", "community.private.duckdb", "."])
def test_what_may_not_be_written_is_refused(run: Run, database: Path, closed: str) -> None:
    (database.parent / "more.csv").write_text("author,time,text\nana,2024-02-01 12:00,hi\n")
    before = database.read_bytes(), beside(database).read_bytes()
    path = database.parent / closed
    mode = path.stat().st_mode
    path.chmod(mode & ~0o222)
    try:
        said = run("load", "more.csv")
    finally:
        path.chmod(mode)
    assert (said.code, len(said.err.splitlines())) == (3, 2)
    assert (database.read_bytes(), beside(database).read_bytes()) == before
