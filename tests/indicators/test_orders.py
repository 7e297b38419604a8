from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.choices import Activity, Period
from commkit.indicators.inventory import INDICATORS as ALL
from commkit.indicators.orders import INDICATORS
from commkit.indicators.series import missing, series
from commkit.store.ask.cut import Cut
from tests.examples import tried

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Told = dict[str, tuple[object, object, object]]

NAMES = [indicator.name for indicator in INDICATORS]


def noon(day: int) -> datetime:
    return datetime(2024, 1, day, 12)  # noqa: DTZ001 (an export's instants carry no zone)


def order(who: str | None, day: int, amount: int, **more: object) -> dict[str, object]:
    return {"member": who, "native": f"{who}{day}{amount}", "ordered_at": noon(day), "amount": amount, **more}


def line(who: str, change: str, day: int) -> dict[str, object]:
    return {"group": "hall", "member": who, "happened_at": noon(day), "change": change}


def weeks(store: Store, **cut: object) -> list[Told]:
    """Numerator, denominator and value of each indicator, week by week."""
    store.cut(Cut(**cut))  # type: ignore[arg-type]
    table = series(store, NAMES, every=Period.week, active_by=Activity.spoke)
    found: dict[object, Told] = {}
    for row in table.to_dicts():
        found.setdefault((row["slice"], row["starts_on"]), {})[row["indicator"]] = (
            row["numerator"],
            row["denominator"],
            row["value"],
        )
    return list(found.values())


@pytest.fixture
def selling_club(community: Community) -> Store:
    """Four join on Monday, January 1; Dora leaves on Saturday of the second week. Gus never joins.

    First week: Ana buys for 10 and for 20, Gus for 30, and an anonymous buyer for 40. Second week: Ana gets 5 of her 20
    back and buys for 6; Ben buys for 14 for the first time; Dora for 50, the day after she left.
    """
    return community(
        membership=[*(line(who, "join", 1) for who in ("ana", "ben", "cleo", "dora")), line("dora", "leave", 13)],
        order_line=[
            *(order("ana", 2, 10), order("ana", 2, 20, refund_amount=5, refunded_at=noon(9)), order("gus", 3, 30)),
            *(order(None, 4, 40), order("ana", 10, 6), order("ben", 11, 14), order("dora", 14, 50)),
        ],
    )


def test_the_first_week_of_a_club(selling_club: Store) -> None:
    """Three orders of 60 by Ana and Gus; nobody is there as the week opens; 30 of 100 in all are a member's."""
    assert weeks(selling_club)[0] == {
        "paid_conversion": (0, 0, None),
        "gmv": (60, None, 60),
        "refunded": (0, None, 0),
        "net_revenue": (60, None, 60),
        "orders": (3, None, 3),
        "buyers": (2, None, 2),
        "arpu": (60, 4, 15),
        "aov": (60, 3, 20),
        "community_revenue_share": (30, 100, 0.3),
    }


def test_the_second_week_of_a_club(selling_club: Store) -> None:
    """As it opens, Ben, Cleo and Dora had not bought; Ben and Dora buy in it. Dora's 50 of 70 are not a member's."""
    told = weeks(selling_club)[1]
    assert told["paid_conversion"] == (2, 3, pytest.approx(2 / 3))
    assert (told["gmv"][0], told["refunded"][0], told["net_revenue"][0]) == (70, 5, 65)
    assert told["arpu"] == (65, 3, pytest.approx(65 / 3))
    assert told["aov"] == (65, 3, pytest.approx(65 / 3))
    assert told["community_revenue_share"] == (20, 70, pytest.approx(2 / 7))


def test_a_refund_without_an_order_makes_the_net_negative_and_the_order_value_unknown(community: Community) -> None:
    """Ana buys for 10 in the first week, gets it back in the second and buys for 1 in the third."""
    store = community(
        membership=[line("ana", "join", 1)],
        order_line=[order("ana", 2, 10, refund_amount=10, refunded_at=noon(9)), order("ana", 16, 1)],
    )
    told = weeks(store)
    assert [week["net_revenue"][2] for week in told] == [10, -10, 1]
    assert [week["aov"][2] for week in told] == [10, None, 1]
    assert [week["community_revenue_share"][2] for week in told] == [1, None, 1]


