"""Chains of published examples, and of classes drawn at random."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.stats.chains import find_stationary, project, share_rows

if TYPE_CHECKING:
    from random import Random

# Three states of daily rain on Alofi, Niue, as `rain` in the R package markovchain (Avery and Henderson 1999).
ALOFI = [[362, 126, 60], [136, 90, 68], [50, 79, 124]]
# Growth, mild and severe recession by month, Hamilton 2005, as in QuantEcon's lectures on finite Markov chains.
HAMILTON = [[0.971, 0.029, 0.0], [0.145, 0.778, 0.077], [0.0, 0.508, 0.492]]

SIZES = st.integers(1, 6)
COUNTS = SIZES.flatmap(
    lambda size: st.lists(
        st.lists(st.one_of(st.just(0), st.integers(0, 10), st.integers(1, 10**9)), min_size=size, max_size=size),
        min_size=size,
        max_size=size,
    )
)


def connect(counts: list[list[int]]) -> list[list[int]]:
    """With one who moves from each class into the next, so that a way leads from each to each."""
    return [
        [count + (end == (start + 1) % len(row)) for end, count in enumerate(row)] for start, row in enumerate(counts)
    ]


def test_rain_on_alofi() -> None:
    shares = share_rows(ALOFI)
    published = [
        [0.6605839, 0.2299270, 0.1094891],
        [0.4625850, 0.3061224, 0.2312925],
        [0.1976285, 0.3122530, 0.4901186],
    ]
    for row, expected in zip(shares, published, strict=True):
        assert row == pytest.approx(expected, abs=1e-7)
    assert find_stationary(shares) == pytest.approx([0.50089, 0.26937, 0.22975], abs=1e-5)


def test_the_errors_that_markovchain_prints_are_shares_over_roots_of_counts() -> None:
    """An interval from them may leave 0 to 1, so they are not ours: see stats/shares.py."""
    shares = share_rows(ALOFI)
    errors = [share / math.sqrt(count) for share, count in zip(shares[0][:2], ALOFI[0][:2], strict=True)]
    assert errors == pytest.approx([0.03471952, 0.02048353], abs=5e-9)


def test_recessions_by_hamilton() -> None:
    assert find_stationary(HAMILTON) == pytest.approx([0.8128, 0.16256, 0.02464], abs=1e-5)


def test_of_a_row_without_anybody_nothing_is_known() -> None:
    shares = share_rows([[1, 3], [0, 0]])
    assert shares[0] == [0.25, 0.75]
    assert all(map(math.isnan, shares[1]))
    assert find_stationary(shares) is None
    assert find_stationary([]) is None


def test_two_sets_that_nobody_leaves_settle_nowhere_in_particular() -> None:
    """The first class leads into either of the others, and both keep whom they have."""
    assert find_stationary([[0.5, 0.25, 0.25], [0, 1, 0], [0, 0, 1]]) is None
    assert find_stationary([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0.5, 0.5], [0, 0, 0.5, 0.5]]) is None


def test_all_end_in_the_one_class_that_nobody_leaves() -> None:
    assert find_stationary([[0.9, 0.1, 0], [0, 0.9, 0.1], [0, 0, 1]]) == [0, 0, 1]
    assert find_stationary([[1.0]]) == [1]


def test_a_chain_that_goes_round_has_a_third_in_each() -> None:
    assert find_stationary([[0, 1, 0], [0, 0, 1], [1, 0, 0]]) == pytest.approx([1 / 3] * 3, abs=1e-15)


def test_a_chain_that_nearly_goes_round_or_hardly_moves_loses_no_digits() -> None:
    """Between two classes, what goes one way goes the other: 3 parts to 1, however rare it is."""
    for rare in (1e-3, 1e-9, 1e-15):
        assert find_stationary([[1 - rare, rare], [3 * rare, 1 - 3 * rare]]) == pytest.approx([0.75, 0.25], rel=1e-14)
        assert find_stationary([[rare, 1 - rare], [1, 0]]) == pytest.approx([1 / (2 - rare), (1 - rare) / (2 - rare)])


def test_three_periods_counted_by_hand() -> None:
    """Of the low half stay, a quarter rises, a quarter leaves; of the high all but a tenth stay, who fall. 40 join.

    100, 20: 50 + 2 + 40 = 92 and 25 + 18 = 43; then 46 + 4.3 + 40 = 90.3 and 23 + 38.7 = 61.7.
    """
    shares = [[0.5, 0.25], [0.1, 0.9]]
    assert project(shares, [100, 20], [40, 0], 0) == [100, 20]
    assert project(shares, [100, 20], [40, 0], 1) == pytest.approx([92, 43])
    assert project(shares, [100, 20], [40, 0], 2) == pytest.approx([90.3, 61.7])


def test_a_class_of_which_nothing_is_known_matters_once_somebody_is_in_it() -> None:
    shares = [[1.0, 0.0], [math.nan, math.nan]]
    assert project(shares, [7, 0], [1, 0], 3) == [10, 0]
    assert math.isnan(project(shares, [7, 1], [1, 0], 1)[0])


@given(COUNTS)
def test_a_period_leaves_the_stationary_distribution_as_it_is(counts: list[list[int]]) -> None:
    shares = share_rows(connect(counts))
    settled = find_stationary(shares)
    assert settled is not None
    assert sum(settled) == pytest.approx(1, abs=1e-12)
    assert min(settled) >= 0
    assert project(shares, settled, [0] * len(settled), 1) == pytest.approx(settled, abs=1e-12)


@given(COUNTS, st.randoms(use_true_random=False))
def test_the_order_of_classes_changes_nothing(counts: list[list[int]], dice: Random) -> None:
    shares = share_rows(counts)
    order = list(range(len(shares)))
    dice.shuffle(order)
    settled = find_stationary(shares)
    moved = find_stationary([[shares[start][end] for end in order] for start in order])
    assert (settled is None) == (moved is None)
    if settled is not None:
        assert moved == pytest.approx([settled[place] for place in order], abs=1e-12)


@given(COUNTS, st.integers(0, 5))
def test_whom_nobody_joins_and_nobody_leaves_stay_as_many(counts: list[list[int]], periods: int) -> None:
    shares = share_rows(connect(counts))
    start = list(range(1, len(shares) + 1))
    assert sum(project(shares, start, [0] * len(start), periods)) == pytest.approx(sum(start), rel=1e-12)
