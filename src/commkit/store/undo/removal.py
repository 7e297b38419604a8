"""A load taken out of a community: for good, or for the same export read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.store import engine
from commkit.store.batch import ALONE

if TYPE_CHECKING:
    import duckdb

FACTS = ("message", "interaction", "membership", "profile", "event", "purchase_line", "referral", "group_told", *ALONE)
AGED = (
    *("message", "profile", "purchase_line", "membership", "interaction", "referral"),
    *("campaign", "ticket", "daily_count"),
)
MANIFEST = ("reject", "load_count", "load_skip", "load")


def forget(con: duckdb.DuckDBPyConnection, load_id: int) -> None:
    """Remove what the load brought; people and groups of whom nothing is left then are for `sweep`."""
    for name in (*FACTS, *(f"age_{each}" for each in AGED), "forget_digests"):
        engine.rows(con, f"store/undo/{name}", {"load_id": load_id})
    for table in MANIFEST:
        engine.rows(con, f"store/undo/{table}", {"load_id": load_id})


def sweep(con: duckdb.DuckDBPyConnection) -> None:
    """Remove people, groups and the currency of which nothing is left, and say again what groups are called."""
    engine.rows(con, "store/undo/account")
    engine.rows(con, "store/undo/talk_group")
    engine.rows(con, "store/load/call_groups")
    engine.rows(con, "store/undo/currency")
