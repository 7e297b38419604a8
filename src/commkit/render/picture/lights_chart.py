"""Lights, one per row: a shape of its own for each beside its word, so that nothing depends on colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.check_choices import Light
from commkit.render import shapes
from commkit.render.picture.pens import INK, SOFT, shorten_label
from commkit.render.widths import fold

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from commkit.render.lamps import Lamp

_MARKERS = {Light.red: "o", Light.yellow: "^", Light.unknown: "D", Light.green: "s"}
_COLORS = {Light.red: "#b3261e", Light.yellow: "#e0a100", Light.unknown: "white", Light.green: "#2e7d32"}
_FEWEST, _INCHES, _CELLS = 2, 0.2, 62  # lines however few; the height of a line; the width of a text
_SHIFT = 0.36  # lines by which each further line moves the middle of a text down
_LAMP, _WORD, _NAME, _WHAT = 0.02, 0.045, 0.15, 0.43  # where each column begins, of the width


def draw_lights(figure: Figure, lamps: list[Lamp], hidden: int) -> None:
    """A line per lamp from the top down: the worst first where the rows are so."""
    blocks = [(shorten_label(lamp.name), "\n".join(fold(lamp.what, _CELLS))) for lamp in lamps]
    heights = [max(text.count("\n") for text in block) + 1.8 for block in blocks]
    figure.set_size_inches(8, 1.1 + _INCHES * max(_FEWEST, sum(heights)))
    panel = figure.subplots()
    panel.set_axis_off()
    panel.set_xlim(0, 1)
    panel.set_ylim(sum(heights) or 1, 0)
    top = 0.0
    for lamp, (name, what), height in zip(lamps, blocks, heights, strict=True):
        at = top + 0.9
        _draw_lamp(panel, at, lamp.light)
        panel.annotate(lamp.word, (_WORD, at), fontsize=9, va="center", fontweight="bold")
        for place, text, color in ((_NAME, name, INK), (_WHAT, what, SOFT)):
            middle = at + _SHIFT * text.count("\n")
            panel.annotate(text, (place, middle), fontsize=9, va="center", color=color, linespacing=1.25)
        top += height
    if hidden:
        panel.set_title(shapes.count_unseen(hidden), loc="left", fontsize=8, color=SOFT)


def _draw_lamp(panel: Axes, at: float, light: Light) -> None:
    marker, color = _MARKERS[light], _COLORS[light]
    panel.plot([_LAMP], [at], marker, color=color, markersize=10, markeredgecolor=INK, clip_on=False)
    if light is Light.unknown:
        panel.annotate("?", (_LAMP, at), ha="center", va="center_baseline", fontsize=7, fontweight="bold")
