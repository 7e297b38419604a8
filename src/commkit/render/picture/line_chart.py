"""Lines over time, or over any other places."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from commkit import words
from commkit.render import shapes
from commkit.render.picture.pens import NAME_CELLS, find_measure, shorten_label, spell_axis, to_heights
from commkit.render.safe import safe
from commkit.render.widths import clip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from commkit.render.shapes import Lines, Number, Trace

Pen = tuple[str, "str | tuple[int, tuple[int, ...]]", str]
# Okabe and Ito's colours, told apart by colour-blind readers; line and marker differ as well
_PENS: tuple[Pen, ...] = (
    ("#0072b2", "-", "o"),
    ("#d55e00", "--", "s"),
    ("#009e73", "-.", "^"),
    ("#cc79a7", ":", "D"),
    ("#b8860b", (0, (5, 1, 1, 1, 1, 1)), "v"),
    ("#56b4e9", (0, (8, 2)), "P"),
)
_MOST_TICKS, _MOST_MARKERS = 8, 40


def draw_lines(figure: Figure, lines: Lines) -> None:
    """One panel per unit, so that a rate never lies flat under a count."""
    pens = dict(zip(lines.traces, _PENS, strict=False))
    panels = [list(group) for _, group in groupby(sorted(lines.traces, key=_unit), _unit)]
    figure.set_size_inches(8, 2 + 2.5 * len(panels))
    axes = figure.subplots(len(panels), 1, sharex=True, squeeze=False)[:, 0]
    at = _positions(lines.places)
    for panel, traces in zip(axes, panels, strict=True):
        for trace in traces:
            _band(panel, at, trace, pens[trace])
            _trace(panel, at, trace.values, pens[trace])
            _mark_unsettled(panel, at, trace.unsettled, pens[trace])
        _scale(panel, traces)
        _legend(panel, traces)
    _places(axes[-1], at, lines)
    heads = [safe(words.heading(lines.x)), shapes.tell_unsettled(lines), shapes.count_unseen(lines.hidden)]
    axes[-1].set_xlabel(" · ".join(filter(None, heads)))


def _unit(trace: Trace) -> str:
    return find_measure(trace.column)


def _positions(places: Sequence[object]) -> list[float]:
    days = [_day(place) for place in places if isinstance(place, date)]
    if len(days) == len(places):
        return days
    numbers = [shapes.to_number(place) for place in places]
    return [float(index) if number is None else number for index, number in enumerate(numbers)]


def _day(place: date) -> float:
    within = timedelta(hours=place.hour, minutes=place.minute) if isinstance(place, datetime) else timedelta()
    return place.toordinal() + within / timedelta(days=1)


def _trace(panel: Axes, at: list[float], values: tuple[Number, ...], pen: Pen) -> None:
    """Every point is marked where they are few; among many, those that no line reaches."""
    color, dashes, marker = pen
    known = [value is not None for value in (None, *values, None)]
    few = len(at) <= _MOST_MARKERS
    marked = [i for i in range(len(at)) if known[i + 1] and (few or not (known[i] or known[i + 2]))]
    panel.plot(
        at,
        to_heights(values),
        color=color,
        linestyle=dashes,
        linewidth=1.8,
        marker=marker,
        markersize=4.5,
        markevery=marked,
        clip_on=False,
        zorder=3,
    )


def _mark_unsettled(panel: Axes, at: list[float], values: tuple[Number, ...], pen: Pen) -> None:
    """Hollow marks apart from the line."""
    color, _, marker = pen
    panel.scatter(
        at, to_heights(values), s=22, marker=marker, facecolors="white", edgecolors=color, clip_on=False, zorder=3
    )


def _band(panel: Axes, at: list[float], trace: Trace, pen: Pen) -> None:
    """Between the edges, a shade of the line's colour; open where one of them is missing."""
    if trace.band:
        lower, upper = map(to_heights, trace.band)
        panel.fill_between(at, lower, upper, color=pen[0], alpha=0.15, linewidth=0, zorder=2)


def _scale(panel: Axes, traces: list[Trace]) -> None:
    values = [value for trace in traces for line in (trace.values, trace.unsettled, *trace.band) for value in line]
    low, high = shapes.find_span(values)
    margin = (high - low) * 0.06
    panel.set_ylim(low - margin if low else 0, high + margin)
    panel.grid(axis="y")
    spell_axis(panel.yaxis, traces[0].column, values)


def _places(panel: Axes, at: list[float], lines: Lines) -> None:
    """Label a few of the places that are there, the last one always; among many numbers, round ones."""
    numbers = [shapes.to_number(place) for place in lines.places]
    if len(at) > _MOST_TICKS and None not in numbers:
        spell_axis(panel.xaxis, lines.x, numbers)
        return
    step = -(-len(at) // _MOST_TICKS)
    chosen = [index for index in range(len(at)) if (len(at) - 1 - index) % step == 0]
    panel.set_xticks([at[i] for i in chosen], [shorten_label(lines.labels[i], NAME_CELLS // 2) for i in chosen])
    if len(at) == 1:
        panel.set_xlim(at[0] - 1, at[0] + 1)


def _legend(panel: Axes, traces: list[Trace]) -> None:
    """Name the lines above the panel; matplotlib hides a label that starts with _, so names come after."""
    legend = panel.legend(
        panel.get_lines(),
        [str(index) for index in range(len(traces))],
        loc="lower left",
        bbox_to_anchor=(-0.01, 1.0),
        ncols=3,
        frameon=False,
        handlelength=3,
    )
    for text, trace in zip(legend.get_texts(), traces, strict=True):
        text.set_text(clip(trace.name, NAME_CELLS).rstrip())
