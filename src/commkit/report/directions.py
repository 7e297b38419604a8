"""How many members rose, held their level, slipped, came and left, from the matrix of transitions."""

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


def count_directions(matrix: Result) -> Result:
    """A row a direction, with the members of the matrix who went that way, of those who were there at both days."""
    import polars as pl

    ranks = {name: rank for rank, name in enumerate(matrix.vocabulary["to_level"])}
    counts: dict[str, int] = dict.fromkeys(DIRECTIONS, 0)
    for level, to_level, members in matrix.table.select("level", "to_level", "members").iter_rows():
        if level not in (GUESTS, STATIONARY) and members is not None:
            counts[_find_direction(level, to_level, ranks)] += members
    both = counts[RISEN] + counts[HELD] + counts[FALLEN]
    rows = [(name, number, both if name in (RISEN, HELD, FALLEN) else None) for name, number in counts.items()]
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
