"""A result's columns as people read them: heading, cells, total."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit import words
from commkit.render.safe import safe
from commkit.render.units import shown
from commkit.result import Result
from commkit.words import say

if TYPE_CHECKING:
    import polars as pl

    from commkit.result import Grid

BLANK = ""  # nothing is known there yet, which leaves a triangle readable


@dataclass(frozen=True, slots=True)
class Column:
    """One column of text; a `rigid` one (numbers, dates) must not be broken over lines."""

    head: str
    cells: tuple[str, ...]
    foot: str
    number: bool
    rigid: bool


def columns_of(result: Result) -> list[Column]:
    """Every column of the result as people see it, with its total where there is one."""
    return _grid(result.table, result.grid) if result.grid else _plain(result)


def _plain(result: Result) -> list[Column]:
    table, total = result.table, result.total or {}
    feet = [shown(name, total[name]) if name in total else "" for name in table.columns]
    if total and feet and not feet[0]:
        feet[0] = say("Total")
    return [
        Column(
            head=safe(words.heading(column.name)),
            cells=_cells(result, column),
            foot=foot,
            number=column.dtype.is_numeric(),
            rigid=column.dtype.is_numeric() or column.dtype.is_temporal(),
        )
        for column, foot in zip(table.get_columns(), feet, strict=True)
    ]


def _cells(result: Result, column: pl.Series) -> tuple[str, ...]:
    if column.name not in result.unit_of:
        return tuple(shown(column.name, value) for value in column)
    names = (f"{column.name}_{unit}" for unit in result.table["unit"])
    return tuple(shown(name, value) for name, value in zip(names, column, strict=True))


def _grid(table: pl.DataFrame, grid: Grid) -> list[Column]:
    keys = [name for name in ("slice", grid.down) if name in table.columns]
    lines = table.unique(keys, maintain_order=True)
    across = table[grid.across].unique(maintain_order=True)
    places = (across.sort() if across.dtype.is_numeric() or across.dtype.is_temporal() else across).to_list()
    held = dict(zip(zip(*(table[name] for name in [*keys, grid.across]), strict=True), table[grid.value], strict=True))
    rows = list(lines.select(keys).iter_rows())
    leading = _plain(Result("", lines.select(*keys, *grid.beside)))
    return leading + [_place(grid, place, [held.get((*row, place)) for row in rows]) for place in places]


def _place(grid: Grid, place: object, values: list[object]) -> Column:
    cells = tuple(BLANK if value is None else shown(grid.value, value) for value in values)
    return Column(head=shown(grid.across, place), cells=cells, foot="", number=True, rigid=True)
