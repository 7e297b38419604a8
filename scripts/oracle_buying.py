"""Compare commkit's models of buying with lifetimes', on the orders of CDNOW that lifetimes brings, and time both fits.

Prints the parameters of both, what both tell of the 39 weeks held out, and CPU seconds of one thread; exits 1 where a
parameter or a mean differs by more than MOST, or where commkit takes more than half of lifetimes' time.
"""

from __future__ import annotations

import sys
import time
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from lifetimes import BetaGeoFitter, GammaGammaFitter
from lifetimes.datasets import load_dataset
from threadpoolctl import threadpool_limits

from commkit.stats.btyd import Buying, fit_buying, fit_spending

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST = 1e-4
SETS = {"sample": "CDNOW_sample.txt", "full": "CDNOW_master.txt"}
UNTIL, WEEKS = pd.Timestamp("1997-09-30"), 39
RUNS = 7
SECONDS = 2  # how many times as long lifetimes must take at least


def main() -> int:
    """Compare, print, and say by the exit code whether all agrees."""
    worst, slowest = 0.0, 1e9
    with threadpool_limits(1):
        for name, file in SETS.items():
            customers = read_customers(file)
            for number, ours, theirs in compared(customers):
                worst = max(worst, abs(ours / theirs - 1))
                print(f"{name:7} {number:34} {ours:14,.6f} {theirs:14,.6f}")
            mine, other = (spend(fit, customers) for fit in (fit_ours, fit_theirs))
            slowest = min(slowest, other / mine)
            print(
                f"{name:7} {'CPU ms of the fit, times':34} {mine * 1e3:14,.1f} {other * 1e3:14,.1f} {other / mine:6.1f}"
            )
    print(f"largest relative difference: {worst:.1e}; lifetimes takes at least {slowest:.1f} times as long")
    return int(worst > MOST or slowest < SECONDS)


def read_customers(file: str) -> pd.DataFrame:
    """Repeats, weeks to the last and since the first, mean of the repeats, and purchases held out, of each customer."""
    lines = load_dataset(file, header=None, sep=r"\s+", dtype=str)
    lines = lines[lines.iloc[:, -1] != "dollar_value"]
    orders = pd.DataFrame(
        {"customer": lines[0], "day": pd.to_datetime(lines.iloc[:, -3]), "amount": lines.iloc[:, -1].astype(float)}
    )
    days = orders.groupby(["customer", "day"], as_index=False)["amount"].sum()
    days["first"] = days.groupby("customer")["day"].transform("min")
    known = days[days["day"] <= UNTIL]
    told = known.groupby("customer").agg(first=("first", "first"), last=("day", "max"), purchases=("day", "size"))
    repeats = known[known["day"] > known["first"]].groupby("customer")["amount"].mean()
    later = days[days["day"] > UNTIL].groupby("customer").size()
    return pd.DataFrame(
        {
            "x": told["purchases"] - 1.0,
            "last": (told["last"] - told["first"]).dt.days / 7,
            "age": (UNTIL - told["first"]).dt.days / 7,
            "mean": repeats.reindex(told.index).fillna(0),
            "later": later.reindex(told.index).fillna(0),
        }
    )


def fit_ours(customers: pd.DataFrame) -> Buying:
    """Our model of how often."""
    return fit_buying(*(customers[name].to_numpy() for name in ("x", "last", "age")))


def fit_theirs(customers: pd.DataFrame) -> Any:  # noqa: ANN401 (a library without types)
    """Theirs."""
    return BetaGeoFitter().fit(customers["x"], customers["last"], customers["age"])


def compared(customers: pd.DataFrame) -> Iterator[tuple[str, float, float]]:
    """Each number by its name, ours and theirs."""
    ours, theirs = fit_ours(customers), fit_theirs(customers)
    for name in ("r", "alpha", "a", "b"):
        yield name, getattr(ours, name), theirs.params_[name]
    columns = [customers[name].to_numpy() for name in ("x", "last", "age")]
    mine = ours.expect(*columns, within=WEEKS)
    other = theirs.conditional_expected_number_of_purchases_up_to_time(WEEKS, *columns)
    later = customers["later"].to_numpy()
    yield f"purchases in {WEEKS} weeks ({later.sum():,.0f} came)", mine.sum(), other.sum()
    yield "mean absolute error", np.abs(mine - later).mean(), np.abs(other - later).mean()
    yield "mean of P(alive)", ours.be_alive(*columns).mean(), theirs.conditional_probability_alive(*columns).mean()
    back = customers[(customers["x"] > 0) & (customers["mean"] > 0)]
    spent = fit_spending(back["x"].to_numpy(), back["mean"].to_numpy())
    other = GammaGammaFitter().fit(back["x"], back["mean"])
    for name in ("p", "q", "v"):
        yield name, getattr(spent, name), other.params_[name]


def spend(fit: Callable[[pd.DataFrame], object], customers: pd.DataFrame) -> float:
    """CPU seconds of the quickest of some fits."""
    costs = []
    for _ in range(RUNS):
        started = time.process_time()
        fit(customers)
        costs.append(time.process_time() - started)
    return min(costs)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    sys.exit(main())
