"""A goal beside where a number stands and where it is heading."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from commkit.errors import NotEnoughData, WrongUse
from commkit.metrics.plan.track import track

if TYPE_CHECKING:
    from commkit.store.ask.community import Store


def test_a_goal_ahead_of_a_steady_number(drawn_store: Store) -> None:
    """Two messages a week for nineteen weeks, the twentieth has begun; four more end by June 9, 2024.

    From 2 to 32 in four steps is to double each week.

    ana   2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2
    """
    [row] = track(drawn_store, metric="messages", goal="32", due="2024-06-09").table.to_dicts()
    assert (row["value"], row["gap_value"], row["periods_left"], row["status"]) == (2, 30, 4, "behind")
    assert row["needed_percent"] == pytest.approx(100)
    assert (row["run_value"], row["reached_on"]) == (0, None)


def test_what_grows_by_one_a_week_gets_there(drawn_store: Store) -> None:
    """1 to 9, and one more begun: three more weeks reach 12 by April 7, at one a week.

    ana   1 2 3 4 5 6 7 8 9 x
    """
    [row] = track(drawn_store, metric="messages", goal="12", due="2024-04-07").table.to_dicts()
    assert (row["run_value"], row["reached_on"], row["status"]) == (1, date(2024, 3, 18), "too_short")
    [row] = track(drawn_store, metric="messages", goal="9", due="2024-04-07").table.to_dicts()
    assert row["status"] == "reached"


def test_a_goal_is_needed_and_lies_ahead(drawn_store: Store) -> None:
    """Five weeks.

    ana   x x x x x
    """
    with pytest.raises(NotEnoughData, match="has no goal"):
        track(drawn_store, metric="messages")
    with pytest.raises(WrongUse, match="due before"):
        track(drawn_store, metric="messages", goal="3", due="2024-02-01")
    drawn_store.targets = {"messages": 3}
    [row] = track(drawn_store, metric="messages").table.to_dicts()
    assert (row["goal_value"], row["due_on"]) == (3, date(2024, 12, 31))
