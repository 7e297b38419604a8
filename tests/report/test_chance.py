"""What chance brings is no finding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.report.chance import is_larger, is_one_sided


@pytest.mark.parametrize(
    ("one", "other", "larger"),
    [
        # Newcombe (1998), table II, row a: 56 of 70 beside 48 of 80 differ by 0.2, from 0.0524 to 0.3339.
        ((56, 70), (48, 80), True),
        # Row b: 9 of 10 beside 3 of 10 differ by 0.6, from 0.1705 to 0.8090.
        ((9, 10), (3, 10), True),
        # Row c: 6 of 7 beside 2 of 7 differ by 0.5714, from 0.0582 to 0.8062.
        ((6, 7), (2, 7), True),
        # Row d: 5 of 56 beside 0 of 29 differ by 0.0893, from -0.0381 to 0.1926.
        ((5, 56), (0, 29), False),
        ((48, 80), (56, 70), False),
        ((0, 0), (0, 29), False),
    ],
)
def test_a_share_is_larger_where_the_interval_leaves_out_0(
    one: tuple[int, int], other: tuple[int, int], larger: bool
) -> None:
    assert is_larger(one, other) is larger


# The square of the difference over the sum passes 3.841, that of 1.96, between 8 and 9 of 10.
@pytest.mark.parametrize(("more", "fewer", "one_sided"), [(9, 1, True), (8, 2, False), (1, 9, False), (0, 0, False)])
def test_moves_go_one_way_by_more_than_chance(more: int, fewer: int, one_sided: bool) -> None:
    assert is_one_sided(more, fewer) is one_sided


@given(st.integers(0, 500), st.integers(0, 500))
def test_no_two_ways_are_both_the_larger(one: int, other: int) -> None:
    assert not (is_one_sided(one, other) and is_one_sided(other, one))
