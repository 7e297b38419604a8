"""Amounts that stand in a column for each side, such as 收入 and 支出: a row for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    Side = tuple[str, str | None, str | None]  # the column, and what it says in `side` and in `other`


def split_sides(cells: pl.DataFrame, amount: str, sides: Sequence[Side]) -> pl.DataFrame:
    """The rows, once for each side that has an amount; a zero counts only where the row has no other amount.

    A row without any amount stays one row. Where there are no such columns, the rows are as they are.
    """
    import polars as pl

    whole = cells.with_columns(pl.lit(None, pl.String).alias("side"), pl.lit(None, pl.String).alias("other"))
    if not sides:
        return whole
    columns = [name for name, _, _ in sides]
    says_more = pl.any_horizontal((pl.col(name) != 0).fill_null(value=False) for name in (*columns, amount))
    own = pl.col(amount).is_not_null() & ((pl.col(amount) != 0) | ~says_more)
    parts = [
        whole.filter(pl.col(name).is_not_null() & ((pl.col(name) != 0) | ~says_more)).with_columns(
            pl.col(name).alias(amount), pl.lit(side, pl.String).alias("side"), pl.lit(other, pl.String).alias("other")
        )
        for name, side, other in sides
    ]
    taken = pl.any_horizontal(pl.col(name).is_not_null() for name in columns)
    return pl.concat([whole.filter(own | (pl.col(amount).is_null() & ~taken)), *parts])
