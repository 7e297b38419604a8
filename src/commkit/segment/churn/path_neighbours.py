"""What members did after a core member whom they were close to had left or fallen silent, beside others like them."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from commkit.choices import Ending
from commkit.errors import NotEnoughData
from commkit.result import Result
from commkit.segment.churn.ends import list_ends
from commkit.segment.churn.path_before import tell_parameters
from commkit.segment.judge import Judge
from commkit.segment.levels import find_levels
from commkit.segment.schemes import PYRAMID, find_scheme
from commkit.stats.matched import find_interval, match
from commkit.store.ask.reach import DAY
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    import polars as pl

    from commkit.segment.churn.ends import Lookback
    from commkit.store.ask.community import Store

CORE = 3  # levels 4 and 5, counted from 0
FEWEST_CORES, FEWEST_NEIGHBOURS = 10, 30
SPAN, CLOSE = 30, 90  # days compared on either side, and days in which people are close
_BANDS = (1, 2, 4, 7, 12)  # of active days
_ALIKE = ("before_days", "earlier_days", "partners")
_VALUES = (
    *("neighbours_before", "neighbours_after", "others_before", "others_after"),
    *("change", "change_low", "change_high"),
)
_SCHEMA: Mapping[str, type] = {
    "slice": str,
    "outcome": str,
    **dict.fromkeys(("core_members", "neighbours", "others"), int),
    **dict.fromkeys(_VALUES, float),
    "unit": str,
    "status": str,
}
OUTCOMES = ("active_days", "lost")


def follow_neighbours(store: Store, asked: Lookback) -> Result:
    """A row for active days and one for falling silent or leaving: neighbours, others like them, and the difference."""
    import polars as pl

    store.need("messages")
    cores, core = _find_cores(store, replace(asked, days=CLOSE))
    found = store.ask(
        "segment/churn/path_neighbours",
        cores=cores["member"].to_list(),
        days=cores["ended_on"].to_list(),
        reviews=cores["review_on"].to_list(),
        core_members=core["member"].to_list(),
        core_reviews=core["review_on"].to_list(),
        seed=str(asked.seed),
        active_by=asked.active_by,
    )
    if found.is_empty():
        store.need("replies")  # nothing tells who is close to whom
    by_core = cores.select(pl.col("member").alias("core"), "slice")
    close = found.filter(pl.col("core").is_not_null()).unique("member", keep="first", maintain_order=True)
    close = close.join(by_core, on="core", how="left", maintain_order="left")
    others = found.filter(pl.col("core").is_null()).rows(named=True)
    sets = pair_neighbours(close.rows(named=True), others, asked.stayers)
    rows = []
    for slice_ in cores["slice"].unique().sort().to_list():
        here = [each for each in sets if each[0]["slice"] == slice_]
        rows += [{"slice": slice_, **measure_spread(here, outcome)} for outcome in OUTCOMES]
    table = pl.DataFrame(rows, schema=_SCHEMA)
    return Result(
        say("After core members left") if asked.ending is Ending.leave else say("After core members fell silent"),
        table,
        notes=tuple(_remark(cores.height, close.height, rows)),
        keys=("slice", "outcome"),
        vocabulary={"outcome": OUTCOMES, "unit": ("days", "rate"), "status": ("no_effect", "effect", "low_n")},
        unit_of=_VALUES,
        parameters=tell_parameters(asked),
        aside=("unit", "core_members", "others"),
    )


def _find_cores(store: Store, asked: Lookback) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Core members who left or fell silent, each the first time, and all who were core at the month-ends before.

    Raises NotEnoughData where none did.
    """
    import polars as pl

    covered, _ = list_ends(store, asked)
    last_on = store.as_of - (SPAN - 1) * DAY
    ends = covered.filter(pl.col("ended_on") <= last_on)
    judge = Judge(store, find_scheme(PYRAMID, store.layers), asked.active_by)
    ends = ends.with_columns(_find_review(ends["ended_on"].to_list()).alias("review_on"))
    reviews = [day for day in ends["review_on"].unique().to_list() if judge.is_known(day)]
    found, core = ends.clear(), ends.select("review_on", "member").clear()
    if reviews:
        core = find_levels(judge, reviews).filter(pl.col("level") >= CORE).select("review_on", "member")
        found = ends.join(core, on=["review_on", "member"], how="semi", maintain_order="left")
    if found.is_empty():
        hint = say("see who is core: commkit pyramid --members")
        raise NotEnoughData(say("no core member left or fell silent in the days that are covered"), hint=hint)
    return found.unique("member", keep="first", maintain_order=True), core.sort("review_on", "member")


def _find_review(days: Sequence[date]) -> pl.Series:
    """The month-end before each day."""
    import polars as pl

    return pl.Series([day.replace(day=1) - DAY for day in days], dtype=pl.Date)


