"""Waiting for a database that another process holds."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, TypeVar

from commkit.errors import CannotDo, Locked
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")


def patiently(act: Callable[[], Answer], timeout: float) -> Answer:
    """What `act` returns once no other process holds the database.

    Raises Locked when `timeout` seconds have passed, CannotDo when the file is no database.
    """
    import duckdb

    ends = time.monotonic() + timeout
    while True:
        try:
            return act()
        except duckdb.IOException as error:
            if "Could not set lock" not in str(error):
                raise _no_database(error) from error
            if time.monotonic() >= ends:
                raise Locked(
                    say("another process holds the database"),
                    hint=say("try again, or wait longer with --lock-timeout"),
                ) from error
        time.sleep(random.uniform(0.05, 0.25))  # noqa: S311 (jitter, so that two waiters do not march in step)


def _no_database(error: Exception) -> CannotDo:
    if "No space left" in str(error):
        return CannotDo(say("the disk is full; nothing was changed"), hint=say("free some space and run it again"))
    return CannotDo(
        say("the file given as --db is not a commkit database, or is damaged"),
        hint=say("check --db; `commkit doctor`"),
    )
