"""Colours, axes and labels that all pictures share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.render.units import find_unit, format_tick
from commkit.render.widths import clip, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axis import Axis

    from commkit.render.shapes import Number

BLUE, ORANGE, INK, SOFT, RULE, ABSENT = "#0072b2", "#d55e00", "#1f2933", "#52606d", "#9aa5b1", "#eef0f2"
FEW_TO_MANY = ("#e3eff8", "#56a3d3", "#08407a")
NAME_CELLS = 26
_MEASURES = frozenset({"rate", "amount", "days", "hours"})


def find_measure(column: str) -> str:
    """The unit of a measured column; counts have none."""
    return find_unit(column) if find_unit(column) in _MEASURES else ""


def spell_axis(axis: Axis, column: str, values: Sequence[Number]) -> None:
    """Write the axis in the unit of the column, and counts as whole numbers."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    counts = not find_measure(column) and all(value == int(value) for value in values if value is not None)
    axis.set_major_locator(MaxNLocator(nbins=6, integer=counts))
    axis.set_major_formatter(FuncFormatter(lambda value, _: format_tick(column, value)))


def shorten_label(text: str, cells: int = NAME_CELLS) -> str:
    """A label on at most two lines of so many cells."""
    lines = fold(text, cells)
    return "\n".join(lines[:1] + [clip("".join(lines[1:]), cells).rstrip() for _ in lines[1:2]])


def to_heights(values: Sequence[Number]) -> list[float]:
    """The values with NaN where one is missing, which leaves a gap."""
    return [float("nan") if value is None else value for value in values]
