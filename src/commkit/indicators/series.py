"""Indicators over time: one row an indicator, slice and period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.choices import Period
from commkit.indicators.inventory import INDICATORS

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from commkit.choices import Activity
    from commkit.indicators.indicator import Indicator
    from commkit.store.ask.community import Store

LENGTHS = {Period.day: "1d", Period.week: "1w", Period.month: "1mo"}
FEW = 30  # fewer than this make a rate uncertain
UNSETTLED = ("running", "pending")
STATUSES = (*UNSETTLED, "assumed_roster", "low_n", "ok")


def series(store: Store, names: Iterable[str], *, every: Period, active_by: Activity) -> pl.DataFrame:
    """Each indicator for every period and slice, in the order of `names`.

    Columns: indicator, slice, starts_on, status, value (numerator / denominator, null where that is 0/0), numerator,
    denominator (null where the indicator is no ratio), sample (n). Status, the first that holds: `running` (the period
    is not over), `pending` (nor are the days that its people are given), `assumed_roster`, `low_n` (a rate of fewer
    than 30), `ok`.
    An indicator whose facts were never loaded has no rows: see `missing`.
    """
    import polars as pl

    chosen = [INDICATORS[name] for name in dict.fromkeys(names) if not missing(store, INDICATORS[name])]
    families = list(dict.fromkeys(each.family for each in chosen))
    counted = {family: store.ask(f"indicators/{family}", every=every, active_by=active_by) for family in families}
    frames = [
        _of(_timed(counted[each.family], store, every, each.settles_days), each, has_roster=store.has["roster"])
        for each in chosen
    ]
    return pl.concat([_nothing(), *frames])


def missing(store: Store, indicator: Indicator) -> list[str]:
    """The kinds of fact that the indicator needs and that were never loaded."""
    return [kind for kind in indicator.needs if not store.has[kind]]


def _timed(counted: pl.DataFrame, store: Store, every: Period, settles_days: int | None) -> pl.DataFrame:
    """With whether each period's people have had their days after its end, in `is_settled`."""
    import polars as pl

    if settles_days is None:
        return counted.with_columns(pl.lit(True).alias("is_settled"))
    known_on = min(store.as_of, store.covers_on)
    ends_on = pl.col("starts_on").dt.offset_by(LENGTHS[every])
    settled = ends_on + pl.duration(days=settles_days) <= pl.lit(known_on) + pl.duration(days=1)
    return counted.with_columns(settled.alias("is_settled"))


def _of(counted: pl.DataFrame, indicator: Indicator, *, has_roster: bool) -> pl.DataFrame:
    import polars as pl

    numerator = pl.col(indicator.numerator).cast(pl.Float64)
    denominator = pl.col(indicator.denominator).cast(pl.Float64) if indicator.denominator else pl.lit(None, pl.Float64)
    value = (
        pl.when(denominator != 0).then(numerator / denominator).otherwise(None) if indicator.denominator else numerator
    )
    sample = pl.col(indicator.sample or indicator.denominator or indicator.numerator).cast(pl.Float64)
    few = (sample < FEW) & (indicator.unit == "rate")
    status = (
        pl.when(pl.col("status") == "running")
        .then(pl.lit("running"))
        .when(~pl.col("is_settled"))
        .then(pl.lit("pending"))
        .when(pl.lit(indicator.of_members and not has_roster))
        .then(pl.lit("assumed_roster"))
        .when(few)
        .then(pl.lit("low_n"))
        .otherwise(pl.lit("ok"))
    )
    return counted.select(
        pl.lit(indicator.name).alias("indicator"),
        pl.col("slice").cast(pl.String),
        "starts_on",
        status.alias("status"),
        value.alias("value"),
        numerator.alias("numerator"),
        denominator.alias("denominator"),
        sample.alias("sample"),
    )


def _nothing() -> pl.DataFrame:
    import polars as pl

    text, number = pl.String, pl.Float64
    names = {"indicator": text, "slice": text, "starts_on": pl.Date, "status": text, "value": number}
    return pl.DataFrame(schema=names | dict.fromkeys(("numerator", "denominator", "sample"), number))
