"""Who rose or who fell between two reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.choices import Direction, Weight
from commkit.result import Result
from commkit.segment import level_remarks, moves
from commkit.segment.levels import find_levels
from commkit.words import say

if TYPE_CHECKING:
    from datetime import date

    from commkit.segment.judge import Judge


def list_moved(judge: Judge, from_on: date, to_on: date, way: Direction, weight: Weight | None) -> Result:
    """A row a member: by what they carried where that is asked for, else those who moved furthest first."""
    import polars as pl

    levels = find_levels(judge, [from_on, to_on], beside=("handle",))
    pairs = moves.pair_levels(levels, from_on, to_on)
    beside: tuple[str, ...] = ()
    if weight:
        pairs, beside = moves.weigh(judge, pairs, from_on, weight), (weight.column,)
    steps = pl.col("to_level").cast(pl.Int64) - pl.col("level")
    names = dict(enumerate(judge.scheme.names))
    rank = pl.col(beside[0]) if beside else steps.abs()
    table = (
        pairs.filter(steps > 0 if way is Direction.up else steps < 0)
        .join(levels.select("member", "handle").unique(), on="member")
        .sort(rank, steps.abs(), "handle", descending=[True, True, False])
        .select(
            "handle",
            *(pl.col(name).replace_strict(names, return_dtype=pl.String) for name in ("level", "to_level")),
            *beside,
        )
    )
    title = say("Who rose") if way is Direction.up else say("Who fell")
    return Result(
        say("{who} from {day} to {end}: {scheme}", who=title, day=from_on, end=to_on, scheme=say(judge.scheme.title)),
        table,
        notes=(
            *(_remark(weight, judge.days, from_on) if weight else ()),
            *level_remarks.of_untold(judge),
        ),
        keys=("handle",),
        vocabulary={"level": judge.scheme.names, "to_level": judge.scheme.names},
        parameters={"scheme": judge.scheme.name, "from_on": str(from_on), "to_on": str(to_on), "days": judge.days},
    )


def _remark(weight: Weight, days: int, from_on: date) -> list[str]:
    if weight is Weight.amount:
        return [say("net amount: of the {days} days to {day}, the greatest first.", days=days, day=from_on)]
    return [say("replies: written in the {days} days to {day}, the most first.", days=days, day=from_on)]
