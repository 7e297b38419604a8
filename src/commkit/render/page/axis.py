"""Places on the axes of a chart, as shares of its width and as heights in px."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import TYPE_CHECKING

from commkit.render.widths import count_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from commkit.edition import Occasion

RIGHT, END = 84.0, 98.0  # % of the room of a chart: the last point, and as far as anything is drawn
PHONE = 328  # px: the least width of a chart, on a phone of 360 px
_WIDE, _NARROW = frozenset("%…@mwMW"), frozenset(" ,.-:;'|!()/Ifijlrt")
_LETTERS = {0: 0.0, 1: 7.7, 2: 12.0}  # px of a character of so many cells
_BESIDE = 6  # px between two labels
_TICKS = 4
_ROUND = (1, 2, 2.5, 5, 10)
_LANES = 6


@dataclass(frozen=True, slots=True)
class Lane:
    """An occasion drawn above a chart: its lane from the top, its ends, its name and the place of that, in %."""

    number: int
    start: float
    end: float
    name: str
    name_at: float
    is_name_before: bool
    occasion: Occasion


def measure_text(text: str) -> float:
    """The px that a text of a chart takes in the widest of the usual typefaces."""
    return sum(12 if one in _WIDE else 5 if one in _NARROW else _LETTERS[count_cells(one)] for one in text)


def place_across(index: float, places: int) -> float:
    """How far from the left this place of so many lies, in %."""
    return RIGHT / 2 if places == 1 else RIGHT * index / (places - 1)


def choose_labels(labels: Sequence[str], room: float) -> list[int]:
    """The places that have room for their labels in so many px, the last one always."""
    widest = max(map(measure_text, labels), default=1) + _BESIDE
    step = max(1, math.ceil(widest * (len(labels) - 1) / (room * RIGHT / 100)))
    return [index for index in range(len(labels)) if (len(labels) - 1 - index) % step == 0]


def choose_ticks(low: float, high: float, *, whole: bool) -> list[float]:
    """At most five round values from low to high, zero among them."""
    rough = (high - low) / _TICKS
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * each for each in _ROUND if size * each >= rough * 0.999)
    step = max(1.0, float(math.ceil(step))) if whole else step
    ticks: list[float] = []
    for number in count(math.ceil(low / step - 1e-9)):
        if number * step > high + step * 1e-9:
            return ticks
        ticks.append(number * step)
    return ticks


def lay_lanes(
    occasions: Sequence[Occasion], places: Sequence[object], names: Sequence[str], room: float
) -> tuple[list[Lane], int]:
    """The occasions within the places, each where its name hits no other, and how many are left out."""
    days = [place for place in places if isinstance(place, date)]
    if len(days) < 2 or len(days) < len(places):  # noqa: PLR2004 (an axis has two ends)
        return [], 0
    last = days[-1] + (days[-1] - days[-2])
    taken: list[list[tuple[float, float]]] = [[] for _ in range(_LANES)]
    lanes, hidden = [], 0
    for each, name in zip(occasions, names, strict=True):
        if each.ends_on < days[0] or each.starts_on >= last:
            continue
        start, end = _place_day(each.starts_on, days), _place_day(each.ends_on, days)
        wide = (measure_text(name) + _BESIDE + 4) / room * 100
        is_before = start + wide > END
        at = min(max(end, wide), END) if is_before else start
        reach = (min(start, at - wide), end) if is_before else (start, max(end, start + wide))
        number = next((lane for lane, held in enumerate(taken) if not any(_meet(reach, one) for one in held)), None)
        if number is None:
            hidden += 1
            continue
        taken[number].append(reach)
        lanes.append(Lane(number, start, end, name, at, is_before, each))
    return lanes, hidden


def _meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _place_day(day: date, days: Sequence[date]) -> float:
    """Where a day lies between the first days of periods, in %."""
    at = bisect_right(days, day) - 1
    if at < 0:
        return 0.0
    after = days[at + 1] if at + 1 < len(days) else days[at] + (days[at] - days[at - 1])
    index = at + (day - days[at]) / (after - days[at])
    return min(place_across(index, len(days)), END)
