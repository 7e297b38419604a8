"""Null where a number cannot be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl


def divide(numerator: str, denominator: str) -> pl.Expr:
    """One column by another; null where the second is 0."""
    import polars as pl

    return pl.when(pl.col(denominator) > 0).then(pl.col(numerator) / pl.col(denominator))


def blank(table: pl.DataFrame, columns: Iterable[str], where: pl.Expr | pl.Series | bool = True) -> pl.DataFrame:
    """The table with nulls in these columns, which cannot be told: in the rows where that is so, else in all."""
    import polars as pl

    return table.with_columns(pl.when(where).then(None).otherwise(pl.col(name)).alias(name) for name in columns)
