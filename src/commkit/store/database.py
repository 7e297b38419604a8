"""A community's two files: made whole or not at all, each held no longer than it is used."""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from typing import TYPE_CHECKING

from commkit.errors import CommkitError, Locked
from commkit.store import engine, private
from commkit.store.locks import patiently, refuse_dangling
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb

STALE_SECONDS = 60  # after which a draft has been left behind
DETACH = {"community": "detach community", "private": "detach private"}
USE = {"community": "use community", "private": "use private"}


class Files:
    """Where a loading's community lies: in two files, or in memory where there is no database."""

    def __init__(self, con: duckdb.DuckDBPyConnection, database: Path | None, lock_timeout: float) -> None:
        self.con = con
        self.database = database
        self.lock_timeout = lock_timeout
        self._made: list[Path] = []
        if database is None:
            con.execute("attach ':memory:' as community")
            con.execute("attach ':memory:' as private")

    @contextlib.contextmanager
    def open(self, name: str, *, read_only: bool = False) -> Iterator[None]:
        """Use `community` or `private`; afterwards let go of it, with whatever was not committed undone."""
        self._attach(name, read_only=read_only)
        try:
            self.con.execute(USE[name])
            yield
        finally:
            self._detach(name)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the community to write to it, the private file to read."""
        with self.open("community"), self.open("private", read_only=True):
            if self.database is not None and not self.database.exists():
                raise given_up()
            self.con.execute(USE["community"])
            yield

    def _attach(self, name: str, *, read_only: bool) -> None:
        if self.database is None:
            return
        database, path = self.database, self.database if name == "community" else private.beside(self.database)

        def attach() -> None:
            self._made += make_missing(self.con, database)
            engine.attach(self.con, name, path, read_only=read_only)

        patiently(attach, self.lock_timeout, path)

    def _detach(self, name: str) -> None:
        import duckdb

        if self.database is None:
            return
        for words in ("rollback", "use memory", DETACH[name]):
            with contextlib.suppress(duckdb.Error):  # nothing to undo, or an engine that has failed altogether
                self.con.execute(words)

    def give_up(self) -> None:
        """Let go of both files, and remove those that were made here, unless another process has filled them since."""
        import duckdb

        if self.database is None or not self._made:
            return
        self.con.close()
        with contextlib.suppress(CommkitError, duckdb.Error), engine.connect() as con:
            mine = Files(con, self.database, 0)
            with mine.open("community"):
                if engine.rows(con, "store/schema/has_meta") == [(False,)]:
                    for each in reversed(self._made):  # held until now: a process that waits makes its own
                        _remove(each)


def given_up() -> Locked:
    """The refusal where another process is removing the files that were about to be used."""
    return Locked(say("another process is giving this database up"), hint=say("try again"))


def make_missing(con: duckdb.DuckDBPyConnection, database: Path) -> list[Path]:
    """Make what is missing of both files, the private one first, so that no community is ever without it."""
    beside = private.beside(database)
    for each in (database, beside):
        refuse_dangling(each)
        refuse_dangling(engine.log_of(each))
    # Asked twice, because another process may be removing both at this moment.
    if database.exists() and not beside.exists() and database.exists():
        raise private.missing()
    return [path for path in (beside, database) if not path.exists() and _make_empty(con, path)]


def _make_empty(con: duckdb.DuckDBPyConnection, path: Path) -> bool:
    """Make an empty database here, whole or not at all; gives whether it did not exist before."""
    for old in path.parent.glob(f".{path.name}.*.new*"):
        if time.time() - old.stat().st_mtime > STALE_SECONDS:
            old.unlink(missing_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        engine.attach(con, "new", draft)
        con.execute("detach new")
        _publish(draft, path)
    except FileExistsError:
        return False
    finally:
        _remove(draft)
    return True


def _remove(path: Path) -> None:
    """Remove a database with its log, which would spoil another of that name."""
    for each in (path, engine.log_of(path)):
        each.unlink(missing_ok=True)


def _publish(draft: Path, path: Path) -> None:
    """Give the draft its name, unless there is such a file already."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if path.exists():
            raise FileExistsError from None
        draft.rename(path)
