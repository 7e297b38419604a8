from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.render.page.plot import keep_apart, plot_lines
from commkit.render.shapes import Lines, Trace
from tests.report.boards import make_board, make_metric


def test_numbers_stand_where_their_points_are_when_there_is_room() -> None:
    assert keep_apart([10, 50, 100], 150) == [10, 50, 100]


def test_numbers_make_room_for_each_other() -> None:
    assert keep_apart([10, 12, 100], 150) == [10, 24, 100], "14 px apart"
    assert keep_apart([148, 149], 150) == [136, 150], "none below the axis"


@given(st.lists(st.floats(0, 150), max_size=6).map(sorted))
def test_no_two_numbers_meet(wanted: list[float]) -> None:
    heights = keep_apart(wanted, 150)
    assert all(after - before >= 13.8 for before, after in pairwise(heights))
    assert all(height <= 150 for height in heights)


@pytest.mark.parametrize(("unsettled", "lift"), [(5, 14), (6, 14), (50, 0), (None, 0)])
def test_a_number_never_stands_on_a_hollow_point(unsettled: int | None, lift: float) -> None:
    """Eleven settled weeks, the last of 5, and a twelfth that is not; a number lies 4 px lower than its point."""
    weeks = tuple(date(2024, 1, 1) + timedelta(weeks=week) for week in range(12))
    trace = Trace("", "members", (100, 0, *[5] * 9, None), (*[None] * 11, unsettled))
    lines = Lines("starts_on", weeks, tuple(map(str, weeks)), (trace,), 0)
    [panel] = plot_lines(make_board(make_metric("wau", 1)), lines, ())
    [point] = re.findall(r'class="dot t0"[^>]* cy="([\d.]+)"', panel.svg)
    [number] = re.findall(r'class="end t0"[^>]* y="([\d.]+)"', panel.svg)
    assert float(number) == pytest.approx(float(point) + 4 - lift)
