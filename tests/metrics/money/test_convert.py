from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from commkit.choices import Activity, Period
from commkit.indicators.series import series
from commkit.metrics.money.convert import KINDS, convert
from commkit.store.ask.cut import Cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]

DECEMBER = datetime(2023, 12, 31, 12)  # noqa: DTZ001 (an export's instants carry no zone)
MEMBERS = ("ana", "ben", "cleo", "dora", "eve")


def noon(day: int) -> datetime:
    return datetime(2024, 1, day, 12)  # noqa: DTZ001 (an export's instants carry no zone)


def did(who: str, name: str, day: int = 3, times: int = 1) -> list[dict[str, object]]:
    return [{"member": who, "name": name, "happened_at": noon(day).replace(minute=each)} for each in range(times)]


def order(who: str, day: int = 4) -> dict[str, object]:
    return {"member": who, "native": f"{who}{day}", "ordered_at": noon(day), "amount": 10}


def kinds(store: Store) -> dict[str, tuple[object, object, object]]:
    """Both sides and the rate of each kind in the last month, which is January."""
    rows = convert(store).table.to_dicts()
    return {row["indicator"]: (row["conversions"], row["of_base"], row["conversion_rate"]) for row in rows}


@pytest.fixture
def fair(community: Community) -> Store:
    """Five members of December, and one January.

    Ana sees the fair 3 times and clicks twice, Ben sees it 5 times: 2 of 8. Ana, Ben, Cleo and Dora visit, Ana twice,
    and Ana registers, twice: 1 of 4. Ana and Ben order: 2 of the 4 visitors, and 2 of the 6 of
    New Year for the first time. Ana, twice,
    and Dora attend, and Flo, who is no member any more: 2 of 5. The log begins with Eve's hello in December.
    """
    visits = [each for who in MEMBERS[:4] for each in did(who, "visit", 3, 2 if who == "ana" else 1)]
    return community(
        membership=[
            *({"group": "hall", "member": who, "happened_at": DECEMBER, "change": "join"} for who in (*MEMBERS, "flo")),
            {"group": "hall", "member": "flo", "happened_at": noon(2), "change": "leave"},
        ],
        message=[{"group": "hall", "author": "eve", "sent_at": at, "kind": "text"} for at in (DECEMBER, noon(31))],
        event=[
            *(did("ana", "impression", times=3) + did("ana", "click", times=2) + did("ben", "impression", times=5)),
            *(visits + did("ana", "register", times=2)),
            *(did("ana", "attend", 9) + did("ana", "attend", 20) + did("dora", "attend", 20) + did("flo", "attend", 9)),
        ],
        order_line=[order("ana"), order("ben"), order("ben", 5)],
    )


def test_each_kind_by_its_formula(fair: Store) -> None:
    assert kinds(fair) == {
        "click_rate": (2, 8, 0.25),
        "registration_rate": (1, 4, 0.25),
        "purchase_rate": (2, 4, 0.5),
        "paid_conversion": (2, 6, pytest.approx(1 / 3)),
        "activity_rate": (2, 5, 0.4),
    }


def test_each_row_is_its_indicator(fair: Store) -> None:
    table = convert(fair, every=Period.week).table
    told = series(fair, KINDS, every=Period.week, active_by=Activity.spoke)
    assert table["conversion_rate"].to_list() == told["value"].to_list()
    assert table.height == 6 * len(KINDS)


def test_weeks_without_a_base_have_no_rate(fair: Store) -> None:
    """The impressions are all of the first week of January, the second of six."""
    table = convert(fair, every=Period.week).table
    assert table.filter(table["indicator"] == "click_rate")["conversion_rate"].to_list() == [None, 0.25, *[None] * 4]


def test_facts_that_are_not_loaded_are_named_and_not_zero(community: Community) -> None:
    """Orders and clicks, but no impressions, visits or members' list."""
    result = convert(community(order_line=[order("ana")], event=did("ana", "click")))
    rows = {row["indicator"]: row for row in result.table.to_dicts()}
    assert {row["status"] for row in rows.values()} == {"not_covered"}
    assert {row["conversion_rate"] for row in rows.values()} == {row["conversions"] for row in rows.values()} == {None}
    notes = " ".join(result.notes)
    assert "impressions (click rate); " in notes
    assert "visits (registration rate, purchase rate); " in notes


def test_a_rate_can_pass_one_where_members_register_without_a_visit(community: Community) -> None:
    store = community(event=[*did("ana", "visit"), *did("ana", "register"), *did("ben", "register")])
    assert kinds(store)["registration_rate"] == (2, 1, 2)


def test_by_group_visits_of_a_group_have_no_buyers(community: Community) -> None:
    """Ana visits the hall and orders. An order belongs to no group, so who of the hall's visitors buys is unknown."""
    store = community(event=[{**each, "group": "hall"} for each in did("ana", "visit")], order_line=[order("ana")])
    store.cut(Cut(by="group"))
    rows = {row["slice"]: row for row in convert(store).table.to_dicts() if row["indicator"] == "purchase_rate"}
    assert (rows["hall"]["conversions"], rows["hall"]["of_base"]) == (None, 1)
    assert (rows[None]["conversions"], rows[None]["of_base"]) == (1, 0)


def test_channels_sum_to_the_whole(community: Community) -> None:
    """Ana and Ben came by the fair, Cleo by a poster; all visit, Ana and Cleo register."""
    channels = {"ana": "fair", "ben": "fair", "cleo": "poster"}
    store = community(
        member=[{"native": who, "channel": channel, "joined_at": noon(1)} for who, channel in channels.items()],
        event=[
            *(each for who in channels for each in did(who, "visit")),
            *did("ana", "register"),
            *did("cleo", "register"),
        ],
    )
    store.cut(Cut(by="channel"))
    rows = convert(store).table.to_dicts()
    found = {row["slice"]: (row["conversions"], row["of_base"]) for row in rows if row["indicator"] == KINDS[1]}
    assert found == {"fair": (1, 2), "poster": (1, 1)}
