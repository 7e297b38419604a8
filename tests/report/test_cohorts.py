"""Cohorts as reports show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.metrics.staying.retention import retention
from commkit.report.cohorts import drop_empty_means

if TYPE_CHECKING:
    from commkit.store.ask.community import Store


def test_a_mean_of_nobody_is_left_out(drawn_store: Store) -> None:
    """All were there when the log begins, so no cohort enters a mean.

    ana   x x x x
    bo    x . x .
    """
    told = retention(drawn_store)
    assert told.table["starts_on"].null_count() > 0
    shown = drop_empty_means(told).table
    assert shown["starts_on"].null_count() == 0
    assert shown.height == told.table["starts_on"].drop_nulls().len()
