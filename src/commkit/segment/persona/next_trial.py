"""Offers tried on the past: what was had up to a day, and what was taken up from it on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.errors import NotEnoughData
from commkit.stats.co_occurrence import make_table, try_offers
from commkit.words import say, say_counted

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from commkit.stats.co_occurrence import OfferTrial

FEWEST_TRIED = 30  # people who took something up later
_HELD_OUT = 0.2  # of all that was taken up, the last


def find_cut(had: pl.DataFrame) -> date:
    """The day up to which four fifths of all had been taken up. Raises NotEnoughData where there is nothing."""
    if had.is_empty():
        raise NotEnoughData(
            say("nothing tells what members bought or wrote about"),
            hint=say("load orders with a column product, or labels of messages"),
        )
    days = had["first_on"].sort()
    cut_on: date = days[min(int((1 - _HELD_OUT) * len(days)), len(days) - 1)]
    return cut_on


def try_next(had: pl.DataFrame, cut_on: date) -> OfferTrial:
    """What was had before a day tells what was taken up from it on. Raises NotEnoughData where too few did."""
    import polars as pl

    before, after = had.filter(pl.col("first_on") < cut_on), had.filter(pl.col("first_on") >= cut_on)
    after = after.filter(pl.col("thing").is_in(before["thing"].unique().implode()))
    tried = after["person"].unique().filter(after["person"].unique().is_in(before["person"].unique().implode())).sort()
    if len(tried) < FEWEST_TRIED:
        raise NotEnoughData(
            say_counted(
                len(tried),
                "1 member took up something new, and {few} are needed",
                "{number} members took up something new, and {few} are needed",
                few=FEWEST_TRIED,
            ),
            hint=say("look at more: widen --since and --until"),
        )
    size = (had["person"].n_unique(), had["thing"].n_unique())
    known, later = (make_table(each["person"].to_list(), each["thing"].to_list(), size) for each in (before, after))
    return try_offers(known, later, tried.to_list())
