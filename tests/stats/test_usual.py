"""Usual ranges counted by hand, and what holds for all of them."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from commkit.stats.usual import is_unusual, usual_range

NUMBERS = st.integers(-(10**6), 10**6)
SERIES = st.lists(NUMBERS, min_size=4, max_size=12)
BEFORE = [80, 90, 95, 100, 100, 105, 110, 120]
"""The median is 100; the deviations 0 0 5 5 10 10 20 20 have the median 7.5, so half the range is 38.91825."""


def test_the_range_is_three_and_a_half_robust_deviations_around_the_median() -> None:
    assert usual_range(BEFORE) == pytest.approx((61.08175, 138.91825))


def test_only_the_last_eight_count() -> None:
    assert usual_range([10**6] * 9 + BEFORE) == usual_range(BEFORE)


@pytest.mark.parametrize("before", [[], [1], [1, 2], [1, 2, 3]])
def test_under_four_values_there_is_no_range(before: list[float]) -> None:
    assert usual_range(before) is None
    assert is_unusual(100, before) is None


def test_four_values_have_a_range() -> None:
    """The median is 2.5, the deviations 1.5 0.5 0.5 1.5 have the median 1."""
    assert usual_range([1, 2, 3, 4]) == pytest.approx((2.5 - 5.1891, 2.5 + 5.1891))


def test_the_mean_deviation_stands_in_where_most_values_are_equal() -> None:
    """Seven 10s and an 18: the mean deviation is 1, so half the range is 3.5 * 1.2533."""
    assert usual_range([10, 10, 10, 18, 10, 10, 10, 10]) == pytest.approx((10 - 4.38655, 10 + 4.38655))


def test_equal_values_have_a_range_of_nothing_and_a_change_of_ten_percent_leaves_it() -> None:
    before = [100] * 8
    assert usual_range(before) == (100, 100)
    assert [is_unusual(value, before) for value in (89, 90, 91, 100, 109, 110, 111)] == [
        *(True, True, False, False, False, True, True)
    ]


@pytest.mark.parametrize(
    ("value", "middle"), [(0.45, 0.5), (0.9, 1.0), (0.3, 1 / 3), (0.55, 0.5), (0.63, 0.7), (-0.9, -1.0)]
)
def test_ten_percent_are_ten_percent_in_floating_point(value: float, middle: float) -> None:
    assert is_unusual(value, [middle] * 8)


def test_the_edge_of_the_range_is_usual() -> None:
    usual = usual_range(BEFORE)
    assert usual is not None
    low, high = usual
    assert not is_unusual(low, BEFORE)
    assert not is_unusual(high, BEFORE)
    assert is_unusual(low - 1e-6, BEFORE)
    assert is_unusual(high + 1e-6, BEFORE)


def test_a_small_change_is_usual_however_narrow_the_range() -> None:
    """Half the range of 999 1000 1000 1001 ... is under 6, so 1050 is outside, yet only 5% off."""
    before = [999, 1001, 1000, 1000, 999, 1001, 1000, 1000]
    usual = usual_range(before)
    assert usual is not None
    assert usual[1] < 1050
    assert not is_unusual(1050, before)
    assert is_unusual(1100, before)


def test_anything_is_far_from_nothing() -> None:
    assert is_unusual(1, [0] * 8)
    assert not is_unusual(0, [0] * 8)


@given(SERIES, NUMBERS)
def test_shifted_values_have_a_shifted_range(values: list[int], shift: int) -> None:
    before, after = usual_range(values), usual_range([value + shift for value in values])
    assert before is not None
    assert after == pytest.approx([edge + shift for edge in before], abs=1e-6)


@given(SERIES, NUMBERS, st.sampled_from([-8, -1, 0.25, 2, 1024]))
def test_values_in_another_unit_are_as_unusual(values: list[int], value: int, factor: float) -> None:
    before, after = usual_range(values), usual_range([value * factor for value in values])
    assert before is not None
    assert after == tuple(sorted(edge * factor for edge in before))
    assert is_unusual(value, values) == is_unusual(value * factor, [value * factor for value in values])


@given(SERIES)
def test_the_order_of_the_last_eight_changes_nothing(values: list[int]) -> None:
    last = values[-8:]
    assert usual_range(sorted(last)) == usual_range(values)


@given(SERIES, NUMBERS)
def test_what_is_unusual_lies_outside_and_a_tenth_off(values: list[int], value: int) -> None:
    assume(is_unusual(value, values))
    usual = usual_range(values)
    assert usual is not None
    low, high = usual
    assert not low <= value <= high
    assert 10 * abs(value - (low + high) / 2) >= abs(low + high) / 2 * (1 - 1e-6)
