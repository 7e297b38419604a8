"""How far something spreads through a network from those who have it first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from commkit.stats.graph import Array

WORLDS = 1024
_BITS = 64  # worlds in a word


class Cascade:
    """Worlds in each of which a tie carries or does not, by its chance, the same for whoever begins.

    The independent cascade reaches whom live ties reach (Kempe, Kleinberg and Tardos 2003), so that in each world who
    begins with more never reaches less.
    """

    def __init__(self, size: int, source: Array, target: Array, chance: Array, *, seed: int) -> None:
        """Ties go from whoever is heard to whoever hears; the worlds are drawn by the seed."""
        import numpy as np

        order = np.lexsort((source, target))
        self.size, self.source, target = size, np.asarray(source)[order], np.asarray(target)[order]
        self.ends, self.begins = np.unique(target, return_index=True)
        dice = np.random.default_rng(seed)
        self.live = np.empty((WORLDS // _BITS, len(order)), dtype=np.uint64)
        for block in range(len(self.live)):
            drawn = dice.random((len(order), _BITS), dtype=np.float32) < np.asarray(chance)[order][:, None]
            self.live[block] = np.packbits(drawn, axis=1).view(np.uint64).ravel()

    def reach(self, seeds: Sequence[int], counted: Array) -> Array:
        """A row per seed, a column a world: how many of the nodes that are counted the seeds up to it reach."""
        import numpy as np

        found = np.empty((len(seeds), WORLDS), dtype=np.int64)
        for block, live in enumerate(self.live):
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
