"""Customers as the models of buying see them, and what they are expected to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit.errors import NotEnoughData
from commkit.stats.btyd import Buying, Spending, fit_buying, fit_spending
from commkit.words import say

if TYPE_CHECKING:
    import polars as pl

WEEK = 7
_FAR = 2  # a model whose mean is so many times that of the data, or less, does not fit
_DIGITS = 4  # less than a ten-thousandth of a purchase is none
LEAST_BACK = 30  # customers who came back, without whom there is no model


@dataclass(frozen=True)
class Forecast:
    """A model of how often, and one of how much where it can be told, with how many days of orders are behind it."""

    buying: Buying
    spending: Spending | None
    correlation: float | None  # of how often with how much, which Gamma-Gamma takes to be none
    history_days: int

    def expect(self, customers: pl.DataFrame, days: int) -> pl.DataFrame:
        """Customers with what is expected of each in so many days: `expected_purchases` and `expected_amount`.

        The amount is null where the model of it has no mean, and for all where there is none.
        """
        import polars as pl

        seen = describe(customers)
        told = self.buying.expect(*seen.iter_columns(), within=days / WEEK)
        purchases = pl.Series("expected_purchases", told).round(_DIGITS)
        known = customers.with_columns(purchases)
        if self.spending is None:
            return known.with_columns(pl.lit(None, pl.Float64).alias("expected_amount"))
        repeats = _find_worth(customers).fill_null(0)
        worth = pl.Series(self.spending.expect(repeats["purchases"], repeats["mean_amount"])).fill_nan(None)
        return known.with_columns((purchases * worth).alias("expected_amount"))

    def list_parameters(self) -> dict[str, object]:
        """The parameters of both models by name; times are in weeks."""
        buying, spending = self.buying, self.spending
        told = {"r": buying.r, "alpha": buying.alpha, "a": buying.a, "b": buying.b}
        spent = {"p": spending.p, "q": spending.q, "v": spending.v} if spending else {}
        return {
            "bg_nbd": {**told, "log_likelihood": buying.log_likelihood},
            "gamma_gamma": {**spent, "log_likelihood": spending.log_likelihood, "correlation": self.correlation}
            if spending
            else None,
        }


def fit_customers(customers: pl.DataFrame) -> Forecast:
    """The models of these customers. Raises NotEnoughData where too few came back."""
    if customers.is_empty():
        raise NotEnoughData(say("nobody ordered first in this span"), hint=say("widen --since or --until"))
    customers = customers.sort("handle")  # however they are sliced, the sums of the fit are of one order
    came_back = int((customers["purchases"] > 1).sum())
    if came_back < LEAST_BACK:
        raise NotEnoughData(
            say(
                "only {number:,} of {customers:,} customers came back; what they will buy can be told from {few} on",
                number=came_back,
                customers=customers.height,
                few=LEAST_BACK,
            ),
            hint=say("load a longer history of orders; who came back so far: commkit repurchase"),
        )
    seen = describe(customers)
    worth = _find_worth(customers).drop_nulls()
    return Forecast(
        fit_buying(*seen.iter_columns()),
        _fit_worth(worth) if worth.height >= LEAST_BACK else None,
        _correlate(worth),
        customers.select(age_of("known_on").max()).item(),
    )


def _fit_worth(worth: pl.DataFrame) -> Spending | None:
    """The model of amounts; None where its mean is not that of the amounts, whose tail is longer than it can tell."""
    spending = fit_spending(*worth.iter_columns())
    seen = float(worth["mean_amount"].mean())  # type: ignore[arg-type]
    return spending if spending.mean is not None and seen / _FAR < spending.mean < seen * _FAR else None


def describe(customers: pl.DataFrame) -> pl.DataFrame:
    """Repeats, and the weeks from the first purchase to the last and to the day looked from, of each customer."""
    import polars as pl

    return customers.select(
        (pl.col("purchases") - 1).alias("btyd_frequency"),
        (age_of("last_on") / WEEK).alias("btyd_recency"),
        (age_of("known_on") / WEEK).alias("btyd_T"),
    )


def age_of(column: str) -> pl.Expr:
    """The days from each customer's first purchase to the day in this column."""
    import polars as pl

    return (pl.col(column) - pl.col("first_on")).dt.total_days()


def _find_worth(customers: pl.DataFrame) -> pl.DataFrame:
    """How many repeats each customer made and their mean amount; null where it is not above 0 or there is none.

    The first purchase is left out, as in the paper: it may be of another kind than those that follow.
    """
    import polars as pl

    repeats = pl.col("purchases") - 1
    is_worth = (repeats > 0) & (pl.col("repeat_amount") > 0)
    return customers.select(
        pl.when(is_worth).then(repeats).alias("purchases"),
        pl.when(is_worth).then(pl.col("repeat_amount") / repeats).alias("mean_amount"),
    )


def _correlate(worth: pl.DataFrame) -> float | None:
    import polars as pl

    found = worth.select(pl.corr("purchases", "mean_amount")).item()
    return None if found is None or found != found else float(found)  # noqa: PLR0124 (NaN where all are alike)
