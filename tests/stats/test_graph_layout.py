"""A network laid out: no dot on another, the same picture each time, friends near."""

from __future__ import annotations

import numpy as np

from commkit.stats.graph import make_graph
from commkit.stats.graph_communities import find_communities
from commkit.stats.graph_layout import lay_out
from tests.stats.karate import karate


def test_no_dot_lies_on_another_and_the_picture_is_the_same() -> None:
    dice = np.random.default_rng(2)
    source = dice.integers(0, 300, 900)
    for graph in (karate(), make_graph(300, source, source // 30 * 30 + dice.integers(0, 30, 900))):
        communities = find_communities(graph).of_nodes
        x, y, radius = lay_out(graph, communities)
        drawn = np.flatnonzero(communities)
        apart = np.hypot(x[drawn, None] - x[drawn], y[drawn, None] - y[drawn]) - radius[drawn, None] - radius[drawn]
        assert apart[~np.eye(len(drawn), dtype=bool)].min() > -0.1
        again = lay_out(graph, communities)
        assert (x == again.x).all()
        assert (y == again.y).all()


def test_nobody_is_laid_out_of_nobody() -> None:
    assert len(lay_out(make_graph(0, [], []), np.zeros(0, dtype=int)).x) == 0
