"""The range in which a number usually lies, by the periods before it."""

from __future__ import annotations

from statistics import fmean, median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

PERIODS = 8  # that the range is taken from
FEWEST = 4  # of three values the middle one and its nearer neighbour set the spread, which chance brings together
WIDTH = 3.5  # robust deviations to either side, as Iglewicz and Hoaglin (1993) mark outliers
LEAST_CHANGE = 0.1  # of the median, under which nobody needs to look
MEDIAN_DEVIATION = 1.4826  # the normal distribution's standard deviation in median absolute deviations
MEAN_DEVIATION = 1.2533  # and in mean absolute deviations
ROUNDING = 1e-9  # within which two numbers are the same


def usual_range(values: Sequence[float]) -> tuple[float, float] | None:
    """The median of the last eight values, 3.5 robust deviations down and up; None of fewer than four values.

    The values are those before the one to be judged, oldest first.
    """
    if len(values) < FEWEST:
        return None
    middle, half = _find_middle(values)
    return middle - half, middle + half


def is_unusual(value: float, before: Sequence[float]) -> bool | None:
    """Whether a value lies outside the usual range and at least 10% off the median; None where there is no range.

    A value on the edge of the range is usual, and one that is 10% off is far enough.
    """
    if len(before) < FEWEST:
        return None
    middle, half = _find_middle(before)
    off = abs(value - middle)
    slack = ROUNDING * max(abs(value), abs(middle))
    return off > half + slack and off >= LEAST_CHANGE * abs(middle) - slack


def _find_middle(values: Sequence[float]) -> tuple[float, float]:
    """The median of the last eight values, and half the width of their usual range.

    Where half of the values or more are the median itself, their median deviation is 0 and tells nothing, so the mean
    deviation stands in.
    """
    last = values[-PERIODS:]
    middle = median(last)
    off = [abs(value - middle) for value in last]
    return middle, WIDTH * (MEDIAN_DEVIATION * median(off) or MEAN_DEVIATION * fmean(off))
