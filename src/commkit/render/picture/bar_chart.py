"""Bars, one per row, the value at the end of each."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from commkit import words
from commkit.render import shapes
from commkit.render.picture.pens import BLUE, INK, ORANGE, RULE, shorten_label
from commkit.render.safe import safe
from commkit.render.units import format_value
from commkit.render.widths import count_cells

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from commkit.render.shapes import Lengths

_FEWEST, _ROOM = 3, 0.02  # places, however few bars; part of the width for one digit left of a bar


def draw_bars(figure: Figure, lengths: Lengths) -> None:
    """Bars from the top; what is below zero is hatched as well as of another colour."""
    count = len(lengths.values)
    labels = [shorten_label(label) for label in lengths.labels]
    figure.set_size_inches(8, 1.5 + 0.34 * max(_FEWEST, count + sum("\n" in label for label in labels) / 2))
    panel = figure.subplots()
    ends = [value or 0.0 for value in lengths.values]
    for bar, end in zip(panel.barh(range(count), ends, height=0.68, color=BLUE), ends, strict=True):
        if end < 0:
            bar.set(facecolor=ORANGE, hatch="//", edgecolor="white", linewidth=0)
    _draw_intervals(panel, lengths)
    _write_values(panel, lengths)
    panel.set_yticks(range(count), labels, fontsize=9)
    spare = max(0, _FEWEST - count) / 2
    panel.set_ylim(count - 0.4 + spare, -0.6 - spare)
    low, high = shapes.find_span([*ends, *chain.from_iterable(lengths.bounds)])
    panel.set_xlim(low - (high - low) * _ROOM * count_cells(format_value(lengths.column, low)) if low else 0, high)
    panel.axvline(0, color=RULE, linewidth=1)
    panel.spines["bottom"].set_visible(False)
    panel.set_xticks([])
    heads = [safe(words.heading(lengths.column)), shapes.count_unseen(lengths.hidden)]
    panel.set_xlabel(" · ".join(filter(None, heads)), loc="left")


def _draw_intervals(panel: Axes, lengths: Lengths) -> None:
    """A line from bound to bound over each bar, with a stroke at either end."""
    for place, (low, high) in enumerate(lengths.bounds):
        if low is not None and high is not None:
            panel.plot([low, high], [place, place], color=INK, linewidth=1.4, marker="|", markersize=8, clip_on=False)


def _write_values(panel: Axes, lengths: Lengths) -> None:
    """Each value at the end of its bar, or of its interval."""
    for place, value in enumerate(lengths.values):
        below = value is not None and value < 0
        bounds = lengths.bounds[place] if lengths.bounds else (None, None)
        end = bounds[0 if below else 1]
        panel.annotate(
            format_value(lengths.column, value),
            xy=(value or 0.0 if end is None else end, place),
            xytext=(-4 if below else 4, 0),
            textcoords="offset points",
            va="center",
            ha="right" if below else "left",
        )
