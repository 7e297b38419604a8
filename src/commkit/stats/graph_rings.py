"""Few people who answer almost only each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commkit.stats.graph import Array, Graph


@dataclass(frozen=True, slots=True)
class RingRule:
    """How few people a ring is, how often each answers and is answered, how much of it inside, of how many at most."""

    most_members: int
    fewest_answers: float
    inside_share: float
    most_share: float  # of all who have ties: a community of five answers itself, and is no ring


def find_rings(graph: Graph, rule: RingRule) -> list[list[int]]:
    """The rings: each member gives and draws at least so much of their answers inside. Each in order, none twice."""
    tied = int(((graph.drawn_from + graph.given_to) > 0).sum())
    most = min(rule.most_members, int(tied * rule.most_share))
    closed = dict(_list_circles(graph, rule))
    found = (_shrink(graph, ring, rule) for ring in _join(closed))
    return sorted(ring for ring in found if 1 < len(ring) <= most)


def _list_circles(graph: Graph, rule: RingRule) -> Iterator[tuple[int, list[int]]]:
    """Whoever answers almost only a few, and is answered often enough, with these few: the fewest that it takes."""
    import numpy as np

    given, drawn = graph.matrix, np.asarray(graph.matrix.sum(axis=0)).ravel()
    whole = np.asarray(given.sum(axis=1)).ravel()
    busy = np.flatnonzero((whole >= rule.fewest_answers) & (drawn >= rule.fewest_answers))
    for node in busy.tolist():
        begin, end = given.indptr[node : node + 2]
        order = np.argsort(-given.data[begin:end], kind="stable")
        reached = np.cumsum(given.data[begin:end][order]) / whole[node]
        needed = int(np.searchsorted(reached, rule.inside_share - 1e-9)) + 1
        if needed < rule.most_members:
            yield node, given.indices[begin:end][order][:needed].tolist()


def _join(circles: dict[int, list[int]]) -> Iterator[set[int]]:
    """Those of whom one is in the circle of the other, and so on; each such set once."""
    links: dict[int, set[int]] = {node: set() for node in circles}
    for node, others in circles.items():
        for other in others:
            if other in circles:
                links[node].add(other)
                links[other].add(node)
    left = set(links)
    while left:
        front = [left.pop()]
        ring = set(front)
        while front:
            new = links[front.pop()] - ring
            ring |= new
            front += new
        left -= ring
        yield ring


def _shrink(graph: Graph, ring: set[int], rule: RingRule) -> list[int]:
    """The ring without those who answer or are answered outside too often, again and again until nobody goes."""
    while len(ring) > 1:
        nodes = sorted(ring)
        inside = graph.matrix[nodes][:, nodes]
        gives = _share(inside.sum(axis=1), graph.matrix[nodes].sum(axis=1))
        draws = _share(inside.sum(axis=0), graph.matrix.tocsc()[:, nodes].sum(axis=0))
        kept = {node for node, *shares in zip(nodes, gives, draws, strict=True) if min(shares) >= rule.inside_share}
        if kept == ring:
            break
        ring = kept
    return sorted(ring)


def _share(part: Array, whole: Array) -> list[float]:
    import numpy as np

    return (np.asarray(part).ravel() / np.maximum(np.asarray(whole).ravel(), 1)).tolist()  # type: ignore[no-any-return]
