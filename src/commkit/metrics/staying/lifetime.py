"""How long do members stay?"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from commkit.about import About
from commkit.choices import Activity, Ending
from commkit.errors import NotEnoughData
from commkit.indicators import remarks
from commkit.params.questions import ActiveBy, End, SilentDays
from commkit.result import Line, Result
from commkit.stats.survival import Curve, kaplan_meier, log_rank
from commkit.store.ask.community import Store
from commkit.store.ask.dimension import refuse_moving
from commkit.store.ask.remedies import LOADS
from commkit.words import say

if TYPE_CHECKING:
    import polars as pl

ABOUT = About(
    needs_one_of=("leaves", "messages"),
    examples=(
        "commkit lifetime  # after how many days half of the members are gone",
        "commkit lifetime --by channel -o lifetime.svg  # a chart of which channel's members stay longest",
        "commkit lifetime --end silence --days 60 --since 2026-01-01  # counts two months of silence as leaving",
    ),
    headlines=("median_days", "day30_rate"),
)
MILESTONES = (30, 90, 180, 365)
_CERTAIN = 0.001


def lifetime(store: Store, *, end: End = None, days: SilentDays = 30, active_by: ActiveBy = Activity.spoke) -> Result:
    """How many days pass from coming to leaving or falling silent: the Kaplan-Meier median and curve of first stays."""
    refuse_moving(store.by)
    ending = end or (Ending.leave if store.has["leaves"] else Ending.silence)
    store.need(kind := "leaves" if ending is Ending.leave else "messages")
    store.settle(kind)
    counted = store.ask("metrics/staying/lifetime", ending=ending, silent=days, active_by=active_by)
    lived = counted.drop_nulls("days")
    curves = {slice_: _estimate(part) for (slice_,), part in lived.group_by("slice", maintain_order=True)}
    if not curves:
        raise _refuse(counted, ending)
    return Result(
        say("How long members stay until they leave")
        if ending is Ending.leave
        else say("How long members stay until they fall silent"),
        _tabulate(curves),
        Line("days", ("stay_rate",), band=("lower_rate", "upper_rate")),
        notes=(
            *_describe_method(ending, days),
            *(remarks.of_untold(store, "leaves") if ending is Ending.leave else _count_unseen(counted)),
            *remarks.of_settled(store, kind),
            *_count_left_out(counted, days),
            *_test(list(curves.values()), store.by),
        ),
        keys=("slice",),
        parameters={"end": ending.value, "days": days, "active_by": active_by.value},
        aside=("mean_days", *(f"day{days}_members" for days in MILESTONES), "day180_rate"),
        drawn=_draw(curves),
    )


def _refuse(counted: pl.DataFrame, ending: Ending) -> NotEnoughData:
    if ending is Ending.leave and counted["untold_members"].sum():
        return NotEnoughData(say("no export of these members can tell who leaves"), hint=say(LOADS["leaves"]))
    return NotEnoughData(say("of nobody is known when they came"), hint=say(LOADS["joins"]))


def _estimate(lived: pl.DataFrame) -> Curve:
    return kaplan_meier(lived["days"].to_list(), lived["ended_members"].to_list(), lived["staying_members"].to_list())


def _tabulate(curves: dict[object, Curve]) -> pl.DataFrame:
    import polars as pl

    rates = (((f"day{day}_rate", pl.Float64), (f"day{day}_members", pl.Int64)) for day in MILESTONES)
    spans = ((f"{name}_days", pl.Float64) for name in ("median", "lower", "upper", "mean"))
    counts = (("of_members", pl.Int64), ("ended_members", pl.Int64))
    schema = dict([("slice", pl.String), *counts, *spans, *chain.from_iterable(rates)])
    rows = [(slice_, *_summarise(curve)) for slice_, curve in curves.items()]
    return pl.DataFrame(rows, schema, orient="row").fill_nan(None)


def _summarise(curve: Curve) -> tuple[float, ...]:
    members = int(curve.at_risk[0])
    rates, _, _ = curve.at(MILESTONES)
    longer = (int(number) for number in curve.lasting(MILESTONES))
    return members, int(sum(curve.ended)), *curve.median(), curve.mean(), *chain(*zip(rates, longer, strict=True))


def _draw(curves: dict[object, Curve]) -> pl.DataFrame:
    """The curves day by day, from day 0, when everybody is still there."""
    import polars as pl

    frames = []
    for slice_, curve in curves.items():
        days = range(int(max(curve.times, default=0)) + 1)
        rates = dict(zip(("stay_rate", "lower_rate", "upper_rate"), curve.at(days), strict=True))
        frames.append(pl.DataFrame({"days": days, **rates}).select(pl.lit(slice_, pl.String).alias("slice"), pl.all()))
    return pl.concat(frames).fill_nan(None)


def _describe_method(ending: Ending, days: int) -> tuple[str, ...]:
    ends = (
        say("a stay ends when a member leaves; who is still there, was removed or lost the group counts so far.")
        if ending is Ending.leave
        else say(
            "a stay ends on the last active day before the first {days} days of silence; who leaves counts so far.",
            days=days,
        )
    )
    return (
        ends,
        say("first stays only; rates: Kaplan-Meier estimates of those who stay longer; members beside them: seen to."),
        say("lower and upper: the log-log band of 95%, pointwise; –: not reached."),
    )


def _count_unseen(counted: pl.DataFrame) -> list[str]:
    unseen = int(counted["untold_members"].sum())
    return [say("left out: {count:,} of platforms of which no log was loaded.", count=unseen)] if unseen else []


def _count_left_out(counted: pl.DataFrame, days: int) -> list[str]:
    earlier, late = int(counted["earlier_members"].sum()), int(counted["late_members"].sum())
    notes = []
    if earlier:
        notes.append(say("left out: {count:,} who were there before the log begins.", count=earlier))
    if late:
        notes.append(
            say("left out: {count:,} seen for at most {days} days, too few to tell silence.", count=late, days=days)
        )
    return notes


def _test(curves: list[Curve], by: str | None) -> list[str]:
    followed = [curve for curve in curves if curve.times]
    found = log_rank(followed) if len(followed) > 1 else None
    if found is None:
        return []
    p = f"p < {_CERTAIN}" if found.p < _CERTAIN else f"p = {found.p:.3f}"
    said = say(
        "log-rank test: chi-square {value:.2f} with {degrees} degrees of freedom, {p}.",
        value=found.chi_square,
        degrees=found.degrees,
        p=p,
    )
    if by != "group":
        return [said]
    return [said, say("the test takes a member's stays in several groups as those of different people.")]
