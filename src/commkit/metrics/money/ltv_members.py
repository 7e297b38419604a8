"""What each customer was worth, and is expected to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.metrics.money.ltv_holdout import LOW_HISTORY
from commkit.metrics.money.ltv_model import Forecast, describe
from commkit.result import Result
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

STATUSES = ("complete", "low_history")


def list_customers(
    customers: pl.DataFrame,
    forecast: Forecast,
    days: int,
    *,
    notes: Sequence[str],
    parameters: Mapping[str, object],
) -> Result:
    """A row a customer, those of whom most is expected first."""
    import polars as pl

    table = _rank(forecast, customers, days)
    return Result(
        say("Customers by expected value"),
        table.select(
            *("slice", "handle", "status", "first_on", "last_on", "btyd_frequency", "btyd_recency", "btyd_T"),
            *(
                "net_amount",
                pl.lit(days).alias("horizon_days"),
                "expected_purchases",
                "expected_amount",
                "still_buying_rate",
            ),
        ),
        notes=(
            *notes,
            say("btyd: repeats, and weeks from the first purchase to the last and to today."),
            say("still buying: P(alive), from 2 repeats on, as it is 100% of all without one; it ranks nobody."),
        ),
        keys=("handle",),
        vocabulary={"status": STATUSES},
        parameters=parameters,
        aside=("first_on", "horizon_days", "btyd_recency", "btyd_T"),
    )


def _rank(forecast: Forecast, customers: pl.DataFrame, days: int) -> pl.DataFrame:
    """By expected amount, or purchases where amounts are not known, then by handle; never by who is alive."""
    import polars as pl

    seen = describe(customers)
    is_low = pl.col("btyd_frequency") < LOW_HISTORY
    alive = pl.Series("still_buying_rate", forecast.buying.be_alive(*seen.iter_columns()))
    expected = pl.concat([forecast.expect(customers, days), seen], how="horizontal").with_columns(alive)
    measure = "expected_purchases" if forecast.spending is None else "expected_amount"
    return expected.with_columns(
        pl.when(~is_low).then("still_buying_rate").alias("still_buying_rate"),
        pl.when(is_low).then(pl.lit("low_history")).otherwise(pl.lit("complete")).alias("status"),
    ).sort(measure, "handle", descending=[True, False], nulls_last=True)
