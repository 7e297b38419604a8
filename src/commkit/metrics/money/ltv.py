"""What is a customer worth so far, and what will customers buy next?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.about import About, Behind
from commkit.errors import NotEnoughData, WrongUse
from commkit.metrics.money.ltv_holdout import HeldOut, hold_out
from commkit.metrics.money.ltv_members import list_customers
from commkit.metrics.money.ltv_model import Forecast, fit_customers
from commkit.metrics.money.money_options import Cohorts, Holdout, Horizon
from commkit.params.questions import Members
from commkit.result import Bars, Grid, Heatmap, Line, Result
from commkit.store.ask.community import Store
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from commkit.result import Chart

ABOUT = About(
    needs_one_of=("orders",),
    examples=(
        "commkit ltv  # what customers brought so far, and what comes next",
        "commkit ltv orders.xlsx --horizon 90,365 --by channel  # which channel brings the best customers, over a year",
        "commkit ltv --every month -o cohorts.png  # a chart of customers by month of first order",
        "commkit ltv --members --limit 50 --names -o customers.csv  # the fifty best customers by name, as a list",
    ),
    sql=("metrics/money/ltv",),
    behind=Behind("Who they are", "ltv"),
)
LONGEST = 3650
_DIGITS = 6
_FEW = 30
_STATUSES = ("complete", "low_n", "extrapolated", "no_amount")


def ltv(
    store: Store,
    *,
    horizon: Horizon = "30,90,180,365",
    every: Cohorts = None,
    members: Members = False,
    holdout: Holdout = None,
) -> Result:
    """Net amount of customers to date, and purchases and net amount expected, by BG/NBD and Gamma-Gamma."""
    store.need("orders")
    horizons = _read_horizons(horizon)
    if members and every:
        raise WrongUse(say("--members tells of each member and has no cohorts"), hint=say("leave --every out"))
    with store.seen_whole():
        everybody = store.ask("metrics/money/ltv", known_on=None, cohort=every)
        forecast = fit_customers(everybody)
        held = hold_out(store, everybody, holdout)
    is_whole = store.asked == store.asked.whole
    customers = everybody if is_whole else store.ask("metrics/money/ltv", known_on=None, cohort=every)
    if customers.is_empty():
        raise NotEnoughData(say("none of these members has ordered"), hint=say("look at others, or at everybody"))
    notes = (*_describe(customers, forecast, everybody.height, store), *held.notes)
    parameters = {"horizon_days": horizons, **forecast.list_parameters(), **held.list_parameters()}
    if members:
        return list_customers(customers, forecast, horizons[-1], notes=notes, parameters=parameters)
    table = _tabulate(customers, forecast, horizons, has_cohorts=every is not None)
    keys = ("slice", "starts_on", "horizon_days") if every else ("slice", "horizon_days")
    chart, drawn = _draw(table, held, horizons[-1])
    margins = ("margin_amount", "expected_margin_amount")
    return Result(
        say("Customer lifetime value"),
        table,
        chart,
        notes=(*notes, *_explain_statuses(table, forecast)),
        keys=keys,
        vocabulary={"status": _STATUSES},
        grid=Grid("starts_on", "horizon_days", "expected_mean_amount", ("customers", "net_amount")) if every else None,
        parameters=parameters,
        aside=("repeat_customers", "purchases", *margins),
        unseen=tuple(name for name in margins if table[name].null_count() == table.height),
        drawn=drawn,
    )


def _read_horizons(text: str) -> list[int]:
    """`30,90,365` as days, the shortest first. Raises WrongUse."""
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isascii() and part.isdigit() and 0 < int(part) <= LONGEST for part in parts):
        raise WrongUse(
            say("--horizon cannot hold {days!r}", days=text),
            hint=say("write days such as 30,90,365, each at most {most:,}", most=LONGEST),
        )
    return sorted({int(part) for part in parts})


def _tabulate(
    customers: pl.DataFrame, forecast: Forecast, horizons: Sequence[int], *, has_cohorts: bool
) -> pl.DataFrame:
    """A row for each slice, cohort where asked, and horizon."""
    import polars as pl

    keys = ["slice", "starts_on"] if has_cohorts else ["slice"]
    parts = [_sum_up(forecast.expect(customers, days), keys, days) for days in horizons]
    length = forecast.history_days
    amount, expected = pl.col("net_amount"), pl.col("expected_amount")
    margin = pl.when(pl.col("uncosted_orders") == 0).then(amount - pl.col("cost_amount"))
    return (
        pl.concat(parts)
        .sort(*keys, "horizon_days", nulls_last=True)
        .with_columns(
            margin.alias("margin_amount"),
            pl.when(amount > 0).then(expected * margin / amount).alias("expected_margin_amount"),
            (expected / pl.col("customers")).alias("expected_mean_amount"),
            pl.when(expected.is_null())
            .then(pl.lit("no_amount"))
            .when(pl.col("customers") < _FEW)
            .then(pl.lit("low_n"))
            .when(pl.col("horizon_days") > length)
            .then(pl.lit("extrapolated"))
            .otherwise(pl.lit("complete"))
            .alias("status"),
        )
        .with_columns(pl.col("^expected_.*$").round(_DIGITS))  # beyond it a sum depends on the order of its parts
        .select(
            *(*keys, "horizon_days", "status", "customers", "repeat_customers", "purchases", "net_amount"),
            *("margin_amount", "expected_purchases", "expected_amount", "expected_mean_amount"),
            "expected_margin_amount",
        )
    )


def _sum_up(expected: pl.DataFrame, keys: Sequence[str], days: int) -> pl.DataFrame:
    """Customers and what is expected of them, added up; an amount that is not known of one is not known of all."""
    import polars as pl

    told = pl.col("expected_amount")
    return expected.group_by(keys, maintain_order=True).agg(
        pl.lit(days, pl.Int64).alias("horizon_days"),
        pl.len().cast(pl.Int64).alias("customers"),
        (pl.col("purchases") > 1).sum().cast(pl.Int64).alias("repeat_customers"),
        pl.col("purchases", "net_amount", "cost_amount", "uncosted_orders", "expected_purchases").sum(),
        pl.when(told.null_count() == 0).then(told.sum()).alias("expected_amount"),
    )


def _draw(table: pl.DataFrame, held: HeldOut, longest: int) -> tuple[Chart, pl.DataFrame | None]:
    """Cohorts or slices beside each other; else whether the weeks held out came as they were expected."""
    import polars as pl

    if "starts_on" in table.columns:
        return Heatmap("horizon_days", "starts_on", "expected_mean_amount"), None
    if table["slice"].n_unique() > 1:
        last = table.filter(pl.col("horizon_days") == longest)
        return Bars("slice", "expected_mean_amount"), last.sort(
            "expected_mean_amount", descending=True, nulls_last=True
        )
    if held.weeks is not None:
        return Line("ends_on", ("actual_purchases", "expected_purchases")), held.weeks
    return Bars("horizon_days", "expected_purchases"), None


def _describe(customers: pl.DataFrame, forecast: Forecast, number: int, store: Store) -> list[str]:
    buying = forecast.buying
    notes = [
        say("orders of one day are one purchase; amounts are revenue, refunds taken off, not discounted."),
        _tell_margin(customers),
        say(
            "expected by BG/NBD (in weeks: r = {r:,.3f}, alpha = {alpha:,.3f}, a = {a:,.3f}, b = {b:,.3f}), "
            "one model of all {customers:,} customers, whoever is looked at.",
            r=buying.r,
            alpha=buying.alpha,
            a=buying.a,
            b=buying.b,
            customers=number,
        ),
    ]
    if not buying.is_settled:
        notes.append(say("a parameter of BG/NBD runs out of bounds: the data do not tell how customers drop out."))
    if forecast.spending is None:
        notes.append(
            say("what a purchase is worth is not known: too few came back, or their amounts do not follow Gamma-Gamma.")
        )
    if store.currency is not None and forecast.spending is not None:
        notes.append(say("amounts are in {currency}.", currency=store.currency))
    return notes


def _tell_margin(customers: pl.DataFrame) -> str:
    orders, uncosted = int(customers["orders"].sum()), int(customers["uncosted_orders"].sum())
    if not uncosted:
        return say("every order carries its cost: margin is net amount less cost, and goes on at the same rate.")
    if uncosted == orders:
        return say("margin is not known: no order carries its cost.")
    known = orders - uncosted
    return say(
        "margin is known only where every order carries its cost: {known:,} of {orders:,} do.",
        known=known,
        orders=orders,
    )


def _explain_statuses(table: pl.DataFrame, forecast: Forecast) -> list[str]:
    found = set(table["status"])
    notes = []
    if "low_n" in found:
        notes.append(say("low n: fewer than 30 customers."))
    if "extrapolated" in found:
        notes.append(
            say("extrapolated: further ahead than the {days:,} days of orders behind it.", days=forecast.history_days)
        )
    return notes
