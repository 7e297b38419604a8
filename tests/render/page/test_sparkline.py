"""Lines as small as words."""

from __future__ import annotations

import re

import pytest

from commkit.render.page.sparkline import draw_spark

GROUND, MIDDLE = 17.0, 10.0  # of a picture 20 high with an edge of 3


@pytest.mark.parametrize(("value", "height"), [(0, GROUND), (4, MIDDLE)])
def test_a_line_that_never_moves_lies_on_the_ground_only_where_there_was_nothing(value: int, height: float) -> None:
    drawn = draw_spark([value] * 3, "members")
    assert {float(y) for y in re.findall(r",([\d.]+)", drawn)} == {height}
    assert f'cy="{height:g}"' in drawn


def test_a_line_runs_from_the_lowest_to_the_highest_and_breaks_where_nothing_is_known() -> None:
    drawn = draw_spark([1, 3, None, 2, 3], "members")
    assert re.findall(r'points="([^"]+)"', drawn) == ["3,17 19.5,3", "52.5,10 69,3"]
