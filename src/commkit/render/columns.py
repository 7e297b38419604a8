"""A result's columns as people read them: heading, cells, total."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from commkit import words
from commkit.render.safe import safe
from commkit.render.textbars import write_spark
from commkit.render.units import NOTHING, format_value, translate_total, translate_words
from commkit.result import Result
from commkit.words import say

if TYPE_CHECKING:
    import polars as pl

    from commkit.result import Grid

BLANK = ""  # nothing is known there yet; a blank leaves a triangle readable


@dataclass(frozen=True, slots=True)
class Column:
    """One column of text; a `rigid` one (numbers, dates) must not be broken over lines."""

    head: str
    cells: tuple[str, ...]
    foot: str
    number: bool
    rigid: bool
    leads: bool = False  # begins the lines of a grid
    aside: bool = False  # can be left out where there is no room
    name: str = ""  # the column of the table that it shows; none of a place in a grid
    values: tuple[object, ...] = ()  # of a place in a grid: what its cells hold


def lay_out_columns(result: Result) -> list[Column]:
    """Every column of the result as people see it, with its total where there is one."""
    units = result.table["unit"].to_list() if result.unit_of else []
    table = translate_words(result.table, result.vocabulary)
    total = translate_total(result.total or {}, result.vocabulary)
    return _grid(table, result.grid) if result.grid else _plain(replace(result, table=table, total=total), units)


def _plain(result: Result, units: list[str]) -> list[Column]:
    table, total = result.table, result.total or {}
    feet = [format_value(name, total[name]) if name in total else "" for name in table.columns]
    first = next((at for at, name in enumerate(table.columns) if name not in result.unseen), None)
    if total and first is not None and not feet[first]:
        feet[first] = say("Total")
    return [
        Column(
            head=safe(result.heads.get(column.name) or words.heading(column.name)),
            cells=_draw_sparks(column)
            if column.name in result.sparks
            else _cells(column, units if column.name in result.unit_of else None),
            foot=foot,
            number=column.dtype.is_numeric(),
            rigid=column.dtype.is_numeric() or column.dtype.is_temporal(),
            aside=column.name in result.aside,
            name=column.name,
        )
        for column, foot in zip(table.get_columns(), feet, strict=True)
        if column.name not in result.unseen
    ]


def _cells(column: pl.Series, units: list[str] | None) -> tuple[str, ...]:
    if units is None:
        return tuple(format_value(column.name, value) for value in column.to_list())
    names = (f"{column.name}_{unit}" for unit in units)
    return tuple(format_value(name, value) for name, value in zip(names, column.to_list(), strict=True))


def _draw_sparks(column: pl.Series) -> tuple[str, ...]:
    return tuple(write_spark(values) if values else NOTHING for values in column.to_list())


def _grid(table: pl.DataFrame, grid: Grid) -> list[Column]:
    keys = [name for name in ("slice", grid.per, grid.down) if name in table.columns]
    lines = table.unique(keys, keep="first", maintain_order=True).select(*keys, *grid.beside)
    places = table[grid.across].unique(maintain_order=True).to_list()
    held = dict(zip(zip(*(table[name] for name in [*keys, grid.across]), strict=True), table[grid.value], strict=True))
    rows = list(lines.select(keys).iter_rows())
    return _leading(lines, grid) + [_place(grid, place, [held.get((*row, place)) for row in rows]) for place in places]


def _leading(lines: pl.DataFrame, grid: Grid) -> list[Column]:
    columns = dict(zip(lines.columns, _plain(Result("", lines), []), strict=True))
    named = tuple(say("mean") if text == NOTHING else text for text in columns[grid.down].cells)
    columns[grid.down] = replace(columns[grid.down], cells=named)
    return [replace(column, leads=True) for column in columns.values()]


def _place(grid: Grid, place: object, values: list[object]) -> Column:
    cells = tuple(BLANK if value is None else format_value(grid.value, value) for value in values)
    head = format_value(grid.across, place)
    return Column(head=head, cells=cells, foot="", number=True, rigid=True, values=tuple(values))
