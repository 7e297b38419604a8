"""A test that may be looked at every day: how easily chance brings a difference at any time."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt

TAU = 0.05  # the differences looked for, in standard deviations of one person


@dataclass(frozen=True, slots=True)
class Anytime:
    """A difference's interval of 95% and its p, which hold together at all times that a test is looked at."""

    low: float
    high: float
    p: float


def find_anytime(difference: float, error: float, deviation: float, alpha: float = 0.05) -> Anytime:
    """By the mixture sequential probability ratio test of a normal mean, mixed over differences of TAU deviations.

    `error` is the standard error of the difference, `deviation` the standard deviation of one person. Johari, Koomen,
    Pekelis and Walsh (2022), Operations Research 70, 1806-1821, equations 11 and 14. Of a p that held at a look before
    the smallest stands, so who looks daily may end at the first p under alpha.
    """
    square, mixed = error**2, (TAU * deviation) ** 2
    if not square or not mixed:
        return Anytime(difference, difference, 1.0)
    spread = (square + mixed) / square
    against = log(spread) / 2 - mixed * difference**2 / (2 * square * (square + mixed))
    half = sqrt(square * (square + mixed) / mixed * (2 * log(1 / alpha) + log(spread)))
    return Anytime(difference - half, difference + half, min(1.0, exp(min(against, 0.0))))
