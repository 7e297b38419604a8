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


def blank(table: pl.DataFrame, columns: Iterable[str]) -> pl.DataFrame:
    """The table with nulls in these columns, which cannot be told."""
    import polars as pl

    return table.with_columns(pl.lit(None).cast(table.schema[name]).alias(name) for name in columns)
