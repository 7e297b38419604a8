"""A load taken out of a community: for good, or for the same export read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.store import engine

if TYPE_CHECKING:
    import duckdb

FACTS = ("message", "interaction", "membership", "profile", "event", "purchase_line", "referral")
AGED = ("age_message", "age_profile", "age_purchase_line", "age_talk_group")
MANIFEST = ("reject", "load_count", "load_skip", "load")


def forget(con: duckdb.DuckDBPyConnection, load_id: int) -> None:
    """Remove what the load brought; people and groups of whom nothing is left then are for `sweep`."""
    for name in (*FACTS, *AGED, "forget_digests"):
        engine.rows(con, f"store/undo/{name}", {"load_id": load_id})
    for table in MANIFEST:
        engine.rows(con, f"store/undo/{table}", {"load_id": load_id})


def sweep(con: duckdb.DuckDBPyConnection, load_id: int) -> None:
    """Remove people and groups of whom nothing is left, and say again how far groups are covered."""
    engine.rows(con, "store/undo/account")
    engine.rows(con, "store/undo/talk_group", {"load_id": load_id})
    engine.rows(con, "store/undo/cover_groups")
