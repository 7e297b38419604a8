from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from commkit.choices import Activity, Period
from commkit.indicators.series import series
from commkit.metrics.activity.active import active
from commkit.metrics.staying.flow import flow
from commkit.metrics.staying.lifecycle import lifecycle
from commkit.metrics.staying.newcomers import newcomers
from commkit.store.ask.cut import Cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]

COUNTS = ("of_opening_members", "joined_members", "left_members", "removed_members", "dissolved_members", "members")


def noon(day: int) -> datetime:
    """Noon of this many days after the last of 2023: 31 is January 31, 32 is February 1."""
    return datetime(2024, 1, 1, 12) + timedelta(days=day - 1)  # noqa: DTZ001 (an export's instants carry no zone)


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
    """All come by a stated join and nobody comes back."""
    for every in Period:
        for row in flow(moving, every=every).table.to_dicts():
            gone = row["left_members"] + row["removed_members"] + row["dissolved_members"]
            assert row["of_opening_members"] + row["joined_members"] - gone == row["members"]
            assert row["first_seen_members"] == row["joined_members"]


def test_the_leave_rate_is_of_those_who_were_there_at_the_start(moving: Store) -> None:
    """Of Ana and Ben, who open the second week, Ben leaves; Dora was not there, and Cleo is removed, which is apart."""
    table = flow(moving).table
    assert table["leave_members"].to_list() == [0, 1, 0, 0]
    assert table["leave_rate"].to_list() == [None, 0.5, 0, 0]


def test_a_span_opens_with_those_who_are_there(moving: Store) -> None:
    """From Wednesday, January 10 to Thursday: Ana, Ben and Cleo are there, Ben leaves and Dora comes."""
    assert counted(moving, since=date(2024, 1, 10), until=date(2024, 1, 11)) == [(3, 1, 1, 0, 0, 3)]


def test_groups_are_left_one_by_one(community: Community) -> None:
    """Ana changes from the hall to the attic: each sees her come, the hall sees her go, the community not.

    Of the attic nothing is known before she comes.
    """
    store = community(
        membership=[line("ana", "join", 2), line("ana", "join", 9, "attic"), line("ana", "leave", 10)],
        message=[said("ana", 2), said("ana", 14, "attic")],
    )
    assert counted(store) == [(0, 1, 0, 0, 0, 1), (1, 0, 0, 0, 0, 1)]
    assert counted(store, by="group") == [
        *((None,) * 6, (0, 1, 0, 0, 0, 1)),
        *((0, 1, 0, 0, 0, 1), (1, 0, 1, 0, 0, 0)),
    ]


def came(store: Store, every: Period = Period.week, **cut: object) -> list[tuple[object, ...]]:
    """Opening, joined and first seen."""
    store.cut(Cut(**cut))  # type: ignore[arg-type]
    table = flow(store, every=every).table
    return list(table.select("of_opening_members", "joined_members", "first_seen_members").iter_rows())


def test_members_seen_in_the_first_thirty_days_were_there_before(community: Community) -> None:
    """The log begins on January 2. Ana and Ben speak early; Cleo joins on the 3rd; Dora speaks on February 1.

    Ana and Ben, though he is seen on the 9th, open the first week, in which Cleo joins; the three open the second. How
    many were born in these weeks is not known.
    Dora, first seen 30 days after the log begins, comes in the fifth week, but no export says that she joined.
    """
    store = community(
        membership=[line("cleo", "join", 3)],
        message=[said("ana", 2), said("ben", 9), said("dora", 32), said("ana", 34)],
    )
    assert flow(store).table["members"].to_list() == [3, 3, 3, 3, 4]
    assert came(store) == [(2, 1, None), (3, 0, None), (3, 0, 0), (3, 0, 0), (3, 0, 1)]
    assert came(store, Period.month) == [(2, 1, None), (3, 0, 1)]


def test_a_join_is_of_a_member_and_not_a_move(community: Community) -> None:
    """Ana joins the hall on January 2, the attic on the 9th, and the hall again, after leaving both, on the 23rd.

    She joins once and is born once; each group has her join once; she comes back in the fourth week. The attic's log
    begins with her.
    """
    store = community(
        membership=[
            *(line("ana", "join", 2), line("ana", "join", 9, "attic"), line("ana", "leave", 16)),
            *(line("ana", "leave", 17, "attic"), line("ana", "join", 23)),
        ],
        message=[said("ana", 2), said("ana", 9, "attic"), said("ana", 28)],
    )
    assert came(store) == [(0, 1, 1), (1, 0, 0), (1, 0, 0), (0, 0, 0)]
    attic, hall = [(None,) * 3, (0, 1, 1), (1, 0, 0), (0, 0, 0)], [(0, 1, 1), (1, 0, 0), (1, 0, 0), (0, 0, 0)]
    assert came(store, by="group") == [*attic, *hall]


def test_newcomers_flow_and_kpi_count_the_same_joiners(moving: Store) -> None:
    """Ana and Ben in the first week, Cleo and Dora in the second."""
    for by in (None, "group", "platform"):
        moving.cut(Cut(by=by))
        assert flow(moving).table["joined_members"].to_list() == [2, 2, 0, 0]
        assert newcomers(moving).table["joined_members"].to_list() == [2, 2, 0, 0]
    names = ["joined_members", "first_seen_members"]
    found = series(moving, names, every=Period.week, active_by=Activity.spoke)
    assert found["value"].to_list() == [2, 2, 0, 0, 2, 2, 0, 0]


def test_new_members_are_never_more_than_those_first_seen(community: Community) -> None:
    """Ana begins the log. Ben, Cleo and Dora come on February 6; Ben and Cleo, of whom no join is stated, speak then.

    Three are first seen, two of them are new and active; one joined.
    """
    store = community(
        membership=[line("dora", "join", 37)],
        message=[said("ana", 1), said("ben", 37), said("cleo", 37), said("ana", 42)],
    )
    assert flow(store).table.select("joined_members", "first_seen_members").row(-1) == (1, 3)
    assert lifecycle(store).table["new_members"].to_list()[-1] == 2
    assert active(store).table["new_members"].to_list()[-1] == 2


def test_a_first_order_is_a_birth(community: Community) -> None:
    """Ana begins the log of chat on January 1, Zoe that of orders; Ben buys on February 6 and first speaks on the 13th.

    He is born in the sixth week, and not new when he speaks in the seventh.
    """
    orders = [{"member": who, "ordered_at": noon(day), "amount": 5} for who, day in (("zoe", 1), ("ben", 37))]
    store = community(order_line=orders, message=[said("ana", 1), said("ben", 44), said("ana", 49)])
    assert flow(store).table["first_seen_members"].to_list() == [None, 0, 0, 0, 0, 1, 0]
    assert lifecycle(store).table["new_members"].to_list() == [None, 0, 0, 0, 0, 0, 0]
    assert active(store).table["new_members"].to_list() == [None, 0, 0, 0, 0, 0, 0]


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
