"""Intervals of shares beside published ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.stats.shares import find_difference, find_wilson


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson(part: int, whole: int, low: float, high: float) -> None:
    assert find_wilson(part, whole) == pytest.approx((low, high), abs=5e-5)


def test_none_and_all_of_ten_stay_within_0_and_1() -> None:
    """With z squared 3.8415: none of ten is 0 to 3.8415 / 13.8415, and all of ten its mirror image."""
    low, high = find_wilson(0, 10) or (1, 0)
    assert (low, high) == pytest.approx((0, 0.27753), abs=5e-6)
    assert low >= 0
    low, high = find_wilson(10, 10) or (1, 0)
    assert (low, high) == pytest.approx((0.72247, 1), abs=5e-6)
    assert high <= 1


def test_seventy_promoters_and_ten_detractors_of_a_hundred() -> None:
    """0.6 plus or minus 1.96 times the root of (0.8 - 0.36) / 100, which is 0.13."""
    assert find_difference(70, 10, 100) == pytest.approx((0.470, 0.730), abs=5e-4)


def test_of_nothing_nothing_is_known() -> None:
    assert find_wilson(0, 0) is None
    assert find_difference(0, 0, 0) is None


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_the_value_lies_in_its_interval(plus: int, minus: int, others: int) -> None:
    whole = plus + minus + others
    if whole:
        low, high = find_difference(plus, minus, whole) or (1, 0)
        assert -1 <= low <= (plus - minus) / whole <= high <= 1
        low, high = find_wilson(plus, whole) or (1, 0)
        assert -1e-12 <= low <= plus / whole + 1e-12
        assert plus / whole - 1e-12 <= high <= 1
