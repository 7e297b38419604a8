"""Numbers to hold a community to, counted by hand and from any past."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.choices import Period
from commkit.proposal.quarter import Quarter
from commkit.proposal.thresholds import beyond, draw_thresholds, falls_from_median, falls_from_previous

SHARES = st.lists(st.floats(0.001, 1, allow_subnormal=False), min_size=4, max_size=13)


def test_up_is_good() -> None:
    """The median of 50, 55 (twice) and 60 is 55, the distances 5, 0, 0, 5: 2.5 in the middle.

    3.5 * 1.4826 * 2.5 = 12.97 below is 42.03: 42. Three of four reach 53.75, and so does the last: 53. The best is 60.
    """
    drawn = draw_thresholds([50, 60, 55, 55], is_up_good=True)
    assert drawn is not None
    assert (drawn.baseline, drawn.target, drawn.challenge) == (42, 53, 60)
    assert (drawn.middle, drawn.low, drawn.high) == (55, 50, 60)


def test_down_is_good() -> None:
    """The same the other way: 67.97 above is 68, three of four stay below 56.25: 57, and the best is 50."""
    drawn = draw_thresholds([50, 60, 55, 55], is_up_good=False)
    assert drawn is not None
    assert (drawn.baseline, drawn.target, drawn.challenge) == (68, 57, 50)


def test_what_is_unusual_moves_nothing_but_the_middle() -> None:
    """100 to 104, and one week of 3: of 100, 101, 102, 103, 104, 3 the median is 101.5 and the middle distance 1.5.

    3.5 * 1.4826 * 1.5 = 7.8, but less than 10% is never unusual: from 91.35 on, of which two digits are 91.
    """
    drawn = draw_thresholds([100, 101, 102, 103, 104, 3], is_up_good=True)
    assert drawn is not None
    assert (drawn.baseline, drawn.low) == (91, 100)


def test_a_last_week_that_is_truly_unusual_fails_at_once() -> None:
    """The line is drawn as in the weeks before, and the last lies below it."""
    before = [0.5, 0.55, 0.6, 0.5, 0.55, 0.6, 0.55]
    drawn = draw_thresholds([*before, 0.15], is_up_good=True)
    assert drawn is not None
    assert drawn.baseline > 0.15
    assert drawn.low == 0.5


def test_the_baseline_is_no_worse_than_twice_the_worst() -> None:
    """The median of 1, 5, 9, 13 is 7, the distances 6, 2, 2, 6: 4. 3.5 * 1.4826 * 4 is more than 7: half of 1."""
    drawn = draw_thresholds([1, 5, 9, 13], is_up_good=True)
    assert drawn is not None
    assert drawn.baseline == 0.5


def test_the_target_is_reached_by_the_last() -> None:
    """Three of four reach 10, the last 9.5, which is within 10% of the median."""
    drawn = draw_thresholds([10, 10, 10, 10.4, 9.5], is_up_good=True)
    assert drawn is not None
    assert drawn.target == 9.5


@pytest.mark.parametrize("is_up_good", [True, False])
def test_a_past_of_zeros_says_nothing(*, is_up_good: bool) -> None:
    assert draw_thresholds([0, 0, 0, 0], is_up_good=is_up_good) is None


@given(SHARES, st.booleans())
def test_usual_weeks_never_fail_and_marks_are_in_order(values: list[float], is_up_good: bool) -> None:
    drawn = draw_thresholds(values, is_up_good=is_up_good)
    assert drawn is not None
    marks = [mark for mark in (drawn.baseline, drawn.target, drawn.challenge) if mark is not None]
    assert marks == sorted(set(marks), reverse=not is_up_good)
    usual = [value for value in values if drawn.low <= value <= drawn.high]
    assert 2 * len(usual) > len(values)
    assert all(value >= drawn.baseline if is_up_good else value <= drawn.baseline for value in usual)
    if drawn.target is not None and values[-1] in usual:
        assert values[-1] >= drawn.target if is_up_good else values[-1] <= drawn.target


@given(SHARES, st.randoms())
def test_baseline_and_challenge_do_not_read_the_order(values: list[float], random: object) -> None:
    drawn = draw_thresholds(values, is_up_good=True)
    shuffled = values[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    again = draw_thresholds(shuffled, is_up_good=True)
    assert drawn is not None
    assert again is not None
    assert (drawn.baseline, drawn.low, drawn.high) == (again.baseline, again.low, again.high)


def test_falls_of_two_running() -> None:
    """From 100 to 80 is 20%, to 60 is 25%, to 90 a rise of half, to 45 half: both of 20 and 25 are 20 or more."""
    assert falls_from_previous([100, 80, 60, 90, 45]) == pytest.approx([0.2, -0.5, -0.5])


def test_falls_below_the_median_before() -> None:
    """The median of 10, 20, 30 and 40 is 25; 20 is a fifth below. That of 20, 30, 40 and 20 is 25 too."""
    assert falls_from_median([10, 20, 30, 40, 20, 50], 4) == pytest.approx([0.2, -1.0])


@pytest.mark.parametrize(("worst", "percent"), [(-0.2, 10), (0.09, 10), (0.1, 15), (0.149, 15), (0.15, 20), (0.31, 35)])
def test_a_rule_lies_beyond_every_fall_there_was(worst: float, percent: int) -> None:
    assert beyond([0.01, worst], 10) == percent
    assert beyond([], 10) == 10


def test_a_fall_of_just_a_fifth_twice_asks_for_more() -> None:
    assert beyond(falls_from_previous([100, 80, 64]), 10) == 25


@pytest.mark.parametrize(
    ("samples", "is_current", "is_enough"),
    [
        ((30, 30, 30), True, False),
        ((30, 30, 30, 30), True, True),
        ((30, 30, 30, 30), False, False),
        ((29, 29, 30, 30), True, False),
        ((29, 30, 30, 30), True, True),
        ((30, 30, 30, 29), True, False),
    ],
)
def test_most_periods_and_the_last_are_of_enough(
    samples: tuple[float, ...], *, is_current: bool, is_enough: bool
) -> None:
    """Four at least, and the last is the one that a check would judge."""
    quarter = Quarter(Period.week, (), samples, samples, is_current)
    assert quarter.is_of_enough(30) is is_enough
