"""From one review to another: how many of each level rose, held, fell and left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.choices import PeriodStatus, Weight
from commkit.errors import NotEnoughData, WrongUse
from commkit.indicators.periods import uncover
from commkit.presets import find_preset
from commkit.result import Flow, Grid, Heatmap, Result
from commkit.segment import level_remarks, moves
from commkit.segment.judge import blank_untold, refuse_empty
from commkit.segment.levels import find_levels, list_month_ends
from commkit.segment.transitions_series import find_edge_rate, list_edge_reviews
from commkit.stats.chains import find_stationary, share_rows
from commkit.stats.shares import find_difference
from commkit.store.ask.reach import DAY
from commkit.typed import parse_day
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import polars as pl

    from commkit.segment.judge import Judge

STATIONARY = "stationary"


def choose_reviews(judge: Judge, from_day: str | None, to_day: str | None) -> tuple[date, date]:
    """The two days; without them the answer's day and the month-end before. Raises WrongUse or NotEnoughData."""
    store = judge.store
    to_on = parse_day(to_day) if to_day else store.as_of
    ends = list_month_ends(store.begins_on, to_on - DAY)
    if not from_day and not ends:
        raise NotEnoughData(say("no month ends before {day}", day=to_on), hint=say("name two days: --from and --to"))
    from_on = parse_day(from_day) if from_day else ends[-1]
    if from_on > to_on:
        raise WrongUse(say("--from {day} is after --to {end}", day=from_on, end=to_on), hint=say("swap the days"))
    for day in (to_on, from_on):
        if day > judge.as_of:
            raise NotEnoughData(
                say("as-of {day} is beyond the data, which cover up to {last}", day=day, last=judge.as_of),
                hint=say("leave --as-of out, or load a later export: commkit status --by kind"),
            )
        if not judge.is_known(day):
            raise NotEnoughData(
                say("levels are not known at {day}: windows of {days} days are not covered", day=day, days=judge.days),
                hint=say("see from when to when facts are covered: commkit status --by kind"),
            )
    return from_on, to_on


def cross_reviews(judge: Judge, from_on: date, to_on: date, weight: Weight | None, *, heatmap: bool = False) -> Result:
    """Every cell of the matrix, who only passed, and where levels settle."""
    import polars as pl

    edge_reviews = list_edge_reviews(judge, to_on)
    levels = find_levels(judge, [from_on, to_on, *edge_reviews])
    refuse_empty(levels, to_on)
    pairs = moves.pair_levels(levels, from_on, to_on)
    beside: tuple[str, ...] = ()
    if weight:
        pairs, beside = moves.weigh(judge, pairs, from_on, weight), (weight.column,)
    cells = moves.add_intervals(moves.count_cells(pairs, len(judge.scheme.levels), beside))
    guests = moves.find_guests(judge, pairs, from_on, to_on).height
    table = blank_untold(judge, _name(judge, cells, beside), "level", "to_level")
    table = pl.concat([table, _add_rows(judge, cells, guests)], how="diagonal")
    if not judge.store.has["leaves"]:
        table = uncover(table, pl.col("to_level") == moves.LEFT)
    counted = moves.count_moves(pairs)
    edge = find_edge_rate(judge, levels, edge_reviews)
    of_rates, of_rows = _explain()
    moved = _tell_moves(counted, tells_leaves=judge.store.has["leaves"])
    return Result(
        say("From {day} to {end}: {scheme}", day=from_on, end=to_on, scheme=say(judge.scheme.title)),
        table,
        _choose_chart(weight, heatmap=heatmap),
        notes=(
            moved,
            of_rates,
            of_rows,
            *_remark_cover(judge, from_on, to_on),
            *_remark_edge(judge, edge),
        ),
        summary=(moved,),
        notes_on={of_rates: ("member_rate",), of_rows: ("level",)},
        keys=("level", "to_level"),
        vocabulary=_name_words(judge),
        grid=Grid("level", "to_level", "member_rate", beside=("of_members",)),
        total=_find_promotion(counted),
        parameters={"scheme": judge.scheme.name, "from_on": str(from_on), "to_on": str(to_on), "days": judge.days},
        drawn=table.filter(~pl.col("level").is_in([STATIONARY, moves.GUESTS])),
    )


def _choose_chart(weight: Weight | None, *, heatmap: bool) -> Heatmap | Flow:
    if heatmap:
        return Heatmap("to_level", "level", "member_rate")
    return Flow("level", "to_level", weight.column if weight else "members")


def _name_words(judge: Judge) -> dict[str, tuple[str, ...]]:
    rows = (*judge.scheme.names, moves.JOINED, moves.GUESTS, STATIONARY)
    statuses = (PeriodStatus.low_n.value, PeriodStatus.complete.value, PeriodStatus.not_covered.value)
    return {"level": rows, "to_level": (*judge.scheme.names, moves.LEFT), "status": statuses}


