"""The fit of BG/NBD to 1,000,000 customers drawn from it, beside the sorting of their three columns.

Called as `buying.py [CUSTOMERS]`; prints CPU seconds of the quickest of three turns, and the ratio.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from commkit.stats.btyd import Buying, fit_buying

TRUTH = Buying(r=0.25, alpha=4.4, a=0.8, b=2.4)
DAYS = 273


def draw(customers: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Repeats, and weeks in whole days from the first purchase to the last and to today."""
    dice = np.random.default_rng(1)
    rates = dice.gamma(TRUTH.r, 1 / TRUTH.alpha, customers)
    chances = dice.beta(TRUTH.a, TRUTH.b, customers)
    ages = dice.integers(1, DAYS, customers) / 7
    repeats, last, clock = np.zeros(customers), np.zeros(customers), np.zeros(customers)
    alive = np.arange(customers)
    while alive.size:
        clock[alive] += dice.exponential(1 / rates[alive])
        alive = alive[clock[alive] <= ages[alive]]
        repeats[alive] += 1
        last[alive] = np.floor(clock[alive] * 7) / 7
        alive = alive[dice.random(alive.size) >= chances[alive]]
    return repeats, last, ages


def main() -> None:
    """Draw, fit, sort and print."""
    columns = draw(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    fits, sorts = [], []
    for _ in range(3):
        started = time.process_time()
        model = fit_buying(*columns)
        fits.append(time.process_time() - started)
        started = time.process_time()
        np.lexsort(columns)
        sorts.append(time.process_time() - started)
    print(model)
    print(f"fit {min(fits):.2f} s CPU, sort {min(sorts):.2f} s, {min(fits) / min(sorts):.1f} times")


if __name__ == "__main__":
    main()
