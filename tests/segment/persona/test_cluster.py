"""Kinds of members, of communities whose kinds are known."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from commkit.errors import NotEnoughData
from commkit.segment.persona.cluster import cluster

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]

MONDAY = datetime.fromisoformat("2024-01-01 12:00")


def talk(who: str, days: int, each: int) -> list[dict[str, Any]]:
    """So many messages on each of the first days."""
    return [
        {"group": "hall", "author": who, "sent_at": MONDAY + timedelta(days=day, minutes=minute), "kind": "text"}
        for day in range(days)
        for minute in range(each)
    ]


@pytest.fixture
def two_kinds(community: Community) -> Store:
    """40 write once or twice on a day, 40 write 20 to 24 times on each of ten days."""
    rows = [row for number in range(40) for row in talk(f"guest{number}", 1, 1 + number % 2)]
    rows += [row for number in range(40) for row in talk(f"host{number}", 10, 20 + number % 5)]
    return community(message=rows)


def test_two_kinds_are_found_and_named(two_kinds: Store) -> None:
    told = cluster(two_kinds)
    rows = told.table.to_dicts()
    assert [(row["members"], row["of_members"]) for row in rows] == [(40, 80)] * 2
    assert sorted(row["active_days"] for row in rows) == [1, 10]
    assert any("more messages" in row["traits"] for row in rows)
    assert "found again" in told.summary[0]


def test_everybody_is_listed_once_with_a_membership(two_kinds: Store) -> None:
    listed = cluster(two_kinds, members=True).table
    assert listed["handle"].n_unique() == listed.height == 80
    assert all(rate > 0.5 for rate in listed["membership_rate"])
    assert cluster(two_kinds, members=True).table.equals(listed), "the same seed, the same answer"


@pytest.fixture
def degrees(community: Community) -> Store:
    """90 members, the first with one message, the last with 90, all on one day."""
    return community(message=[row for number in range(90) for row in talk(f"m{number}", 1, 1 + number)])


def test_degrees_are_no_kinds(degrees: Store) -> None:
    told = cluster(degrees)
    assert told.table["members"].to_list() == [90]
    assert told.summary[0].startswith("No structure")


def test_kinds_that_are_asked_for_are_doubted(degrees: Store) -> None:
    told = cluster(degrees, k=7)
    assert told.summary[0].startswith("Not to be relied on: 7 kinds")
    assert told.table["members"].sum() == 90


def test_few_members_have_no_kinds(community: Community) -> None:
    with pytest.raises(NotEnoughData, match="3 members are too few"):
        cluster(community(message=[row for who in "abc" for row in talk(who, 2, 2)]))
