"""The table of a chapter as pages show it: cells that sentences can point to, with bars, shades and small lines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from commkit.check_choices import Light
from commkit.choices import PeriodStatus
from commkit.edition import Figure
from commkit.render.columns import BLANK, lay_out_columns
from commkit.render.page.citation import name_cell
from commkit.render.shapes import find_span, to_number
from commkit.render.units import NOTHING, find_unit
from commkit.result import Bars, Funnel, Pyramid
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from commkit.edition import Chapter
    from commkit.render.columns import Column
    from commkit.render.shapes import Number
    from commkit.result import Result

# Words that carry a symbol, so that nothing is told by colour alone.
SYMBOLS = {
    "mark": {"better": "▲", "worse": "▼", "high": "↑", "low": "↓"},
    "light": {Light.green: "●", Light.yellow: "▲", Light.red: "■", Light.unknown: "○"},
}
_OF_TARGETS = frozenset({"target", "band", "progress_percent"})  # blank for what has no target
_LEFT_OUT_IF_BLANK = frozenset({"status", "starts_on", "mark", "recent_values", *_OF_TARGETS})


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
    looks, held = _find_looks(column), result.table[column.name].to_list()
    plain = [Cell(text, looks) for text in column.cells]
    if column.name in result.sparks:
        units = result.table["unit"].to_list() if "unit" in result.table.columns else [""] * len(held)
        return [
            Cell("", "trend", trend=tuple(map(to_number, values or ())), measure=f"value_{unit}")
            for values, unit in zip(held, units, strict=True)
        ]
    if column.name in SYMBOLS and column.name in result.vocabulary:
        return [_mark(cell, column.name, word) for cell, word in zip(plain, held, strict=True)]
    if column.name == "status":
        return [
            replace(cell, text=BLANK) if word == PeriodStatus.complete else cell
            for cell, word in zip(plain, held, strict=True)
        ]
    if column.name in _OF_TARGETS and is_board(result):
        drawn = 100 if column.name == "progress_percent" else None
        return [_beside(cell, value, drawn) for cell, value in zip(plain, held, strict=True)]
    if _has_bars(column, result):
        longest = max((abs(value) for value in map(to_number, held) if value is not None), default=0) or 1
        longest = max(longest, 1) if find_unit(column.name) == "rate" else longest
        return [replace(cell, part=_limit(value, longest)) for cell, value in zip(plain, held, strict=True)]
    if is_board(result) and column.name == "indicator":
        return [replace(cell, means=name if name in defined else "") for cell, name in zip(plain, held, strict=True)]
    if is_board(result) and column.name == "starts_on":
        usual = max(set(held), key=held.count, default=None)
        return [replace(cell, text=BLANK) if day == usual else cell for cell, day in zip(plain, held, strict=True)]
    return plain


def _beside(cell: Cell, value: object, whole: float | None) -> Cell:
    """What is told of a target, with the part of the whole that is reached; blank where there is none."""
    if value is None:
        return replace(cell, text=BLANK)
    return replace(cell, part=_limit(value, whole)) if whole else cell


def _limit(value: object, longest: float) -> float | None:
    number = to_number(value)
    return None if number is None else min(abs(number) / longest, 1.0)


def _mark(cell: Cell, column: str, word: str | None) -> Cell:
    """A word with its symbol; what is not marked is left blank."""
    if word is None:
        return replace(cell, text=BLANK)
    symbol = SYMBOLS[column].get(word, "")
    return replace(cell, symbol=symbol, looks=f"{column} {word}" if symbol else cell.looks)


def _weave_grid(result: Result, most: int) -> Iterator[Strand]:
    """The columns of a grid, the more the deeper their shade."""
    columns = lay_out_columns(result)
    _, high = find_span(to_number(value) for column in columns for value in column.values)
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
