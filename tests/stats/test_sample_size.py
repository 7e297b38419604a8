"""How many are needed, beside R and published tables."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.stats.effect import find_effect
from commkit.stats.sample_size import find_least_mean, find_least_rate, find_power, size_means, size_rates


def test_rates_as_r_has_them() -> None:
    """R: power.prop.test(p1 = .5, p2 = .75, power = .9) gives 76.7; from 10% to 12% at 80% it gives 3,840.85."""
    assert size_rates(0.5, 0.75, 0.9) == 77
    assert size_rates(0.10, 0.12) == 3841
    assert size_rates(0.12, 0.10) == 3841


def test_means_as_r_has_them() -> None:
    """R: power.t.test(delta = 1, power = .9) gives 22.02110, with delta = .5 and power = .8 it gives 63.76576."""
    assert size_means(1, 1, 0.9) == 23
    assert find_power(1, 22.02110) == pytest.approx(0.9, abs=1e-6)
    assert size_means(5, 10) == 64
    assert find_power(0.5, 63.76576) == pytest.approx(0.8, abs=1e-6)


@given(st.floats(0.01, 0.5), st.integers(1_000, 100_000))
def test_the_least_rate_needs_so_many(base: float, n: int) -> None:
    least = find_least_rate(base, n)
    assert least is not None
    assert size_rates(base, least) in (n, n + 1)


def test_no_rate_is_told_of_too_few_or_of_nothing() -> None:
    assert find_least_rate(0.5, 3) is None
    assert find_least_rate(0.0, 1_000) is None


def test_what_was_planted_is_found_at_the_size_that_is_named() -> None:
    """10% become 12%, which is 20% more: with as many as are named for 90%, at least 180 of 200 seeds find it."""
    n = size_rates(0.10, 0.12, 0.9)
    found = 0
    for seed in range(200):
        base, more = np.random.default_rng(seed).binomial(n, (0.10, 0.12))
        effect = find_effect(int(more), n, int(base), n)
        found += effect is not None and effect.low > 0
    assert found >= 180


def test_the_least_mean() -> None:
    """(1.959964 + 0.841621) x 10 x root(2 / 100) = 3.9620."""
    assert find_least_mean(10, 100) == pytest.approx(3.9620, abs=1e-4)
