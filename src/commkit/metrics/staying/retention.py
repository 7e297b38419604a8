"""Of those who came together, how many are back later?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from commkit.about import About, Behind
from commkit.choices import Activity, Birth, Kept, Period
from commkit.errors import WrongUse
from commkit.indicators import remarks
from commkit.indicators.member_list import list_members
from commkit.indicators.periods import needed_for
from commkit.params.questions import ActiveBy, Born, Every, Keeping, Members, Periods, Windows
from commkit.result import Grid, Line, Result
from commkit.store.ask.community import Store
from commkit.words import say, value

if TYPE_CHECKING:
    import polars as pl

ABOUT = About(
    needs_one_of=("messages", "orders", "events"),
    examples=(
        "commkit retention  # how many of each week's newcomers are back later",
        "commkit retention --every month --kind on-or-after  # back in that month or in any later one",
        "commkit retention --windows 1,7,30,90 --by channel  # the usual D1, D7, D30 and D90, channel by channel",
        "commkit retention --since 2026-03-01 --members --names  # who came since March, and when each was last back",
        "commkit retention --active-by bought --birth active --every month -o cohorts.png  # a chart of who buys again",
    ),
    behind=Behind("Who they are", "retention", carries=("every", "birth", "active_by", "windows", "kind", "periods")),
)
_BRACKETS = "1-3,4-7,8-14,15-30"
_WINDOW = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?")
_ROOTS = ("speaking", "membership")
_SETTLED = ("complete", "low_n")
_STATUSES = (*_SETTLED, "maturing", "unknown_origin", "short_follow_up", "mean")
_OPEN_ENDED = (Kept.on_or_after, Kept.streak)


class _Window(NamedTuple):
    """The first and last interval of a cell; an open-ended cell has no last one."""

    name: str
    low: int
    high: int | None


def retention(
    store: Store,
    *,
    every: Every = Period.week,
    kind: Keeping = Kept.on,
    birth: Born = Birth.came,
    active_by: ActiveBy = Activity.spoke,
    periods: Periods = 12,
    windows: Windows = None,
    members: Members = False,
) -> Result:
    """Of the people who came in each period, how many are still active, or still members, later."""
    needs = needed_for(active_by, ("messages",) if active_by is not Activity.any else ())
    store.need(*needs)
    store.settle(*needs)
    asked = windows or (_BRACKETS if kind is Kept.bracket else None)
    bounds = _parse_windows(asked, kind) if asked else _make_windows(periods, kind)
    names, lows, highs = (list(each) for each in zip(*bounds, strict=True))
    cells = store.ask(
        "metrics/staying/retention",
        every=every,
        active_by=active_by,
        kind=kind,
        birth=birth,
        by_day=asked is not None,
        with_membership=store.has["leaves"],
        names=names,
        lows=lows,
        highs=highs,
    )
    if members:
        return _list(store, cells, every, birth, active_by, by_day=asked is not None)
    if asked is None:
        cells = _keep_reached(cells)
    means = _average(cells)
    return Result(
        say("Retention"),
        _append_means(cells, means),
        Line("age", ("retained_rate",)),
        notes=(*_remark(store, cells, kind, by_day=asked is not None), *remarks.of_settled(store, *needs)),
        keys=("slice", "root", "starts_on", "age"),
        vocabulary={"root": _ROOTS, "status": _STATUSES},
        grid=Grid("starts_on", "age", "retained_rate", ("of_cohort_members",), per="root"),
        drawn=_name_curves(means),
    )


def _list(
    store: Store, cells: pl.DataFrame, every: Period, birth: Birth, active_by: Activity, *, by_day: bool
) -> Result:
    """The members of the cohorts, each with the last interval in which they were active."""
    rows = store.ask("metrics/staying/retention_members", every=every, active_by=active_by, birth=birth, by_day=by_day)
    cohorts = cells.unique(["slice", "starts_on"])
    interval = say("last interval: the last one after coming in which they were active; 0 is the one of coming.")
    return Result(
        say("Members of the cohorts"),
        list_members(store, rows, cohorts, "of_cohort_members", active_by=active_by),
        notes=(interval, *([say("windows: days after each member's own coming.")] if by_day else [])),
        keys=("slice", "handle", "born_on"),
    )


def _parse_windows(text: str, kind: Kept) -> list[_Window]:
    """`1,7,30` or `1-3,4-7` in days after coming. Raises WrongUse."""
    found = []
    for part in text.split(","):
        matched = _WINDOW.fullmatch(part.strip())
        low, high = (int(matched[1]), int(matched[2] or matched[1])) if matched else (1, 0)
        if high < low or (kind is Kept.streak and low == 0) or (kind in _OPEN_ENDED and low != high):
            raise WrongUse(
                say("--windows cannot hold {part!r} with --kind {kind}", part=part, kind=kind.value),
                hint=say("write days such as 1,7,30,90, or with on and bracket also spans such as 1-3,4-7"),
            )
        found.append(_Window(part.strip(), low, None if kind in _OPEN_ENDED else high))
    return sorted(dict.fromkeys(found), key=lambda window: window.low)


def _make_windows(number: int, kind: Kept) -> list[_Window]:
    first = 1 if kind is Kept.streak else 0
    return [_Window(str(each), each, None if kind in _OPEN_ENDED else each) for each in range(first, number + 1)]


def _keep_reached(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells whose age some cohort has reached."""
    import polars as pl

    return cells.filter((pl.col("status") != "maturing").any().over("age"))


