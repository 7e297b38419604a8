"""An output never takes the place of a database or of what the command reads, and what was written is told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from commkit.store.private import beside

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

NEXT = "author,time,text,channel\nana,2024-02-01 12:00,hi,hall\n"


def bytes_below(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refuses(run: Run, folder: Path, *words: object) -> str:
    """Two lines and exit code 2, and every file as it was."""
    before = bytes_below(folder)
    said = run(*words)
    assert (said.code, said.out, len(said.err.splitlines())) == (2, "", 2)
    assert "no output may take its place" in said.err
    assert bytes_below(folder) == before
    return str(said.err)


@pytest.fixture
def theirs(database: Path) -> Path:
    """Another community, in a folder beside ours, under a name that does not tell what it is."""
    folder = database.parent / "theirs"
    folder.mkdir()
    shutil.copy(database, folder / "shop.db")
    shutil.copy(beside(database), folder / "shop.private.duckdb")
    return folder / "shop.db"


@pytest.mark.parametrize(
    "output",
    [
        "community.duckdb",
        "community.private.duckdb",
        "community.duckdb.wal",
        "community.private.duckdb.wal",
        "COMMUNITY.DuckDB",
        "theirs/../community.duckdb",
        "theirs/shop.db",
        "theirs/shop.private.duckdb",
        "theirs/other.duckdb",
        "linked.csv",
        "hard.csv",
        "nowhere.csv",
    ],
)
@pytest.mark.parametrize("words", [("active", "--format", "csv"), ("status", "--format", "json"), ("load", "next.csv")])
def test_no_output_takes_the_place_of_a_database(
    run: Run, database: Path, theirs: Path, words: tuple[str, ...], output: str
) -> None:
    """`nowhere.csv` is a link to a log that does not exist yet."""
    folder = database.parent
    (folder / "next.csv").write_text(NEXT)
    (folder / "linked.csv").symlink_to(database)
    os.link(theirs, folder / "hard.csv")
    (folder / "nowhere.csv").symlink_to("community.duckdb.wal")
    refuses(run, folder, *words, "-o", output)


@pytest.mark.parametrize("output", ["shop.db", "SHOP.db", "shop.private.duckdb", "shop.db.wal", "shop.log.jsonl"])
def test_no_output_takes_the_place_of_a_database_that_is_to_be_made(run: Run, tmp_path: Path, output: str) -> None:
    (tmp_path / "next.csv").write_text(NEXT)
    refuses(run, tmp_path, "load", "next.csv", "--db", "shop.db", "-o", output, "--format", "json")


@pytest.mark.parametrize("output", ["chat.csv", "./chat.csv", "deep/../chat.csv", "linked.csv", "hard.csv"])
@pytest.mark.parametrize("words", [("active",), ("load",), ("load", "--dry-run"), ("rejects", "export")])
def test_no_output_takes_the_place_of_an_export(run: Run, chat: Path, words: tuple[str, ...], output: str) -> None:
    (chat.parent / "deep").mkdir()
    (chat.parent / "linked.csv").symlink_to(chat)
    os.link(chat, chat.parent / "hard.csv")
    refuses(run, chat.parent, *words, chat, "-o", output)


@pytest.mark.parametrize("output", ["exports/chat.csv", "linked.csv", "elsewhere.csv"])
def test_no_output_takes_the_place_of_a_file_in_a_folder_of_exports(run: Run, chat: Path, output: str) -> None:
    """A link in the folder leads to `elsewhere.csv`, and `linked.csv` leads into the folder."""
    exports = chat.parent / "exports"
    exports.mkdir()
    chat.rename(exports / "chat.csv")
    (chat.parent / "linked.csv").symlink_to(exports / "chat.csv")
    (chat.parent / "elsewhere.csv").write_text(NEXT)
    (exports / "next.csv").symlink_to(chat.parent / "elsewhere.csv")
    refuses(run, chat.parent, "active", "exports", "-o", output)
    assert run("active", "exports", "-o", "exports/new.csv", "-q").code == 0


def test_no_output_takes_the_place_of_cut_points_or_settings(run: Run, database: Path) -> None:
    folder = database.parent
    assert run("rfm", "--save-cuts", "cuts.toml").err.endswith("wrote cuts.toml\n")
    refuses(run, folder, "rfm", "--mode", "fixed", "--cuts", "cuts.toml", "--save-cuts", "cuts.toml")
    (folder / "commkit.toml").write_text('[rfm]\ncuts = "cuts.toml"\n')
    refuses(run, folder, "rfm", "--save-cuts", "commkit.toml")
    refuses(run, folder, "kpi", "-o", "cuts.toml", "--format", "csv")
    refuses(run, folder, "rfm", "--save-cuts", "community.duckdb")


def test_a_chart_of_the_sample_takes_no_databases_place(run: Run, database: Path) -> None:
    (database.parent / "chart.svg").symlink_to(database)
    refuses(run, database.parent, "demo", "--chart", "chart.svg")


@pytest.mark.usefixtures("database")
def test_two_outputs_are_two_files(run: Run) -> None:
    said = run("rfm", "--save-cuts", "one.csv", "-o", "one.csv")
    assert (said.code, len(said.err.splitlines())) == (2, 2)


def test_what_standard_input_is_read_from_is_not_written_over(chat: Path) -> None:
    words = [sys.executable, "-m", "commkit", "active", "-", "-o", "chat.csv"]
    before = chat.read_bytes()
    with chat.open("rb") as stream:
        done = subprocess.run(words, stdin=stream, cwd=chat.parent, capture_output=True, text=True, check=False)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 2)
    assert chat.read_bytes() == before


@pytest.mark.usefixtures("database")
def test_an_output_is_told_in_both_languages_unless_quiet(run: Run, tmp_path: Path) -> None:
    assert run("active", "-o", "activity.svg").err.splitlines()[-1] == "wrote activity.svg"
    assert run("active", "-o", "again.csv", "-q").err == ""
    (tmp_path / "next.csv").write_text(NEXT)
    assert run("load", "next.csv", "-o", "load.json").err.splitlines()[-1] == "wrote load.json"
    assert "wrote" not in run("load", "next.csv", "-o", "nowhere/load.json").err
    assert run("active", "-o", "活跃.csv", "--lang", "zh").err.splitlines()[-1] == "已写入 活跃.csv"


@pytest.mark.usefixtures("database")
def test_long_and_hostile_file_names_are_shown_short_and_harmless(run: Run) -> None:
    """80 cells at most: 30 of the beginning, an ellipsis, 49 of the end."""
    said = run("active", "gone\x1b[31m" + "a" * 200 + ".csv")
    assert said.err.splitlines()[0] == (
        "commkit: cannot read gone\\x1b[31m" + "a" * 18 + "…" + "a" * 45 + ".csv: No such file or directory"
    )
    long = "竹" * 60 + ".csv"
    shown = run("active", "-o", long).err.splitlines()[-1].removeprefix("wrote ")
    assert shown == "竹" * 15 + "…" + "竹" * 22 + ".csv"


@pytest.mark.parametrize("words", [("kpi", "-o"), ("demo", "--chart"), ("rfm", "--save-cuts"), ("active", "-o")])
@pytest.mark.parametrize("folder", [".", "..", "/", "deep"])
def test_a_folder_is_no_output_and_is_named(run: Run, database: Path, words: tuple[str, ...], folder: str) -> None:
    (database.parent / "deep").mkdir()
    said = run(*words, folder)
    assert (said.code, said.out, len(said.err.splitlines())) == (2, "", 2)
    where = folder if folder == "deep" else str((database.parent / folder).resolve())
    assert said.err.startswith(f"commkit: {where} is a folder\n")


@pytest.mark.parametrize("name", ["orders.csv", "commkit.toml"])
def test_a_chart_of_the_sample_takes_no_place_in_the_sample(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A format that no name tells is refused before anything is read, too."""
    (tmp_path / "sample").mkdir()
    (tmp_path / "sample" / name).write_text("ours")
    monkeypatch.setattr("commkit.commands.demo.sample_folder", lambda: tmp_path / "sample")
    said = run("demo", "--chart", f"sample/{name}")
    assert (said.code, said.out, len(said.err.splitlines())) == (2, "", 2)
    assert (tmp_path / "sample" / name).read_text() == "ours"


def test_a_card_of_ones_own_is_read_and_never_written(run: Run, database: Path) -> None:
    """The card stands in a file beside the database; that it was written is told of no file that was read."""
    folder = database.parent
    (folder / "mine.toml").write_text(
        'title = "Mine"\nversion = "1"\nref = "ours"\ngrades = [{ name = "starting", from = 0 }]\n'
        '[[criteria]]\npanel = "order"\nmetric = "messages"\nperiod = "month"\nweight = 100\n'
        "floor = 1\nbaseline = 5\ntarget = 20\nchallenge = 30\n"
    )
    refuses(run, folder, "scorecard", "risk", "--card", "mine.toml", "--format", "csv", "-o", "mine.toml")
    before = bytes_below(folder)
    assert "wrote" not in run("scorecard", "risk", "--card", "mine.toml", "--format", "csv").err
    assert bytes_below(folder) == before
