"""Numbers at the ends of lines, each beside its own point, where it touches nothing that is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from commkit.render.page.axis import RIGHT, measure_text
from commkit.render.picture.pens import find_measure
from commkit.render.units import format_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from commkit.render.shapes import Trace

BESIDE = 8  # px between a point and its number
_BOLD = 1.1  # of the width of a text
_HALF = 7  # px: half the height of a number
_NEAR = 4 * _HALF  # px from a point, as far as its number is still seen to be its own


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line or a point that numbers keep off: its ends in % across and px down, half its thickness in px."""

    x1: float
    y1: float
    x2: float
    y2: float
    half: float

    def span(self, left: float, right: float) -> tuple[float, float] | None:
        """The heights that it takes right of one place and not beyond another, if any."""
        if self.x2 <= left or self.x1 >= right:
            return None
        heights = self._find_height(max(left, self.x1)), self._find_height(min(right, self.x2))
        return min(heights) - self.half, max(heights) + self.half

    def _find_height(self, x: float) -> float:
        return self.y1 if self.x1 == self.x2 else self.y1 + (self.y2 - self.y1) * (x - self.x1) / (self.x2 - self.x1)


@dataclass(frozen=True, slots=True)
class EndNumber:
    """The number of a line: its place in % across, the px of its middle, and whether it stands left of its place."""

    x: float
    y: float
    line: int
    text: str
    is_before: bool = False

    def reach(self, room: float) -> tuple[float, float]:
        """Where it begins and ends in a chart so many px wide, in %."""
        wide = (measure_number(self.text) + BESIDE) / room * 100
        return (self.x - wide, self.x) if self.is_before else (self.x, self.x + wide)


def list_ends(traces: Sequence[tuple[int, Trace]]) -> Iterator[tuple[int, int, float, str]]:
    """The last settled value of each line: the line, its place, the value and what is written of it."""
    for line, trace in traces:
        known = [(index, value) for index, value in enumerate(trace.values) if value is not None]
        if known:
            yield line, *known[-1], _shorten(trace.column, known[-1][1])


def _shorten(column: str, value: float) -> str:
    """A number at the end of a line; amounts without cents, for the table has them."""
    return f"{value:,.0f}" if find_measure(column) == "amount" else format_value(column, value)


def measure_number(text: str) -> float:
    """The px from a point to the end of its number."""
    return BESIDE + measure_text(text) * _BOLD


def place_numbers(
    numbers: Sequence[EndNumber], strokes: Sequence[Stroke], room: float, highest: float, lowest: float
) -> Iterator[EndNumber]:
    """The numbers from the top down, each at the nearest free height beside its point.

    At the right edge, where no other place could be meant, a number may stand farther up or down. Elsewhere one that
    has no room near its point is left out, for it would be read as the number of another.

    What touches nothing in the narrowest chart, which is so many px wide, touches nothing in a wider one: there all is
    farther from a point, and a number as long as it was.
    """
    taken, above = list(strokes), highest
    for before, number in enumerate(sorted(numbers, key=lambda each: each.y)):
        floor = lowest if number.x >= RIGHT else lowest - _HALF  # only at the edge has the axis ended
        below = floor - 2 * _HALF * (len(numbers) - 1 - before)
        near, far = max(highest, number.y - _NEAR), min(lowest, number.y + _NEAR)
        left = replace(number, is_before=True)
        tries = [(number, max(above, near), min(below, far)), (number, near, far)]
        tries += [(number, above, below), (number, highest, lowest)] if number.x >= RIGHT else [(left, near, far)]
        places = (_move(each, taken, room, top, bottom) for each, top, bottom in tries)
        if placed := next(filter(None, places), None):
            start, end = placed.reach(room)
            taken.append(Stroke(start, placed.y, end, placed.y, _HALF))
            above = placed.y
            yield placed


def _move(number: EndNumber, taken: Sequence[Stroke], room: float, highest: float, lowest: float) -> EndNumber | None:
    """The number at the nearest height where it meets nothing, if there is any."""
    start, end = number.reach(room)
    if start < 0:  # there the axis has its labels
        return None
    spans = [span for each in taken if (span := each.span(start, end))]
    edges = (edge for top, bottom in spans for edge in (top - _HALF, bottom + _HALF))
    heights = (min(max(number.y, highest), lowest), *edges)
    free = [
        height
        for height in heights
        if highest <= height <= lowest and not any(top - _HALF < height < bottom + _HALF for top, bottom in spans)
    ]
    return replace(number, y=min(free, key=lambda height: abs(height - number.y))) if free else None
