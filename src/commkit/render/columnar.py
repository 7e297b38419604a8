"""An answer as Parquet: the table as it is, with names and values for machines."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


def render_parquet(table: pl.DataFrame) -> bytes:
    """Every column under its own name, with its type; the same table has the same bytes."""
    made = BytesIO()
    table.write_parquet(made)
    return made.getvalue()
