"""Segments that were saved by name: labels of the dimension `segment`, each brought by a load of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.errors import WrongUse
from commkit.store import engine
from commkit.store.change import changing
from commkit.store.segments.labels import save_labels, take_in
from commkit.store.undo.removal import forget, sweep
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb

SEGMENT = "segment"  # the dimension and the source


def save(database: Path, name: str, handles: Sequence[str], *, lock_timeout: float) -> int:
    """Save these members as a segment, instead of one of the same name; gives how many they are.

    Raises WrongUse where a handle is of nobody here.
    """
    with changing(database, lock_timeout) as con:
        _forget(con, name)
        take_in(con, dict.fromkeys(handles, name))
        save_labels(con, database, SEGMENT, SEGMENT, lock_timeout=lock_timeout)
    return len(set(handles))


def drop(database: Path, name: str, *, lock_timeout: float) -> None:
    """Forget a segment. Raises WrongUse where none has this name."""
    with changing(database, lock_timeout) as con:
        if not _forget(con, name):
            raise WrongUse(say("no segment is called {name}", name=name), hint=say("see `commkit segments list`"))
        sweep(con)


def _forget(con: duckdb.DuckDBPyConnection, name: str) -> bool:
    loads = [load_id for (load_id,) in engine.rows(con, "store/segments/brought_by", {"name": name})]
    for load_id in loads:
        forget(con, load_id)
    return bool(loads)
