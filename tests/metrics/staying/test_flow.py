from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from commkit.choices import Period
from commkit.metrics.staying.flow import flow
from commkit.store.ask.cut import Cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]

COUNTS = ("of_opening_members", "joined_members", "left_members", "removed_members", "dissolved_members", "members")


def noon(day: int) -> datetime:
    return datetime(2024, 1, day, 12)  # noqa: DTZ001 (an export's instants carry no zone)


def said(who: str, day: int, group: str = "hall") -> dict[str, object]:
    return {"group": group, "author": who, "sent_at": noon(day), "kind": "text"}


def line(who: str, change: str, day: int, group: str = "hall") -> dict[str, object]:
    return {"group": group, "member": who, "happened_at": noon(day), "change": change}


def counted(store: Store, **cut: object) -> list[tuple[object, ...]]:
    store.cut(Cut(**cut))  # type: ignore[arg-type]
    return list(flow(store).table.select(COUNTS).iter_rows())


@pytest.fixture
def moving(community: Community) -> Store:
    """Four weeks of January.

    Ana and Ben join in the first. In the second Cleo joins, Ben leaves, and Dora joins and leaves; in the third Cleo
    is removed; in the fourth nothing moves.
    """
    return community(
        membership=[
            *(line("ana", "join", 2), line("ben", "join", 3)),
            *(line("cleo", "join", 9), line("ben", "leave", 10), line("dora", "join", 11), line("dora", "leave", 12)),
            line("cleo", "removed", 16),
        ],
        message=[said("ana", 2), said("ana", 28)],
    )


def test_members_come_and_go_week_by_week(moving: Store) -> None:
    assert counted(moving) == [(0, 2, 0, 0, 0, 2), (2, 2, 2, 0, 0, 2), (2, 0, 0, 1, 0, 1), (1, 0, 0, 0, 0, 1)]


def test_opening_joining_and_leaving_add_up_to_closing(moving: Store) -> None:
    for every in Period:
        for row in flow(moving, every=every).table.to_dicts():
            gone = row["left_members"] + row["removed_members"] + row["dissolved_members"]
            assert row["of_opening_members"] + row["joined_members"] - gone == row["members"]


def test_the_leave_rate_is_of_those_who_were_there_at_the_start(moving: Store) -> None:
    """Of Ana and Ben, who open the second week, Ben leaves; Dora was not there, and Cleo is removed, which is apart."""
    table = flow(moving).table
    assert table["leave_members"].to_list() == [0, 1, 0, 0]
    assert table["leave_rate"].to_list() == [None, 0.5, 0, 0]


def test_a_span_opens_with_those_who_are_there(moving: Store) -> None:
    """From Wednesday, January 10 to Thursday: Ana, Ben and Cleo are there, Ben leaves and Dora comes."""
    assert counted(moving, since=date(2024, 1, 10), until=date(2024, 1, 11)) == [(3, 1, 1, 0, 0, 3)]


def test_groups_are_left_one_by_one(community: Community) -> None:
    """Ana changes from the hall to the attic: each sees her come, the hall sees her go, the community not."""
    store = community(
        membership=[line("ana", "join", 2), line("ana", "join", 9, "attic"), line("ana", "leave", 10)],
        message=[said("ana", 2), said("ana", 14, "attic")],
    )
    assert counted(store) == [(0, 1, 0, 0, 0, 1), (1, 0, 0, 0, 0, 1)]
    assert counted(store, by="group") == [
        *((0, 0, 0, 0, 0, 0), (0, 1, 0, 0, 0, 1)),
        *((0, 1, 0, 0, 0, 1), (1, 0, 1, 0, 0, 0)),
    ]


def test_members_seen_in_the_first_week_were_there_before(community: Community) -> None:
    """Ana and Ben speak in the first and second week for the first time; only Cleo's joining is stated."""
    store = community(membership=[line("cleo", "join", 3)], message=[said("ana", 2), said("ben", 9), said("ana", 14)])
    assert [row[:2] for row in counted(store)] == [(1, 1), (2, 1)]


def test_leaving_is_unknown_where_no_export_tells_it(community: Community) -> None:
    store = community(membership=[line("ana", "join", 2)], message=[said("ana", 2)])
    result = flow(store)
    assert result.table["left_members"].to_list() == [None]
    assert result.table["leave_rate"].to_list() == [None]
    assert any("no export says who left" in note for note in result.notes)


def test_staff_are_not_members(community: Community) -> None:
    store = community(
        member=[{"native": "boss", "is_staff": True}],
        membership=[line("ana", "join", 2), line("boss", "join", 2)],
        message=[said("ana", 2)],
    )
    assert counted(store) == [(0, 1, None, None, None, 1)]
    assert counted(store, include_staff=True) == [(0, 2, None, None, None, 2)]
