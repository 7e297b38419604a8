"""A load taken out of a community: for good, or for the same export read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.store import engine
from commkit.store.fields import VERSIONED

if TYPE_CHECKING:
    import duckdb

CAN_BE_NEWER = (
    *("message", "profile", "purchase_line", "membership", "interaction", "referral"),
    *VERSIONED,
)


def forget(con: duckdb.DuckDBPyConnection, load_id: int) -> None:
    """Remove what the load brought; accounts and groups that nothing else names are left to `sweep`."""
    undone = {"load_id": load_id}
    for table in engine.FACTS:
        engine.rows(con, "store/undo/forget", undone, table=table)
    for table in CAN_BE_NEWER:
        engine.rows(con, "store/undo/age", undone, table=table)
    engine.rows(con, "store/undo/forget_digests", undone)
    engine.rows(con, "store/undo/clip", undone)
    for table in engine.MANIFEST:
        engine.rows(con, "store/undo/forget", undone, table=table)


def sweep(con: duckdb.DuckDBPyConnection) -> None:
    """Remove accounts, groups and the currency that nothing names any more, and name the groups anew."""
    drop_unnamed(con)
    engine.rows(con, "store/undo/talk_group")
    engine.rows(con, "store/load/names/call_groups")
    engine.rows(con, "store/undo/currency")


def drop_unnamed(con: duckdb.DuckDBPyConnection) -> None:
    """Remove accounts that no fact names any more."""
    engine.rows(con, "store/undo/account")
