"""What came after a day beside what was to be expected: difference in differences, judged by days of no event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

WEEK, BEFORE = 7, 28  # days; a weekday is expected as in the four weeks before
FEWEST = 4  # windows that fit before the day, one after the other, under which nothing is judged


@dataclass(frozen=True, slots=True)
class Impact:
    """What came, what was expected, and how many times that it is, with an interval of 95% and p where `placebos` tell.

    `placebos` are windows that fit before the day one after the other.
    """

    value: float
    expected: float
    ratio: float | None
    low: float | None
    high: float | None
    p: float | None
    placebos: int


def find_impact(treated: Array, control: Array | None, at: int, length: int, gap: int = 0) -> Impact:
    """The impact of day `at` on `length` days from `gap` days later on, of daily numbers; `control` had no event.

    Each day is expected as that weekday was in the four weeks before, times how control did beside its own four weeks
    (difference in differences of logarithms), times how the like went on earlier days (placebo dates in time; Abadie,
    Diamond and Hainmueller 2010, JASA 105, 493-505), whose spread gives the interval, by Student's t.
    """
    import numpy as np
    from scipy.special import stdtr, stdtrit

    value = float(treated[at + gap : at + gap + length].sum())
    raw = _log_ratio(treated, control, at, length, gap)
    days = range(BEFORE, at - gap - length + 1)
    earlier = np.array([each for day in days if (each := _log_ratio(treated, control, day, length, gap)) is not None])
    count = len(earlier) // length
    if raw is None:
        return Impact(value, _expect(treated, at, length, gap), None, None, None, None, count)
    if count < FEWEST:
        return Impact(value, value / float(np.exp(raw)), float(np.exp(raw)), None, None, None, count)
    gain = raw - float(earlier.mean())
    error = float(earlier.std(ddof=1)) * (1 + 1 / count) ** 0.5
    half = float(stdtrit(count - 1, 0.975)) * error
    p = 2 * float(stdtr(count - 1, -abs(gain / error))) if error else None
    low, middle, high = (float(np.exp(each)) for each in (gain - half, gain, gain + half))
    return Impact(value, value / middle, middle, low, high, p, count)


def _expect(series: Array, at: int, length: int, gap: int) -> float:
    """The sum of `length` days from `gap` after `at` on, each as its weekday was in the four weeks before `at`."""
    import numpy as np

    weekdays = series[at - BEFORE : at].reshape(-1, WEEK).mean(axis=0)
    return float(weekdays[np.arange(gap, gap + length) % WEEK].sum())


def _log_ratio(treated: Array, control: Array | None, at: int, length: int, gap: int) -> float | None:
    """How much more than expected came, as a logarithm, less the same of control; None where one is nothing."""
    import numpy as np

    told = 0.0
    for sign, series in ((1, treated), (-1, control)):
        if series is None:
            continue
        came, expected = float(series[at + gap : at + gap + length].sum()), _expect(series, at, length, gap)
        if came <= 0 or expected <= 0:
            return None
        told += sign * float(np.log(came / expected))
    return told
