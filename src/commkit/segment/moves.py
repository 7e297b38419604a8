"""Who moved between the levels of a scheme from one review to another."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from commkit.errors import NotEnoughData
from commkit.segment.contributions import ask_contributions
from commkit.segment.levels import find_levels
from commkit.stats.shares import find_wilson
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import polars as pl

    from commkit.choices import Weight
    from commkit.segment.judge import Judge

JOINED, LEFT, GUESTS = "joined", "left", "guests"
FEW = 10  # a row of fewer members is uncertain


def pair_levels(levels: pl.DataFrame, from_on: date, to_on: date) -> pl.DataFrame:
    """A row a member who was there at either review: member, level, to_level; null where they were not there."""
    import polars as pl

    was, now = (levels.filter(pl.col("review_on") == day).select("member", "level") for day in (from_on, to_on))
    return was.join(now.rename({"level": "to_level"}), on="member", how="full", coalesce=True)


def find_guests(judge: Judge, pairs: pl.DataFrame, from_on: date, to_on: date) -> pl.DataFrame:
    """Who came after the one review and had left by the other, and is in no pair."""
    known = judge.store.ask("segment/transitions", from_on=from_on, to_on=to_on)
    return known.join(pairs.select("member"), on="member", how="anti")


def count_moves(pairs: pl.DataFrame) -> dict[str, int]:
    """How many were there at both, rose, held and fell between them, joined and left."""
    import polars as pl

    is_both = pl.col("level").is_not_null() & pl.col("to_level").is_not_null()
    counted = pairs.select(
        is_both.sum().alias("present_members"),
        (is_both & (pl.col("to_level") > pl.col("level"))).sum().alias("risen_members"),
        (is_both & (pl.col("to_level") == pl.col("level"))).sum().alias("held_members"),
        (is_both & (pl.col("to_level") < pl.col("level"))).sum().alias("fallen_members"),
        pl.col("level").is_null().sum().alias("joined_members"),
        pl.col("to_level").is_null().sum().alias("left_members"),
    )
    return {name: int(number) for name, number in counted.row(0, named=True).items()}


def count_cells(pairs: pl.DataFrame, size: int, beside: Sequence[str] = ()) -> pl.DataFrame:
    """Every cell of the matrix, from the top level down, empty ones too: members and the sums of columns `beside`.

    Level `size` stands for who joined, as a row, and for who left, as a column; nobody did both.
    """
    import polars as pl

    counted = (
        pairs.with_columns(pl.col("level", "to_level").fill_null(size))
        .group_by("level", "to_level")
        .agg(pl.len().cast(pl.Int64).alias("members"), *(pl.col(name).sum() for name in beside))
    )
    order = [*range(size - 1, -1, -1), size]
    grid = pl.DataFrame(
        [(start, end) for start in order for end in order if (start, end) != (size, size)],
        {"level": pl.Int8, "to_level": pl.Int8},
        orient="row",
    )
    cells = grid.join(counted, on=["level", "to_level"], how="left", maintain_order="left")
    return cells.with_columns(pl.col("members", *beside).fill_null(0)).with_columns(
        pl.col("members").sum().over("level").alias("of_members")
    )


def add_intervals(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells with their share of the row and its interval; null where the row is empty."""
    import polars as pl

    found = [find_wilson(*pair) or (None, None) for pair in cells.select("members", "of_members").iter_rows()]
    rate = pl.when(pl.col("of_members") > 0).then(pl.col("members") / pl.col("of_members")).alias("member_rate")
    return cells.with_columns(
        rate,
        pl.Series("lower_rate", [low for low, _ in found], pl.Float64),
        pl.Series("upper_rate", [high for _, high in found], pl.Float64),
    )


def list_counts(judge: Judge, reviews: Sequence[date]) -> list[list[list[int]]]:
    """The matrix of members between each two reviews that follow one another; the last column are those who left."""
    size = len(judge.scheme.levels)
    levels = find_levels(judge, reviews)
    matrices = []
    for before, after in pairwise(reviews):
        counts = [[0] * (size + 1) for _ in range(size + 1)]
        cells = count_cells(pair_levels(levels, before, after), size)
        for start, end, members in cells.select("level", "to_level", "members").iter_rows():
            counts[start][end] = members
        matrices.append(counts)
    return matrices


def weigh(judge: Judge, pairs: pl.DataFrame, review: date, weight: Weight) -> pl.DataFrame:
    """The pairs with what each carried in the days up to a review. Raises NotEnoughData where that is not covered."""
    import polars as pl

    carried = ask_contributions(judge, review).select("member", pl.col(weight.column).cast(pl.Float64))
    if carried.is_empty() or carried[weight.column].null_count():
        raise NotEnoughData(
            say(
                "{weight} of the {days} days to {day} is not covered", weight=value(weight), days=judge.days, day=review
            ),
            hint=say("see from when to when facts are covered: commkit status --by kind"),
        )
    return pairs.join(carried, on="member", how="left").with_columns(pl.col(weight.column).fill_null(0))
