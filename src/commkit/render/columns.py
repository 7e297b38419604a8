"""A result's columns as people read them: heading, cells, total."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit import words
from commkit.render.safe import safe
from commkit.render.units import shown
from commkit.words import say

if TYPE_CHECKING:
    from commkit.result import Result


@dataclass(frozen=True, slots=True)
class Column:
    """One column of text; a `rigid` one (numbers, dates) must not be broken over lines."""

    head: str
    cells: tuple[str, ...]
    foot: str
    number: bool
    rigid: bool


def columns_of(result: Result) -> list[Column]:
    """Every column of the result, with its total where there is one."""
    table, total = result.table, result.total or {}
    feet = [shown(name, total[name]) if name in total else "" for name in table.columns]
    if total and feet and not feet[0]:
        feet[0] = say("Total")
    return [
        Column(
            head=safe(words.heading(column.name)),
            cells=tuple(shown(column.name, value) for value in column),
            foot=foot,
            number=column.dtype.is_numeric(),
            rigid=column.dtype.is_numeric() or column.dtype.is_temporal(),
        )
        for column, foot in zip(table.get_columns(), feet, strict=True)
    ]
