"""Cohorts as a report shows them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commkit.result import Result


def keep_speaking(cohorts: Result) -> Result:
    """Who of the cohorts is active again, without means that no settled cohort enters.

    The column that says so is kept only where membership is followed too, which is drawn beside it.
    """
    import polars as pl

    is_told = pl.col("starts_on").is_not_null() | (pl.col("of_cohort_members") > 0)
    kept = cohorts.table.filter(pl.col("root") == "speaking", is_told)
    is_alone = cohorts.table["root"].n_unique() == 1
    return replace(cohorts, table=kept.drop("root") if is_alone else kept)
