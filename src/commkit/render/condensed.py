"""A result's columns for people: each change beside its number, and what is the same in every row said once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from commkit.render.columns import lay_out_columns
from commkit.render.units import NOTHING
from commkit.words import say

if TYPE_CHECKING:
    from commkit.render.columns import Column
    from commkit.result import Result

_FEWEST = 3  # rows, below which being the same says nothing


@dataclass(frozen=True, slots=True)
class Condensed:
    """The columns to draw, and a line on those that hold one thing throughout; empty where there are none."""

    columns: list[Column]
    same: str


def condense(result: Result) -> Condensed:
    """The result's columns as people read them in a table of text."""
    columns = _drop_repeated_total(_set_beside(lay_out_columns(result)))
    same = [] if result.grid or result.table.height < _FEWEST else _find_same(columns)
    listed = say(", ").join(say("{what} {number}", what=column.head, number=column.cells[0]) for column in same)
    kept = [column for column in columns if column not in same]
    return Condensed(kept, say("the same in every row: {list}.", list=listed) if same else "")


def _set_beside(columns: list[Column]) -> list[Column]:
    """Each number with its change behind it, as 1,408 (+22), in place of an earlier number and a change."""
    changes = {column.name.removeprefix("change_"): column for column in columns if column.name.startswith("change_")}
    earlier = {column.name.removeprefix("previous_") for column in columns if column.name.startswith("previous_")}
    pairs = changes.keys() & earlier
    gone = {f"{prefix}_{name}" for name in pairs for prefix in ("previous", "change")}
    return [
        _append(column, changes[column.name]) if column.name in pairs else column
        for column in columns
        if column.name not in gone
    ]


def _append(column: Column, change: Column) -> Column:
    pairs = zip(column.cells, change.cells, strict=True)
    cells = (
        number if moved == NOTHING else say("{told} ({change})", told=number, change=moved) for number, moved in pairs
    )
    return replace(column, cells=tuple(cells))


def _find_same(columns: list[Column]) -> list[Column]:
    """The columns, but for the first, whose cells are all alike, and their total, if there is one, too."""
    return [column for column in columns[1:] if len({*column.cells, *filter(None, [column.foot])}) == 1]


def _drop_repeated_total(columns: list[Column]) -> list[Column]:
    """The columns without a total that says the same as their only row."""
    if not all(len(column.cells) == 1 and column.foot in ("", *column.cells) for column in columns[1:]):
        return columns
    return [replace(column, foot="") for column in columns]
