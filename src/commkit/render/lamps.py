"""What a chart of lights shows: a lamp a row, told by its shape and its word as well as by its colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit import words
from commkit.check_choices import Light
from commkit.render.shapes import MOST_BARS, count_unseen
from commkit.render.units import format_value
from commkit.render.widths import clip, count_cells, fold

if TYPE_CHECKING:
    import polars as pl

    from commkit.result import Lights

_SYMBOLS = {Light.red: "●", Light.yellow: "▲", Light.unknown: "?", Light.green: "■"}
_SYMBOLS_ASCII = {Light.red: "X", Light.yellow: "^", Light.unknown: "?", Light.green: "="}


@dataclass(frozen=True, slots=True)
class Lamp:
    """One light: of whom, which, its word, and what made it so."""

    name: str
    light: Light
    word: str
    what: str


def shape_lamps(table: pl.DataFrame, chart: Lights) -> tuple[list[Lamp], int]:
    """The lamps in the order of the rows, and how many are not drawn."""
    drawn = table.head(MOST_BARS)
    columns = (drawn[chart.label], drawn[chart.light], drawn[chart.what])
    lamps = [
        Lamp(format_value(chart.label, name), Light(light), words.value(light, "light"), _tell(chart.what, what))
        for name, light, what in zip(*columns, strict=True)
    ]
    return lamps, table.height - drawn.height


def write_lamps(table: pl.DataFrame, chart: Lights, room: int, *, unicode: bool) -> list[str]:
    """A lamp a line: symbol, word, name and what made it so, which goes on below where it is long."""
    lamps, hidden = shape_lamps(table, chart)
    symbols = _SYMBOLS if unicode else _SYMBOLS_ASCII
    widest = max((count_cells(lamp.word) for lamp in lamps), default=0)
    names = min(max((count_cells(lamp.name) for lamp in lamps), default=0), room // 3)
    before = widest + names + 6
    lines = []
    for lamp in lamps:
        first, *rest = fold(lamp.what, max(room - before, 8))
        lines.append(f"{symbols[lamp.light]} {clip(lamp.word, widest)}  {clip(lamp.name, names)}  {first}".rstrip())
        lines += [" " * before + line for line in rest]
    return [*lines, *filter(None, [count_unseen(hidden)])]


def _tell(column: str, what: str | None) -> str:
    return "" if what is None else format_value(column, what)
