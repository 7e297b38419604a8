"""A pyramid: centred bars, the top level first, each with its value and its share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit import words
from commkit.render import shapes
from commkit.render.picture.pens import BLUE, FEW_TO_MANY, RULE, SOFT, shorten_label
from commkit.render.safe import safe
from commkit.render.units import NOTHING, format_value

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from commkit.render.shapes import Stages

_THICK, _ROOM = 0.78, 1.5  # of a place's height; how much wider than the widest bar, so that numbers fit beside it
_LEAST, _UNKNOWN = 0.006, 0.16  # of the widest bar: the smallest bar that is seen, and the outline of what is not known
_APART = 0.5  # places between two pyramids


def draw_pyramid(figure: Figure, stages: Stages) -> None:
    """Levels from the top, on a slope from each to the next; a dashed outline where the value is not known."""
    rows = _rows(stages)
    bottom = max(rows[-1] + 1, 2)
    figure.set_size_inches(8, 1.5 + 0.46 * bottom)
    panel = figure.subplots()
    widest = max((value for value in stages.values if value is not None), default=0) or 1.0
    wide = [_width(value, widest) for value in stages.values]
    _fill_slopes(panel, stages, rows, wide)
    for place, value in enumerate(stages.values):
        _draw_level(panel, rows[place], wide[place], is_known=value is not None)
        panel.annotate(
            _tell(stages, place),
            xy=(wide[place] / 2, rows[place]),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            ha="left",
        )
    panel.set(xlim=(-widest / 2, widest / 2 * _ROOM), ylim=(bottom - 0.4, -0.6), xticks=[])
    panel.set_yticks(rows, [shorten_label(label) for label in stages.labels], fontsize=9)
    panel.spines["bottom"].set_visible(False)
    heads = [safe(words.heading(stages.column)), safe(words.heading(stages.rate)), shapes.count_unseen(stages.hidden)]
    panel.set_xlabel(" · ".join(filter(None, heads)), loc="left")


def _rows(stages: Stages) -> list[float]:
    """Where each level stands, with a space before each further pyramid."""
    return [place + _APART * (sum(stages.opens[: place + 1]) - 1) for place in range(len(stages.values))]


def _width(value: float | None, widest: float) -> float:
    if value is None:
        return _UNKNOWN * widest
    return max(value, _LEAST * widest) if value > 0 else 0.0


def _draw_level(panel: Axes, row: float, wide: float, *, is_known: bool) -> None:
    if not is_known:
        panel.barh(row, wide, left=-wide / 2, height=_THICK, fill=False, edgecolor=SOFT, linestyle="--", linewidth=1)
    elif wide:
        panel.barh(row, wide, left=-wide / 2, height=_THICK, color=BLUE)
    else:
        panel.plot([0, 0], [row - _THICK / 2, row + _THICK / 2], color=RULE, linewidth=1)


def _tell(stages: Stages, place: int) -> str:
    texts = [format_value(stages.column, stages.values[place]), stages.shares[place]]
    return NOTHING if texts == [NOTHING, NOTHING] else " · ".join(texts)


def _fill_slopes(panel: Axes, stages: Stages, rows: list[float], wide: list[float]) -> None:
    for place in range(1, len(wide)):
        is_known = stages.values[place - 1] is not None and stages.values[place] is not None
        if is_known and not stages.opens[place]:
            above, below = wide[place - 1] / 2, wide[place] / 2
            top, bottom = rows[place - 1] + _THICK / 2, rows[place] - _THICK / 2
            panel.fill([-above, above, below, -below], [top, top, bottom, bottom], color=FEW_TO_MANY[0], linewidth=0)