def _average(cells: pl.DataFrame) -> pl.DataFrame:
    """Per root and window the mean of the settled cells, weighted by cohort size."""
    import polars as pl

    settled = pl.col("status").is_in(_SETTLED)
    return (
        cells.group_by("slice", "root", "age", maintain_order=True)
        .agg(pl.col("of_cohort_members", "retained_members").filter(settled).sum())
        .with_columns(
            pl.when(pl.col("of_cohort_members") > 0)
            .then(pl.col("retained_members") / pl.col("of_cohort_members"))
            .alias("retained_rate"),
            pl.lit(None, pl.Date).alias("starts_on"),
            pl.lit("mean").alias("status"),
        )
        .select(cells.columns)
    )


def _append_means(cells: pl.DataFrame, means: pl.DataFrame) -> pl.DataFrame:
    """Each mean below the cohorts of its slice and root."""
    import polars as pl

    together = pl.concat([cells, means.cast(cells.schema)])
    return together.sort(
        "slice", pl.col("root") == "membership", "starts_on", nulls_last=[False, True, True], maintain_order=True
    )


def _name_curves(means: pl.DataFrame) -> pl.DataFrame:
    """The means, with slice and root as the name of a line."""
    import polars as pl

    root = pl.col("root").replace_strict({name: value(name) for name in _ROOTS})
    return means.with_columns(pl.concat_str(pl.col("slice"), root, separator=" · ", ignore_nulls=True).alias("slice"))


def _remark(store: Store, cells: pl.DataFrame, kind: Kept, *, by_day: bool) -> list[str]:
    statuses = cells["status"].unique().to_list()
    notes = [_explain(kind)]
    if by_day:
        notes.append(say("windows: days after each member's own coming."))
    notes.append(say("mean: of the cells whose time is over for the whole cohort, weighted by its size."))
    if "unknown_origin" in statuses:
        notes.append(say("of unknown origin: who may have been there before the log began; the mean leaves them out."))
    if "short_follow_up" in statuses:
        notes.append(
            say("the last four periods, or 28 days, have had little time to come back: the mean leaves them out.")
        )
    if store.has["leaves"]:
        notes.append(say("speaking: active again; membership: not known to have left as the interval ends."))
    else:
        notes.append(say("no export says who left, so only activity is followed."))
    return notes


def _explain(kind: Kept) -> str:
    return {
        Kept.on: say("on: active in that interval after coming; 0 is the one of coming."),
        Kept.on_or_after: say("on-or-after: active in that interval or any later one."),
        Kept.bracket: say("bracket: active on any day of the span."),
        Kept.streak: say("streak: active in every interval from the first to that one."),
    }[kind]
