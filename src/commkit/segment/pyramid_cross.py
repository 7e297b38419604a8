"""Two schemes of layers against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.result import Heatmap, Result
from commkit.segment import level_remarks
from commkit.segment.judge import blank_untold, refuse_empty
from commkit.segment.levels import find_levels
from commkit.stats.nulls import divide
from commkit.words import say

if TYPE_CHECKING:
    import polars as pl

    from commkit.segment.judge import Judge

NONE = "none"


def cross_schemes(judge: Judge, other: Judge) -> Result:
    """Members by level of both schemes; whoever one of them does not place, such as staff, has no level in it."""
    import polars as pl

    review = judge.store.as_of
    names, crossed = dict(enumerate(judge.scheme.names)), dict(enumerate(other.scheme.names))
    both = _pair(judge, other)
    cells = both.group_by("level", "cross_level").agg(pl.len().cast(pl.Int64).alias("members"))
    grid = pl.DataFrame({"level": names.keys()}, {"level": pl.Int8}).join(
        pl.DataFrame({"cross_level": crossed.keys()}, {"cross_level": pl.Int8}), how="cross"
    )
    placed = grid.join(cells, on=["level", "cross_level"], how="left").with_columns(pl.col("members").fill_null(0))
    apart = cells.filter(pl.col("level").is_null() | pl.col("cross_level").is_null())
    table = (
        pl.concat([placed, apart.select(placed.columns)])
        .with_columns(
            pl.col("members").sum().over("level").alias("of_level_members"),
            pl.col("members").sum().over("cross_level").alias("of_cross_level_members"),
        )
        .with_columns(divide("members", "of_level_members").alias("level_rate"))
        .sort("level", "cross_level", descending=[True, False], nulls_last=True)
        .with_columns(
            pl.col("level").replace_strict(names, default=NONE, return_dtype=pl.String),
            pl.col("cross_level").replace_strict(crossed, default=NONE, return_dtype=pl.String),
        )
    )
    table = blank_untold(other, blank_untold(judge, table, "level"), "cross_level")
    return Result(
        say("{scheme} against {other}", scheme=say(judge.scheme.title), other=say(other.scheme.title)),
        table,
        Heatmap("cross_level", "level", "members", x_head=say(other.scheme.title), y_head=say(judge.scheme.title)),
        notes=(*level_remarks.of_levels(judge, review), *level_remarks.of_untold(other)),
        keys=("level", "cross_level"),
        vocabulary={"level": (*judge.scheme.names, NONE), "cross_level": (*other.scheme.names, NONE)},
        parameters={"scheme": judge.scheme.name, "cross": other.scheme.name, "review_on": str(review)},
        heads={"level": say(judge.scheme.title), "cross_level": say(other.scheme.title)},
    )


def _pair(judge: Judge, other: Judge) -> pl.DataFrame:
    """A row for each member with a level in either scheme. Raises NotEnoughData where nobody is there."""
    import polars as pl

    review = judge.store.as_of
    levels = find_levels(judge, [review])
    refuse_empty(levels, review)
    crossed = find_levels(other, [review]).select("member", pl.col("level").alias("cross_level"))
    return levels.join(crossed, on="member", how="full", coalesce=True)
