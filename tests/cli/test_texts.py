"""Empty names, and names, words and input that are not UTF-8."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

BAD = "\udcff"  # the byte FF, as Python reads it from a command line or a folder
GBK = "你好.csv".encode("gb18030").decode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    ("words", "after"),
    [
        (("active", "--group", ""), "--group"),
        (("active", "--group="), "--group"),
        (("active", "--group", " "), "--group"),
        (("rfm", "--segment", ","), "--segment"),
        (("rfm", "--segment", ""), "--segment"),
        (("kpi", "--metric", "dau", "--metric", ""), "--metric"),
        (("funnel", "--step", "message", "--step", ""), "--step"),
        (("retention", "--windows", ","), "--windows"),
        (("load", ""), "load"),
        (("active", "-o", ""), "-o"),
        (("--db", "", "active"), "--db"),
        (("members", "--find="), "--find"),
        (("identity", "split", ""), "split"),
        (("",), "commkit"),
    ],
)
@pytest.mark.usefixtures("database")
def test_what_is_empty_names_nothing(run: Run, words: tuple[str, ...], after: str) -> None:
    said = run(*words)
    assert (said.code, said.out, len(said.err.splitlines())) == (2, "", 2)
    assert said.err.startswith(f"commkit: what follows {after} is empty")


@pytest.mark.parametrize("said", ["author=", "=who", "author= "])
def test_a_role_and_a_column_have_names(run: Run, chat: Path, said: str) -> None:
    assert run("load", chat, "--map", said).code == 2
    assert sorted(chat.parent.iterdir()) == [chat]


@pytest.mark.parametrize(
    "words",
    [
        ("active", "--group", BAD),
        ("active", "--since", BAD),
        ("active", "--sort", BAD),
        ("active", "--db", f"{BAD}.duckdb"),
        ("kpi", "--metric", BAD),
        ("load", "chat.csv", "--db", f"{BAD}.duckdb"),
        ("load", "chat.csv", "--map", f"author={BAD}"),
        ("load", "chat.csv", "--platform", BAD),
        ("members", "--find", BAD),
        ("identity", "merge", BAD, "abcdefgh"),
        ("sql", f"select '{BAD}'"),
        ("explain", BAD),
        (BAD,),
        (f"--{BAD}", "active"),
    ],
)
def test_words_that_are_not_utf_8_are_refused(commkit: Run, database: Path, words: tuple[str, ...]) -> None:
    (database.parent / "chat.csv").write_text("author,time,text\nana,2024-02-01 12:00,hi\n")
    before = {path: path.read_bytes() for path in database.parent.iterdir()}
    done = commkit(*words)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 2)
    assert {path: path.read_bytes() for path in database.parent.iterdir()} == before


@pytest.mark.parametrize("name", [f"{BAD}.csv", GBK])
def test_exports_may_have_any_name(run: Run, chat: Path, name: str) -> None:
    """As a file, in a folder, and as the output."""
    folder = chat.parent / "exports"
    folder.mkdir()
    path = chat.rename(folder / name)
    called = "你好.csv" if name == GBK else "\\xff.csv"
    for given in (path, folder):
        assert len(run("active", given, "--format", "csv").out.splitlines()) == 1 + 3
        said = json.loads(run("load", given, "--dry-run", "--format", "json").out)
        assert [row["file"] for row in said["rows"]] == [called]
    assert called in run("load", path).out
    assert called in run("loads", "list", "--names").out
    said = run("active", "-o", chat.parent / name)
    assert (said.code, (chat.parent / name).exists()) == (0, True)
    assert run("load", folder / f"no{name}").code == 3


def test_two_names_that_read_alike_are_two_files(run: Run, chat: Path) -> None:
    """`你好.csv` in UTF-8 and in GB18030, and two of no encoding; one message each."""
    folder = chat.parent / "exports"
    folder.mkdir()
    for number, name in enumerate(("你好.csv", GBK, f"{BAD}.csv", "\udcfe.csv")):
        (folder / name).write_text(f"author,time,text\nana,2024-02-0{number + 1} 12:00,hi\n")
    said = json.loads(run("load", folder, "--format", "json").out)
    assert (said["total"]["records"], said["total"]["loaded"]) == (4, 4)


@pytest.mark.parametrize("language", ["C.UTF-8", "C"])
def test_a_query_on_standard_input_that_is_not_text_is_refused(database: Path, language: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "commkit", "sql", "-"],
        input="select 'é' as x".encode("latin-1"),
        cwd=database.parent,
        env={**os.environ, "LC_ALL": language},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, b"", 2)


def test_settings_of_the_environment_may_be_anything(commkit: Run) -> None:
    done = commkit("config", env={"COMMKIT_ACTIVE_GROUP": BAD})
    assert done.returncode == 0
    assert "\\xff" in done.stdout
