"""Waiting for a database that another process holds."""

from __future__ import annotations

import os
import random
import time
from typing import TYPE_CHECKING, TypeVar

from commkit.errors import CannotDo, Locked
from commkit.named_files import refuse_irregular
from commkit.store import engine
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Answer = TypeVar("Answer")


MAGIC = b"DUCK"  # at byte 8 of every database file
HELD = ("Could not set lock", "used by another process")  # how Unix and Windows say that another process has the file


PATIENCE = 1.0  # seconds that are waited without a word


class Waits:
    """Who is told that a database is waited for; nobody, unless the command line says whom."""

    tell: Callable[[str], None] | None = None


def refuse_other(database: Path) -> None:
    """Refuse a file that is not there or is no database: the engine would make it, or open a CSV. Raises CannotDo."""
    if not database.exists():
        raise no_file(database)
    refuse_irregular(database)
    try:
        if not is_database(database):
            raise no_database(database)
    except OSError as error:
        what = say("cannot read {path}: {reason}", path=database.name, reason=say(error.strerror or ""))
        raise CannotDo(what, hint=say("check the path and the permissions")) from error


def is_database(path: Path) -> bool:
    """Whether a file begins as the engine's databases do. Raises OSError."""
    with path.open("rb") as stream:
        return stream.read(12)[8:] == MAGIC


def refuse_dangling(path: Path) -> None:
    """Refuse a link that leads to nothing: the engine would make a file at its end. Raises CannotDo."""
    if path.is_symlink() and not path.exists():
        what = say("{path} is a link that leads to nothing", path=path.name)
        raise CannotDo(what, hint=say("remove the link, or give --db the file itself"))


def refuse_unwritable(folder: Path) -> None:
    """Refuse to make a database where no file can be made. Raises CannotDo."""
    if not os.access(folder, os.W_OK | os.X_OK):
        what = say("cannot make a database in {path}", path=str(folder))
        raise CannotDo(what, hint=say("give --db a folder that exists and that you can write to"))


def patiently(act: Callable[[], Answer], timeout: float, path: Path) -> Answer:
    """What `act` returns once no other process holds the file that it opens.

    Raises Locked when `timeout` seconds have passed, CannotDo when it is not a database.
    """
    import duckdb

    begun, is_told = time.monotonic(), False
    while True:
        try:
            return act()
        except duckdb.Error as error:  # of any kind: a damaged file may make the engine stumble anywhere
            if not any(words in str(error) for words in HELD):
                raise engine.unwritten(error) or no_database(path) from error
            waited = time.monotonic() - begun
            if waited >= timeout:
                raise Locked(
                    say("another process holds the database"),
                    hint=say("try again, or wait longer with --lock-timeout"),
                ) from error
            if waited >= PATIENCE and not is_told and Waits.tell:
                Waits.tell(say("waiting for another process that holds {file}", file=path.name))
                is_told = True
        time.sleep(random.uniform(0.05, 0.25))  # noqa: S311 (jitter, so that two waiters do not march in step)


def no_file(database: Path) -> CannotDo:
    """The refusal where the database does not exist."""
    return CannotDo(say("no database at {path}", path=database), hint=say("load an export first: commkit load EXPORT"))


def no_database(path: Path) -> CannotDo:
    """The refusal of a file, the private one or the other, that the engine cannot open as a database."""
    what = say("{file} is not a commkit database, or is damaged", file=path.name)
    return CannotDo(what, hint=say("check --db; `commkit doctor`"))
