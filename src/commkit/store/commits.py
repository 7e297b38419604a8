"""The commit that changes a community: no signal comes between it and the knowledge that it is done."""

from __future__ import annotations

import contextlib
import signal
import threading
from typing import TYPE_CHECKING

from commkit.system import ALARM

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

_done: list[str] = []


def finish(con: duckdb.DuckDBPyConnection, done: str) -> None:
    """Commit, and remember what is done, in words: whoever is stopped afterwards must say so."""
    with _undisturbed():
        con.execute("commit")
        _done.append(done)


def last_done() -> str | None:
    """What this process has done to a community; None where it has done nothing yet."""
    return _done[-1] if _done else None


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM wait; the engine gives up what it does when they come."""
    if threading.current_thread() is not threading.main_thread():  # where Python handles no signals
        yield
        return
    came: list[int] = []
    before = {
        number: signal.signal(number, lambda number, _: came.append(number))
        for number in filter(None, (signal.SIGINT, signal.SIGTERM, ALARM))
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if came:
            signal.raise_signal(came[0])
