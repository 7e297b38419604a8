"""The difference of two rates or of two means: its interval at 95%, and how easily chance brings it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import erfc, exp, hypot, log, sqrt

from commkit.stats.shares import Z, find_wilson

ALPHA = 0.05


class Contrast(StrEnum):
    """What may be said of one number beside another."""

    above = "above"
    below = "below"
    undecided = "undecided"


@dataclass(frozen=True, slots=True)
class Effect:
    """Two rates or means, the first less the second, the interval of that, and its z (of means: t) and p.

    `p` is two-sided. Of rates, `low` and `high` are Newcombe's hybrid score interval, which holds for small counts and
    for rates of 0 and 1, and never leaves -1 to 1, while `z` and `p` are those of the pooled test: near 0.05 the two
    may disagree, and what is said of a difference stands on the interval.
    """

    value_a: float
    value_b: float
    difference: float
    low: float
    high: float
    z: float
    p: float


@dataclass(frozen=True, slots=True)
class Sample:
    """How many there are, their mean, and their variance (divided by n - 1; of a rate r it is r (1 - r))."""

    n: int
    mean: float
    variance: float

    @property
    def square_error(self) -> float:
        """The variance of the mean."""
        return self.variance / self.n


def find_effect(part_a: int, whole_a: int, part_b: int, whole_b: int) -> Effect | None:
    """The effect of a against b, from counts; None where either is of nothing.

    The interval: Newcombe (1998), Statistics in Medicine 17, 873-890, method 10, from Wilson's interval of each rate.
    Where nobody or everybody on both sides counts, chance brings no less than that: z is 0 and p is 1.
    """
    interval_a, interval_b = find_wilson(part_a, whole_a), find_wilson(part_b, whole_b)
    if interval_a is None or interval_b is None:
        return None
    a, b = part_a / whole_a, part_b / whole_b
    pooled = (part_a + part_b) / (whole_a + whole_b)
    error = sqrt(pooled * (1 - pooled) * (1 / whole_a + 1 / whole_b))
    z = (a - b) / error if error else 0.0
    return Effect(
        a,
        b,
        a - b,
        a - b - hypot(a - interval_a[0], interval_b[1] - b),
        a - b + hypot(interval_a[1] - a, b - interval_b[0]),
        z,
        find_chance_of(z),
    )


def compare_means(a: Sample, b: Sample) -> Effect | None:
    """The effect of a against b by Welch's t; None where either is of fewer than two, or where nothing varies.

    Welch (1947), Biometrika 34, 28-35, with Satterthwaite's degrees of freedom.
    """
    if min(a.n, b.n) < 2 or not a.square_error + b.square_error:  # noqa: PLR2004 (one value tells no spread)
        return None
    from scipy.special import stdtr, stdtrit

    square = a.square_error + b.square_error
    freedom = square**2 / (a.square_error**2 / (a.n - 1) + b.square_error**2 / (b.n - 1))
    difference, error = a.mean - b.mean, sqrt(square)
    half, t = float(stdtrit(freedom, 0.975)) * error, difference / error
    return Effect(
        a.mean, b.mean, difference, difference - half, difference + half, t, 2 * float(stdtr(freedom, -abs(t)))
    )


def find_ratio(a: Sample, b: Sample) -> tuple[float, float, float] | None:
    """How many times b's mean a's is, with its interval; None where either is not above 0.

    The interval is even on the logarithm's scale: Katz and others (1978), Biometrics 34, 469-474, of means likewise.
    """
    if min(a.mean, b.mean) <= 0:
        return None
    half = Z * sqrt(a.square_error / a.mean**2 + b.square_error / b.mean**2)
    middle = log(a.mean / b.mean)
    return exp(middle), exp(middle - half), exp(middle + half)


def decide(low: float, high: float, chance: float) -> Contrast:
    """What a difference is, by its interval and by how easily chance brings it, both."""
    if chance > ALPHA or low <= 0 <= high:
        return Contrast.undecided
    return Contrast.above if low > 0 else Contrast.below


def find_chance_of(z: float) -> float:
    """How often a normal number lies at least so far from 0."""
    return erfc(abs(z) / sqrt(2))
