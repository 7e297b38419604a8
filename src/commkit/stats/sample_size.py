"""How many people a comparison needs, and the smallest difference that so many would show."""

from __future__ import annotations

from math import ceil, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST = 1e12  # people, or times a rate or a deviation: beyond this nothing is sought
_STEPS = 200  # of halving, after which a double does not change


def size_rates(base: float, target: float, power: float = 0.8, alpha: float = 0.05) -> int:
    """How many each arm needs to tell two rates apart, by the two-sided z test with pooled variance under no effect.

    Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, formula 4.14, without correction.
    """
    return ceil(_size_rates(base, target, power, alpha))


def _size_rates(base: float, target: float, power: float, alpha: float) -> float:
    pooled = (base + target) / 2
    null = _quantile(1 - alpha / 2) * sqrt(2 * pooled * (1 - pooled))
    other = _quantile(power) * sqrt(base * (1 - base) + target * (1 - target))
    return ((null + other) / (target - base)) ** 2


def size_means(difference: float, deviation: float, power: float = 0.8, alpha: float = 0.05) -> int:
    """How many each arm needs to tell two means apart, by the two-sided t test: as R's power.t.test."""
    if not deviation:
        return 2
    effect = abs(difference) / deviation
    return ceil(_halve(lambda n: find_power(effect, n, alpha) - power, 2, _MOST))


def find_power(effect: float, n: float, alpha: float = 0.05) -> float:
    """How often a t test of `n` an arm finds means apart that differ by so many standard deviations, on their side."""
    from scipy.special import nctdtr, stdtrit

    freedom = 2 * (n - 1)
    return 1 - float(nctdtr(freedom, effect * sqrt(n / 2), stdtrit(freedom, 1 - alpha / 2)))


def find_least_rate(base: float, n: float, power: float = 0.8, alpha: float = 0.05) -> float | None:
    """The smallest rate above `base` that `n` an arm would show; None where none is."""
    if not 0 < base < 1 or _size_rates(base, 1.0, power, alpha) > n:
        return None
    return _halve(lambda rate: n - _size_rates(base, rate, power, alpha), base * (1 + 1e-9), 1.0)


def find_least_mean(deviation: float, n: float, power: float = 0.8, alpha: float = 0.05) -> float:
    """The smallest difference of means that `n` an arm would show, by the normal distribution."""
    return (_quantile(1 - alpha / 2) + _quantile(power)) * deviation * sqrt(2 / n)


def _quantile(share: float) -> float:
    return NormalDist().inv_cdf(share)


def _halve(rising: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function is 0, `low` where it is above that all along; the first point at or above it."""
    if rising(low) >= 0:
        return low
    for _ in range(_STEPS):
        middle = sqrt(low * high)
        low, high = (low, middle) if rising(middle) >= 0 else (middle, high)
    return high
