"""A heatmap: the more, the darker."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from commkit import words
from commkit.render import shapes
from commkit.render.picture.pens import ABSENT, FEW_TO_MANY, INK, shorten_label, spell_axis, to_heights
from commkit.render.safe import safe
from commkit.render.units import format_value
from commkit.render.widths import count_cells

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.collections import QuadMesh
    from matplotlib.figure import Figure

    from commkit.render.shapes import Cells

_MOST_WORDED, _MOST_TICKS, _DARK = 320, 26, 0.64
_WORDED, _BARE, _LETTER = 0.56, 0.3, 0.11  # inches: the width of a cell with its number, without, and of a letter


def draw_cells(figure: Figure, cells: Cells) -> None:
    """Cells with their numbers while these can be read; grey where there is no value."""
    wide, high = len(cells.across), len(cells.down)
    worded = wide * high <= _MOST_WORDED
    figure.set_size_inches(
        min(max(2.8 + (_WORDED if worded else _BARE) * wide, 6), 15), min(max(1.9 + 0.32 * high, 2.8), 20)
    )
    panel = figure.subplots()
    mesh = _mesh(panel, cells)
    panel.set(facecolor=ABSENT, ylim=(high, 0), xlabel=safe(cells.x))
    panel.set_ylabel(safe(cells.y))
    panel.spines["bottom"].set_visible(False)
    panel.tick_params(length=0)
    _name_places(panel, cells, _WORDED if worded else _BARE)
    if worded:
        _write_values(panel, cells)
    bar = figure.colorbar(mesh, ax=panel, pad=0.02, aspect=30, label=safe(words.heading(cells.column)))
    bar.outline.set_visible(False)
    spell_axis(bar.ax.yaxis, cells.column, [value for row in cells.rows for value in row])


def _mesh(panel: Axes, cells: Cells) -> QuadMesh:
    from matplotlib.colors import LinearSegmentedColormap

    low, high = _span(cells)
    return panel.pcolormesh(
        range(len(cells.across) + 1),
        range(len(cells.down) + 1),
        [to_heights(row) for row in cells.rows],
        cmap=LinearSegmentedColormap.from_list("few to many", FEW_TO_MANY),
        vmin=low,
        vmax=high,
        edgecolors="white",
        linewidth=1,
    )


def _name_places(panel: Axes, cells: Cells, width: float) -> None:
    """Name as many columns and rows as there is room for."""
    across = [shorten_label(label, 10) for label in cells.across]
    down = [shorten_label(label, 22) for label in cells.down]
    widest = max((count_cells(line) for label in across for line in label.split("\n")), default=0) * _LETTER / width
    for axis, labels, apart in ((panel.xaxis, across, ceil(widest)), (panel.yaxis, down, 1)):
        places = range(0, len(labels), max(-(-len(labels) // _MOST_TICKS), apart))
        axis.set_ticks([place + 0.5 for place in places], [labels[place] for place in places])


def _write_values(panel: Axes, cells: Cells) -> None:
    low, high = _span(cells)
    for y, row in enumerate(cells.rows):
        for x, value in enumerate(row):
            if value is not None:
                color = "white" if (value - low) / (high - low) > _DARK else INK
                text = format_value(cells.column, value)
                panel.text(x + 0.5, y + 0.5, text, ha="center", va="center", fontsize=7.5, color=color)


def _span(cells: Cells) -> tuple[float, float]:
    return shapes.find_span([value for row in cells.rows for value in row])
