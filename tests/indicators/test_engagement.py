from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from commkit.choices import Activity, Period
from commkit.indicators.engagement import INDICATORS
from commkit.indicators.series import series
from commkit.store.ask.cut import Cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]

NAMES = [indicator.name for indicator in INDICATORS]


def noon(day: int) -> datetime:
    return datetime(2024, 1, day, 12)  # noqa: DTZ001 (an export's instants carry no zone)


def said(who: str, day: int, **more: object) -> dict[str, object]:
    return {"group": "hall", "author": who, "sent_at": noon(day), "kind": "text", **more}


def line(who: str, change: str, day: int) -> dict[str, object]:
    return {"group": "hall", "member": who, "happened_at": noon(day), "change": change}


def told(store: Store) -> dict[str, tuple[object, object, object]]:
    """Numerator, denominator and value of each indicator in the first week."""
    table = series(store, NAMES, every=Period.week, active_by=Activity.spoke).sort("starts_on", maintain_order=True)
    rows = table.unique("indicator", keep="first", maintain_order=True).to_dicts()
    return {row["indicator"]: (row["numerator"], row["denominator"], row["value"]) for row in rows}


@pytest.fixture
def busy(community: Community) -> Store:
    """Four members in a week: Ana opens and speaks again, Ben answers her and leaves, Cleo reacts, Dora shares.

    When the week ends there are three.
    """
    return community(
        membership=[*(line(who, "join", 1) for who in ("ana", "ben", "cleo", "dora")), line("ben", "leave", 6)],
        message=[said("ana", 2, native="1"), said("ben", 3, native="2", reply_to="1"), said("ana", 7, native="3")],
        interaction=[{"group": "hall", "message": "1", "sender": "cleo", "kind": "reaction", "happened_at": noon(4)}],
        event=[{"member": "dora", "name": "share", "happened_at": noon(5)}],
    )


def test_each_rate_counts_only_those_who_are_there_when_the_week_ends(busy: Store) -> None:
    third = pytest.approx(1 / 3)
    assert told(busy) == {
        "speaking_rate": (1, 3, third),
        "comment_rate": (0, 3, 0),
        "like_rate": (1, 3, third),
        "share_rate": (1, 3, third),
        "content_participation": (1, 3, third),
        "interactions_per_member": (3, 3, 1),
    }


def test_by_group_the_same_holds_for_each_group(busy: Store) -> None:
    busy.cut(Cut(by="group"))
    assert told(busy)["speaking_rate"] == (1, 3, pytest.approx(1 / 3))


def test_without_a_roster_members_are_assumed(community: Community) -> None:
    """Ana, from Monday on, and Ben are seen in the first week; in the second Ana alone speaks, and Ben still counts."""
    store = community(message=[said("ana", 1), said("ben", 3), said("ana", 14)])
    table = series(store, ["speaking_rate"], every=Period.week, active_by=Activity.spoke)
    assert table["value"].to_list() == [1, 0.5]
    assert table["status"].to_list() == ["assumed_roster"] * 2


def test_taking_part_is_the_event_attend_by_somebody_who_is_still_there(community: Community) -> None:
    """Of Ana, Ben and Cleo, who stay, Ana attends twice and Ben registers; Dora attends and leaves: 1 of 3."""
    events = [("ana", "attend", 3), ("ana", "attend", 4), ("ben", "register", 3), ("dora", "attend", 3)]
    store = community(
        membership=[*(line(who, "join", 1) for who in ("ana", "ben", "cleo", "dora")), line("dora", "leave", 5)],
        message=[said("ana", 7)],
        event=[{"member": who, "name": name, "happened_at": noon(day)} for who, name, day in events],
    )
    assert told(store)["activity_rate"] == (1, 3, pytest.approx(1 / 3))


def test_by_group_an_event_counts_where_it_was(community: Community) -> None:
    """Ana and Ben are in the hall and in the attic. Ana attends in the attic, Ben in no group, which counts in both."""
    store = community(
        membership=[{**line(who, "join", 1), "group": group} for who in ("ana", "ben") for group in ("hall", "attic")],
        message=[said("ana", 7)],
        event=[
            {"member": "ana", "name": "attend", "happened_at": noon(3), "group": "attic"},
            {"member": "ben", "name": "attend", "happened_at": noon(3)},
        ],
    )
    store.cut(Cut(by="group"))
    table = series(store, ["activity_rate"], every=Period.week, active_by=Activity.spoke)
    assert dict(table.select("slice", "numerator").iter_rows()) == {"attic": 2, "hall": 1}


def test_other_events_are_not_shares(community: Community) -> None:
    store = community(
        membership=[line("ana", "join", 1), line("ben", "join", 1)],
        message=[said("ana", 7)],
        event=[
            {"member": who, "name": name, "happened_at": noon(3)} for who, name in (("ana", "visit"), ("ben", "share"))
        ],
    )
    assert told(store)["share_rate"] == (1, 2, 0.5)
