"""Where those whom RFM scores stand in the pyramid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.segment.judge import Judge
from commkit.segment.levels import find_levels
from commkit.segment.schemes import PYRAMID, find_scheme
from commkit.words import say

if TYPE_CHECKING:
    import polars as pl

    from commkit.store.ask.community import Store


def add_layer(table: pl.DataFrame, store: Store) -> pl.DataFrame:
    """The table with each member's level on the day of the answer in `layer`, after the segment.

    It is null of those who have left or have no level, and of all where the pyramid is not known on that day.
    """
    import polars as pl

    judge = Judge(store, find_scheme(PYRAMID, store.layers))
    if _is_told(judge):
        names = judge.scheme.names
        name = pl.col("level").replace_strict(range(len(names)), names, return_dtype=pl.String).alias("layer")
        found = find_levels(judge, [store.as_of], beside=("handle",)).select("handle", name)
    else:
        found = pl.DataFrame(schema={"handle": pl.String, "layer": pl.String})
    columns = [each for name in table.columns for each in ((name, "layer") if name == "segment" else (name,))]
    return table.join(found, on="handle", how="left", maintain_order="left").select(columns)


def _is_told(judge: Judge) -> bool:
    return len(judge.untold) < len(judge.scheme.levels) - 1 and judge.is_known(judge.store.as_of)


def remark_layer(store: Store, table: pl.DataFrame) -> tuple[str, ...]:
    """Of which day the column `layer` is, or that nothing tells it."""
    if "layer" not in table.columns:
        return ()
    if table["layer"].null_count() < table.height:
        return (say("layer: the level of the pyramid on {day}; empty of those who are not there.", day=store.as_of),)
    return (say("layer: no level of the pyramid is known on {day}; see commkit pyramid.", day=store.as_of),)


def list_layers(store: Store, table: pl.DataFrame) -> dict[str, tuple[str, ...]]:
    """The words of the column `layer`, where the table has it."""
    return {"layer": find_scheme(PYRAMID, store.layers).names} if "layer" in table.columns else {}
