"""Indicators over time: one row an indicator, slice and period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.choices import UNSETTLED, Activity, PeriodStatus, Slice
from commkit.indicators.inventory import INDICATORS
from commkit.indicators.periods import FEW, await_days, judge, lack_before, mature, needs_of, uncover

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    import polars as pl

    from commkit.choices import Period
    from commkit.indicators.indicator import Indicator
    from commkit.store.ask.community import Store

_UNKNOWN = PeriodStatus.not_covered.value
_NUMBERS = ("value", "numerator", "denominator", "sample")


def series(store: Store, names: Iterable[str], *, every: Period, active_by: Activity) -> pl.DataFrame:
    """Each indicator for every period and slice, in the order of `names`.

    Columns: indicator, slice, starts_on, status, value (numerator / denominator, null where that is 0/0), numerator,
    denominator (null where the indicator is no ratio), sample (n), as_of_on (the last day that its facts cover). What
    is not covered is null. An indicator whose facts were never loaded has no rows: see `missing`.
    """
    import polars as pl

    chosen = [INDICATORS[name] for name in dict.fromkeys(names) if not missing(store, INDICATORS[name], active_by)]
    is_assumed = _are_members_assumed(store)
    counted: dict[tuple[str, tuple[str, ...], date], pl.DataFrame] = {}
    judged: dict[tuple[str, tuple[str, ...], tuple[str, ...]], pl.DataFrame] = {}
    frames = []
    for each in chosen:
        needs = needs_of(each, active_by)
        as_of_on, settled_on = find_ends(store, needs)
        family = (each.family, each.levels)
        if (*family, settled_on) not in counted:
            counted[*family, settled_on] = count(store, each, every=every, active_by=active_by, until=settled_on)
        if (*family, needs) not in judged:
            judged[*family, needs] = judge(store, counted[*family, settled_on], every=every, needs=needs)
        told = judged[*family, needs]
        if each.is_from_before:
            told = uncover(told, pl.lit(lack_before(store, told, every=every, needs=needs)))
        if each.days_after:
            told = told.with_columns(await_days(each.days_after, every=every, until=settled_on))
        frames.append(_of(told, each, is_assumed, as_of_on))
    return pl.concat([_nothing(), *frames])


def count(store: Store, indicator: Indicator, *, every: Period, active_by: Activity, until: date) -> pl.DataFrame:
    """The rows of the indicator's family, of the levels that it is of; null where nobody knows who stands in these.

    What people are given time for can be over up to `until`.
    """
    import polars as pl

    family = f"indicators/{indicator.family}"
    store.know_until(until)
    if not indicator.levels:
        return store.ask(family, every=every, active_by=active_by)
    if store.find_levels is None or store.by == Slice.segment:  # levels and segments are not looked at together
        return uncover(store.ask(family, every=every, active_by=active_by), pl.lit(value=True))
    with store.standing_in(indicator.levels):
        store.know_until(until)
        told = store.ask(family, every=every, active_by=active_by)
        unknown = store.ask("indicators/unreviewed", every=every)["starts_on"]
    return uncover(told, pl.col("starts_on").is_in(unknown.to_list()))


def find_ends(store: Store, needs: Sequence[str]) -> tuple[date, date]:
    """The last day that these kinds of fact cover, and the last on which what people are given time for can be over."""
    as_of_on = min(store.as_of, store.coverage.reach(needs).last_on or store.as_of)
    return as_of_on, min(as_of_on, store.coverage.settled_on(needs) or as_of_on)


def missing(store: Store, indicator: Indicator, active_by: Activity = Activity.spoke) -> list[str]:
    """The kinds of fact that the indicator needs and that were never loaded."""
    return [kind for kind in needs_of(indicator, active_by) if not store.has[kind]]


def _of(judged: pl.DataFrame, each: Indicator, is_assumed: pl.Expr, as_of_on: date) -> pl.DataFrame:
    import polars as pl

    if each.is_of_now:
        judged = judged.with_columns(pl.lit(PeriodStatus.complete.value).alias("status"))
    if each.matured:
        judged = judged.with_columns(mature(*each.matured))
    told = judged.select(
        pl.lit(each.name).alias("indicator"),
        pl.col("slice").cast(pl.String),
        "starts_on",
        "status",
        *_numbers(each),
        pl.lit(as_of_on).alias("as_of_on"),
    ).with_columns(_judge_sample(each, is_assumed))
    is_untold = pl.col("numerator").is_null() & ~pl.col("status").is_in(UNSETTLED)  # orders tell of no group
    status = pl.when(is_untold).then(pl.lit(_UNKNOWN)).otherwise("status").alias("status")
    return told.with_columns(status).with_columns(pl.when(pl.col("status") != _UNKNOWN).then(pl.col(*_NUMBERS)))


def _numbers(each: Indicator) -> list[pl.Expr]:
    import polars as pl

    numerator = pl.col(each.numerator).cast(pl.Float64)
    denominator = pl.col(each.denominator).cast(pl.Float64) if each.denominator else pl.lit(None, pl.Float64)
    ratio = pl.when(denominator != 0).then(numerator / denominator).otherwise(None)
    sample = pl.col(each.sample or each.denominator or each.numerator).cast(pl.Float64)
    columns = (ratio if each.denominator else numerator, numerator, denominator, sample)
    return [column.alias(name) for column, name in zip(columns, _NUMBERS, strict=True)]


def _judge_sample(each: Indicator, is_assumed: pl.Expr) -> pl.Expr:
    """The status of a settled period by whom its number is of: members that are assumed, or few."""
    import polars as pl

    few = (pl.col("sample") < FEW) & (each.unit == "rate" or each.warns_of_few)
    return (
        pl.when(pl.col("status").is_in(UNSETTLED))
        .then("status")
        .when(is_assumed & each.of_members)
        .then(pl.lit("assumed_roster"))
        .when(few)
        .then(pl.lit("low_n"))
        .otherwise("status")
        .alias("status")
    )


def _are_members_assumed(store: Store) -> pl.Expr:
    """Whether no list says who the members of a slice are: of a platform, of a group on it, else of any platform."""
    import polars as pl

    unlisted = store.unlisted()
    if store.by == Slice.platform:
        return pl.col("slice").is_in(unlisted)
    if store.by == Slice.group:
        places = [place for place in store.coverage.places if place.platform in unlisted]
        return pl.col("slice").is_in([place.called for place in places if place.called])
    return pl.lit(bool(unlisted))


def _nothing() -> pl.DataFrame:
    import polars as pl

    text, day = pl.String, pl.Date
    names = {"indicator": text, "slice": text, "starts_on": day, "status": text}
    return pl.DataFrame(schema=names | dict.fromkeys(_NUMBERS, pl.Float64) | {"as_of_on": day})
