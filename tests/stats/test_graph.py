"""Ranks, paths and communities: Zachary's karate club as others computed it, and networks counted by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.stats.graph import Graph, describe_shape, make_graph, rank_pages
from commkit.stats.graph_betweenness import count_betweenness, estimate_betweenness, find_betweenness
from commkit.stats.graph_communities import find_communities, measure_modularity
from tests.stats.karate import karate

NODES = st.integers(1, 12)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    size = draw(NODES)
    ends = st.integers(0, size - 1)
    ties = draw(st.lists(st.tuples(ends, ends, st.integers(1, 5)), max_size=40))
    source, target, weight = zip(*ties, strict=True) if ties else ((), (), ())
    return make_graph(size, source, target, weight)


PUBLISHED = {34: 0.100918, 1: 0.097002, 33: 0.071692, 3: 0.057078}  # networkx, unweighted, damping 0.85
EXACT = {34: 0.1009192, 1: 0.0969973, 33: 0.0716932, 3: 0.0570785}  # igraph, and the linear system solved


def test_pagerank_of_the_karate_club() -> None:
    """The published numbers are those of an iteration that stops 3e-5 before it is there; ours goes on to the end."""
    graph = karate()
    move = np.zeros((34, 34))
    move[graph.target, graph.source] = 1 / graph.given_to[graph.source]
    exact = np.linalg.solve(np.eye(34) - 0.85 * move, np.full(34, 0.15 / 34))
    assert np.abs(rank_pages(graph) - exact).sum() < 1e-6
    assert {who: rank_pages(graph)[who - 1] for who in EXACT} == pytest.approx(EXACT, abs=1e-7)
    before, ranks = np.zeros(34), np.full(34, 1 / 34)
    while np.abs(ranks - before).sum() >= 34 * 1e-6:
        before, ranks = ranks, 0.85 * move @ ranks + 0.15 / 34
    assert {who: ranks[who - 1] for who in PUBLISHED} == pytest.approx(PUBLISHED, abs=1e-6)


@pytest.mark.parametrize(("who", "share"), [(1, 0.437635), (34, 0.304075), (33, 0.145247), (3, 0.143657)])
def test_betweenness_of_the_karate_club(who: int, share: float) -> None:
    assert find_betweenness(karate())[who - 1] == pytest.approx(share, abs=1e-6)


def test_modularity_of_the_karate_club_is_the_greatest_there_is() -> None:
    """0.4197896, in four communities, is proved to be the maximum (Brandes and others 2008)."""
    found = find_communities(karate())
    assert found.number == 4
    assert found.modularity == pytest.approx(0.4197896, abs=1e-7)
    assert list(found.of_nodes) == list(find_communities(karate()).of_nodes)


def test_ranks_are_those_of_the_linear_system() -> None:
    """Solved exactly, with nodes that give nothing, in 200 nodes drawn at random."""
    dice = np.random.default_rng(3)
    graph = make_graph(200, dice.integers(0, 150, 900), dice.integers(0, 200, 900))
    move = np.zeros((200, 200))
    move[graph.target, graph.source] = 1 / graph.given_to[graph.source]
    move[:, graph.given_to == 0] = 1 / 200
    exact = np.linalg.solve(np.eye(200) - 0.85 * move, np.full(200, 0.15 / 200))
    assert np.abs(rank_pages(graph) - exact).sum() < 1e-6


def test_paths_from_every_node_are_all_paths() -> None:
    dice = np.random.default_rng(5)
    graph = make_graph(60, dice.integers(0, 60, 150), dice.integers(0, 60, 150))
    assert estimate_betweenness(graph, pivots=60) == pytest.approx(count_betweenness(graph), abs=1e-9)
    assert estimate_betweenness(karate(), pivots=17)[0] == pytest.approx(0.437635, rel=0.4)


def test_who_joins_two_groups_is_between_all_of_their_pairs() -> None:
    """0 1 2 know each other, and 4 5 6; 3 knows 2 and 4: of 15 pairs of others, 9 pass through 3."""
    graph = make_graph(7, [0, 0, 1, 4, 4, 5, 2, 3], [1, 2, 2, 5, 6, 6, 3, 4])
    assert count_betweenness(graph)[3] == pytest.approx(9 / 15)
    found = find_communities(graph)
    assert sorted({found.of_nodes[node] for node in (0, 1, 2)}) == [found.of_nodes[0]]
    assert found.of_nodes[0] != found.of_nodes[6]


def test_the_shape_of_a_star_and_of_a_ring() -> None:
    """Of four who answer one, and of five who each answer the next."""
    star = describe_shape(make_graph(6, [1, 2, 3, 4], [0] * 4))
    assert (star.isolates, star.mutual, star.reciprocity) == (1, 0, 0)
    assert star.density == pytest.approx(4 / 30)
    assert star.decentralisation == pytest.approx(1 - (4 * 5) / 25)
    ring = describe_shape(make_graph(5, [0, 1, 2, 3, 4, 1], [1, 2, 3, 4, 0, 0]))
    assert ring.mutual == 2
    assert ring.reciprocity == pytest.approx(2 / 6)
    assert describe_shape(make_graph(5, [0, 1, 2, 3, 4], [1, 2, 3, 4, 0])).decentralisation == 1
    assert describe_shape(make_graph(3, [0, 1, 2], [1, 0, 2])).mutual == 2  # nobody ties to themselves


def test_who_has_no_tie_is_in_no_community() -> None:
    found = find_communities(make_graph(5, [3], [1]))
    assert list(found.of_nodes) == [0, 1, 0, 1, 0]
    assert find_communities(make_graph(2, [], [])).modularity is None
    assert list(rank_pages(make_graph(2, [], []))) == [0.5, 0.5]
    assert len(rank_pages(make_graph(0, [], []))) == 0
    assert describe_shape(make_graph(0, [], [])).density is None


@given(graphs())
def test_ranks_sum_to_one_and_shares_are_shares(graph: Graph) -> None:
    assert rank_pages(graph).sum() == pytest.approx(1)
    between = count_betweenness(graph)
    assert ((between >= 0) & (between <= 1 + 1e-9)).all()
    assert estimate_betweenness(graph, pivots=graph.size) == pytest.approx(between, abs=1e-9)
    found = find_communities(graph)
    if found.modularity is not None:
        assert measure_modularity(graph, np.ones(graph.size, dtype=int)) == pytest.approx(0, abs=1e-9)
        assert found.modularity >= -1e-9
