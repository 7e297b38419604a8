"""Cohorts as reports show them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from commkit.metrics.staying.retention import retention
from commkit.report.cohorts import keep_speaking
from commkit.result import Result

if TYPE_CHECKING:
    from commkit.store.ask.community import Store


def test_a_mean_of_nobody_is_left_out(drawn_store: Store) -> None:
    """All were there when the log begins, so no cohort enters a mean.

    ana   x x x x
    bo    x . x .
    """
    told = retention(drawn_store)
    assert told.table["starts_on"].null_count() > 0
    shown = keep_speaking(told).table
    assert shown["starts_on"].null_count() == 0
    assert shown.height == told.table["starts_on"].drop_nulls().len()
    assert "root" not in shown.columns, "activity alone is followed, and by whatever tells it"


def test_where_membership_is_followed_too_the_rows_say_what_they_are_of() -> None:
    rows = {"root": ["speaking", "membership"], "starts_on": [date(2024, 1, 1)] * 2, "of_cohort_members": [5, 5]}
    assert keep_speaking(Result("", pl.DataFrame(rows))).table.rows() == [("speaking", date(2024, 1, 1), 5)]
