"""Counts as people write them: 12,000, 1.2万, 3k."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

UNITS = {"千": 3, "k": 3, "万": 4, "w": 4, "百万": 6, "m": 6, "亿": 8}
WRITTEN = (
    r"^(?P<number>\d{1,3}(?:,\d{3})+|\d{1,15})(?P<rest>\.\d{1,8})?\s*(?P<unit>百万|[千k万w亿m])?\+?\s*(?:次|人|条|个)?$"
)


def read_whole(said: pl.Expr) -> pl.Expr:
    """The count in a cell; null if there is none."""
    import polars as pl

    parts = said.str.to_lowercase().str.strip_chars().str.replace_all("，", ",").str.extract_groups(WRITTEN)
    number = parts.struct.field("number").str.replace_all(",", "") + parts.struct.field("rest").fill_null("")
    times = parts.struct.field("unit").replace_strict(
        {unit: 10**zeros for unit, zeros in UNITS.items()}, default=1, return_dtype=pl.Int64
    )
    return (number.cast(pl.Decimal(38, 8), strict=False) * times).round(0).cast(pl.Int64, strict=False)