def pair_neighbours(
    close: Sequence[Mapping[str, object]], others: Sequence[Mapping[str, object]], most: int
) -> list[list[Mapping[str, object]]]:
    """Each neighbour with others who were as active in the 30 days before, and in the 60 before these."""
    mine = {each["member"]: each for each in close}
    theirs = {(each["member"], each["index_on"]): each for each in others}
    pairs = match(
        [(int(str(each["member"])), _describe(each)) for each in close],
        [(int(str(each["member"])), _describe(each)) for each in others],
        most,
    )
    return [[mine[pair[0][0]], *(theirs[who, mine[pair[0][0]]["index_on"]] for _, who in pair[1:])] for pair in pairs]


def _describe(person: Mapping[str, object]) -> tuple[object, ...]:
    bands = (sum(int(str(person[name])) >= edge for edge in _BANDS) for name in _ALIKE)
    return (person["index_on"], person["platform"], person["is_recent"], *bands)


def measure_spread(sets: Sequence[Sequence[Mapping[str, object]]], outcome: str) -> dict[str, object]:
    """One row: how neighbours and others changed, and the difference, of the mean core member.

    Neighbours of one core member are one case: the interval is Student's over core members.
    """
    is_days = outcome == OUTCOMES[0]
    neighbours, others = [each[0] for each in sets], list(chain.from_iterable(each[1:] for each in sets))
    by_core: dict[object, list[float]] = {}
    for neighbour, *beside in sets:
        gap = _change(neighbour, outcome) - _mean([_change(each, outcome) for each in beside])
        by_core.setdefault(neighbour["core"], []).append(gap)
    is_few = len(by_core) < FEWEST_CORES or len(neighbours) < FEWEST_NEIGHBOURS
    found = None if is_few else find_interval([_mean(gaps) for gaps in by_core.values()])
    change, low, high = found or (None, None, None)
    name_after = "after_days" if is_days else "is_lost"
    status = "low_n" if low is None or high is None else "no_effect" if low <= 0 <= high else "effect"
    return {
        "outcome": outcome,
        "core_members": len(by_core),
        "neighbours": len(neighbours),
        "neighbours_before": _sum_up(neighbours, "before_days") if is_days else None,
        "neighbours_after": _sum_up(neighbours, name_after),
        "others": len(others),
        "others_before": _sum_up(others, "before_days") if is_days else None,
        "others_after": _sum_up(others, name_after),
        "change": change,
        "change_low": low,
        "change_high": high,
        "unit": "days" if is_days else "rate",
        "status": status,
    }


def _change(person: Mapping[str, object], outcome: str) -> float:
    if outcome == OUTCOMES[0]:
        return float(str(person["after_days"])) - float(str(person["before_days"]))
    return float(bool(person["is_lost"]))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _sum_up(people: Sequence[Mapping[str, object]], column: str) -> float | None:
    """The mean of a column; None of nobody."""
    return _mean([float(each[column]) for each in people]) if people else None  # type: ignore[arg-type]


def _remark(cores: int, close: int, rows: Sequence[Mapping[str, object]]) -> Iterator[str]:
    """Who is core, who is close, who is set beside them, and how many of them were lost."""
    days, lost = rows[:: len(OUTCOMES)], rows[1 :: len(OUTCOMES)]
    paired, others = _count_all(days, "neighbours"), _count_all(days, "others")
    yield say("core: level 4 or 5 of the pyramid at the month-end before; {cores:,} of them ended so.", cores=cores)
    yield say(
        "neighbours: replies, reactions or mentions exchanged in the 90 days before; {paired:,} of {all:,} are set "
        "beside others.",
        paired=paired,
        all=close,
    )
    yield say(
        "others: as active in the 30 and the 60 days before, close to as many members, to core members who stayed, and "
        "to none who ended near then."
    )
    yield say("active days: in the 30 days after and before; lost: silent in all of the 30 days after, or left.")
    yield say(
        "lost: {lost:,} of {all:,} neighbours, {other_lost:,} of {others:,} others.",
        lost=sum(_count_lost(row, "neighbours") for row in lost),
        all=paired,
        other_lost=sum(_count_lost(row, "others") for row in lost),
        others=others,
    )
    if any(row["status"] == "low_n" for row in days):
        yield say(
            "low n: under {cores} core members or {neighbours} neighbours no effect is told.",
            cores=FEWEST_CORES,
            neighbours=FEWEST_NEIGHBOURS,
        )
    yield say("change: neighbours less others, of the mean core member; 95% intervals over core members (Student's t).")


def _count_all(rows: Sequence[Mapping[str, object]], side: str) -> int:
    return sum(int(str(row[side])) for row in rows)


def _count_lost(row: Mapping[str, object], side: str) -> int:
    return round(float(str(row[f"{side}_after"] or 0)) * int(str(row[side])))
