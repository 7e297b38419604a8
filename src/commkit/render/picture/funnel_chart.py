"""A funnel: centred bars, and between them the step from each to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit import words
from commkit.render import shapes
from commkit.render.picture.pens import BLUE, FEW_TO_MANY, shorten_label
from commkit.render.safe import safe
from commkit.render.units import format_value

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from commkit.render.shapes import Stages

_THICK, _ROOM = 0.62, 1.5  # of a place's height; how much wider than the widest bar, so that numbers fit beside it


def draw_funnel(figure: Figure, stages: Stages) -> None:
    """Bars from the top, each with its number and its share of the first."""
    count = len(stages.values)
    figure.set_size_inches(8, 1.5 + 0.5 * max(3, count))
    panel = figure.subplots()
    wide = [value or 0.0 for value in stages.values]
    panel.barh(range(count), wide, left=[-each / 2 for each in wide], height=_THICK, color=BLUE)
    _fill_between(panel, stages, wide)
    for place, value in enumerate(stages.values):
        text = f"{format_value(stages.column, value)} · {stages.shares[place]}"
        panel.annotate(
            text, xy=(wide[place] / 2, place), xytext=(5, 0), textcoords="offset points", va="center", ha="left"
        )
    half = max([*wide, 1.0]) / 2
    panel.set(xlim=(-half, half * _ROOM), ylim=(max(count, 3) - 0.4, -0.6), xticks=[])
    panel.set_yticks(range(count), [shorten_label(label) for label in stages.labels], fontsize=9)
    panel.spines["bottom"].set_visible(False)
    heads = [safe(words.heading(stages.column)), safe(words.heading(stages.rate)), shapes.count_unseen(stages.hidden)]
    panel.set_xlabel(" · ".join(filter(None, heads)), loc="left")


def _fill_between(panel: Axes, stages: Stages, wide: list[float]) -> None:
    for place in range(1, len(wide)):
        if not stages.opens[place]:
            above, below = wide[place - 1] / 2, wide[place] / 2
            top, bottom = place - 1 + _THICK / 2, place - _THICK / 2
            panel.fill([-above, above, below, -below], [top, top, bottom, bottom], color=FEW_TO_MANY[0], linewidth=0)
