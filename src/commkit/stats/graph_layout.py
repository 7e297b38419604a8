"""Where people of a network are drawn: each community a disc, whoever is answered by most in its middle."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commkit.stats.graph import Array, Graph

_GOLDEN = 2.399963229728653  # the angle by which seeds of a sunflower follow each other
_LEAST, _MOST, _GAP = 0.32, 1.5, 0.28  # radius of the smallest and the largest dot, and the room around each
_BETWEEN, _ANGLES, _STEP = 1.6, 72, 0.5


class DotPlaces(NamedTuple):
    """The middle and the radius of each dot, in units of one plane."""

    x: Array
    y: Array
    radius: Array


def lay_out(graph: Graph, of_nodes: Array) -> DotPlaces:
    """Discs that do not overlap, those with most ties between them close; the same network is laid out alike."""
    import numpy as np

    drawn = graph.drawn_from
    radius = _LEAST + (_MOST - _LEAST) * np.sqrt(drawn / max(int(drawn.max(initial=1)), 1))
    x, y = np.zeros(graph.size), np.zeros(graph.size)
    discs = []
    for community in range(1, int(of_nodes.max(initial=0)) + 1):
        nodes = np.flatnonzero(of_nodes == community)
        nodes = nodes[np.argsort(-drawn[nodes], kind="stable")]
        x[nodes], y[nodes], size = _wind(radius[nodes])
        discs.append((nodes, size))
    links = _count_between(graph, of_nodes, len(discs))
    for (nodes, _), (across, up) in zip(discs, _pack([size for _, size in discs], links), strict=True):
        x[nodes] += across
        y[nodes] += up
    return DotPlaces(x, y, radius)


def _wind(radius: Array) -> tuple[Array, Array, float]:
    """Dots in a spiral around the first, each with room of its own, and the radius of them all."""
    import numpy as np

    rooms = (radius + _GAP) ** 2 * 1.15
    away = np.sqrt(np.cumsum(rooms) - rooms / 2)
    away += radius[0] * 0.8
    away[:1] = 0
    turn = np.arange(len(radius)) * _GOLDEN
    return away * np.cos(turn), away * np.sin(turn), float((away + radius).max())


def _count_between(graph: Graph, of_nodes: Array, number: int) -> Array:
    """How many ties there are between each two communities."""
    import numpy as np

    links = np.zeros((number, number))
    np.add.at(links, (of_nodes[graph.source] - 1, of_nodes[graph.target] - 1), 1)
    return links + links.T


def _pack(sizes: list[float], links: Array) -> Iterator[tuple[float, float]]:
    """The middle of each disc: of the first in the middle, of each next as near as can be to those it is tied to."""
    import numpy as np

    turns = np.arange(_ANGLES) * 2 * np.pi / _ANGLES
    placed: list[tuple[float, float]] = []
    for at, size in enumerate(sizes):
        best = (0.0, 0.0)
        if placed:
            middles, others = np.array(placed), np.array(sizes[:at])
            spots = np.array([_push_out(middles, others + size + _BETWEEN, turn) for turn in turns])
            far = np.hypot(*(spots[:, None, :] - middles[None]).transpose(2, 0, 1))
            pull = links[at, :at] / max(links[at, :at].sum(), 1)
            cost = far @ pull + 0.7 * np.hypot(spots[:, 0] * 0.72, spots[:, 1])  # wider than high
            best = tuple(spots[int(cost.argmin())])
        placed.append(best)
        yield best


def _push_out(middles: Array, apart: Array, turn: float) -> tuple[float, float]:
    """The first spot from the middle outwards in this direction that is far enough from all discs."""
    import numpy as np

    way = 0.0
    while True:
        spot = way * np.cos(turn), way * np.sin(turn)
        if (np.hypot(middles[:, 0] - spot[0], middles[:, 1] - spot[1]) >= apart).all():
            return spot
        way += _STEP
