"""What goes with what, from who had what, and whether it tells more than what is popular."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    import numpy.typing as npt
    from scipy.sparse import csr_array

    Indexes = npt.NDArray[np.int64]

AT = 10  # things that are offered to each, of which one must be a hit
SURE = 0.05  # the chance below which one way is better than another
_BLOCK = 1_000  # people whose scores are in memory at a time


@dataclass(frozen=True, slots=True)
class OfferTrial:
    """Of how many people something that they took up later was offered, by each way, and how easily that is chance."""

    people: int
    together: int
    popular: int
    p: float

    @property
    def is_better(self) -> bool:
        """Whether what goes together tells surely more than what is popular."""
        return self.together > self.popular and self.p < SURE


def make_table(people: Sequence[int], things: Sequence[int], size: tuple[int, int]) -> csr_array:
    """A row a person, a column a thing, 1 where they had it; each pair is given once."""
    import numpy as np
    from scipy.sparse import csr_array

    return csr_array((np.ones(len(people)), (np.asarray(people), np.asarray(things))), shape=size)


def offer(had: csr_array, most: int, *, together: bool, filled: bool = True) -> Iterator[Indexes]:
    """For each person the things they had not, the best first, -1 where there are no more.

    Together: by the cosine of who had each thing and who had theirs (Sarwar and others 2001), of equals the more
    popular, and where nothing goes with theirs those alone, if it is `filled`. Else by how many had it.
    """
    import numpy as np

    counts = np.asarray(had.sum(axis=0)).ravel()
    close = _find_closeness(had, counts) if together else None
    for begins in range(0, had.shape[0], _BLOCK):
        rows = had[begins : begins + _BLOCK]
        scores = (rows @ close).toarray() if close is not None else np.zeros(rows.shape)
        scores[rows.nonzero()] = -1
        scores[:, counts == 0] = -1
        ties = np.broadcast_to(-counts, scores.shape)
        order = np.lexsort((ties, -scores))[:, :most]
        best = np.take_along_axis(scores, order, axis=1)
        yield from np.where(best >= 0 if filled else best > 0, order, -1)


def _find_closeness(had: csr_array, counts: npt.NDArray[np.float64]) -> csr_array:
    """How much of those who had either of two things had both, as a cosine; of a thing with itself nothing."""
    import numpy as np
    from scipy.sparse import csr_array, diags_array

    scale = diags_array(1 / np.sqrt(np.maximum(counts, 1)))
    close = csr_array(scale @ (had.T @ had) @ scale)
    return csr_array(close - diags_array(close.diagonal()))


def try_offers(had: csr_array, later: csr_array, people: Sequence[int]) -> OfferTrial:
    """Offer these people ten things by what all had before, and see which they took up later; the exact sign test."""
    import numpy as np
    from scipy.stats import binomtest

    hits = {}
    for together in (True, False):
        offered = list(offer(had, AT, together=together))
        hits[together] = np.array([_is_hit(later, row, offered[row]) for row in people], dtype=bool)
    alone, other = int((hits[True] & ~hits[False]).sum()), int((hits[False] & ~hits[True]).sum())
    p = float(binomtest(alone, alone + other).pvalue) if alone + other else 1.0
    return OfferTrial(len(people), int(hits[True].sum()), int(hits[False].sum()), p)


def _is_hit(later: csr_array, row: int, things: Indexes) -> bool:
    taken = later.indices[later.indptr[row] : later.indptr[row + 1]]
    return bool(set(taken.tolist()) & set(things.tolist()))
