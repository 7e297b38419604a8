"""Labels that commkit itself gives to members, each set of them brought by a load of its own."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from commkit.errors import WrongUse
from commkit.store import engine
from commkit.store.private import find_secret
from commkit.store.schema.meta import read_meta
from commkit.words import say, say_counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    import duckdb


def take_in(con: duckdb.DuckDBPyConnection, values: Mapping[str, str]) -> None:
    """Put handles with their values where the statements of this room read them.

    Raises WrongUse where a handle is of nobody here.
    """
    import polars as pl

    rows = sorted(values.items())
    engine.register(con, pl.DataFrame(rows, {"handle": pl.String, "value": pl.String}, orient="row"))
    _refuse_unknown([handle for (handle,) in engine.rows(con, "store/segments/unknown")])


def save_labels(
    con: duckdb.DuckDBPyConnection,
    database: Path,
    source: str,
    dimension: str,
    *,
    opens_on: date | None = None,
    closes_on: date | None = None,
    lock_timeout: float,
) -> int:
    """Label the members that were taken in, from one day to another if there are such; gives the number of the load."""
    meta = read_meta(con)
    secret = find_secret(database, lock_timeout, meta.secret_check)
    engine.set_variable(con, "secret", secret.prefix if secret else None)
    saved = {"load_id": meta.last_load + 1, "saved_at": datetime.now(UTC).replace(tzinfo=None, microsecond=0)}
    engine.rows(con, "store/segments/load", {**saved, "digest": secrets.token_hex(16), "source": source})
    days = {"opens_on": opens_on, "closes_on": closes_on}
    engine.rows(con, "store/segments/save", {**saved, **days, "dimension": dimension, "source": source})
    engine.rows(con, "store/segments/count", {"load_id": saved["load_id"]})
    return meta.last_load + 1


def _refuse_unknown(handles: Sequence[str]) -> None:
    if handles:
        raise WrongUse(
            say_counted(
                len(handles),
                "the handle {handle} is of nobody here",
                "{number} handles are of nobody here, the first is {handle}",
                handle=handles[0],
            ),
            hint=say("save the answer of a question about this database"),
        )
