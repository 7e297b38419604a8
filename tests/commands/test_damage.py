"""Files of a community that are damaged, older, or another's: refused by every command, and named by doctor."""

from __future__ import annotations

import os
import shutil
import socket
from hashlib import shake_128
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from commkit.store.private import beside

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

READING_NAMES = (
    ("members", "--find", "ana"),
    ("rfm", "--names"),
    ("identity", "suggest"),
    ("identity", "list", "--names"),
    ("members", "--bots", "--names"),
    ("rebuild",),
    ("loads", "undo", "1"),
)


@pytest.fixture(autouse=True)
def ours_alone(database: Path) -> None:
    """The private file as commkit makes it; else doctor finds that others can read it."""
    beside(database).chmod(0o600)


def spoil(path: Path) -> None:
    """Zeros over all but the first three pages, which say where everything is."""
    content = path.read_bytes()
    path.write_bytes(content[: 3 * 4096] + bytes(len(content) - 3 * 4096))


def mended(said: Any) -> list[str]:  # noqa: ANN401
    return [line for line in said.out.splitlines() if "\tmend\t" in line]


@pytest.mark.parametrize("words", [("active",), ("status",), ("load", "chat.csv"), ("rebuild",), ("loads", "list")])
def test_a_damaged_database_is_refused_and_named(run: Run, database: Path, chat: Path, words: tuple[str, ...]) -> None:
    assert chat.exists()
    spoil(database)
    said = run(*words)
    assert (said.code, said.out, len(said.err.splitlines())) == (3, "", 2)
    said = run("doctor")
    assert said.code == 1
    [line] = mended(said)
    assert "community.duckdb" in line


def test_a_damaged_private_file_is_refused_and_named(run: Run, database: Path) -> None:
    spoil(beside(database))
    assert run("members", "--find", "ana").code == 3
    assert run("active").code == 0
    [line] = mended(run("doctor"))
    assert "community.private.duckdb is damaged" in line


def put(kind: str, path: Path) -> None:
    """Something that is no regular file, in the place of another."""
    path.unlink()
    if kind == "socket":
        with socket.socket(socket.AF_UNIX) as one:
            os.chdir(path.parent)  # its address may have 107 bytes
            one.bind(path.name)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "folder":
        path.mkdir()
    else:
        os.mkfifo(path)


def refuses(said: Any, what: str) -> None:  # noqa: ANN401
    assert (said.code, said.out, len(said.err.splitlines())) == (3, "", 2)
    assert what in said.err


@pytest.mark.parametrize("kind", ["pipe", "socket", "device", "folder"])
def test_a_private_file_that_is_no_regular_file_is_refused_and_named(
    run: Run, database: Path, chat: Path, kind: str
) -> None:
    """Opening a pipe would wait for somebody to write into it."""
    put(kind, beside(database))
    for words in (*READING_NAMES, ("load", chat)):
        refuses(run(*words), "community.private.duckdb is not a regular file")
    [line] = mended(run("doctor"))
    assert "community.private.duckdb is not a regular file" in line
    assert run("active").code == 0


@pytest.mark.parametrize("kind", ["pipe", "socket", "device", "folder"])
@pytest.mark.parametrize("name", ["community.duckdb", "community.duckdb.wal"])
def test_a_database_that_is_no_regular_file_is_refused(
    run: Run, database: Path, chat: Path, kind: str, name: str
) -> None:
    (database.parent / name).touch()
    put(kind, database.parent / name)
    for words in (("active",), ("load", chat), ("rebuild",), ("identity", "list"), ("rejects", "export", chat, "-o-")):
        refuses(run(*words), f"{name} is not a regular file")
    assert "mend" in run("doctor").out


def test_a_link_to_a_regular_file_is_as_good_as_the_file(run: Run, database: Path) -> None:
    for path in (database, beside(database)):
        path.rename(path.with_suffix(".moved"))
        path.symlink_to(path.with_suffix(".moved"))
    assert run("members", "--find", "ana").code == 0


@pytest.mark.parametrize("words", READING_NAMES)
def test_what_is_no_database_in_the_place_of_the_private_file_is_named(
    run: Run, database: Path, chat: Path, words: tuple[str, ...]
) -> None:
    beside(database).write_bytes(shake_128(b"noise").digest(50_000))
    for each in (words, ("load", chat)):
        refuses(run(*each), "community.private.duckdb is not a commkit database, or is damaged")
    [line] = mended(run("doctor"))
    assert "community.private.duckdb is damaged" in line


@pytest.mark.parametrize("words", READING_NAMES)
def test_a_database_without_a_secret_is_no_private_file(run: Run, database: Path, words: tuple[str, ...]) -> None:
    shutil.copyfile(database, beside(database))
    refuses(run(*words), "belongs to another")
    [line] = mended(run("doctor"))
    assert "community.private.duckdb" in line


@pytest.mark.parametrize("words", READING_NAMES)
def test_anothers_private_file_is_refused_wherever_names_are_read(
    run: Run, database: Path, chat: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """The same chat, loaded elsewhere: another secret."""
    other = tmp_path / "other.duckdb"
    assert run("load", chat, "--db", other, "-q").code == 0
    shutil.copyfile(beside(other), beside(database))
    said = run(*words)
    assert said.code == 3
    assert "belongs to another" in said.err
    assert "ana" not in said.out
    [line] = mended(run("doctor"))
    assert "community.private.duckdb" in line
    assert "belongs to another" in line


@pytest.mark.parametrize("words", [("active",), ("status",), ("load", "chat.csv"), ("rebuild",), ("members", "--bots")])
def test_a_database_of_before_version_6_is_refused_with_what_to_do(
    run: Run, database: Path, chat: Path, words: tuple[str, ...]
) -> None:
    assert chat.exists()
    with duckdb.connect(str(database)) as con:
        con.execute("update raw.meta set schema_version = 5")
    said = run(*words)
    assert (said.code, said.out) == (3, "")
    assert "older commkit" in said.err
    assert "load its exports again" in said.err
    [line] = mended(run("doctor"))
    assert "community.duckdb" in line


@pytest.mark.parametrize("words", ["active --db .", "load chat.csv --db .", "rfm --mode fixed --cuts ."])
def test_a_folder_that_has_no_name_here_is_named(run: Run, database: Path, chat: Path, words: str) -> None:
    assert chat.exists()
    refuses(run(*words.split()), f"commkit: {database.parent.name} is not a regular file")
    assert "mend" in run("doctor", "--db", ".").out


def test_of_a_private_file_among_exports_nothing_is_quoted(run: Run, database: Path) -> None:
    """Its first bytes are no header of a table."""
    said = run("load", ".", "--db", "new.duckdb")
    refuses(said, f"none of the 2 files in {database.parent.name} is an export\n")
