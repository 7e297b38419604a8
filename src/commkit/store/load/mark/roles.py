"""Who is staff and who is a bot: by the exports, by commkit.toml's lists, and by behaviour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.store import engine

if TYPE_CHECKING:
    import duckdb

    from commkit.store.load.stage.export import Choices


def mark_people(con: duckdb.DuckDBPyConnection, choices: Choices) -> None:
    """Say again who is staff and who is a bot; the rollup must be up to date and the private file attached."""
    import polars as pl

    find_bots(con)
    lists = {"staff": choices.staff, "bot": choices.bots, "bridge": choices.bridges, "person": choices.people}
    listed = [(entry, role) for role, entries in lists.items() for entry in entries]
    engine.take(con, pl.DataFrame(listed, schema={"entry": pl.String, "role": pl.String}, orient="row"))
    engine.take(con, engine.table(con, "store/load/marks"))
    engine.rows(con, "store/load/mark_people")


def find_bots(con: duckdb.DuckDBPyConnection) -> None:
    """Look again at how every account behaves: what is found depends on the facts alone."""
    con.execute("delete from raw.bot_sign")
    engine.rows(con, "store/load/bots_by_clock")
    engine.rows(con, "store/load/bots_by_interval")