def _name(judge: Judge, cells: pl.DataFrame, beside: tuple[str, ...]) -> pl.DataFrame:
    """The cells with names for levels, and the status of their row."""
    import polars as pl

    names = dict(enumerate(judge.scheme.names))
    is_few = pl.col("of_members") < moves.FEW
    status = pl.when(is_few).then(pl.lit(PeriodStatus.low_n.value)).otherwise(pl.lit(PeriodStatus.complete.value))
    return cells.select(
        pl.col("level").replace_strict(names, default=moves.JOINED, return_dtype=pl.String),
        pl.col("to_level").replace_strict(names, default=moves.LEFT, return_dtype=pl.String),
        status.alias("status"),
        *("members", "of_members", "member_rate", "lower_rate", "upper_rate", *beside),
    )


def _add_rows(judge: Judge, cells: pl.DataFrame, guests: int) -> pl.DataFrame:
    """Who came and went between, and where levels settle if those who are there at both go on moving so."""
    import polars as pl

    size = len(judge.scheme.levels)
    counts = [[0] * size for _ in range(size)]
    for start, end, members in cells.select("level", "to_level", "members").iter_rows():
        if start < size and end < size:
            counts[start][end] = members
    settled = find_stationary(share_rows(counts))
    status = PeriodStatus.complete.value if settled else PeriodStatus.not_covered.value
    rows: list[tuple[object, ...]] = [(moves.GUESTS, moves.LEFT, PeriodStatus.complete.value, guests, guests, None)]
    rows += [
        (STATIONARY, name, status, None, None, share)
        for name, share in zip(judge.scheme.names[::-1], settled[::-1] if settled else [None] * size, strict=True)
    ]
    text = dict.fromkeys(("level", "to_level", "status"), pl.String)
    numbers = {"members": pl.Int64, "of_members": pl.Int64, "member_rate": pl.Float64}
    return pl.DataFrame(rows, {**text, **numbers}, orient="row")


def _find_promotion(counted: dict[str, int]) -> dict[str, float | None]:
    """Those who rose less those who fell, as a share of those who were there at both, with its interval."""
    rose, fell, both = (counted[name] for name in ("risen_members", "fallen_members", "present_members"))
    low, high = find_difference(rose, fell, both) or (None, None)
    return {
        "net_promotion_rate": (rose - fell) / both if both else None,
        "lower_net_promotion_rate": low,
        "upper_net_promotion_rate": high,
    }


def _tell_moves(counted: dict[str, int], *, tells_leaves: bool) -> str:
    text = say(
        "of {both:,} members who are there at both days, {rose:,} rose, {held:,} held their level and {fell:,} "
        "fell; {joined:,} came and {left:,} left."
    )
    untold = say(
        "of {both:,} members who are there at both days, {rose:,} rose, {held:,} held their level and {fell:,} "
        "fell; {joined:,} came, and no export says who left."
    )
    return (text if tells_leaves else untold).format(
        both=counted["present_members"],
        rose=counted["risen_members"],
        held=counted["held_members"],
        fell=counted["fallen_members"],
        joined=counted["joined_members"],
        left=counted["left_members"],
    )


def _explain() -> tuple[str, str]:
    """What the rates are, and what the rows that are no level are."""
    return (
        say("rows sum to 100%; intervals by Wilson, 95%; low n: a row of fewer than {few} members.", few=moves.FEW),
        say("guests: came and left between the two days; stationary: where levels settle if all go on moving so."),
    )


def _remark_cover(judge: Judge, from_on: date, to_on: date) -> Iterator[str]:
    """Which facts of the two days are not there."""
    if PeriodStatus.partly_covered in (judge.judge(from_on), judge.judge(to_on)):
        yield say("partly covered: some groups end before the later day, see commkit status --by group.")
    yield from level_remarks.of_untold(judge)


def _remark_edge(judge: Judge, found: tuple[int, int] | None) -> list[str]:
    """How many of those at the edge a year ago have risen since, against what it should be."""
    if not judge.scheme.edge:
        return []
    lowest = value(judge.scheme.edge, "level")
    if found is None:
        return [say("who rose from {edge} in a year: not covered, it takes levels of twelve months ago.", edge=lowest)]
    risen, edge = found
    preset = find_preset("layers", "edge_to_active_rate")
    return [
        say(
            "of {number:,} members at {edge} a year ago, {risen:,} stand higher now, {rate:.1%}; "
            "the target is {target:.0%} ({ref}).",
            risen=risen,
            number=edge,
            edge=lowest,
            rate=risen / edge,
            target=preset.bound,
            ref=preset.ref,
        )
    ]
