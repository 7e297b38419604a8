"""Activity, broken down."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from commkit.choices import Activity, Period
from commkit.metrics.activity.active import active
from commkit.store.ask.cut import Cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Sliced = dict[str | None, list[object]]


def said(author: str, at: str, **more: object) -> dict[str, object]:
    return {"group": "hall", "author": author, "sent_at": datetime.fromisoformat(at), "kind": "text", **more}


def sliced(store: Store, by: str, column: str = "members", since: date | None = None) -> Sliced:
    store.cut(Cut(by=by, since=since))
    found: Sliced = {}
    for row in active(store).table.to_dicts():
        found.setdefault(row["slice"], []).append(row[column])
    return found


def test_by_group_counts_a_member_in_each_group(community: Community) -> None:
    """Ana speaks in both groups, Ben in the attic; the attic has a title, the hall goes by its id."""
    store = community(
        group=[{"native": "attic", "title": "The Attic"}],
        message=[
            said("ana", "2024-01-03"),
            said("ana", "2024-01-03", group="attic"),
            said("ben", "2024-01-03", group="attic"),
        ],
    )
    assert sliced(store, "group") == {"hall": [1], "The Attic": [2]}


def test_by_platform(community: Community) -> None:
    """Ana speaks here in the first week, on Slack in the second; of Slack nothing is known before."""
    store = community(message=[said("ana", "2024-01-03"), said("ana", "2024-01-10", platform="slack")])
    assert sliced(store, "platform") == {"here": [1, 0], "slack": [None, 1]}


def test_by_channel_is_where_members_came_from(community: Community) -> None:
    """Ana came from a fair; nobody knows where Ben came from."""
    store = community(
        member=[{"native": "ana", "channel": "fair", "joined_at": datetime.fromisoformat("2024-01-01")}],
        message=[said("ana", "2024-01-03"), said("ben", "2024-01-03")],
    )
    assert sliced(store, "channel") == {None: [1], "fair": [1]}


def test_by_tenure_at_the_start_of_the_period(drawn_store: Store) -> None:
    """Ana's tenure is 0, 7, 14 and 35 days as the weeks begin; Ben's is 0.

    ana   x x x . . x
    ben   . . . . . x
    """
    assert sliced(drawn_store, "tenure") == {
        "0-6 days": [1, 0, 0, 0, 0, 1],
        "07-29 days": [0, 1, 1, 0, 0, 0],
        "30-89 days": [0, 0, 0, 0, 0, 1],
    }


def test_by_segment_at_the_start_of_the_period(drawn_store: Store) -> None:
    """Before the first week nobody has a segment. Before the second Ana and Ben tie, so both score worst: lost.

    Before the third, Ben spoke later and oftener than Ana: R and F are 1 + floor(5 / 2) = 3 against 1.

    ana   x . x
    ben   x x x
    """
    assert sliced(drawn_store, "segment") == {
        "prospect": [2, 0, 0],
        "lost": [0, 1, 1],
        "need_attention": [0, 0, 1],
    }


@pytest.mark.parametrize("by", ["group", "platform", "channel", "tenure", "segment"])
def test_slices_sum_to_the_messages_of_all(community: Community, by: str) -> None:
    store = community(
        member=[{"native": "ana", "channel": "fair", "joined_at": datetime.fromisoformat("2024-01-01")}],
        message=[
            said(author, f"2024-01-{day:02}", group=group)
            for author in ("ana", "ben", "cleo")
            for group in ("hall", "attic")
            for day in range(1, 30, 4)
        ],
    )
    whole = active(store).table["messages"].to_list()
    parts = sliced(store, by, "messages")
    assert [sum(map(int, week)) for week in zip(*parts.values(), strict=True)] == whole


def test_segments_of_a_span_know_what_was_before_it(drawn_store: Store) -> None:
    """In the third week Ana speaks among the lost, as Ben did in the second: two in the month to its end.

    ana   x . x
    ben   x x .
    """
    assert sliced(drawn_store, "segment", "mau")["lost"] == [0, 1, 2]
    assert sliced(drawn_store, "segment", "mau", since=date(2024, 1, 15))["lost"] == [2]


def test_the_tenure_of_a_buyer_who_never_spoke_is_not_known(community: Community) -> None:
    """Cleo has bought for a year and a half."""
    days = ("2023-01-02", "2024-06-03")
    store = community(
        order_line=[{"member": "cleo", "ordered_at": datetime.fromisoformat(day), "amount": 5} for day in days]
    )
    store.cut(Cut(by="tenure", since=date(2024, 6, 1)))
    slices = active(store, every=Period.week, active_by=Activity.bought).table["slice"].unique().to_list()
    assert slices != ["0-6 days"]
