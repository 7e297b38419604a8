"""How long members take from first reaching a level to the next one, where they may also leave."""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import TYPE_CHECKING

from commkit.choices import PeriodStatus
from commkit.indicators.periods import FEW
from commkit.result import Bars, Result
from commkit.segment import level_remarks
from commkit.segment.levels import find_levels
from commkit.segment.transitions_series import list_months
from commkit.stats.exits import aalen_johansen
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    import polars as pl

    from commkit.segment.judge import Judge
    from commkit.stats.exits import Exits

MONTHS = (1, 3, 6, 12)
_UP, _GONE = 1, 2
_HALF = 0.5 - 1e-12


def time_levels(judge: Judge) -> Result:
    """A row for each level and number of months: what share has risen by then, has left, and still waits."""
    import polars as pl

    reviews = list_months(judge)
    spells = find_spells(find_levels(judge, reviews), reviews)
    rows = [row for number in range(len(judge.scheme.levels) - 1) for row in _tell(judge, spells, number)]
    table = pl.DataFrame(rows, infer_schema_length=None)
    return Result(
        say("Time to the next level: {scheme}", scheme=say(judge.scheme.title)),
        table,
        Bars("level", "risen_rate"),
        notes=(
            say("from the first month-end at a level to the first above it; who leaves before that has left."),
            say("who waits still is counted as long as they were seen; who stood there at the first month-end is not."),
            say("median: months by which half have risen; –: not reached. Intervals of 95%, by Aalen and Johansen."),
            *level_remarks.of_untold(judge),
        ),
        keys=("level", "months"),
        vocabulary={"level": judge.scheme.names, "status": PeriodStatus},
        parameters={"scheme": judge.scheme.name, "days": judge.days, "hold": judge.scheme.hold},
        drawn=table.filter(pl.col("months") == MONTHS[-1]),
    )


def find_spells(levels: pl.DataFrame, reviews: Sequence[date]) -> pl.DataFrame:
    """A row for each member and level that they reached: level, months of waiting, and how it ended (0: it has not).

    Whoever stands at a level at the first review came to it before, nobody knows when, and is left out of it.
    """
    import polars as pl

    last = len(reviews)
    order = {day: place for place, day in enumerate(reviews)}
    at = levels.select(
        "member", "level", pl.col("review_on").replace_strict(order, return_dtype=pl.Int64).alias("place")
    )
    first = at.group_by("member", "level").agg(pl.col("place").min().alias("from"))
    higher = first.rename({"level": "above", "from": "above_from"})
    seen = at.group_by("member").agg(pl.col("place").max().alias("seen"))
    risen = (
        first.join(higher, on="member")
        .filter(pl.col("above") > pl.col("level"))
        .group_by("member", "level")
        .agg(pl.col("above_from").min().alias("up"))
    )
    spell = first.join(risen, on=["member", "level"], how="left").join(seen, on="member")
    waiting = spell.filter((pl.col("from") > 0) & (pl.col("up").is_null() | (pl.col("up") > pl.col("from"))))
    is_gone = pl.col("seen") < last - 1
    gone = pl.when(is_gone).then(pl.col("seen") + 1)
    return waiting.select(
        "level",
        (pl.coalesce(pl.col("up"), gone, pl.lit(last - 1)) - pl.col("from")).alias("months"),
        pl.when(pl.col("up").is_not_null()).then(_UP).when(is_gone).then(_GONE).otherwise(0).alias("ended"),
    )


def _tell(judge: Judge, spells: pl.DataFrame, number: int) -> Iterator[dict[str, object]]:
    import polars as pl

    own = spells.filter(pl.col("level") == number)
    exits = aalen_johansen(own["months"].to_list(), own["ended"].to_list(), kinds=_GONE)
    up, gone = exits.by_cause[_UP], exits.by_cause[_GONE]
    median = next((time for time, share in zip(exits.times, up.share, strict=True) if share >= _HALF), None)
    for months in MONTHS:
        place = _find_place(exits, months)
        risen = _pick(up.share, place, 0.0)  # where nobody has risen, the variance is 0 and says nothing
        yield {
            "level": judge.scheme.names[number],
            "months": months,
            "status": _judge(own.height, is_known=place is not None).value,
            "members": own.height,
            "risen_members": sum(up.exits),
            "left_members": sum(gone.exits),
            "risen_rate": risen,
            "lower_rate": _pick(up.lower, place) if risen else None,
            "upper_rate": _pick(up.upper, place) if risen else None,
            "left_rate": _pick(gone.share, place, 0.0),
            "waiting_rate": _pick(exits.waiting, place, 1.0),
            "median_months": median,
        }


def _find_place(exits: Exits, months: int) -> int | None:
    """How many of the times have come by then; None where nobody was followed so long and some still wait."""
    is_known = exits.times and (months <= exits.times[-1] or exits.waiting[-1] <= 0)
    return bisect_right(exits.times, months) if is_known else None


def _pick(values: Sequence[float], place: int | None, start: float | None = None) -> float | None:
    """The value in force after so many times; the start's before the first, None where it is not known or undefined."""
    if place is None:
        return None
    found = values[place - 1] if place else start
    return None if found is None or math.isnan(found) else found


def _judge(members: int, *, is_known: bool) -> PeriodStatus:
    if not is_known:
        return PeriodStatus.not_covered
    return PeriodStatus.low_n if members < FEW else PeriodStatus.complete
