"""From when to when facts are covered: ends, gaps, wrong clocks, and the weight of groups that end early."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from commkit.store.ask.reach import FOREVER, Span, join_spans, last_whole_day
from commkit.store.load.options import LoadOptions

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]

MONDAY = datetime(2024, 1, 1, 12)  # noqa: DTZ001 (instants carry no zone)


def said(day: int, group: str = "hall", author: str = "ana") -> dict[str, Any]:
    return {"group": group, "author": author, "sent_at": MONDAY + timedelta(days=day), "kind": "text"}


@pytest.mark.parametrize(
    ("until", "last_on"),
    [
        ("2024-01-10 00:00", "2024-01-09"),  # midnight: Tuesday is over
        ("2024-01-10 23:00", "2024-01-09"),  # Wednesday lacks an hour, and ends no week
        ("2024-01-14 12:00", "2024-01-14"),  # Sunday lacks twelve hours, and its week with it
        ("2024-01-14 11:59", "2024-01-13"),  # over twelve
        ("2024-01-31 18:00", "2024-01-31"),  # the last day of a month
    ],
)
def test_the_last_whole_day(until: str, last_on: str) -> None:
    assert last_whole_day(datetime.fromisoformat(until)) == date.fromisoformat(last_on)


def test_spans_that_touch_are_one() -> None:
    """Days 1 to 3 and 4 to 5 touch; day 8 stands apart."""
    first, second, third = (Span(date(2024, 1, on), datetime(2024, 1, until)) for on, until in ((1, 4), (4, 6), (8, 9)))  # noqa: DTZ001
    assert join_spans([third, first, second]) == (Span(date(2024, 1, 1), datetime(2024, 1, 6)), third)  # noqa: DTZ001


def test_all_groups_of_an_export_end_with_its_last_record(community: Community) -> None:
    """The attic's last word is on January 2, the hall's on the 11th."""
    store = community(message=[said(0), said(1, "attic"), said(10)])
    assert {place.called: str(place.until.date()) for place in store.coverage.of("messages")} == {
        "hall": "2024-01-12",
        "attic": "2024-01-12",
    }


def test_what_is_said_to_be_covered_ends_at_its_instant(community: Community) -> None:
    """Until six in the evening of Thursday the 11th: Wednesday is the last whole day."""
    until = datetime(2024, 1, 11, 18)  # noqa: DTZ001
    store = community(choices=LoadOptions(covers_until=until), message=[said(0), said(10)])
    assert store.covers_on == date(2024, 1, 10)


def test_kinds_are_covered_each_for_itself(community: Community) -> None:
    """Talk on days 0 to 10, orders on days 2 to 4: both together on days 2 to 4."""
    orders = [
        {"member": "m1", "native": str(day), "amount": 1, "ordered_at": MONDAY + timedelta(days=day)} for day in (2, 4)
    ]
    store = community(message=[said(0), said(10)], order_line=orders)
    both = store.coverage.reach(["messages", "orders"])
    assert (both.first_on, both.last_on) == (date(2024, 1, 3), date(2024, 1, 11))
    assert store.coverage.reach(["events"]).last_on is None


def test_a_few_records_years_away_are_wrongly_dated(community: Community) -> None:
    """Of 300 records two are three years early and one three years late: each side is under 1%."""
    far = [said(-1200), said(-1100), said(1200)]
    store = community(message=[said(day % 60) for day in range(297)] + far)
    [place] = store.coverage.of("messages")
    assert (place.first_on, store.covers_on) == (date(2024, 1, 1), date(2024, 2, 29))


def test_an_old_log_that_was_silent_for_years_is_right(community: Community) -> None:
    """Of 100 records ten are four years older: that is more than 1%."""
    store = community(message=[said(-1460 + day) for day in range(10)] + [said(day % 60) for day in range(90)])
    [place] = store.coverage.of("messages")
    assert place.first_on == date(2020, 1, 2)


def test_the_weight_of_groups_that_end_early(community: Community) -> None:
    """In the 28 days before the attic ends, it wrote 1 of 4 messages; it is closed, or a quarter is missing."""
    store = community(message=[said(0), said(1), said(2), said(1, "attic"), said(30)])
    store.con.execute(
        "update raw.coverage set last_at = timestamp '2024-01-03' "
        "where group_id = (select group_id from raw.talk_group where title = 'attic')"
    )
    store.cut(store.asked)
    [ended] = store.coverage.reach(["messages"]).ended
    assert (ended.called, ended.share) == ("attic", 0.25)
    reach = store.coverage.reach(["messages"])
    assert (reach.unsettled, reach.settled_on) == ([(datetime(2024, 1, 4), FOREVER)], date(2024, 1, 3))  # noqa: DTZ001
    store.closed = frozenset({"attic"})
    store.cut(store.asked)
    assert store.coverage.reach(["messages"]).ended == ()
