"""The difference of two rates: its interval at 95%, and how easily chance brings it."""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, hypot, sqrt

from commkit.stats.shares import find_wilson


@dataclass(frozen=True, slots=True)
class Effect:
    """Two rates of 0 to 1, the first less the second, the interval of that, and its z and p.

    `low` and `high` are Newcombe's hybrid score interval, which holds for small counts and for rates of 0 and 1, and
    never leaves -1 to 1. `z` and `p` (two-sided) are those of the pooled test, so near 0.05 the two may disagree: what
    is said of a difference stands on the interval.
    """

    rate_a: float
    rate_b: float
    difference: float
    low: float
    high: float
    z: float
    p: float


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
        erfc(abs(z) / sqrt(2)),
    )
