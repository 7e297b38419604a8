"""A test that is looked at after every person."""

from __future__ import annotations

from math import exp, log, sqrt

import numpy as np
import pytest

from commkit.stats.sequential import TAU, find_anytime

SEEDS, PEOPLE, FIRST = 200, 4_000, 100


def test_by_hand() -> None:
    """With variance v = 1e-4 of the difference and mixing m = TAU^2 = .0025: spread 26, at a difference of .05.

    The statistic is root(1 / 26) exp(.0025 x .0025 / (2e-4 x .0026)), and p its inverse.
    """
    found = find_anytime(0.05, 0.01, 1.0)
    statistic = sqrt(1 / 26) * exp(TAU**2 * 0.05**2 / (2 * 1e-4 * 0.0026))
    assert found.p == pytest.approx(1 / statistic)
    half = sqrt(1e-4 * 0.0026 / 0.0025 * (2 * log(20) + log(26)))
    assert (found.low, found.high) == pytest.approx((0.05 - half, 0.05 + half))


def test_the_interval_holds_zero_where_p_is_above_alpha() -> None:
    for difference in np.linspace(0, 0.1, 101):
        found = find_anytime(float(difference), 0.01, 1.0)
        assert (found.low <= 0) == (found.p >= 0.05)


def test_who_looks_after_each_person_is_rarely_misled() -> None:
    """Two arms that are alike, looked at after each pair from 100 on: at most 17 of 200 seeds ever claim an effect."""
    claims = 0
    for seed in range(SEEDS):
        drawn = np.random.default_rng(seed).random((2, PEOPLE)) < 0.2
        counts = np.arange(1, PEOPLE + 1)
        a, b = drawn.cumsum(axis=1) / counts
        error = np.sqrt((a * (1 - a) + b * (1 - b)) / counts)
        pooled = (a + b) / 2
        looks = zip(a[FIRST:] - b[FIRST:], error[FIRST:], np.sqrt(pooled * (1 - pooled))[FIRST:], strict=True)
        claims += any(find_anytime(*map(float, look)).p < 0.05 for look in looks)
    assert claims <= 17
