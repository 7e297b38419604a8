"""A line as small as a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from commkit.render.units import format_value
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from commkit.render.shapes import Number

_WIDTH, _HEIGHT, _EDGE = 72, 20, 3  # px


def draw_spark(values: Sequence[Number], column: str) -> Markup:
    """The values from left to right, the last one as a point; nothing where fewer than two are known."""
    known = [value for value in values if value is not None]
    if len(known) < 2:  # noqa: PLR2004 (a line has two ends)
        return Markup("")
    points = list(_place(values, min(known), max(known)))
    lines = [" ".join(f"{x:g},{y:g}" for x, y in run) for run in _find_runs(points)]
    x, y = next(point for point in reversed(points) if point is not None)
    told = say(
        "{count} values: lowest {low}, highest {high}, last {last}",
        count=len(known),
        low=format_value(column, min(known)),
        high=format_value(column, max(known)),
        last=format_value(column, known[-1]),
    )
    drawn = Markup("").join(Markup('<polyline points="{}"/>').format(line) for line in lines)
    frame = Markup(
        '<svg class="spark" role="img" viewBox="0 0 {} {}"><title>{}</title>{}<circle cx="{:g}" cy="{:g}" r="2"/></svg>'
    )
    return frame.format(_WIDTH, _HEIGHT, told, drawn, x, y)


def _place(values: Sequence[Number], low: float, high: float) -> Iterator[tuple[float, float] | None]:
    step = (_WIDTH - 2 * _EDGE) / max(len(values) - 1, 1)
    for index, value in enumerate(values):
        share = _level(low) if high == low or value is None else (value - low) / (high - low)
        x, y = _EDGE + index * step, _HEIGHT - _EDGE - share * (_HEIGHT - 2 * _EDGE)
        yield None if value is None else (round(x, 1), round(y, 1))


def _level(constant: float) -> float:
    """How high a line lies that never moves: nothing at all lies on the ground."""
    return 0.5 if constant else 0.0


def _find_runs(points: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """The points between gaps."""
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if len(run) > 1]
