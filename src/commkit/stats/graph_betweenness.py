"""How much of what passes through a network passes through each node."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commkit.stats.graph import Array, Graph

MOST_STEPS = 20_000_000  # nodes times ties up to which every shortest path is counted
PIVOTS, _BLOCK, _SEED = 256, 32, 1
_DIGITS = 12  # threads add up in any order


def is_sampled(graph: Graph) -> bool:
    """Whether the network is so large that paths are counted from some nodes only."""
    return graph.size * len(graph.source) > MOST_STEPS


def find_betweenness(graph: Graph) -> Array:
    """The share of shortest paths between two others that pass through each node, whichever way ties go.

    In a large network it is estimated from paths that begin at some nodes, drawn always alike (Brandes and Pich 2007).
    """
    return estimate_betweenness(graph) if is_sampled(graph) else count_betweenness(graph)


def count_betweenness(graph: Graph) -> Array:
    """The share, of all shortest paths."""
    import numpy as np
    import rustworkx

    pairs = _list_pairs(graph)
    web = rustworkx.PyGraph(multigraph=False)
    web.add_nodes_from([None] * graph.size)
    web.add_edges_from_no_data(pairs)
    found = rustworkx.betweenness_centrality(web)
    return np.array([found[node] for node in range(graph.size)]).round(_DIGITS)


def estimate_betweenness(graph: Graph, pivots: int = PIVOTS) -> Array:
    """The share, from the shortest paths that begin at some nodes."""
    import numpy as np

    size = graph.size
    drawn = np.random.default_rng(_SEED).permutation(size)[:pivots]
    links = graph.both_ways.astype(np.float32)
    links.data[:] = 1
    total = np.zeros(size)
    for begin in range(0, len(drawn), _BLOCK):
        total += _depend(links, drawn[begin : begin + _BLOCK])
    pairs = (size - 1) * (size - 2)
    return total * (size / len(drawn)) / pairs if pairs else total


def _list_pairs(graph: Graph) -> list[tuple[int, int]]:
    """Who has a tie with whom, whichever way it goes: each pair once."""
    from scipy.sparse import triu

    upper = triu(graph.both_ways, 1).tocoo()
    return list(zip(upper.row.tolist(), upper.col.tolist(), strict=True))


def _depend(links: Array, sources: Array) -> Array:
    """What depends on each node, summed over all paths from these sources (Brandes 2001), level by level for all."""
    import numpy as np

    paths, levels = _walk(links, sources)
    depends = np.zeros_like(paths)
    for near, far in zip(levels[-2::-1], levels[:0:-1], strict=True):
        share = np.zeros_like(paths)
        share[far] = (1 + depends[far]) / paths[far]
        depends[near] += (paths * (links @ share))[near]
    depends[sources, np.arange(len(sources))] = 0
    return depends.sum(axis=1)


def _walk(links: Array, sources: Array) -> tuple[Array, list[Array]]:
    """The number of shortest paths from each source, a column each, and which nodes are so many ties away."""
    import numpy as np

    paths = np.zeros((links.shape[0], len(sources)))
    paths[sources, np.arange(len(sources))] = 1
    front, levels = paths, [paths > 0]
    seen = levels[0].copy()
    while levels[-1].any():
        front = links @ front
        front[seen] = 0
        levels.append(front > 0)
        seen |= levels[-1]
        paths += front
    return paths, levels[:-1]
