"""Which rows are shown, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.errors import WrongUse
from commkit.words import say, suggest

if TYPE_CHECKING:
    import polars as pl


def sort_rows(table: pl.DataFrame, by: str | None) -> pl.DataFrame:
    """The rows by this column (`-column`: greatest first), nulls last, ties as they stood."""
    if by is None:
        return table
    import polars as pl

    descending = by.startswith("-") and by not in table.columns
    name = by[1:] if descending else by
    if name not in table.columns:
        raise _unknown(name, table.columns)
    column = pl.col(name)
    if table.schema[name].is_float():
        column = column.fill_nan(None)
    return table.sort(column, descending=descending, nulls_last=True, maintain_order=True)


def limit_rows(table: pl.DataFrame, limit: int | None) -> pl.DataFrame:
    """The first rows; 0 or nothing asked means all."""
    if limit is not None and limit < 0:
        raise WrongUse(say("--limit cannot be negative: {limit}.", limit=limit), hint=say("--limit 0 shows all rows."))
    return table.head(min(limit, table.height)) if limit else table


def _unknown(name: str, columns: list[str]) -> WrongUse:
    near = suggest(name, columns)
    hint = (
        say("Did you mean {name}?", name=near[0]) if near else say("Columns: {names}.", names=say(", ").join(columns))
    )
    return WrongUse(say("No column is named {name}.", name=name), hint=hint)
