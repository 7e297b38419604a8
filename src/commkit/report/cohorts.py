"""Cohorts as a report shows them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commkit.result import Result


def drop_empty_means(cohorts: Result) -> Result:
    """The cohorts without means that no settled cohort enters."""
    import polars as pl

    return replace(
        cohorts, table=cohorts.table.filter(pl.col("starts_on").is_not_null() | (pl.col("of_cohort_members") > 0))
    )
