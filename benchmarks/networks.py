"""What networks cost: commkit beside the graph libraries' own calls, on a million ties between 100,000 people.

Called as `python -m benchmarks.networks`. Seconds of the processor, the best of three; building the graph is apart.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import graspologic_native
import numpy as np
import rustworkx

from commkit.stats.graph import Graph, make_graph, rank_pages
from commkit.stats.graph_betweenness import count_betweenness, estimate_betweenness
from commkit.stats.graph_communities import find_communities

if TYPE_CHECKING:
    from collections.abc import Callable

PEOPLE, TIES, SMALL = 100_000, 1_150_000, 3000  # of the ties some fall together: about 1,080,000 are left


def draw(size: int, ties: int, power: float) -> Graph:
    """A network in which few are answered by many."""
    dice = np.random.default_rng(1)
    shares = np.arange(1, size + 1) ** -power
    shares /= shares.sum()
    return make_graph(size, *(dice.choice(size, ties, p=shares) for _ in range(2)))


def fresh(graph: Graph) -> Graph:
    """The same graph, of which nothing is worked out yet."""
    return Graph(graph.size, graph.source, graph.target, graph.weight)


def clock(run: Callable[[], Any], times: int = 3) -> float:
    """Seconds of the processor, the best of so many runs."""
    taken = []
    for _ in range(times):
        began = time.process_time()
        run()
        taken.append(time.process_time() - began)
    return min(taken)


def tell(what: str, ours: float, theirs: float | None = None) -> None:
    """One line: ours, theirs and how many times as long ours takes."""
    beside = "" if theirs is None else f"  library {theirs:6.2f} s  x{ours / theirs:.2f}"
    print(f"{what:<28} commkit {ours:6.2f} s{beside}")


def main() -> None:
    """Print a line a task."""
    large, small = draw(PEOPLE, TIES, 0.8), draw(SMALL, 3 * SMALL, 0.0)
    pairs = list(zip(large.source.tolist(), large.target.tolist(), strict=True))
    directed = rustworkx.PyDiGraph()
    directed.add_nodes_from(range(PEOPLE))
    directed.add_edges_from_no_data(pairs)
    tell("PageRank", clock(lambda: rank_pages(fresh(large))), clock(lambda: rustworkx.pagerank(directed)))
    both = large.both_ways
    arrays = both.indptr.astype(np.int64), both.indices.astype(np.int32), both.data
    theirs = clock(lambda: graspologic_native.leiden_csr(*arrays, PEOPLE, iterations=4, seed=1), 1)
    tell("communities", clock(lambda: find_communities(fresh(large)), 1), theirs)
    plain = rustworkx.PyGraph(multigraph=False)
    plain.add_nodes_from(range(SMALL))
    plain.add_edges_from_no_data(list(zip(small.source.tolist(), small.target.tolist(), strict=True)))
    theirs = clock(lambda: rustworkx.betweenness_centrality(plain), 1)
    tell(f"betweenness, {SMALL} people", clock(lambda: count_betweenness(fresh(small)), 1), theirs)
    tell("betweenness, estimated", clock(lambda: estimate_betweenness(fresh(large)), 1))


if __name__ == "__main__":
    main()
