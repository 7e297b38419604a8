"""Files of a community that are damaged, older, or another's: refused by every command, and named by doctor."""

from __future__ import annotations

import shutil
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
