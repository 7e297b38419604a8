"""What is usual of a number that is told period after period."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_FEWEST, _MOST = 4, 8  # periods that tell what is usual
_WIDTH = 3.5
_SCALE = 1.4826  # of a normal curve, the median distance from the median times this is its standard deviation
_LEAST_CHANGE = 0.1


def is_unusual(value: float, before: Sequence[float]) -> bool | None:
    from statistics import median

    recent = before[-_MOST:]
    if len(recent) < _MOST:
        return None
    middle = median(recent)
    spread = _SCALE * median(abs(each - middle) for each in recent)
    return abs(value - middle) > _WIDTH * spread and abs(value - middle) >= _LEAST_CHANGE * abs(middle)
