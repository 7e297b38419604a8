from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from commkit.render.page.plot import keep_apart


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
