"""Files that cannot be read to their end: a disk or a copy has damaged them."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from commkit.errors import CannotDo, CommkitError
from commkit.store import engine, private
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HELD = ("Could not set lock", "Unique file handle", "different configuration")  # by another, or by ourselves


def find_damaged(database: Path) -> Path | None:
    """The file of this community that cannot be read to its end; None where both can, or are held by another."""
    both = (database, private.beside(database))
    return next((path for path in both if path.exists() and not is_whole(path)), None)


def is_whole(path: Path) -> bool:
    """Whether every table of this file can be read to its end."""
    import duckdb

    try:
        with engine.connect(path, read_only=True) as con:
            for (called,) in engine.rows(con, "store/soundness/tables"):
                engine.rows(con, "store/soundness/read_table", {"called": called})
    except duckdb.Error as error:
        return any(words in str(error) for words in HELD)
    except UnicodeError:
        return False
    return True


@contextlib.contextmanager
def blaming(database: Path) -> Iterator[None]:
    """Turn whatever fails into the refusal of a damaged file, if one of the community's files is damaged."""
    try:
        yield
    except BaseException as error:
        if may_tell(error):
            refuse_damaged(database, error)
        raise


def may_tell(error: BaseException) -> bool:
    """Whether a damaged file may be behind this: not a refusal, nor what ends us from outside."""
    return not isinstance(error, (CommkitError, OSError, KeyboardInterrupt, SystemExit))


def refuse_failed(database: Path | None, error: BaseException) -> None:
    """Raise CannotDo from this error where memory was too little for it, or a file of this community is damaged.

    A community that is made from exports in memory has no file.
    """
    import duckdb

    if isinstance(error, duckdb.OutOfMemoryException):
        limit = engine.ASKING_LIMIT if database else engine.MEMORY_LIMIT
        raise CannotDo(
            say("this takes more memory than {limit}", limit=limit),
            hint=say("ask about less: --group, or --since; and see that the disk beside the database has room"),
        ) from error
    if database is not None:
        refuse_damaged(database, error)


def refuse_damaged(database: Path, error: BaseException) -> None:
    """Raise CannotDo from this error where a file of this community is damaged."""
    if damaged := find_damaged(database):
        raise CannotDo(
            say("{file} is damaged", file=damaged.name),
            hint=say("put both files back from a copy, or load the exports again into a new database"),
        ) from error
