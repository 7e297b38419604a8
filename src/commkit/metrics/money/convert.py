"""How many click, register, buy and take part, of those who could?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.about import About
from commkit.choices import Activity, Period, PeriodStatus
from commkit.indicators import remarks
from commkit.indicators.inventory import INDICATORS
from commkit.indicators.series import missing, series
from commkit.metrics.money.convert_first_orders import show_first_orders
from commkit.metrics.money.money_options import SinceJoining
from commkit.params.questions import Every
from commkit.result import Heatmap, Result
from commkit.store.ask.community import Store
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Collection

    import polars as pl

ABOUT = About(
    needs_one_of=("events", "orders"),
    examples=(
        "commkit convert  # clicks, sign-ups, orders and attendance, by month",
        "commkit convert --every week --by channel  # which channel converts best, week by week",
        "commkit convert --since-joining --by channel  # how soon those of each channel place a first order",
        "commkit convert --since 2026-03-01 --until 2026-03-31 --format json  # one month's rates, for a program",
    ),
    headlines=("conversion_rate",),
    sql=("indicators/conversion", "indicators/orders", "indicators/engagement"),
)
KINDS = ("click_rate", "registration_rate", "purchase_rate", "paid_conversion", "activity_rate")


def convert(store: Store, *, every: Every = Period.month, since_joining: SinceJoining = False) -> Result:
    """Clicks of impressions; registered and buyers of visitors; first orders of those without; attending of members."""
    if since_joining:
        return show_first_orders(store, every)
    lacking = {name: kinds for name in KINDS if (kinds := missing(store, INDICATORS[name]))}
    table = _arrange(series(store, KINDS, every=every, active_by=Activity.spoke), lacking)
    notes = [
        say("the click rate counts times, the others members; both sides by themselves, so a rate can pass 100%."),
        *remarks.of_statuses(table["status"].to_list()),
        *remarks.of_lacking(lacking),
        *remarks.of_periods(store, table, "messages"),
    ]
    return Result(
        say("Conversion"),
        table,
        Heatmap("starts_on", "indicator", "conversion_rate"),
        tuple(notes),
        keys=("slice", "indicator", "starts_on"),
        vocabulary={"indicator": KINDS, "status": PeriodStatus},
    )


def _arrange(told: pl.DataFrame, lacking: Collection[str]) -> pl.DataFrame:
    """The rows in the order of KINDS; a kind that cannot be told has one row without a period."""
    import polars as pl

    is_missing = pl.col("indicator").is_in(list(lacking))
    return (
        pl.DataFrame({"indicator": KINDS})
        .join(told, on="indicator", how="left", maintain_order="left_right")
        .filter(is_missing | pl.col("status").is_not_null())
        .select(
            *("slice", "indicator", "starts_on"),
            pl.when(is_missing).then(pl.lit("not_covered")).otherwise("status").alias("status"),
            pl.col("numerator").cast(pl.Int64).alias("conversions"),
            pl.col("denominator").cast(pl.Int64).alias("of_base"),
            pl.col("value").alias("conversion_rate"),
        )
    )
