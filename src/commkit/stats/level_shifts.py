"""Where the level of a series changes for good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit.stats.usual import MEAN_DEVIATION, MEDIAN_DEVIATION

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

PENALTY = 3  # logarithms of the length, in squared spreads, that a shift must save


@dataclass(frozen=True)
class Shift:
    """The first value of a new level, with the means of the old level and of the new one."""

    index: int
    level_before: float
    level_after: float


def find_shifts(values: Sequence[float | None], shortest: int) -> list[Shift]:
    """The shifts that explain a series best at a price for each; a level lasts `shortest` known values at least.

    Values that are not covered are None or NaN and are passed over; an index counts them. The price is 3 log n
    squared spreads, where the spread is that of the differences of neighbours, so shifts do not widen it. Values whose
    neighbours are alike, as days of one week are, must be freed of that before, or taken by the week. ValueError if
    `shortest` is below 1.
    """
    import numpy as np

    if shortest < 1:
        raise ValueError("a level lasts at least one value")
    series = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    places = np.flatnonzero(np.isfinite(series))
    known = series[places]
    spread = _find_spread(known)
    if len(known) < 2 * shortest or not spread:
        return []
    cuts = _cut((known - known[0]) / spread, shortest, PENALTY * np.log(len(known)))
    levels = [float(part.mean()) for part in np.split(known, cuts)]
    return [Shift(int(places[cut]), *levels[turn : turn + 2]) for turn, cut in enumerate(cuts)]


def _find_spread(known: Array) -> float:
    """The standard deviation of a value around its level, from the differences of neighbours."""
    import numpy as np

    if len(known) < 2:  # noqa: PLR2004 - one value has no neighbour
        return 0.0
    steps = np.diff(known)
    off = np.abs(steps - np.median(steps))
    return float(MEDIAN_DEVIATION * np.median(off) or MEAN_DEVIATION * np.mean(off)) / 2**0.5


def _cut(series: Array, shortest: int, penalty: float) -> list[int]:
    """The starts of new levels at which squares around the levels and penalties together are least.

    It is the optimum that PELT finds (Killick, Fearnhead and Eckley 2012), here without its pruning: at the lengths of
    years, trying every start takes less time than telling which can be dropped. The squares around 0 are the same for
    every cut and left out, so a level saves the square of its sum over its length.
    """
    import numpy as np

    size = len(series)
    sums = np.concatenate([[0.0], np.cumsum(series)])
    lengths = np.arange(size, 0, -1)
    costs, starts = np.full(size + 1, np.inf), np.zeros(size + 1, dtype=np.int64)
    costs[0] = 0.0
    for end in range(shortest, size + 1):
        tried = slice(end - shortest + 1)
        totals = costs[tried] - (sums[end] - sums[tried]) ** 2 / lengths[size - end :][tried]
        starts[end] = cheapest = totals.argmin()
        costs[end] = totals[cheapest] + penalty
    return _trace(starts.tolist())


def _trace(starts: list[int]) -> list[int]:
    """The starts of levels, met on the way back from the end."""
    cuts = []
    end = starts[-1]
    while end:
        cuts.append(end)
        end = starts[end]
    return cuts[::-1]
