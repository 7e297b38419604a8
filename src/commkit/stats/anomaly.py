"""Days of a series of counts that are unlike what the weeks before them lead to expect."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]
    Counts = npt.NDArray[np.int64]

THRESHOLD = 3.5  # |z| beyond which a day is an anomaly

NEEDED = 56  # days with a count before the first day that is judged
MONTH = range(1, 29)  # days back that the level is taken from
WEEKS = range(7, 57, 7)  # days back to the same weekday, eight weeks
QUARTER = range(1, 85)  # days back that the spread is taken from
FEWEST_DAYS, FEWEST_WEEKS, FEWEST_ERRORS = 7, 3, 21  # of these that must be known

HALF_LIFE = 7  # days after which a day weighs half in the level
HUBER = 1.5  # spreads beyond which a day pulls the level no further
LEAST_SPREAD = 0.05  # in logarithms: a level of equal days must still follow others
LEAST_VARIANCE = 1e-6  # of what is left beside chance, so that nothing is divided by 0
ANSCOMBE = 0.375  # added to a count, so that its transform has the same variance down to a few a day
QUANTILES = ((0.5, 0.67449), (0.8, 1.28155), (0.9, 1.64485))  # of normal errors, and the deviations that hold them


@dataclass(frozen=True)
class Judgement:
    """What a day was expected to be by the days before it, and how far off it was.

    `z` counts spreads. The count is within `low` and `high` as long as |z| is at most 3.5. All are None where there is
    too little history: `needs_days` more days with counts must then come, at least, before this weekday is judged. Of a
    day without a count only `z` is None.
    """

    z: float | None
    expected: float | None
    low: float | None
    high: float | None
    needs_days: int

    @property
    def is_anomaly(self) -> bool:
        """Whether the day is known to be beyond the threshold."""
        return self.z is not None and abs(self.z) > THRESHOLD


def judge_days(counts: Sequence[float | None]) -> list[Judgement]:
    """Each day of a daily series by the days before it alone; a day that is not covered is None or NaN.

    A day is expected at a robust recent level plus what its weekday was above the level in the eight weeks before, in
    logarithms of count + 1. Its spread has two parts: that of chance, the square root of the count, and what the errors
    of the last twelve weeks have beyond it, in proportion to the count. ValueError for a count below 0.
    """
    import numpy as np

    days = np.array([np.nan if count is None else count for count in counts], dtype=np.float64)
    if (days < 0).any() or np.isinf(days).any():
        raise ValueError("counts are finite and at least 0")
    logs = np.log1p(days)
    effects = _before(_less_level(logs), WEEKS)
    weekday = _quantile(effects, 0.5, FEWEST_WEEKS)
    recent = _before(logs - weekday, MONTH)
    expected = _find_level(recent) + weekday
    errors = _before(logs - expected, QUARTER)
    spread = _find_spread(errors, _before(np.exp(-expected), QUARTER))
    lack = _find_lack(days, effects, recent, errors)
    return _state(days, np.where(lack > 0, np.nan, np.maximum(np.expm1(expected), 0)), spread, lack)


def count_anomalies(days: Iterable[Judgement]) -> tuple[int, int]:
    """The days beyond the threshold and all days that have a z, of a past that is taken to be quiet.

    The first over the second is the rate of false alarms, or more where the past had real events.
    """
    known = [day for day in days if day.z is not None]
    return sum(day.is_anomaly for day in known), len(known)


def _before(values: Array, back: Sequence[int]) -> Array:
    """A row a day with the values so many days before it; NaN before the series begins."""
    import numpy as np

    padded = np.concatenate([np.full(back[-1], np.nan), values])
    rows: Array = padded[np.arange(len(values))[:, None] + back[-1] - np.array(back)]
    return rows


def _known(rows: Array) -> Counts:
    """How many values of each row are no NaN."""
    import numpy as np

    known: Counts = np.isfinite(rows).sum(axis=1)
    return known


def _quantile(rows: Array, share: float, fewest: int = 1) -> Array:
    """This quantile of the known values of each row; NaN where they are too few."""
    import numpy as np

    ordered, known = np.sort(rows, axis=1), _known(rows)  # NaN comes last
    place = np.maximum(known - 1, 0) * share
    lower = place.astype(np.int64)
    upper = np.minimum(lower + 1, np.maximum(known - 1, 0))
    at = np.arange(len(rows))
    found = ordered[at, lower] + (place - lower) * (ordered[at, upper] - ordered[at, lower])
    return np.where(known < fewest, np.nan, found)


def _less_level(logs: Array) -> Array:
    """Each day less the median of the 28 days before it, which hold every weekday four times."""
    return logs - _quantile(_before(logs, MONTH), 0.5, FEWEST_DAYS)


def _find_lack(days: Array, effects: Array, recent: Array, errors: Array) -> Counts:
    """The days that must at least come yet, for enough of all days, of the same weekday, of the month and of errors."""
    import numpy as np

    covered = np.isfinite(days)
    lacking = [
        NEEDED - (np.cumsum(covered) - covered),
        7 * (FEWEST_WEEKS - _known(effects)),
        FEWEST_DAYS - _known(recent),
        FEWEST_ERRORS - _known(errors),
    ]
    lack: Counts = np.max(lacking, axis=0).clip(0)
    return lack


def _find_level(recent: Array) -> Array:
    """The mean of each row by Huber (1964) in two steps from the median, where late days weigh more."""
    import numpy as np

    level = _quantile(recent, 0.5, FEWEST_DAYS)
    spread = np.maximum(_quantile(np.abs(recent - level[:, None]), 0.5) / QUANTILES[0][1], LEAST_SPREAD)
    weights = np.where(np.isfinite(recent), 0.5 ** (np.arange(recent.shape[1]) / HALF_LIFE), 0)
    whole = np.maximum(weights.sum(axis=1), np.finfo(np.float64).tiny)
    for _ in range(2):
        pulls = np.clip((recent - level[:, None]) / spread[:, None], -HUBER, HUBER)
        level = level + spread * np.where(weights > 0, weights * pulls, 0).sum(axis=1) / whole
    return level


def _find_spread(errors: Array, chance: Array) -> Array:
    """What the errors have beyond chance, as a share of the count.

    The widest of the readings counts: half of the errors tell little where counts are small and many are equal, and
    nine in ten are still hardly moved by single events. `chance` is the variance that the logarithms of counts of that
    size have by chance.
    """
    import numpy as np

    sizes = np.abs(errors)
    widest = np.max([_quantile(sizes, share) / within for share, within in QUANTILES], axis=0)
    known = np.isfinite(errors)
    by_chance = np.where(known, chance, 0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    spread: Array = np.sqrt(np.maximum(widest**2 - by_chance, LEAST_VARIANCE))
    return spread


def _steady(counts: Array, spread: Array) -> Array:
    """Counts on a scale where all have the variance 1, if theirs is count + (spread * count)^2."""
    import numpy as np

    steady: Array = 2 / spread * np.arcsinh(spread * np.sqrt(counts + ANSCOMBE))
    return steady


def _unsteady(steady: Array, spread: Array) -> Array:
    """The counts that stand at these places of the steady scale, at least 0."""
    import numpy as np

    return np.maximum((np.sinh(spread * np.maximum(steady, 0) / 2) / spread) ** 2 - ANSCOMBE, 0)


def _state(days: Array, expected: Array, spread: Array, lack: Counts) -> list[Judgement]:
    """The numbers of all days as judgements, None for NaN."""
    middle = _steady(expected, spread)
    columns = (
        _steady(days, spread) - middle,
        expected,
        _unsteady(middle - THRESHOLD, spread),
        _unsteady(middle + THRESHOLD, spread),
    )
    z, middle_counts, low, high = ([None if isnan(each) else each for each in column.tolist()] for column in columns)
    return [Judgement(*row) for row in zip(z, middle_counts, low, high, lack.tolist(), strict=True)]
