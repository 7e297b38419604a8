"""A radar: one spoke per row, its length from the middle."""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING

from commkit import words
from commkit.render import shapes
from commkit.render.picture.pens import BLUE, RULE, shorten_label
from commkit.render.safe import safe
from commkit.render.units import format_value

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from commkit.render.shapes import Lengths

_NAME_CELLS = 14


def draw_radar(figure: Figure, lengths: Lengths) -> None:
    """A closed line through the ends of all spokes, clockwise from the top; a missing value lies in the middle."""
    count = len(lengths.values)
    figure.set_size_inches(6.5, 6)
    panel = figure.add_subplot(projection="polar")
    panel.set_theta_offset(pi / 2)  # type: ignore[attr-defined]
    panel.set_theta_direction(-1)  # type: ignore[attr-defined]
    angles = [2 * pi * at / count for at in range(count)]
    ends = [value or 0.0 for value in lengths.values]
    panel.plot([*angles, angles[0]], [*ends, ends[0]], color=BLUE, linewidth=2)
    panel.fill(angles, ends, color=BLUE, alpha=0.15)
    labels = [
        f"{shorten_label(label, _NAME_CELLS)}\n{format_value(lengths.column, value)}"
        for label, value in zip(lengths.labels, lengths.values, strict=True)
    ]
    panel.set_xticks(angles, labels, fontsize=9)
    panel.set_yticks([])
    panel.set_ylim(0, shapes.find_span(ends)[1])
    panel.grid(color=RULE, linewidth=0.5)
    panel.spines["polar"].set_color(RULE)
    heads = [safe(words.heading(lengths.column)), shapes.count_unseen(lengths.hidden)]
    figure.supxlabel(" · ".join(filter(None, heads)), x=0.02, ha="left", fontsize=10)
