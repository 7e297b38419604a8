"""Levels as a report shows them: those of who is there, and how many rose, held theirs, slipped, came and left."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from commkit.result import Bars
from commkit.segment.moves import GUESTS, JOINED, LEFT
from commkit.segment.transitions_matrix import STATIONARY

if TYPE_CHECKING:
    from commkit.result import Result

RISEN, HELD, FALLEN, CAME, GONE = "risen", "held", "fallen", "came", "gone"
DIRECTIONS = (RISEN, HELD, FALLEN, CAME, GONE)
_STAYED = (RISEN, HELD, FALLEN)


def keep_present(levels: Result) -> Result:
    """The levels without the row of those who have left, who have none."""
    return replace(levels, table=levels.table.filter(levels.table["level"] != LEFT))


def count_directions(matrix: Result) -> Result:
    """A row a direction, with the members of the matrix who went that way, of those who were there at both days.

    Of a direction that nothing tells the number is null.
    """
    import polars as pl

    ranks = {name: rank for rank, name in enumerate(matrix.vocabulary["to_level"])}
    counts: dict[str, int] = {}
    for level, to_level, members in matrix.table.select("level", "to_level", "members").iter_rows():
        if level not in (GUESTS, STATIONARY) and members is not None:
            direction = _find_direction(level, to_level, ranks)
            counts[direction] = counts.get(direction, 0) + members
    both = sum(counts.get(name, 0) for name in _STAYED)
    rows = [(name, counts.get(name), both if name in _STAYED else None) for name in DIRECTIONS]
    table = pl.DataFrame(rows, {"direction": pl.String, "members": pl.Int64, "of_members": pl.Int64}, orient="row")
    return replace(
        matrix,
        table=table,
        chart=Bars("direction", "members"),
        grid=None,
        keys=("direction",),
        vocabulary={"direction": DIRECTIONS},
        drawn=None,
    )


def _find_direction(level: str, to_level: str, ranks: dict[str, int]) -> str:
    if level == JOINED:
        return CAME
    if to_level == LEFT:
        return GONE
    if ranks[level] == ranks[to_level]:
        return HELD
    return RISEN if ranks[to_level] > ranks[level] else FALLEN
