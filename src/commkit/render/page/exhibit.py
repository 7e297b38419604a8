"""The table of a chapter as pages show it: cells that sentences can point to, with bars, shades and small lines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from statistics import mode
from typing import TYPE_CHECKING, Any

from commkit.check_choices import Light
from commkit.choices import PeriodStatus
from commkit.edition import Figure
from commkit.render.columns import BLANK, lay_out_columns
from commkit.render.page.citation import name_cell
from commkit.render.shapes import find_span, to_number
from commkit.render.units import NOTHING, find_unit
from commkit.render.widths import count_cells
from commkit.result import Bars, Funnel, Pyramid
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from commkit.edition import Chapter
    from commkit.render.columns import Column
    from commkit.render.shapes import Number
    from commkit.result import Result

# Words that carry a symbol, so that nothing is told by colour alone.
SYMBOLS: Mapping[str, Mapping[str, str]] = {
    "mark": {"better": "▲", "worse": "▼", "high": "↑", "low": "↓"},
    "light": {Light.green: "●", Light.yellow: "▲", Light.red: "■", Light.unknown: "○"},
}
_ROOM, _EM = 18, 0.6  # cells of text that are kept on a line, and the width of one
_LEFT_OUT_IF_BLANK = frozenset(
    {
        *("status", "starts_on", "mark", "recent_values", "target", "band", "progress_percent"),
        *("slice", "reason", "next_step"),
    }
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text and what is drawn with it.

    `name` is what sentences call it, `looks` its classes, `means` the definition that it leads to. `part` is the
    length of a bar or the depth of a shade, from 0 to 1. `trend` are the values of a small line, `measure` their unit.
    """

    text: str
    looks: str = ""
    name: str = ""
    means: str = ""
    symbol: str = ""
    part: float | None = None
    trend: tuple[Number, ...] = ()
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Strand:
    """One column of an exhibit; where `has_bars`, a column of bars follows it."""

    head: str
    looks: str
    cells: tuple[Cell, ...]
    foot: Cell
    has_bars: bool = False

    @property
    def least(self) -> float:
        """The em that its texts need, so that words are not squeezed to a letter a line."""
        return round(min(max((count_cells(cell.text) for cell in self.cells), default=0), _ROOM) * _EM, 1)


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A table by its columns, and what is said where it has no rows or not all of them."""

    strands: tuple[Strand, ...]
    rows: tuple[tuple[Cell, ...], ...]
    has_total: bool
    remark: str = ""


def is_board(result: Result) -> bool:
    """Whether the rows are indicators as operators report them."""
    return {"indicator", "recent_values"} <= set(result.table.columns)


def lay_out_exhibit(chapter: Chapter, cited: Collection[Figure], defined: Collection[str], most: int) -> Exhibit:
    """The table of this chapter: at most so many rows, but always those that are cited.

    `defined` are the indicators that the page defines.
    """
    result = chapter.result
    if result.grid:
        return _join(list(_weave_grid(result, most)), result, 0)
    kept = _choose_rows(result.table.height, {each.row for each in cited if each.chapter == chapter.key}, most)
    named = {each.column for each in cited if each.chapter == chapter.key}
    columns = lay_out_columns(replace(result, unseen=tuple(set(result.unseen) - named)))
    strands = []
    for column in columns:
        dressed = _dress(column, result, defined)
        strand = _weave(chapter.key, column, [(row, dressed[row]) for row in kept], cited, _has_bars(column, result))
        if column.name in named or not _is_blank(strand, column):
            strands.append(strand)
    return _join(strands, result, result.table.height - len(kept))


def _choose_rows(height: int, cited: set[int | None], most: int) -> list[int]:
    return [row for row in range(height) if row < most or row in cited]


def _join(strands: list[Strand], result: Result, hidden: int) -> Exhibit:
    rows = tuple(zip(*(strand.cells for strand in strands), strict=True))
    remark = "" if rows else say("No rows.")
    if hidden:
        whole = f"{len(rows) + hidden:,}"
        remark = say("{shown} of {whole} rows; the command gives all of them", shown=f"{len(rows):,}", whole=whole)
    return Exhibit(tuple(strands), rows, bool(result.total) and not result.grid, remark)


def _weave(
    key: str, column: Column, cells: Sequence[tuple[int, Cell]], cited: Collection[Figure], has_bars: bool
) -> Strand:
    """A column whose cited cells bear their names and their whole text."""

    def christen(row: int | None, cell: Cell, text: str) -> Cell:
        figure = Figure(key, row, column.name)
        return replace(cell, text=text, name=name_cell(figure)) if figure in cited else cell

    named = tuple(christen(row, cell, column.cells[row]) for row, cell in cells)
    looks = _find_looks(column)
    looks = "trend" if any(cell.trend for _, cell in cells) else looks
    return Strand(column.head, looks, named, christen(None, Cell(column.foot, looks), column.foot or NOTHING), has_bars)


def _find_looks(column: Column) -> str:
    if column.number:
        return "number"
    return "rigid" if column.rigid else "text"


def _is_blank(strand: Strand, column: Column) -> bool:
    if column.name not in _LEFT_OUT_IF_BLANK:
        return False
    return all(cell.text in (BLANK, NOTHING) and not cell.trend for cell in (*strand.cells, strand.foot))


def _has_bars(column: Column, result: Result) -> bool:
    return (
        isinstance(result.chart, Bars | Funnel | Pyramid) and not is_board(result) and column.name == result.chart.value
    )


def _dress(column: Column, result: Result, defined: Collection[str]) -> list[Cell]:
    """The cells of a column with what is drawn in them."""
    name, held = column.name, result.table[column.name].to_list()
    change: Callable[[Cell, Any], Cell] = _keep
    if name in result.sparks:
        return _draw_trends(held, result)
    if name in SYMBOLS and name in result.vocabulary:
        change = partial(_mark, name)
    elif name == "status":
        change = partial(_hush, PeriodStatus.complete)
    elif _has_bars(column, result):
        change = partial(_measure, _find_longest(held, name))
    elif is_board(result):
        change = _choose_on_board(name, _find_period(result), defined)
    return [change(Cell(text, _find_looks(column)), value) for text, value in zip(column.cells, held, strict=True)]


def _find_period(result: Result) -> Any:  # noqa: ANN401 (a day, or nothing)
    """The first day of the period that a board is about; of one that does not say, that of most of its rows."""
    said = (result.parameters or {}).get("starts_on")
    days = [day for day in result.table.to_dict(as_series=False).get("starts_on", ()) if day is not None]
    return next((day for day in days if str(day) == said), None) if said else mode(days or [None])


def _choose_on_board(name: str, period_on: object, defined: Collection[str]) -> Callable[[Cell, Any], Cell]:
    """What is done to the cells of a column of a board of indicators."""
    changes: dict[str, Callable[[Cell, Any], Cell]] = {
        "indicator": lambda cell, word: replace(cell, means=word if word in defined else ""),
        "starts_on": partial(_hush, period_on),
        "progress_percent": lambda cell, value: _measure(100, _hush(None, cell, value), value),
        "target": partial(_hush, None),
        "band": partial(_hush, None),
    }
    return changes.get(name, _keep)


def _keep(cell: Cell, value: object) -> Cell:  # noqa: ARG001 (all changes of a cell look at its value)
    return cell


def _hush(usual: object, cell: Cell, value: object) -> Cell:
    """A cell that is blank where it holds nothing or what is usual."""
    return replace(cell, text=BLANK) if value is None or value == usual else cell


def _measure(longest: float, cell: Cell, value: object) -> Cell:
    return replace(cell, part=_limit(value, longest))


def _limit(value: object, longest: float) -> float | None:
    number = to_number(value)
    return None if number is None else min(abs(number) / longest, 1.0)


def _find_longest(held: Iterable[object], name: str) -> float:
    """The value of a full bar: for rates the whole, for all else the greatest."""
    greatest = max((abs(value) for value in map(to_number, held) if value is not None), default=0.0) or 1.0
    return max(greatest, 1.0) if find_unit(name) == "rate" else greatest


def _mark(column: str, cell: Cell, word: str | None) -> Cell:
    """A word with its symbol; what is not marked is left blank."""
    if word is None:
        return replace(cell, text=BLANK)
    symbol = SYMBOLS[column].get(word, "")
    return replace(cell, symbol=symbol, looks=f"{column} {word}" if symbol else cell.looks)


def _draw_trends(held: Iterable[Any], result: Result) -> list[Cell]:
    units = result.table["unit"].to_list() if "unit" in result.table.columns else [""] * result.table.height
    return [
        Cell("", "trend", trend=tuple(map(to_number, values or ())), measure=f"value_{unit}")
        for values, unit in zip(held, units, strict=True)
    ]


def _weave_grid(result: Result, most: int) -> Iterator[Strand]:
    """The columns of a grid, the more the deeper their shade."""
    columns = lay_out_columns(result)
    high = find_span(to_number(value) for column in columns for value in column.values)[1]
    for column in columns:
        looks = _find_looks(column)
        if column.leads:
            cells = tuple(Cell(text, looks) for text in column.cells)
        else:
            looks = "shade"
            cells = tuple(
                Cell(text, looks, part=_limit(value, high))
                for text, value in zip(column.cells, column.values, strict=True)
            )
        yield Strand(column.head, looks, cells[:most], Cell(""))
