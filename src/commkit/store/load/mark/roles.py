"""Who is staff and who is a bot: by the exports, by commkit.toml's lists, and by behaviour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.store import engine

if TYPE_CHECKING:
    import duckdb

    from commkit.store.load.options import LoadOptions


def mark_accounts(con: duckdb.DuckDBPyConnection, options: LoadOptions) -> None:
    """Mark anew who is staff and who is a bot; the rollup must be up to date and the private file attached."""
    import polars as pl

    find_bots(con)
    lists = {"staff": options.staff, "bot": options.bots, "bridge": options.bridges, "person": options.people}
    listed = [(entry, role) for role, entries in lists.items() for entry in entries]
    engine.register(con, pl.DataFrame(listed, schema={"entry": pl.String, "role": pl.String}, orient="row"))
    engine.register(con, engine.read_frame(con, "store/load/mark/listed_roles"))
    engine.rows(con, "store/load/mark/forget_signs")
    engine.rows(con, "store/load/mark/mark_accounts")


def find_bots(con: duckdb.DuckDBPyConnection) -> None:
    """Find anew which accounts behave like bots, and which may be bots or bridges, by the facts alone."""
    engine.rows(con, "store/schema/clear", table="bot_sign")
    if engine.rows(con, "store/load/mark/is_talkative") == [(True,)]:  # most small loads are not
        engine.rows(con, "store/load/mark/bots_by_clock")
        engine.rows(con, "store/load/mark/bots_by_interval")
        engine.rows(con, "store/load/mark/suspects_by_hour")
        engine.rows(con, "store/load/mark/suspects_by_text")
    engine.rows(con, "store/load/mark/suspects_by_name")