def test_a_span_opens_with_those_who_had_bought_before_it(selling_club: Store) -> None:
    """From Wednesday, January 10: Ana bought before; of Ben and Cleo, Ben buys first on the 11th."""
    [told] = weeks(selling_club, since=date(2024, 1, 10), until=date(2024, 1, 11))
    assert told["paid_conversion"] == (1, 3, pytest.approx(1 / 3))
    assert (told["gmv"][0], told["orders"][0]) == (20, 2)


def test_a_first_order_on_the_opening_day_counts_as_a_conversion(selling_club: Store) -> None:
    """On Thursday, January 11, alone: of Ben, Cleo and Dora, Ben."""
    [told] = weeks(selling_club, since=date(2024, 1, 11), until=date(2024, 1, 11))
    assert told["paid_conversion"] == (1, 3, pytest.approx(1 / 3))


def test_who_comes_within_the_period_is_not_asked_whether_they_buy_in_it(community: Community) -> None:
    """Ana comes on January 2 and Ben on the 9th; each buys on the next day, and Ana once more on the 10th.

    As the second week opens Ana alone is there, and she has bought; as the third does, both are, and both have.
    """
    store = community(
        membership=[line("ana", "join", 2), line("ben", "join", 9)],
        order_line=[order("ana", 3, 5), order("ana", 10, 5), order("ben", 10, 5), order("ana", 16, 5)],
    )
    assert [week["paid_conversion"] for week in weeks(store)] == [(0, 0, None)] * 3


def test_who_leaves_and_comes_back_within_the_period_is_one_member(community: Community) -> None:
    """Ana and Ben join on January 1; Ana leaves on the 9th, is back on the 11th and buys on the 12th: 1 of 2."""
    store = community(
        membership=[line("ana", "join", 1), line("ben", "join", 1), line("ana", "leave", 9), line("ana", "join", 11)],
        order_line=[order("ana", 12, 5)],
    )
    assert weeks(store)[-1]["paid_conversion"] == (1, 2, 0.5)


def test_orders_do_not_belong_to_a_group(selling_club: Store) -> None:
    """The hall has members, so it has a conversion; what they pay is not known for it, which is not zero."""
    selling_club.cut(Cut(by="group"))
    table = series(selling_club, NAMES, every=Period.week, active_by=Activity.spoke)
    hall = {row["indicator"]: row["value"] for row in table.filter(pl.col("slice") == "hall").to_dicts()[1::2]}
    assert hall.pop("paid_conversion") == pytest.approx(2 / 3)
    assert {*hall.values()} == {None}
    assert table.filter((pl.col("indicator") == "gmv") & pl.col("slice").is_null())["value"].to_list() == [60, 70]


def test_broken_down_by_group_a_member_of_no_group_still_buys_as_a_member(community: Community) -> None:
    """The list names Ana but no group; she buys for 10, and Gus, who is not listed, for 30."""
    store = community(
        member=[{"native": "ana", "name": "Ana"}],
        membership=[line("ben", "join", 1)],
        order_line=[order("ana", 2, 10), order("gus", 3, 30)],
    )
    for by in (None, "group"):
        store.cut(Cut(by=by))
        [share] = (
            series(store, ["community_revenue_share"], every=Period.week, active_by=Activity.spoke)
            .filter(pl.col("slice").is_null())
            .to_dicts()
        )
        assert (share["numerator"], share["denominator"]) == (10, 40)


def test_where_all_members_are_customers_conversion_is_unknown(community: Community) -> None:
    store = community(order_line=[order("ana", 2, 10)])
    assert missing(store, ALL["paid_conversion"]) == missing(store, ALL["community_revenue_share"]) == ["members"]
    assert weeks(store)[0]["arpu"] == (10, 1, 10)


sold = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 150)), min_size=1, max_size=20)


@tried(5)
@given(sales=sold, by=st.sampled_from(["platform", "channel", "tenure", "segment"]))
def test_slices_sum_to_the_whole(selling: Callable[..., Store], sales: list[tuple[int, int]], by: str) -> None:
    """Orders, amounts, members and first orders: each stands in one slice of its period."""
    store = selling(sales)
    sums = ("gmv_amount", "net_amount", "orders", "of_all_amount", "members", "of_unpaid_members")
    found = []
    for each in (None, by):
        store.cut(Cut(by=each))
        table = store.ask("indicators/orders", every=Period.month)
        found.append(table.group_by("starts_on").agg(pl.col(sums).sum()).sort("starts_on").rows())
    assert found[0] == found[1]
    assert sum(row[3] for row in found[0]) == len(sales)
    assert sum(row[1] for row in found[0]) == sum(day for _, day in sales)
