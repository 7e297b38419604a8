"""The rollups: what each account did on each day, by group and in all, kept up for the days that a load touches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.store import engine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import duckdb

BY_DAY = ("member_day", "account_day")
MOST_FACTS = 3_000_000  # of one share


def refresh(con: duckdb.DuckDBPyConnection, loads: Sequence[int], *, orders: bool, are_first: bool) -> None:
    """Bring purchases, refunds and rollups up to date after these loads' facts have been added.

    The first loads of a community touch every day, and find none that is rolled up.
    """
    if orders:
        _derive_purchases(con)
    if are_first:
        engine.rows(con, "store/rollup/all_days")
    else:
        engine.rows(con, "store/rollup/touched_days", {"loads": list(loads)})
        for table in BY_DAY:
            engine.rows(con, "store/rollup/drop_touched_days", table=table)
    _roll_up(con)


def rebuild(con: duckdb.DuckDBPyConnection) -> None:
    """Derive everything again from the facts."""
    _derive_purchases(con)
    engine.rows(con, "store/rollup/all_days")
    for table in BY_DAY:
        engine.rows(con, "store/schema/clear", table=table)
    _roll_up(con)


def _derive_purchases(con: duckdb.DuckDBPyConnection) -> None:
    engine.rows(con, "store/schema/clear", table="purchase")
    engine.rows(con, "store/schema/clear", table="refund")
    engine.rows(con, "store/schema/clear", table="unpaid")
    engine.rows(con, "store/rollup/unpaid")
    engine.rows(con, "store/rollup/purchases")
    engine.rows(con, "store/rollup/refunds")


def _roll_up(con: duckdb.DuckDBPyConnection) -> None:
    """Roll up the touched days share by share, so that memory stays flat."""
    shares: dict[int, list[date]] = {}
    for day, share in engine.rows(con, "store/rollup/shares", {"most": MOST_FACTS}):
        shares.setdefault(share, []).append(day)
    for days in shares.values():
        engine.rows(con, "store/rollup/rolled_days", {"days": days})
        for name in ("rolled_from", "rolled_until", "member_day", "account_day"):
            engine.rows(con, f"store/rollup/{name}")
    engine.rows(con, "store/schema/clear", table="account_group")
    engine.rows(con, "store/rollup/account_group")
