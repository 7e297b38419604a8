from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from commkit.metrics.activity.groups import groups
from commkit.store.ask.cut import Cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Row = dict[str, object]

NOON = datetime(2024, 1, 1, 12)  # noqa: DTZ001 (an export's instants carry no zone)


def said(who: str, group: str, days: Iterable[int], each: int = 1) -> list[Row]:
    """This many messages on each of these days of the log, counted from 1."""
    return [
        {"group": group, "author": who, "sent_at": NOON + timedelta(days=day - 1, seconds=number), "kind": "text"}
        for day in days
        for number in range(each)
    ]


def told(store: Store, quiet_days: int = 30) -> dict[str, Row]:
    store.cut(Cut(by="group"))
    return {row["group"]: row for row in groups(store, quiet_days=quiet_days).table.to_dicts()}


def test_a_group_grows_up_ages_and_dies_in_this_order(community: Community) -> None:
    """One group's life: a message on each of its first 20 days, then two, one again from day 150, none from day 178 on.

    Looked at on days 40, 70, 140, 190 and 250; another group goes on.
    """
    life = [
        *said("ana", "hall", range(10, 30)),
        *said("ana", "hall", range(30, 150), 2),
        *said("ana", "hall", range(150, 178)),
    ]
    store = community(message=[*life, *said("ben", "attic", range(1, 251))])

    def stage(day: int) -> object:
        store.cut(Cut(by="group", as_of=(NOON + timedelta(days=day - 1)).date()))
        return dict(groups(store).table.select("group", "stage").iter_rows())["hall"]

    assert [stage(day) for day in (40, 70, 140, 190, 250)] == ["forming", "growing", "mature", "declining", "zombie"]


def test_members_and_active_members_of_a_group(community: Community) -> None:
    """In the hall, Ana, Ben and Cleo; Ben left and Cleo came in the last 28 days. Ana spoke twice, Cleo once."""
    turned = [("ana", "join", 1), ("ben", "join", 1), ("ben", "leave", 50), ("cleo", "join", 55)]
    membership = [
        {"group": "hall", "member": who, "happened_at": NOON + timedelta(days=day - 1), "change": change}
        for who, change, day in turned
    ]
    messages = [*said("ana", "hall", [1, 20, 40, 60]), *said("cleo", "hall", [58])]
    row = told(community(membership=membership, message=messages))["hall"]
    assert (row["of_members"], row["net_members"]) == (2, 0)
    assert (row["active_members"], row["active_rate"]) == (2, 1)
    assert (row["messages"], row["previous_messages"]) == (3, 1)  # days 33 to 60, and 5 to 32


def test_members_who_spoke_and_left_are_not_active(community: Community) -> None:
    """Ana and Ben speak in the hall on day 58; Ben leaves on day 59, and Ana speaks once more on day 60."""
    turned = [("ana", "join", 1), ("ben", "join", 1), ("ben", "leave", 59)]
    membership = [
        {"group": "hall", "member": who, "happened_at": NOON + timedelta(days=day - 1), "change": change}
        for who, change, day in turned
    ]
    messages = [*said("ana", "hall", [58, 60]), *said("ben", "hall", [58])]
    row = told(community(membership=membership, message=messages))["hall"]
    assert (row["of_members"], row["active_members"], row["active_rate"], row["messages"]) == (1, 1, 1, 3)


def test_what_is_left_of_the_first_talk_by_day_ninety(community: Community) -> None:
    """The club talks ten times in its first month and four times in its third; the hall was there from the start.

    Ten are too few to say in a sentence that it lost half.
    """
    club = [*said("ana", "club", range(10, 20)), *said("ana", "club", range(75, 79))]
    store = community(message=[*said("ben", "hall", range(1, 101)), *club])
    found = told(store)
    assert (found["club"]["kept_messages"], found["club"]["of_first_messages"], found["club"]["kept_rate"]) == (
        4,
        10,
        0.4,
    )
    assert found["hall"]["kept_rate"] is None
    assert not any("lost half" in note for note in groups(store).notes)


def test_groups_that_lost_half_are_counted_where_they_began_with_thirty(community: Community) -> None:
    """The club and the den begin with 30 messages each; the club ends with 15, the den with 16. The pub began small."""
    lives = {"club": (30, 15), "den": (30, 16), "pub": (29, 0)}
    messages = [
        row
        for group, (first, kept) in lives.items()
        for row in (*said("ana", group, [10], first), *said("ana", group, [75], kept))
    ]
    store = community(message=[*said("ben", "hall", range(1, 101)), *messages])
    store.cut(Cut(by="group"))
    assert any(note.startswith("1 of 2 groups that began with 30") for note in groups(store).notes)


@pytest.mark.parametrize(("members", "first", "status"), [(30, 30, "complete"), (29, 30, "low_n"), (30, 29, "low_n")])
def test_a_rate_of_fewer_than_thirty_is_uncertain(community: Community, members: int, first: int, status: str) -> None:
    """So many join the club, and so many messages are of its first month; another group was there before."""
    joined = [
        {"group": "club", "member": f"m{each}", "happened_at": NOON, "change": "join"} for each in range(1, members + 1)
    ]
    messages = [*said("ben", "hall", range(1, 101)), *said("m1", "club", [10], first)]
    row = told(community(membership=joined, message=messages))["club"]
    assert (row["of_members"], row["of_first_messages"], row["status"]) == (members, first, status)


def test_a_group_where_only_robots_talk_is_dead(community: Community) -> None:
    store = community(
        member=[{"native": "robot", "is_bot": True}],
        message=[*said("ana", "hall", range(1, 101)), *said("robot", "news", range(1, 101))],
    )
    row = told(store)["news"]
    assert (row["stage"], row["messages"], row["last_on"]) == ("zombie", 0, None)


@pytest.mark.parametrize(("quiet_days", "stage"), [(10, "mature"), (9, "zombie")])
def test_the_days_of_silence_that_mean_death_can_be_set(community: Community, quiet_days: int, stage: str) -> None:
    """The hall is silent for nine days."""
    store = community(message=[*said("ana", "hall", range(1, 92)), *said("ben", "attic", range(1, 101))])
    assert told(store, quiet_days=quiet_days)["hall"]["stage"] == stage
