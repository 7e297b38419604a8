"""A flow: the classes of two dates on either side, and ribbons between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit import words
from commkit.render import shapes
from commkit.render.picture.pens import SOFT, shorten_label
from commkit.render.ribbons import name_turns
from commkit.render.safe import safe
from commkit.render.units import NOTHING, format_value

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch
    from matplotlib.text import Annotation

    from commkit.render.ribbons import Exchange, Exchanges, Ribbon
    from commkit.render.shapes import Number

# neighbours are told apart by colour-blind readers
_COLOURS = ("#08407a", "#d55e00", "#0072b2", "#b8860b", "#009e73", "#cc79a7", "#56b4e9", "#8c564b")
_PALE, _PLAIN, _FULL = 0.2, 0.42, 0.72  # what stays; what has no rank; what rises or falls
_VEIL = {"facecolor": "white", "alpha": 0.75, "linewidth": 0, "pad": 1}  # between a number and what lies behind it
_SIGNS = {"rises": "▲ ", "falls": "▼ "}
# inches: all that flowed where one flow is drawn, and where several are; between two classes; a line of a name; the
# least that is seen; what is high enough to hold a number
_ALONE, _AMONG, _GAP, _LETTERS, _LEAST, _WORDED = 3.4, 2.4, 0.1, 0.19, 0.012, 0.13
_WALL, _NAME_CELLS = 0.018, 18  # how wide a class is drawn, of the whole


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a flow: how many inches from the top each class begins, and how many the last one ends."""

    totals: tuple[Number, ...]
    tops: dict[int, float]
    bottom: float


def draw_flow(figure: Figure, drawn: Exchanges) -> None:
    """One panel per slice; what rises is full, what falls hatched, what stays pale."""
    labels = [shorten_label(label, _NAME_CELLS) for label in drawn.classes]
    scales = [_scale(part, _ALONE if len(drawn.parts) == 1 else _AMONG) for part in drawn.parts]
    sides = [
        [_arrange(totals, labels, scale) for totals in (part.before, part.after)]
        for part, scale in zip(drawn.parts, scales, strict=True)
    ]
    heights = [max(0.5, *(side.bottom for side in both)) for both in sides]
    figure.set_size_inches(8, 1.5 + sum(heights) + 0.45 * len(heights))
    panels = figure.subplots(len(heights), 1, squeeze=False, height_ratios=heights)[:, 0]
    for panel, part, scale, both, height in zip(panels, drawn.parts, scales, sides, heights, strict=True):
        panel.set(xlim=(0, 1), ylim=(height, 0), xticks=[], yticks=[])
        panel.spines["bottom"].set_visible(False)
        _draw_ribbons(panel, drawn.column, part, both, scale)
        for side, is_left in zip(both, (True, False), strict=True):
            _draw_side(panel, drawn, labels, side, scale, is_left=is_left)
        panel.set_title(part.name, fontsize=10, fontweight="bold")
    _explain(panels[-1], drawn)


def _scale(part: Exchange, room: float) -> float:
    """Inches for each one that flowed."""
    whole = max(sum(total or 0 for total in totals) for totals in (part.before, part.after))
    return room / (whole or 1)


def _arrange(totals: tuple[Number, ...], labels: list[str], scale: float) -> _Side:
    """Classes from the top, each with room for its name, however small it is."""
    tops, down = {}, 0.0
    for place, total in enumerate(totals):
        if total is not None:
            room = max(total * scale, _LETTERS * (1 + labels[place].count("\n")))
            tops[place] = down + (room - total * scale) / 2
            down += room + _GAP
    return _Side(totals, tops, down - _GAP)


def _draw_side(panel: Axes, drawn: Exchanges, labels: list[str], side: _Side, scale: float, *, is_left: bool) -> None:
    edge, away, align = (0.0, -6, "right") if is_left else (1.0, 6, "left")
    for place, top in side.tops.items():
        total = side.totals[place] or 0
        high = max(total * scale, _LEAST if total else 0)
        panel.bar(edge - (0 if is_left else _WALL), high, _WALL, top, align="edge", color=_colour(place))
        text = f"{labels[place]} · {format_value(drawn.column, total)}"
        _write(panel, text, (edge, top + total * scale / 2), away)
    if not side.tops:
        _write(panel, NOTHING, (edge, sum(panel.get_ylim()) / 2), away)
    head = safe(drawn.source if is_left else drawn.target)
    panel.annotate(
        head, (edge, 1), (away, 8), "axes fraction", "offset points", ha=align, va="bottom", fontsize=9, color=SOFT
    )


def _write(panel: Axes, text: str, at: tuple[float, float], away: float) -> Annotation:
    align = "left" if away > 0 else "right"
    return panel.annotate(text, at, (away, 0), textcoords="offset points", ha=align, va="center", fontsize=9)


def _draw_ribbons(panel: Axes, column: str, part: Exchange, both: list[_Side], scale: float) -> None:
    left, right = (dict(side.tops) for side in both)
    for ribbon in part.ribbons:
        high = ribbon.value * scale
        starts, ends = left[ribbon.source], right[ribbon.target]
        panel.add_patch(_ribbon(ribbon, starts, ends, max(high, _LEAST)))
        if high >= _WORDED:
            text = _SIGNS.get(ribbon.turn, "") + format_value(column, ribbon.value)
            _write(panel, text, (_WALL, starts + high / 2), 5).set(fontsize=8, bbox=_VEIL)
        left[ribbon.source] += high
        right[ribbon.target] += high


def _ribbon(ribbon: Ribbon, starts: float, ends: float, high: float) -> Patch:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    left, right = _WALL, 1 - _WALL
    corners = [(left, starts), (0.5, starts), (0.5, ends), (right, ends)]
    back = [(right, ends + high), (0.5, ends + high), (0.5, starts + high), (left, starts + high)]
    curve = [Path.CURVE4] * 3
    path = Path([*corners, *back], [Path.MOVETO, *curve, Path.LINETO, *curve])
    patch = PathPatch(path, zorder=1 if ribbon.turn == "stays" else 2)
    _colour_in(patch, ribbon.turn, _colour(ribbon.source))
    return patch


def _colour_in(patch: Patch, turn: str, colour: str) -> None:
    from matplotlib.colors import to_rgba

    alpha = {"stays": _PALE, "": _PLAIN}.get(turn, _FULL)
    patch.set(facecolor=to_rgba(colour, alpha), edgecolor="white", hatch="////" if turn == "falls" else None)
    patch.set_linewidth(0)


def _colour(place: int) -> str:
    return _COLOURS[place % len(_COLOURS)]


def _explain(panel: Axes, drawn: Exchanges) -> None:
    heads = [safe(words.heading(drawn.column)), shapes.count_unseen(drawn.hidden)]
    panel.set_xlabel(" · ".join(filter(None, heads)), loc="left")
    turns = {ribbon.turn for part in drawn.parts for ribbon in part.ribbons}
    keys = [_key(turn, name) for turn, name in name_turns().items() if turn in turns]
    if keys:
        panel.legend(handles=keys, loc="upper right", bbox_to_anchor=(1, 0), ncol=3, frameon=False, fontsize=9)


def _key(turn: str, name: str) -> Patch:
    from matplotlib.patches import Patch

    patch = Patch(label=_SIGNS.get(turn, "") + name)
    _colour_in(patch, turn, SOFT)
    return patch
