"""Lines over time, or over any other places."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from math import isnan
from typing import TYPE_CHECKING

from commkit import words
from commkit.render import shapes
from commkit.render.picture.captions import name_unit
from commkit.render.picture.pens import NAME_CELLS, RULE, SOFT, find_measure, shorten_label, spell_axis, to_heights
from commkit.render.picture.time_axis import place_months
from commkit.render.safe import safe
from commkit.render.units import format_value
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
_MOST_TICKS, _MOST_DAYS, _MOST_MARKERS = 8, 6, 40
_FOUNDING = 2.5  # times the greatest later value: a first value above it is an import, and stands outside
_FAR = 0.6  # of the greatest distance of two lines, where there is room for a name
_APART = 0.09  # of a panel's height, between two names


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
        _scale(panel, at, traces)
        _name_lines(panel, at, [(trace, pens[trace][0]) for trace in traces])
    if lines.even:
        _compare(axes[0], at, lines.even, panels[0][0].values)
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


def _scale(panel: Axes, at: list[float], traces: list[Trace]) -> None:
    """From zero to the greatest value; the import of a whole community on its first day does not flatten the rest."""
    lines = [line for trace in traces for line in (trace.values, trace.unsettled, *trace.band)]
    values = [value for line in lines for value in line]
    low, high = shapes.find_span(values)
    usual = max((value for line in lines for value in line[1:] if value is not None), default=high)
    if 0 < _FOUNDING * usual < high:
        high = usual
        for line, trace in zip(panel.get_lines(), traces, strict=True):
            line.set_clip_on(True)
            _tell_founding(panel, at[0], trace, high)
    margin = (high - low) * 0.06
    panel.set_ylim(low - margin if low else 0, high + margin)
    panel.grid(axis="y")
    panel.set_ylabel(name_unit([*dict.fromkeys(trace.column for trace in traces)]))
    spell_axis(panel.yaxis, traces[0].column, [value for value in values if value is None or value <= high])


def _tell_founding(panel: Axes, place: float, trace: Trace, high: float) -> None:
    """The number of a first value that lies above the panel."""
    first = next((value for value in (trace.values[0], trace.unsettled[0]) if value is not None), None)
    if first is not None and first > high:
        text = f"↑ {format_value(trace.column, first)}"
        panel.annotate(text, (place, high), (6, 0), textcoords="offset points", fontsize=9, color=SOFT, va="center")


def _compare(panel: Axes, at: list[float], even: Trace, values: Sequence[Number]) -> None:
    """A thin line to compare with, named where it is far from the values, away from both ends."""
    heights = to_heights(even.values)
    panel.plot(at, heights, color=RULE, linewidth=1, zorder=1)
    known = [one for one, height in enumerate(heights) if not isnan(height)]
    inner = known[len(known) // 4 : len(known) * 3 // 4 + 1]
    if not inner:
        return
    apart = {one: abs(heights[one] - (values[one] or 0.0)) for one in inner}
    place = [one for one, distance in apart.items() if distance >= _FAR * max(apart.values())][-1]
    panel.annotate(
        even.name,
        (at[place], heights[place]),
        (-6, 6),
        textcoords="offset points",
        fontsize=9,
        color=SOFT,
        ha="right",
    )


def _places(panel: Axes, at: list[float], lines: Lines) -> None:
    """Label months, a few of the places that are there, the last one always, or among many numbers round ones."""
    days = [place for place in lines.places if isinstance(place, date)]
    if len(days) == len(lines.places) and (months := place_months(days)):
        panel.set_xticks([_day(day) for day, _ in months], [text for _, text in months])
        return
    numbers = [shapes.to_number(place) for place in lines.places]
    if len(at) > _MOST_TICKS and None not in numbers:
        spell_axis(panel.xaxis, lines.x, numbers)
        return
    step = -(-len(at) // (_MOST_DAYS if days else _MOST_TICKS))
    chosen = [index for index in range(len(at)) if (len(at) - 1 - index) % step == 0]
    panel.set_xticks([at[i] for i in chosen], [shorten_label(lines.labels[i], NAME_CELLS // 2) for i in chosen])
    if len(at) == 1:
        panel.set_xlim(at[0] - 1, at[0] + 1)


def _name_lines(panel: Axes, at: list[float], traces: list[tuple[Trace, str]]) -> None:
    """Name each line beside its end, in its colour; above the panel where two ends are too near."""
    ends = [_find_end(at, trace) for trace, _ in traces]
    low, high = panel.get_ylim()
    heights = sorted((end[1] - low) / (high - low) for end in ends if end)
    is_close = any(above - below < _APART for below, above in pairwise(heights))
    if None in ends or is_close or len(at) == 1:
        _legend(panel, [trace for trace, _ in traces])
        return
    for (trace, color), end in zip(traces, ends, strict=True):
        if end:
            name = clip(trace.name, NAME_CELLS).rstrip()
            right = (max(at), end[1])
            panel.annotate(name, right, (10, 0), textcoords="offset points", color=color, va="center")


def _find_end(at: list[float], trace: Trace) -> tuple[float, float] | None:
    """Where the line ends; None where it has no point."""
    known = [(place, value) for place, value in zip(at, trace.values, strict=True) if value is not None]
    return known[-1] if known else None


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
