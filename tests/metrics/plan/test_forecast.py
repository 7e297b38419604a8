"""Where an indicator is heading, of a community drawn by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from commkit.errors import NotEnoughData, WrongUse
from commkit.metrics.plan.forecast import forecast

if TYPE_CHECKING:
    from commkit.store.ask.community import Store


def test_what_goes_on_goes_on(drawn_store: Store) -> None:
    """Twenty weeks of two messages each; the last has begun.

    ana   2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2
    """
    told = forecast(drawn_store, metric="messages", periods=2).table
    ahead = told.filter(told["status"] == "ahead")
    assert ahead["starts_on"].to_list() == [date(2024, 5, 13), date(2024, 5, 20)]
    assert ahead["forecast_value"].to_list() == pytest.approx([2, 2])
    assert told["value"].drop_nulls().to_list() == [2] * 19


def test_too_few_weeks_are_refused(drawn_store: Store) -> None:
    """Four weeks.

    ana   x x x x x
    """
    with pytest.raises(NotEnoughData, match="4 settled periods are too few"):
        forecast(drawn_store, metric="messages")
    with pytest.raises(WrongUse, match="no indicator"):
        forecast(drawn_store, metric="mesages")


def test_a_band_never_falls_below_nothing(drawn_store: Store) -> None:
    """Busy and silent weeks in turn.

    ana   9 . 9 . 9 . 9 . 9 . 9 . 9 . 9 . 9 . 9 .
    ben   . . . . . . . . . . . . . . . . . . . x
    """
    told = forecast(drawn_store, metric="messages", periods=3).table
    assert told["low_value"].drop_nulls().to_list() == [0, 0, 0]
