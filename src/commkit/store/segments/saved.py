"""Segments that were saved by name: labels of the dimension `segment`, each brought by a load of its own."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from commkit.errors import WrongUse
from commkit.store import engine
from commkit.store.change import changing
from commkit.store.private import find_secret
from commkit.store.schema.meta import read_meta
from commkit.store.undo.removal import forget, sweep
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb


def save(database: Path, name: str, handles: Sequence[str], *, lock_timeout: float) -> int:
    """Save these members as a segment, instead of one of the same name; gives how many they are.

    Raises WrongUse where a handle is of nobody here.
    """
    import polars as pl

    with changing(database, lock_timeout) as con:
        meta = read_meta(con)
        secret = find_secret(database, lock_timeout, meta.secret_check)
        engine.set_variable(con, "secret", secret.prefix if secret else None)
        _forget(con, name)
        engine.register(con, pl.DataFrame({"handle": sorted(set(handles))}, schema={"handle": pl.String}))
        _refuse_unknown([handle for (handle,) in engine.rows(con, "store/segments/unknown")])
        saved = {
            "load_id": read_meta(con).last_load + 1,
            "saved_at": datetime.now(UTC).replace(tzinfo=None, microsecond=0),
        }
        engine.rows(con, "store/segments/load", {**saved, "digest": secrets.token_hex(16)})
        engine.rows(con, "store/segments/save", {**saved, "name": name})
        engine.rows(con, "store/segments/count", {"load_id": saved["load_id"]})
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


def _refuse_unknown(handles: Sequence[str]) -> None:
    if handles:
        raise WrongUse(
            say("{count} handles are of nobody here, the first is {handle}", count=len(handles), handle=handles[0]),
            hint=say("save the answer of a question about this database"),
        )
