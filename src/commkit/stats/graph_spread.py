"""How far something spreads through a network from those who have it first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from commkit.stats.graph import Array

WORLDS, HEARERS = 1024, 4096
_BITS = 64  # worlds in a word


class Cascade:
    """Worlds in each of which a tie carries or does not, by its chance, the same for whoever begins.

    The independent cascade reaches whom live ties reach (Kempe, Kleinberg and Tardos 2003), so that in each world who
    begins with more never reaches less.
    """

    def __init__(self, size: int, source: Array, target: Array, chance: Array, *, seed: int) -> None:
        """Ties go from whoever is heard to whoever hears; the worlds are drawn by the seed."""
        import numpy as np

        order = np.lexsort((np.asarray(source), np.asarray(target)))
        self.size, self.source, self.chance = size, np.asarray(source)[order], np.asarray(chance)[order]
        self.ends, self.begins = np.unique(np.asarray(target)[order], return_index=True)
        dice = np.random.default_rng(seed)
        self.live = np.empty((WORLDS // _BITS, len(order)), dtype=np.uint64)
        for block in range(len(self.live)):
            drawn = dice.random((len(order), _BITS), dtype=np.float32) < self.chance[:, None]
            self.live[block] = np.packbits(drawn, axis=1).view(np.uint64).ravel()

    def reach(self, seeds: Sequence[int], counted: Array) -> Array:
        """A row per seed, a column a world: how many of the nodes that are counted the seeds up to it reach."""
        return self.reach_each([seeds] * len(self.live), counted)

    def reach_each(self, orders: Sequence[Sequence[int]], counted: Array) -> Array:
        """The same with seeds of their own in each 64 worlds, as many."""
        import numpy as np

        found = np.empty((len(orders[0]), WORLDS), dtype=np.int64)
        for block, (seeds, live) in enumerate(zip(orders, self.live, strict=True)):
            reached = np.zeros(self.size, dtype=np.uint64)
            for row, seed in enumerate(seeds):
                self._flow(reached, live, seed)
                bits = np.unpackbits(reached[counted].view(np.uint8).reshape(-1, _BITS // 8), axis=1)
                found[row, block * _BITS : (block + 1) * _BITS] = bits.sum(axis=0)
        return found

    def _flow(self, reached: Array, live: Array, seed: int) -> None:
        """Let what the seed has flow through live ties to whoever is not reached yet."""
        import numpy as np

        front = np.zeros_like(reached)
        front[seed] = ~reached[seed]
        while front.any():
            reached |= front
            carried = np.bitwise_or.reduceat(front[self.source] & live, self.begins) if len(live) else live
            front = np.zeros_like(reached)
            front[self.ends] = carried & ~reached[self.ends]


def draw_orders(nodes: Array, most: int, seed: int) -> list[list[int]]:
    """For each 64 worlds so many of the nodes at most, drawn by this seed."""
    import numpy as np

    dice = np.random.default_rng(seed)
    return [dice.permutation(nodes)[:most].tolist() for _ in range(WORLDS // _BITS)]


def find_edges(reached: Array, edges: Sequence[float]) -> list[Array]:
    """Below what each row lies in these shares of the worlds."""
    import numpy as np

    return [np.quantile(reached, edge, axis=1) for edge in edges]


def trace_back(cascade: Cascade, counted: Array, *, seed: int) -> dict[int, set[int]]:
    """For each node the drawn hearers to whom it would have come from there: they estimate how many it reaches.

    These are reverse reachable sets (Borgs and others 2014).
    """
    import numpy as np

    dice = np.random.default_rng(seed)
    begins = np.zeros(cascade.size + 1, dtype=np.int64)
    begins[cascade.ends + 1] = np.diff(np.append(cascade.begins, len(cascade.chance)))
    begins = np.cumsum(begins)
    reaches: dict[int, set[int]] = {}
    for number, hearer in enumerate(dice.choice(counted, HEARERS).tolist()):
        seen, front = {hearer}, [hearer]
        while front:
            ties = slice(*begins[(node := front.pop()) : node + 2])
            live = dice.random(ties.stop - ties.start) < cascade.chance[ties]
            new = set(cascade.source[ties][live].tolist()) - seen
            seen |= new
            front += sorted(new)
        for node in seen:
            reaches.setdefault(node, set()).add(number)
    return reaches
