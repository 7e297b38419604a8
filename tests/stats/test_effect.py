"""The difference of two rates beside published ones."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_ind

from commkit.stats.effect import Effect, Sample, compare_means, find_effect, find_ratio
from commkit.stats.shares import Z


def effect(part_a: int, whole_a: int, part_b: int, whole_b: int) -> Effect:
    found = find_effect(part_a, whole_a, part_b, whole_b)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17 (1998), 873-890, table II, method 10.
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe(counts: tuple[int, int, int, int], low: float, high: float) -> None:
    found = effect(*counts)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("gate_30", "gate_40", "difference", "z", "p", "wald"),
    [
        # Cookie Cats, players who came back after 1 and after 7 days. The interval printed with it is Wald's.
        (20034, 20119, 0.005905, 1.784086, 0.074410, (-0.000582, 0.012392)),
        (8502, 8279, 0.008201, 3.164359, 0.001554, (0.003121, 0.013282)),
    ],
)
def test_cookie_cats(
    gate_30: int, gate_40: int, difference: float, z: float, p: float, wald: tuple[float, float]
) -> None:
    """Wald's is the difference, and 1.96 times the root of p(1 - p) / n of either side; Newcombe's is near it here."""
    found = effect(gate_30, 44_700, gate_40, 45_489)
    assert (found.difference, found.z, found.p) == pytest.approx((difference, z, p), abs=1e-6)
    variance = found.value_a * (1 - found.value_a) / 44_700 + found.value_b * (1 - found.value_b) / 45_489
    half = Z * variance**0.5
    assert (found.difference - half, found.difference + half) == pytest.approx(wald, abs=1e-6)
    assert (found.low, found.high) == pytest.approx(wald, abs=2e-6)


def test_nothing_has_no_effect() -> None:
    assert find_effect(0, 0, 3, 10) is None
    assert find_effect(3, 10, 0, 0) is None


def test_nobody_on_either_side_is_what_chance_brings() -> None:
    assert (effect(0, 40, 0, 50).z, effect(0, 40, 0, 50).p) == (0, 1)
    assert (effect(40, 40, 50, 50).difference, effect(40, 40, 50, 50).p) == (0, 1)


sides = st.integers(1, 5000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


@given(sides, sides)
def test_the_interval_holds_the_difference_within_bounds_and_turns_with_its_sides(
    a: tuple[int, int], b: tuple[int, int]
) -> None:
    found, turned = effect(*a, *b), effect(*b, *a)
    assert -1 - 1e-12 <= found.low <= found.difference <= found.high <= 1 + 1e-12
    assert 0 <= found.p <= 1
    assert (turned.difference, turned.low, turned.high, turned.z) == pytest.approx(
        (-found.difference, -found.high, -found.low, -found.z)
    )
    assert turned.p == pytest.approx(found.p)


@pytest.mark.parametrize("rate", [0.1, 0.3, 0.5])
def test_of_twenty_plans_that_change_nothing_about_one_seems_to(rate: float) -> None:
    """All that 30 and 30 can bring at one rate, weighed: the interval holds 0 in 95%, in a few more of what is rare."""
    chance = [comb(30, number) * rate**number * (1 - rate) ** (30 - number) for number in range(31)]
    held = sum(
        chance[a] * chance[b]
        for a in range(31)
        for b in range(31)
        if effect(a, 30, b, 30).low <= 0 <= effect(a, 30, b, 30).high
    )
    assert 0.94 <= held <= 0.98


def test_means_by_welch() -> None:
    """Of 1 to 5 beside 2, 4, 6, 8, 10: means 3 and 6, variances 2.5 and 10, so the error is root 2.5, t -1.8974."""
    found = compare_means(Sample(5, 3, 2.5), Sample(5, 6, 10))
    assert found is not None
    assert (found.difference, found.z) == pytest.approx((-3, -1.897367), abs=1e-6)
    told = ttest_ind([1, 2, 3, 4, 5], [2, 4, 6, 8, 10], equal_var=False)
    interval = told.confidence_interval()
    assert (found.p, found.low, found.high) == pytest.approx((told.pvalue, interval.low, interval.high), rel=1e-9)


def test_means_of_what_does_not_vary_are_not_compared() -> None:
    assert compare_means(Sample(5, 3, 0), Sample(5, 4, 0)) is None
    assert compare_means(Sample(1, 3, 1), Sample(5, 4, 1)) is None


def test_the_ratio_of_rates_by_katz() -> None:
    """130 beside 100 of 1,000: 1.3, log error root(0.87 / 130 + 0.9 / 100) = 0.12526, so 1.0170 to 1.6617."""
    found = find_ratio(Sample(1000, 0.13, 0.13 * 0.87), Sample(1000, 0.1, 0.09))
    assert found == pytest.approx((1.3, 1.0170, 1.6617), abs=1e-4)
    assert find_ratio(Sample(10, 0, 0), Sample(10, 0.5, 0.25)) is None


def test_hold_outs_that_are_alike_rarely_show_an_effect() -> None:
    """Two draws of 400 at 30%: at most 17 of 200 seeds leave 0 outside the interval."""
    drawn = [np.random.default_rng(seed).binomial(400, 0.3, size=2) for seed in range(200)]
    found = [effect(int(a), 400, int(b), 400) for a, b in drawn]
    assert sum(not each.low <= 0 <= each.high for each in found) <= 17
