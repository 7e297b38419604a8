"""Charts drawn with characters, at most as wide as the terminal."""

from __future__ import annotations

from itertools import pairwise
from statistics import fmean
from typing import TYPE_CHECKING

from commkit import words
from commkit.render import shapes
from commkit.render.lamps import write_lamps
from commkit.render.ribbons import shape_ribbons
from commkit.render.textbars import align_right, write_bars, write_ribbons, write_stages
from commkit.render.units import NOTHING, format_value
from commkit.render.widths import clip, count_cells
from commkit.result import Bars, Flow, Funnel, Lights, Line, Network, Pyramid, Radar
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from commkit.render.shapes import Cells, Lines, Number, Trace
    from commkit.result import Chart

_LEVELS, _LEVELS_ASCII = " ▁▂▃▄▅▆▇█", " ...:::##"
_SHADES, _SHADES_ASCII = "·░▒▓█", ".:+%#"
_BAND, _BAND_ASCII = "░▓", "-+"  # above and below the line
_WIDEST = 100  # cells: a wider drawing is harder to read, not clearer


def render_chart(table: pl.DataFrame, chart: Chart, width: int, *, unicode: bool) -> list[str]:
    """The chart as lines of text, or nothing when there is nothing to draw."""
    room = min(width, _WIDEST)
    if isinstance(chart, Line):
        drawn = _lines(shapes.shape_lines(table, chart), room, unicode)
    elif isinstance(chart, Bars | Radar):
        drawn = write_bars(shapes.shape_lengths(table, chart), room, unicode=unicode)
    elif isinstance(chart, Funnel | Pyramid):
        drawn = write_stages(shapes.shape_stages(table, chart), room, unicode=unicode)
    elif isinstance(chart, Flow):
        drawn = write_ribbons(shape_ribbons(table, chart), room, unicode=unicode)
    elif isinstance(chart, Lights):
        drawn = write_lamps(table, chart, room, unicode=unicode)
    elif isinstance(chart, Network):
        drawn = []  # letters cannot draw one
    else:
        drawn = _cells(shapes.shape_cells(table, chart), room, unicode)
    return drawn if table.height else []


def _lines(lines: Lines, room: int, unicode: bool) -> list[str]:
    ends = [end for trace in lines.traces for end in _ends(trace)]
    gutter = min(max(map(count_cells, ends), default=0), room // 2)
    space = room - gutter - 1
    height = 4 if len(lines.traces) == 1 else 2
    drawn = [text for trace in lines.traces for text in _trace(trace, gutter, space, height, unicode)]
    axis = _axis(lines.labels, space)
    return [*drawn, " " * (gutter + 1) + axis, *filter(None, [shapes.count_unseen(lines.hidden)])]


def _trace(trace: Trace, gutter: int, space: int, height: int, unicode: bool) -> list[str]:
    top, bottom = _ends(trace)
    low, high = shapes.find_span(trace.values)
    levels, *edges = [
        [
            None if value is None else 1 + round((value - low) / (high - low) * (8 * height - 1))
            for value in _spread(values, space)
        ]
        for values in (trace.values, *trace.band)
    ]
    lowers, uppers = edges or (levels, levels)
    drawn = [clip(f"{trace.name}  {_range(trace)}", gutter + 1 + space).rstrip()]
    for row in range(height):
        under = 8 * (height - 1 - row)
        label = top if row == 0 else bottom if row == height - 1 else ""
        bar = "".join(_block(*each, under, unicode) for each in zip(levels, lowers, uppers, strict=True))
        drawn.append(f"{align_right(label, gutter)} {bar}")
    return drawn


def _block(level: int | None, lower: int | None, upper: int | None, under: int, unicode: bool) -> str:
    """One cell of a line, eight levels high; shaded where at least half of it is within the line's band."""
    shades = _BAND if unicode else _BAND_ASCII
    full = min(max((level or 0) - under, 0), 8)
    if full == 8 and lower is not None and lower - under <= 4:  # noqa: PLR2004 (eighths of a cell)
        return shades[1]
    if full == 0 and upper is not None and upper - under >= 4:  # noqa: PLR2004 (eighths of a cell)
        return shades[0]
    return (_LEVELS if unicode else _LEVELS_ASCII)[full]


def _ends(trace: Trace) -> tuple[str, str]:
    """What stands at the top and the bottom of the scale."""
    if not any(trace.values):
        return "", NOTHING if set(trace.values) <= {None} else format_value(trace.column, 0)
    low, high = shapes.find_span(trace.values)
    return format_value(trace.column, high), format_value(trace.column, low)


def _range(trace: Trace) -> str:
    known = [value for value in trace.values if value is not None]
    ends = {format_value(trace.column, value): None for value in (min(known), max(known))} if known else {}
    return " – ".join(ends)


def _spread(values: Sequence[Number], space: int) -> list[Number]:
    """One value per cell: points are widened to fill the space, or averaged where there are more than cells."""
    if len(values) <= space:
        return [value for value in values for _ in range(_step(len(values), space))]
    edges = [index * len(values) // space for index in range(space + 1)]
    groups = (values[start:end] for start, end in pairwise(edges))
    return [_mean([value for value in group if value is not None]) for group in groups]


def _step(count: int, space: int) -> int:
    return max(1, min(6, space // count))


def _mean(values: list[float]) -> Number:
    return fmean(values) if values else None


def _axis(labels: tuple[str, ...], space: int) -> str:
    if not labels:
        return ""
    first, last = labels[0], labels[-1]
    span = min(space, len(labels) * _step(len(labels), space))
    gap = max(span, count_cells(first) + count_cells(last) + 3) - count_cells(first) - count_cells(last)
    return clip(first if len(labels) == 1 else first + " " * gap + last, space).rstrip()


def _cells(cells: Cells, room: int, unicode: bool) -> list[str]:
    names = min(max(map(count_cells, cells.down), default=0), room // 3)
    step = 2 if len(cells.across) * 2 <= room - names - 1 else 1
    fitting = min(len(cells.across), (room - names - 1) // step)
    known = [value for row in cells.rows for value in row if value is not None]
    low, high = shapes.find_span(known)
    shades = _SHADES if unicode else _SHADES_ASCII
    drawn = [
        f"{clip(name, names)} " + "".join(_shade(value, low, high, shades) * step for value in row[:fitting])
        for name, row in zip(cells.down, cells.rows, strict=True)
    ]
    head = say("{value} by {x}", value=words.heading(cells.column), x=cells.x)
    axis = " " * (names + 1) + _ruler(cells.across[:fitting], fitting * step)
    key = f"{shades[0]} {format_value(cells.column, low)}  {shades[-1]} {format_value(cells.column, high)}"
    return [head, axis, *drawn, key, *filter(None, [shapes.count_unseen(len(cells.across) - fitting)])]


def _shade(value: Number, low: float, high: float, shades: str) -> str:
    if value is None:
        return " "
    return shades[min(int((value - low) / (high - low) * len(shades)), len(shades) - 1)]


def _ruler(labels: tuple[str, ...], space: int) -> str:
    if not labels:
        return ""
    first, last = labels[0], labels[-1]
    if count_cells(first) + count_cells(last) >= space:
        return clip(first, space)
    return first + last.rjust(space - count_cells(first))
