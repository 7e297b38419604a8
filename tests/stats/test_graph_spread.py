"""Rings that are rings, seeds that cover, and a spread that never shrinks with more of them."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.stats.graph import make_graph
from commkit.stats.graph_coverage import cover
from commkit.stats.graph_rings import RingRule, find_rings
from commkit.stats.graph_spread import HEARERS, WORLDS, Cascade, draw_orders, trace_back

RULE = RingRule(most_members=5, fewest_answers=10, inside_share=0.9, most_share=0.25)
CROWD = [(one, other, 1.0) for one in range(6, 30) for other in range(6, 30) if (one * other) % 7 == 1 and one != other]


def rings(*ties: tuple[int, int, float]) -> list[list[int]]:
    source, target, weight = zip(*ties, *CROWD, strict=True)
    return find_rings(make_graph(30, source, target, weight), RULE)


def test_three_who_answer_only_each_other_are_a_ring() -> None:
    assert rings(*((a, b, 10.0) for a, b in permutations(range(3), 2))) == [[0, 1, 2]]


def test_three_friends_who_also_answer_others_are_none() -> None:
    """Each gives a fifth of their answers to others."""
    assert rings(*((a, b, 10.0) for a, b in permutations(range(3), 2)), *((a, a + 9, 5.0) for a in range(3))) == []


def test_three_friends_whom_others_answer_are_none() -> None:
    assert rings(*((a, b, 10.0) for a, b in permutations(range(3), 2)), *((a + 9, a, 5.0) for a in range(3))) == []


def test_who_only_answers_a_ring_neither_joins_nor_hides_it() -> None:
    """3 gives all answers to 0, and draws its own from others."""
    ties = [(a, b, 30.0) for a, b in permutations(range(3), 2)]
    assert rings(*ties, (3, 0, 2.0), (3, 1, 2.0), (7, 3, 12.0)) == [[0, 1, 2]]


def test_a_ring_may_run_in_a_circle_and_a_few_words_are_none() -> None:
    assert rings((0, 1, 20), (1, 2, 20), (2, 0, 20)) == [[0, 1, 2]]
    assert rings((0, 1, 9), (1, 0, 9)) == []


def test_a_small_community_is_no_ring() -> None:
    source, target, weight = zip(*((a, b, 10.0) for a, b in permutations(range(3), 2)), strict=True)
    assert find_rings(make_graph(5, source, target, weight), RULE) == []
    assert find_rings(make_graph(0, [], []), RULE) == []


def test_seeds_cover_what_the_ones_before_them_do_not() -> None:
    """1 alone adds most; then 0 adds 4 and 5, then 3 adds 9; 2 adds nobody, and of equals the first is chosen."""
    hears = {0: {1, 2, 4, 5}, 1: {1, 2, 3, 6, 7}, 2: {1, 2}, 3: {9}, 4: {9}}
    assert [(pick.node, set(pick.adds)) for pick in cover(hears, 9)] == [(1, hears[1]), (0, {4, 5}), (3, {9})]
    assert [pick.node for pick in cover(hears, 1)] == [1]
    assert cover({}, 3) == []


@given(st.lists(st.frozensets(st.integers(0, 12)), max_size=9), st.integers(1, 9))
def test_each_seed_adds_no_more_than_the_one_before(hears: list[frozenset[int]], most: int) -> None:
    picks = cover(dict(enumerate(hears)), most)
    sizes = [len(pick.adds) for pick in picks]
    assert sizes == sorted(sizes, reverse=True)
    assert len(frozenset().union(*(pick.adds for pick in picks))) == sum(sizes)


def cascade(ties: list[tuple[int, int, float]], size: int = 8, seed: int = 1) -> Cascade:
    source, target, chance = map(np.array, zip(*ties, strict=True)) if ties else (np.zeros(0, int),) * 3
    return Cascade(size, source, target, chance, seed=seed)


def test_a_chain_carries_by_the_product_of_its_chances() -> None:
    """0 to 1 to 2: 1 + 1/2 + 1/4, within three standard errors of 1,024 worlds."""
    reach = cascade([(0, 1, 0.5), (1, 2, 0.5)]).reach([0], np.arange(8))
    assert reach.shape == (1, WORLDS)
    assert reach.mean() == pytest.approx(1.75, abs=3 * 0.83 / WORLDS**0.5)
    assert set(np.unique(reach)) == {1, 2, 3}


def test_what_is_sure_reaches_all_and_only_who_is_counted_counts() -> None:
    sure: Any = [(0, 1, 1.0), (1, 2, 1.0), (2, 0, 1.0)]
    assert (cascade(sure).reach([1], np.arange(8)) == 3).all()
    assert (cascade(sure).reach([1, 5], np.array([0, 5])) == [[1], [2]]).all()
    assert (cascade([]).reach([4, 4], np.arange(8)) == 1).all()


@given(
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.floats(0, 1)), max_size=20),
    st.lists(st.integers(0, 7), min_size=1, max_size=6),
    st.integers(0, 99),
)
def test_more_seeds_never_reach_less(ties: list[tuple[int, int, float]], seeds: list[int], seed: int) -> None:
    once = list({(one, other): (one, other, chance) for one, other, chance in ties if one != other}.values())
    reach = cascade(once, seed=seed).reach(seeds, np.arange(8))
    assert (np.diff(reach, axis=0) >= 0).all()
    assert (reach == cascade(once, seed=seed).reach(seeds, np.arange(8))).all()
    assert (reach[0] == cascade(once, seed=seed).reach(seeds[:1], np.arange(8))[0]).all()


def test_who_is_traced_back_to_is_who_reaches() -> None:
    """0 reaches 1 surely and 2 in half of the worlds: of hearers drawn among three, (1 + 1 + 1/2) / 3 come from it."""
    known = trace_back(cascade([(0, 1, 1.0), (1, 2, 0.5)]), np.arange(3), seed=2)
    assert len(known[0]) / HEARERS == pytest.approx(2.5 / 3, abs=0.03)
    assert known[1] <= known[0] | known[1]
    assert len(known[2]) / HEARERS == pytest.approx(1 / 3, abs=0.03)


def test_others_are_drawn_anew_in_each_of_the_worlds_and_alike_by_the_same_seed() -> None:
    orders = draw_orders(np.arange(20), 3, seed=4)
    assert orders == draw_orders(np.arange(20), 3, seed=4)
    assert len(orders) * 64 == WORLDS
    assert len({tuple(each) for each in orders}) > 10
