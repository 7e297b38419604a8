"""A goal beside where a number stands and where it is heading."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from commkit.errors import NotEnoughData, WrongUse
from commkit.metrics.plan.track import track

if TYPE_CHECKING:
    from commkit.store.ask.community import Store
    from tests.conftest import Community


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


def follow(store: Store, start: str) -> list[dict[str, Any]]:
    """The goals of the plan of five years that began on this day."""
    return track(store, preset="five-year", start=start).table.to_dicts()


def test_a_plan_is_followed_goal_by_goal(community: Community) -> None:
    """Ana and Bo write on the 15th of each of fourteen months from January 2024 on, and are all there is.

    A plan that began in January 2023: its goals of year 1 were due on December 31, 2023, before anything is known. One
    that began in January 2024 has goals of year 1 due on December 31, 2024: everybody wrote in December, which meets
    60% and 65%.
    """
    days = [datetime(2024 + month // 12, month % 12 + 1, 15, 12) for month in range(14)]  # noqa: DTZ001
    store = community(
        message=[
            {"group": "hall", "author": who, "sent_at": day, "kind": "text"} for day in days for who in ("ana", "bo")
        ]
    )
    early = follow(store, "2023-01-01")
    assert {row["status"] for row in early if row["phase"] == "year 1" and row["indicator"]} == {"not_covered"}
    now = follow(store, "2024-01-01")
    assert [row["due_on"] for row in now][:2] == [date(2024, 3, 31), date(2024, 12, 31)]
    told = [(row["value"], row["goal_value"], row["status"]) for row in now if row["indicator"] == "speaking_rate"]
    assert told == [(1, 0.6, "reached"), (1, 0.65, "reached")]
    [users] = [row for row in now if row["indicator"] == "members"]
    assert (users["value"], users["due_on"], users["status"]) == (2, date(2028, 12, 31), "too_short")
    assert all(row["reason"] for row in now if row["status"] == "manual")


def test_a_plan_that_nobody_wrote_is_refused(drawn_store: Store) -> None:
    """One week.

    ana   x
    """
    with pytest.raises(WrongUse, match="no plan is called 'five-years'") as refused:
        track(drawn_store, preset="five-years")
    assert refused.value.hint == "did you mean five-year?"
