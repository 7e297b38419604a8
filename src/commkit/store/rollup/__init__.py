"""The rollup: what each account did in each group on each day, kept up for the days that a load touches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.store import engine

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb


def refresh(con: duckdb.DuckDBPyConnection, loads: Sequence[int], *, orders: bool) -> None:
    """Bring purchases, refunds and member_day up to date after these loads' facts have been added."""
    if orders:
        _derive_purchases(con)
    engine.rows(con, "store/rollup/touched_days", {"loads": list(loads)})
    _rebuild_touched(con)


def rebuild(con: duckdb.DuckDBPyConnection) -> None:
    """Derive everything again from the facts."""
    _derive_purchases(con)
    engine.rows(con, "store/rollup/all_days")
    _rebuild_touched(con)


def _derive_purchases(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("delete from raw.purchase")
    con.execute("delete from raw.refund")
    engine.rows(con, "store/rollup/purchases")
    engine.rows(con, "store/rollup/refunds")


def _rebuild_touched(con: duckdb.DuckDBPyConnection) -> None:
    engine.rows(con, "store/rollup/drop_days")
    engine.rows(con, "store/rollup/member_day")
