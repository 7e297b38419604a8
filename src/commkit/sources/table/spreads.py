"""Wide tables read as long ones: a row for each cell of the columns that are spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.sources.table.amounts import read_amounts
from commkit.sources.table.structure import TableRows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from commkit.sources.table.structure import Head, Spread


def unfold(pieces: Iterator[TableRows], spread: Spread) -> Iterator[TableRows]:
    """The rows, once for every column that is spread: as they are, then what the column is of, then its cell."""
    for piece in pieces:
        places = zip(piece.rows, piece.lines, piece.starts, piece.ends, strict=True)
        long = TableRows(bad=piece.bad, records=len(piece.bad) + len(piece.rows) * len(spread.columns))
        for row, *place in places:
            for at, name in spread.columns.items():
                long.add((*row, name, row[at]), *place)
        yield long


def free_columns(head: Head, roles: Mapping[str, int]) -> Iterator[int]:
    """The columns that play no role and have a name."""
    return (at for at, name in enumerate(head.header) if name.strip() and at not in roles.values())


def has_numbers_only(head: Head, at: int) -> bool:
    """Whether the cells of a column, as far as the beginning shows, are numbers, and some are there."""
    import polars as pl

    cells = pl.Series([(row[at] or "").strip() or None for row in head.rows], dtype=pl.String).drop_nulls()
    return len(cells) > 0 and read_amounts(cells).null_count() == 0
