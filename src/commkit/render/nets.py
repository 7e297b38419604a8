"""What a chart of a network shows: dots, their names and communities, and the lines between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit.render.safe import safe
from commkit.render.widths import clip

if TYPE_CHECKING:
    import polars as pl

    from commkit.result import Network

MOST_DOTS, MOST_STROKES, MOST_NAMED = 1500, 6000, 8
_NAME_CELLS = 16


@dataclass(frozen=True, slots=True)
class Dot:
    """One person: where, how large, of which community, named if among the first, and whether staff."""

    x: float
    y: float
    radius: float
    community: int
    name: str | None
    is_staff: bool


@dataclass(frozen=True, slots=True)
class Net:
    """Dots, the pairs of them that are joined, how large each community is, and how many of each are not drawn."""

    dots: tuple[Dot, ...]
    strokes: tuple[tuple[int, int], ...]
    sizes: tuple[int, ...]
    hidden_dots: int
    hidden_strokes: int


def shape_net(table: pl.DataFrame, chart: Network) -> Net:
    """The rows as dots, the first of them named; each row's partners by row, the closest first."""
    named = "name" if "name" in table.columns else chart.label
    drawn = table.head(MOST_DOTS)
    dots = tuple(
        Dot(
            row[chart.x],
            row[chart.y],
            row[chart.radius],
            row[chart.community],
            clip(safe(row[named] or row[chart.label]), _NAME_CELLS).rstrip() if at < MOST_NAMED else None,
            row[chart.is_staff],
        )
        for at, row in enumerate(drawn.iter_rows(named=True))
    )
    ranked = sorted(
        (place, at, other)
        for at, partners in enumerate(table[chart.partners].to_list())
        for place, other in enumerate(partners)
    )
    whole = [(at, other) for _, at, other in ranked]
    strokes = tuple(pair for pair in whole if max(pair) < len(dots))[:MOST_STROKES]
    sizes = tuple(size for _, size in table[chart.community].value_counts().sort(chart.community).iter_rows())
    return Net(dots, strokes, sizes, table.height - len(dots), len(whole) - len(strokes))
