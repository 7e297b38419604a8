"""A network: each community a disc of dots in its colour, the larger the more answer them, and faint lines between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.render import shapes
from commkit.render.picture.pens import INK, SOFT
from commkit.render.widths import count_cells
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from commkit.render.nets import Dot, Net

# neighbours are told apart by colour-blind readers; what has no colour of its own is grey
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9", "#7a4fa3", "#8c564b")
_OTHER = "#9aa5b1"
_WIDE, _LEAST_HIGH, _MOST_HIGH = 10.0, 4.0, 11.0
_PART, _WORDS = 0.8, 1.3  # of the width that the network takes, and inches of words above and below
_LINE, _CELL, _BETWEEN = 0.026, 0.0125, 0.004  # of the width: a line of a name, a cell of it, and what is around it
_ROOM = 0.03  # of the width, around all
_FAINT, _FAINTER, _STRONGEST = 900, 0.05, 0.4  # lines that are drawn at full strength, the least and the most of it


def draw_network(figure: Figure, net: Net) -> None:
    """Lines below, dots above them, and the names of the first few above all."""
    panel = figure.subplots()
    panel.set(xticks=[], yticks=[], aspect="equal")
    panel.spines["bottom"].set_visible(False)
    across, up = _set_limits(panel, net)
    figure.set_size_inches(_WIDE, min(_MOST_HIGH, max(_LEAST_HIGH, _WIDE * _PART * up / across + _WORDS)))
    _draw_strokes(panel, net)
    _draw_dots(panel, net)
    _write_names(panel, net, across)
    _explain(panel, net)


def _set_limits(panel: Axes, net: Net) -> tuple[float, float]:
    """How wide and how high the network is."""
    left, right = (edge([dot.x + side * dot.radius for dot in net.dots]) for edge, side in ((min, -1), (max, 1)))
    low, high = (edge([dot.y + side * dot.radius for dot in net.dots]) for edge, side in ((min, -1), (max, 1)))
    room = max(right - left, high - low) * _ROOM
    panel.set(xlim=(left - room, right + room), ylim=(low - room, high + room))
    return right - left + 2 * room, high - low + 2 * room


def _draw_strokes(panel: Axes, net: Net) -> None:
    """Inside a community in its colour and straight, else grey and bent towards the middle of the two."""
    from matplotlib.collections import LineCollection
    from matplotlib.colors import to_rgba

    alpha = min(_STRONGEST, max(_FAINTER, _STRONGEST * _FAINT / max(len(net.strokes), 1)))
    lines, colours = [], []
    for one, other in net.strokes:
        first, second = net.dots[one], net.dots[other]
        inside = first.community == second.community
        lines.append([(first.x, first.y), (second.x, second.y)] if inside else _bend(first, second))
        colours.append(to_rgba(_colour(first.community) if inside else SOFT, alpha if inside else alpha * 0.6))
    panel.add_collection(LineCollection(lines, colors=colours, linewidths=0.6, zorder=1))


def _bend(first: Dot, second: Dot) -> list[tuple[float, float]]:
    """A curve, so that lines between two communities lie beside each other."""
    middle = (first.x + second.x) / 2, (first.y + second.y) / 2
    across = middle[0] - (second.y - first.y) * 0.16, middle[1] + (second.x - first.x) * 0.16
    steps = [step / 12 for step in range(13)]
    return [
        (
            (1 - at) ** 2 * first.x + 2 * at * (1 - at) * across[0] + at**2 * second.x,
            (1 - at) ** 2 * first.y + 2 * at * (1 - at) * across[1] + at**2 * second.y,
        )
        for at in steps
    ]


def _draw_dots(panel: Axes, net: Net) -> None:
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import Circle

    circles = [Circle((dot.x, dot.y), dot.radius) for dot in net.dots]
    dots = PatchCollection(
        circles,
        facecolors=[_colour(dot.community) for dot in net.dots],
        edgecolors=[INK if dot.is_staff else "white" for dot in net.dots],
        linewidths=[1.6 if dot.is_staff else 0.4 for dot in net.dots],
        zorder=2,
    )
    panel.add_collection(dots)


def _write_names(panel: Axes, net: Net, across: float) -> None:
    """Each name above its dot, or where it covers no other one nor its dot: below, right or left of it."""
    from matplotlib import patheffects

    named = [dot for dot in net.dots if dot.name]
    taken = [(dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius) for dot in named]
    for dot in named:
        if dot.name:
            spots = list(_list_spots(dot, dot.name, across))
            box = next((spot for spot in spots if not any(_overlap(spot, each) for each in taken)), spots[0])
            taken.append(box)
            middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            text = panel.text(*middle, dot.name, ha="center", va="center", fontsize=9, fontweight="bold", zorder=4)
            text.set_path_effects([patheffects.withStroke(linewidth=3, foreground="white")])


def _list_spots(dot: Dot, name: str, across: float) -> Iterator[tuple[float, float, float, float]]:
    """Where a name may stand, as left, low, right and high; the last spots are further away."""
    wide, high = count_cells(name) * _CELL * across / 2, _LINE * across / 2
    for away in (1.0, 3.0, 5.0):
        up = dot.radius + high + _BETWEEN * across * away
        aside = dot.radius + wide + _BETWEEN * across * away
        for x, y in (
            (0, up),
            (0, -up),
            (aside, 0),
            (-aside, 0),
            (aside, up),
            (-aside, up),
            (aside, -up),
            (-aside, -up),
        ):
            yield dot.x + x - wide, dot.y + y - high, dot.x + x + wide, dot.y + y + high


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _colour(community: int) -> str:
    return _COLOURS[community - 1] if 0 < community <= len(_COLOURS) else _OTHER


def _explain(panel: Axes, net: Net) -> None:
    """Which colour is which community, and what size and outline mean."""
    from matplotlib.lines import Line2D

    keys = [
        Line2D([], [], marker="o", linestyle="", color=_colour(number), label=_name_community(number, size))
        for number, size in enumerate(net.sizes[: len(_COLOURS)], start=1)
    ]
    if rest := sum(net.sizes[len(_COLOURS) :]):
        label = say("others · {size}", size=f"{rest:,}")
        keys.append(Line2D([], [], marker="o", linestyle="", color=_OTHER, label=label))
    panel.legend(
        handles=keys, loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False, fontsize=9, handletextpad=0.3
    )
    parts = [say("a dot is a person, the larger the more answer them")]
    if any(dot.is_staff for dot in net.dots):
        parts.append(say("outlined: staff"))
    if net.hidden_dots:
        parts.append(say("people: {hidden}", hidden=shapes.count_unseen(net.hidden_dots)))
    if net.hidden_strokes:
        parts.append(say("ties: {hidden}", hidden=shapes.count_unseen(net.hidden_strokes)))
    panel.set_xlabel(" · ".join(parts), loc="left")


def _name_community(number: int, size: int) -> str:
    return say("community {number} · {size}", number=number, size=f"{size:,}")
