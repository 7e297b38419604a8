"""Who in a network belongs together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from commkit.stats.graph import Array, Graph

_TRIALS, _MANY = 8, 200_000  # how often a network is divided, to keep the best; ties from which once must do
_ITERATIONS, _SEED = 4, 1


class Communities(NamedTuple):
    """The community of each node, from 1, the largest first, 0 of who has no tie; and how well they divide it."""

    of_nodes: Array
    number: int
    modularity: float | None


def find_communities(graph: Graph) -> Communities:
    """Communities by Leiden's algorithm (Traag and others 2019) on what went either way, always divided alike.

    Of equal size, the one with the first node stands first.
    """
    import graspologic_native
    import numpy as np

    links = graph.both_ways
    if not links.nnz:
        return Communities(np.zeros(graph.size, dtype=np.int64), 0, None)
    _, found = graspologic_native.leiden_csr(
        links.indptr.astype(np.int64),
        links.indices.astype(np.int32),
        links.data.astype(np.float64),
        graph.size,
        iterations=_ITERATIONS,
        seed=_SEED,
        trials=_TRIALS if links.nnz < _MANY else 1,
    )
    tied = np.diff(links.indptr) > 0
    raw = np.array([found[node] for node in range(graph.size)])
    named, first, at = np.unique(raw[tied], return_index=True, return_inverse=True)
    order = np.lexsort((first, -np.bincount(at)))
    place = np.empty(len(named), dtype=np.int64)
    place[order] = np.arange(1, len(named) + 1)
    of_nodes = np.zeros(graph.size, dtype=np.int64)
    of_nodes[tied] = place[at]
    return Communities(of_nodes, len(named), measure_modularity(graph, of_nodes))


def measure_modularity(graph: Graph, of_nodes: Array) -> float:
    """By how much more of what went between nodes stays within communities than by chance (Newman 2004)."""
    import numpy as np

    inside = of_nodes[graph.source] == of_nodes[graph.target]
    whole = graph.weight.sum()
    strength = np.asarray(graph.both_ways.sum(axis=1)).ravel()
    shares = np.bincount(of_nodes, strength) / (2 * whole)
    return float(graph.weight[inside].sum() / whole - (shares**2).sum())
