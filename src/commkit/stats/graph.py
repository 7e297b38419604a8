"""A directed network as plain arrays: its shape as a whole, and who in it is looked to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    Array = Any  # of numpy, which is imported where it is used

DAMPING = 0.85
_NEAR = 1e-9  # how far from the exact ranks, summed over all nodes
_MOST_STEPS = 1000


@dataclass(frozen=True)
class Graph:
    """Nodes from 0 to `size` - 1, and ties from `source` to `target`, each pair once and nobody to itself."""

    size: int
    source: Array
    target: Array
    weight: Array

    @cached_property
    def drawn_from(self) -> Array:
        """How many have a tie to each node."""
        import numpy as np

        return np.bincount(self.target, minlength=self.size)

    @cached_property
    def given_to(self) -> Array:
        """To how many each node has a tie."""
        import numpy as np

        return np.bincount(self.source, minlength=self.size)

    @cached_property
    def matrix(self) -> Array:
        """Weights as a sparse matrix, a row a source."""
        from scipy.sparse import csr_array

        return csr_array((self.weight, (self.source, self.target)), shape=(self.size, self.size))

    @cached_property
    def both_ways(self) -> Array:
        """What went either way between two nodes, as a symmetric sparse matrix."""
        return (self.matrix + self.matrix.T).tocsr()


@dataclass(frozen=True, slots=True)
class Shape:
    """Ties that are returned, nodes without any, how dense it is, and how little it hangs on one node."""

    mutual: int
    isolates: int
    density: float | None
    reciprocity: float | None
    decentralisation: float | None


def make_graph(size: int, source: Array, target: Array, weight: Array | None = None) -> Graph:
    """A graph of these ties; those of one pair are one, of their summed weight, and nobody has one to itself."""
    import numpy as np

    ends = np.asarray(source, dtype=np.int64), np.asarray(target, dtype=np.int64)
    heavy = np.ones(len(ends[0])) if weight is None else np.asarray(weight, dtype=float)
    kept = ends[0] != ends[1]
    pair, at = np.unique(ends[0][kept] * max(size, 1) + ends[1][kept], return_inverse=True)
    return Graph(size, pair // max(size, 1), pair % max(size, 1), np.bincount(at, heavy[kept], minlength=len(pair)))


def describe_shape(graph: Graph) -> Shape:
    """The shape of the network; None where it has too few nodes or ties to have one.

    Decentralisation is 1 less Freeman's centralisation of in-degrees: 0 where all look to one, 1 where to all alike.
    """
    import numpy as np

    ties, size, drawn = len(graph.source), graph.size, graph.drawn_from
    back = graph.target * max(size, 1) + graph.source
    mutual = int(np.isin(back, graph.source * max(size, 1) + graph.target).sum())
    possible = size * (size - 1)
    return Shape(
        mutual,
        int(((drawn + graph.given_to) == 0).sum()),
        ties / possible if possible else None,
        mutual / ties if ties else None,
        1 - float((drawn.max() - drawn).sum()) / (size - 1) ** 2 if possible else None,
    )


def rank_pages(graph: Graph, damping: float = DAMPING) -> Array:
    """PageRank of each node, every tie of one worth, by power iteration; whoever has no tie looks to all alike.

    A step moves the ranks by at least (1 - damping) / damping of what is left to the exact ones.
    """
    import numpy as np

    if not graph.size:
        return np.zeros(0)
    links = graph.matrix.T.tocsr()
    links.data = 1 / graph.given_to[links.indices]
    is_end = graph.given_to == 0
    ranks = np.full(graph.size, 1 / graph.size)
    for _ in range(_MOST_STEPS):
        moved = damping * (links @ ranks + ranks[is_end].sum() / graph.size) + (1 - damping) / graph.size
        left = np.abs(moved - ranks).sum() * damping / (1 - damping)
        ranks = moved
        if left <= _NEAR:
            break
    return ranks / ranks.sum()
