from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.edition import Occasion
from commkit.render.page.axis import END, RIGHT, choose_labels, choose_ticks, lay_lanes

DAYS = [date(2024, 1, 1) + timedelta(weeks=week) for week in range(5)]
ROOM = 280


@pytest.mark.parametrize(
    ("low", "high", "whole", "ticks"),
    [
        (0, 111, True, [0, 50, 100]),
        (0, 1, False, [0, 0.25, 0.5, 0.75, 1]),
        (0, 3, True, [0, 1, 2, 3]),
        (0, 1, True, [0, 1]),
        (-20, 20, True, [-20, -10, 0, 10, 20]),
        (0, 0.08, False, [0, 0.02, 0.04, 0.06, 0.08]),
    ],
)
def test_ticks_are_round(low: float, high: float, whole: bool, ticks: list[float]) -> None:
    assert choose_ticks(low, high, whole=whole) == pytest.approx(ticks)


@given(st.floats(-1e9, 0), st.floats(1e-6, 1e9), st.booleans())
def test_ticks_are_few_and_within(low: float, high: float, whole: bool) -> None:
    ticks = choose_ticks(low, high, whole=whole)
    assert 1 <= len(ticks) <= 6
    assert 0 in ticks
    assert all(low - 1e-6 * (high - low) <= tick <= high + 1e-6 * (high - low) for tick in ticks)


def test_the_last_place_is_always_labelled() -> None:
    labels = [f"2024-01-{day:02}" for day in range(1, 32)]
    chosen = choose_labels(labels, ROOM)
    assert chosen[-1] == 30
    assert 2 <= len(chosen) <= 4
    assert choose_labels(["0", "1", "2"], ROOM) == [0, 1, 2]


def test_labels_need_their_width() -> None:
    """Seven days: a date takes 72 px and 6 beside it, so every third has room where two lie 26 px apart."""
    days = [f"2026-{month:02}-01" for month in range(1, 8)]
    assert choose_labels(days, 26 * 6 / 0.84) == [0, 3, 6]
    assert choose_labels(days, 25 * 6 / 0.84) == [2, 6]


def test_an_occasion_lies_between_its_days() -> None:
    """From the third Monday to the fourth, of five over 84% of the width: 42% to 63%."""
    lanes, hidden = lay_lanes([Occasion(DAYS[2], DAYS[3], "fair", "campaign")], DAYS, ["fair"], ROOM)
    assert hidden == 0
    assert [(lane.number, lane.start, lane.end, lane.name) for lane in lanes] == [(0, 42, 63, "fair")]


def test_an_occasion_of_another_time_is_not_drawn() -> None:
    far = [Occasion(date(2020, 1, 1), date(2020, 2, 1), "past", "campaign")]
    far += [Occasion(date(2030, 1, 1), date(2030, 2, 1), "future", "campaign")]
    assert lay_lanes(far, DAYS, ["past", "future"], ROOM) == ([], 0)


def test_occasions_need_an_axis_of_days() -> None:
    fair = [Occasion(DAYS[0], DAYS[1], "fair", "campaign")]
    assert lay_lanes(fair, [0, 1, 2], ["fair"], ROOM) == ([], 0)
    assert lay_lanes(fair, DAYS[:1], ["fair"], ROOM) == ([], 0)


@given(st.lists(st.tuples(st.integers(-50, 80), st.integers(0, 90), st.text("ab界", max_size=13)), max_size=12))
def test_no_two_occasions_meet_in_a_lane(drawn: list[tuple[int, int, str]]) -> None:
    occasions = [
        Occasion(DAYS[0] + timedelta(days=start), DAYS[0] + timedelta(days=start + long), name, "campaign")
        for start, long, name in drawn
    ]
    lanes, hidden = lay_lanes(occasions, DAYS, [each.name for each in occasions], ROOM)
    assert len(lanes) + hidden <= len(occasions)
    for lane in lanes:
        assert 0 <= lane.start <= lane.end <= END
        assert lane.end <= RIGHT + RIGHT / 4
        meeting = [each for each in lanes if each is not lane and each.number == lane.number]
        assert all(each.end <= lane.start or lane.end <= each.start for each in meeting)
