"""Moves between levels from each month-end to the next."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from commkit.choices import Period, PeriodStatus
from commkit.errors import NotEnoughData, WrongUse
from commkit.indicators.periods import FEW
from commkit.result import Line, Result
from commkit.segment import level_remarks, moves
from commkit.segment.levels import find_levels, list_month_ends
from commkit.stats.shares import find_difference
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    import polars as pl

    from commkit.segment.judge import Judge

_YEAR = 12


def follow_months(judge: Judge, every: Period) -> Result:
    """A row a month: who rose, held, fell, joined, left and passed between its end and that of the month before."""
    import polars as pl

    if every is not Period.month:
        raise WrongUse(
            say("levels are reviewed at month-ends"), hint=say("--every month, or two days: --from and --to")
        )
    reviews = list_months(judge)
    levels = find_levels(judge, reviews)
    table = pl.DataFrame(list(_follow(judge, levels, reviews)))
    return Result(
        say("Moves between levels by month: {scheme}", scheme=say(judge.scheme.title)),
        table,
        Line("review_on", ("risen_members", "fallen_members")),
        notes=(
            say("net promotion: those who rose less those who fell, of those there at both month-ends; 95% interval."),
            say("low n: fewer than {few} members are there at both.", few=FEW),
            *level_remarks.of_untold(judge),
        ),
        keys=("review_on",),
        vocabulary={"status": PeriodStatus},
        parameters={"scheme": judge.scheme.name, "days": judge.days, "hold": judge.scheme.hold},
        aside=("from_on", "status", "guests", "lower_net_promotion_rate", "upper_net_promotion_rate"),
    )


def list_known(judge: Judge) -> list[date]:
    """The month-ends at which levels are known, without gaps up to the last."""
    ends = list_month_ends(judge.store.begins_on, judge.as_of)
    known: list[date] = []
    for end in reversed(ends):
        if not judge.is_known(end):
            break
        known.append(end)
    return known[::-1]


def list_months(judge: Judge) -> list[date]:
    """The known month-ends, between which members can have moved. Raises NotEnoughData where there are not two."""
    reviews = list_known(judge)
    if len(reviews) < 2:  # noqa: PLR2004 (a move takes two reviews)
        raise NotEnoughData(
            say("moves take two month-ends at which levels are known, and there are {count}", count=len(reviews)),
            hint=say("windows look {days} days back; load a longer export", days=judge.days),
        )
    return reviews


def _follow(judge: Judge, levels: pl.DataFrame, reviews: Sequence[date]) -> Iterator[dict[str, object]]:
    for from_on, to_on in pairwise(reviews):
        pairs = moves.pair_levels(levels, from_on, to_on)
        counted = moves.count_moves(pairs)
        rose, fell, both = (counted[name] for name in ("risen_members", "fallen_members", "present_members"))
        low, high = find_difference(rose, fell, both) or (None, None)
        status = judge.judge(to_on)
        if status is PeriodStatus.complete and both < FEW:
            status = PeriodStatus.low_n
        yield {
            "from_on": from_on,
            "review_on": to_on,
            "status": status.value,
            **counted,
            "guests": moves.find_guests(judge, pairs, from_on, to_on).height,
            "net_promotion_rate": (rose - fell) / both if both else None,
            "lower_net_promotion_rate": low,
            "upper_net_promotion_rate": high,
        }


def list_edge_reviews(judge: Judge, to_on: date) -> list[date]:
    """The month-ends of the twelve months up to a day; none where they are not all known, or the scheme has no edge."""
    reviews = [end for end in list_known(judge) if end <= to_on][-_YEAR - 1 :] if judge.scheme.edge else []
    return reviews if len(reviews) > _YEAR else []


def find_edge_rate(judge: Judge, levels: pl.DataFrame, reviews: Sequence[date]) -> tuple[int, int] | None:
    """Of those at the edge at the first of these reviews, how many have stood higher since, and how many they were.

    None where there are no reviews, or nobody was there.
    """
    import polars as pl

    if not reviews:
        return None
    edge = judge.scheme.names.index(judge.scheme.edge)
    since = levels.filter(pl.col("review_on").is_in(reviews))
    there = since.filter((pl.col("review_on") == reviews[0]) & (pl.col("level") == edge)).select("member")
    risen = since.filter(pl.col("level") > edge).join(there, on="member", how="semi")["member"].n_unique()
    return (risen, there.height) if there.height else None
