"""What several questions do to their tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl


def rate(numerator: str, denominator: str) -> pl.Expr:
    """One column of another; nothing of nothing is null."""
    import polars as pl

    return pl.when(pl.col(denominator) > 0).then(pl.col(numerator) / pl.col(denominator))


def without_values(table: pl.DataFrame, columns: Iterable[str]) -> pl.DataFrame:
    """The table with nulls in these columns: what they count cannot be told."""
    import polars as pl

    return table.with_columns(pl.lit(None).cast(table.schema[name]).alias(name) for name in columns)
