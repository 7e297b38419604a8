from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from commkit.choices import Basis, Scoring
from commkit.errors import NotEnoughData, WrongUse
from commkit.segment.rfm import rfm
from commkit.store.ask.cut import Cut

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Natives = Callable[[Store], dict[str, str]]


def order(member: str | None, day: str, amount: int, **said: object) -> dict[str, object]:
    return {"member": member, "ordered_at": datetime.fromisoformat(day), "amount": amount, **said}


def members(store: Store, natives: Natives, *columns: str) -> dict[str, tuple[object, ...]]:
    called = natives(store)
    return {
        called[row["handle"]]: tuple(row[name] for name in columns) for row in rfm(store, members=True).table.to_dicts()
    }


def test_three_buyers_by_hand(community: Community, natives: Natives) -> None:
    """Ana bought last and most, Ben once long ago, Cleo twice for little.

    Worse than Ana are two of three in each measure: 1 + floor(10 / 3) = 4. In the middle: 1 + floor(5 / 3) = 2.
    """
    store = community(
        order_line=[
            order("ana", "2024-03-10", 50, native="1"),
            order("ana", "2024-03-11", 50, native="2"),
            order("ana", "2024-03-12", 50, native="3"),
            order("ben", "2024-01-01", 90, native="4"),
            order("cleo", "2024-02-01", 5, native="5"),
            order("cleo", "2024-02-02", 5, native="6"),
        ]
    )
    assert store.as_of == date(2024, 3, 12)
    assert members(store, natives, "recency_days", "orders", "net_amount", "r", "f", "m", "segment", "level") == {
        "ana": (0, 3, Decimal(150), 4, 4, 4, "loyal", 4),
        "ben": (71, 1, Decimal(90), 1, 1, 2, "lost", 1),
        "cleo": (39, 2, Decimal(10), 2, 2, 1, "hibernating", 2),
    }


def test_money_is_net_of_what_was_paid_back(community: Community, natives: Natives) -> None:
    """Ana pays 100 and gets 30 back; Ben pays 40, and cancels another order of 15 by a negative line."""
    store = community(
        order_line=[
            order("ana", "2024-03-01", 100, native="1", refund_amount=30),
            order("ben", "2024-03-01", 40, native="2"),
            order("ben", "2024-03-02", -15, native="C2"),
        ]
    )
    assert members(store, natives, "orders", "net_amount") == {"ana": (1, Decimal(70)), "ben": (1, Decimal(25))}


def test_two_orders_of_one_day_are_two(community: Community, natives: Natives) -> None:
    """Two order ids on one day; lines of one id are one order; rows without an id are an order each."""
    store = community(
        order_line=[
            order("ana", "2024-03-01", 10, native="1"),
            order("ana", "2024-03-01", 10, native="2"),
            order("ben", "2024-03-01", 10, native="3", product="tea"),
            order("ben", "2024-03-01", 10, native="3", product="cup"),
            order("cleo", "2024-03-01", 10),
            order("cleo", "2024-03-01", 10),
            order("cleo", "2024-03-01", 11),
        ]
    )
    assert members(store, natives, "orders") == {"ana": (2,), "ben": (1,), "cleo": (3,)}


def test_anonymous_orders_are_left_out_and_counted(community: Community, natives: Natives) -> None:
    """One order of Ana's; two anonymous ones, of three lines."""
    store = community(
        order_line=[
            order("ana", "2024-03-01", 10, native="1"),
            order(None, "2024-03-01", 10, native="2", product="tea"),
            order(None, "2024-03-01", 10, native="2", product="cup"),
            order(None, "2024-03-02", 10, native="3"),
        ]
    )
    assert list(members(store, natives)) == ["ana"]
    assert store.excluded() == {
        "bots": 0,
        "bots_by_behaviour": 0,
        "staff": 0,
        "anonymous_orders": 2,
        "anonymous_order_lines": 3,
    }


def test_without_orders_activity_is_scored_and_said_so(drawn_store: Store, natives: Natives) -> None:
    """Ana spoke on three days, Ben on one, much.

    ana   x x x
    ben   9 . .
    """
    result = rfm(drawn_store)
    assert result.title == "RFM on activity (no orders: engagement)"
    assert result.parameters == {"on": "activity", "mode": "quintile"}
    assert members(drawn_store, natives, "recency_days", "active_days", "responses") == {
        "ana": (0, 3, Decimal(0)),
        "ben": (14, 1, Decimal(0)),
    }


def test_on_activity_m_is_replies_and_reactions_received(community: Community, natives: Natives) -> None:
    """Ben replies to Ana's hello, reacts to it with two signs and once to his own reply."""
    at = datetime.fromisoformat("2024-03-01 10:00")
    store = community(
        message=[
            {"native": "1", "group": "g", "author": "ana", "sent_at": at, "kind": "text", "text": "hello"},
            {"native": "2", "group": "g", "author": "ben", "sent_at": at, "kind": "text", "reply_to": "1"},
        ],
        interaction=[
            {"group": "g", "message": "1", "sender": "ben", "kind": "reaction", "happened_at": at},
            {"group": "g", "message": "2", "sender": "ben", "kind": "reaction", "happened_at": at},
        ],
    )
    assert members(store, natives, "responses") == {"ana": (Decimal(2),), "ben": (Decimal(0),)}


def test_without_orders_scoring_orders_is_refused(drawn_store: Store) -> None:
    """There are only messages.

    ana   x x x
    """
    with pytest.raises(NotEnoughData, match="needs orders"):
        rfm(drawn_store, on=Basis.orders)


def test_an_empty_span_is_refused(drawn_store: Store) -> None:
    """Nobody speaks in the second week.

    ana   x . . . x
    """
    drawn_store.cut(Cut(since=date(2024, 1, 8), until=date(2024, 1, 14)))
    with pytest.raises(NotEnoughData, match="nobody did anything"):
        rfm(drawn_store)


def test_as_of_hides_what_came_later(drawn_store: Store, natives: Natives) -> None:
    """Ben comes after as-of.

    ana   x . x
    ben   . . x
    """
    drawn_store.cut(Cut(as_of=date(2024, 1, 10)))
    assert members(drawn_store, natives, "recency_days", "active_days") == {"ana": (9, 1)}


def test_the_same_as_of_gives_the_same_scores_whatever_comes_later(community: Community, natives: Natives) -> None:
    """Ana and Ben bought up to January 20; a later export adds Cleo's order of March."""
    january = [order("ana", "2024-01-10", 10, native="1"), order("ben", "2024-01-20", 20, native="2")]
    before, after = community(order_line=january), community(order_line=[*january, order("cleo", "2024-03-01", 9)])
    for store in (before, after):
        store.cut(Cut(as_of=date(2024, 1, 20)))
    assert members(before, natives, "r", "f", "m") == members(after, natives, "r", "f", "m")


def test_until_is_the_day_that_recency_is_measured_to(community: Community, natives: Natives) -> None:
    """Ana bought on January 10, Ben on the 20th and again on the 30th; on the 25th that is 15 and 5 days ago."""
    store = community(
        order_line=[
            order("ana", "2024-01-10", 10, native="1"),
            order("ben", "2024-01-20", 10, native="2"),
            order("ben", "2024-01-30", 10, native="3"),
        ]
    )
    store.cut(Cut(until=date(2024, 1, 25)))
    assert members(store, natives, "recency_days", "orders") == {"ana": (15, 1), "ben": (5, 1)}
    store.cut(Cut(as_of=date(2024, 1, 25)))
    assert members(store, natives, "recency_days", "orders") == {"ana": (15, 1), "ben": (5, 1)}


@pytest.fixture
def club(community: Community) -> Store:
    """Six join on January 1. Ana buys on the 5th and Ben on the 20th; Cleo, Dora, Eve and the boss never do.

    Eve leaves on the 15th; Fay joins on the 25th. The boss is staff.
    """
    came = [(who, "join", 1) for who in ("ana", "ben", "cleo", "dora", "eve", "boss")]
    turned = [*came, ("eve", "leave", 15), ("fay", "join", 25)]
    return community(
        member=[{"native": "boss", "is_staff": True}],
        membership=[
            {"group": "hall", "member": who, "happened_at": datetime.fromisoformat(f"2024-01-{day:02}"), "change": how}
            for who, how, day in turned
        ],
        order_line=[order("ana", "2024-01-05", 10, native="1"), order("ben", "2024-01-20", 10, native="2")],
    )


@pytest.mark.parametrize(
    ("cut", "prospects"),
    [
        (Cut(), 3),  # Cleo, Dora and Fay
        (Cut(as_of=date(2024, 1, 19)), 3),  # Ben, Cleo and Dora
        (Cut(until=date(2024, 1, 10)), 4),  # Ben, Cleo, Dora and Eve
        (Cut(since=date(2024, 1, 10)), 3),  # Ana bought before
        (Cut(include_staff=True), 4),
    ],
)
def test_members_who_never_bought_are_prospects(club: Store, cut: Cut, prospects: int) -> None:
    club.cut(cut)
    result = rfm(club)
    last = result.table.row(-1, named=True)
    assert (last["segment"], last["members"], last["orders"]) == ("prospects", prospects, 0)
    assert last["of_members"] is last["member_rate"] is last["median_recency_days"] is None
    bought = result.table["members"][:-1].sum()
    assert result.total is not None
    assert result.total["members"] == bought == result.table["of_members"][0]
    assert any(note.startswith("prospects: members who never ordered") for note in result.notes)


def test_prospects_are_in_no_other_table(club: Store, natives: Natives) -> None:
    assert sorted(members(club, natives)) == ["ana", "ben"]
    assert rfm(club, levels=True).table["members"].sum() == 2
    assert "prospects" not in rfm(club, r_compatible=True).table["segment"]


def test_where_all_members_are_customers_nobody_is_a_prospect(community: Community) -> None:
    """Nothing says who else there is."""
    table = rfm(community(order_line=[order("ana", "2024-03-01", 10)])).table
    assert "prospects" not in table["segment"]


def test_empty_classes_are_shown(drawn_store: Store) -> None:
    """A single member scores worst.

    ana   x
    """
    table = rfm(drawn_store).table
    assert table["segment"].len() == 11
    assert table.filter(table["members"] > 0)["segment"].to_list() == ["lost"]
    assert table["member_rate"].to_list() == [1.0 if name == "lost" else 0.0 for name in table["segment"]]
    assert set(table["of_members"]) == {1}


def test_a_crowded_score_is_noted(drawn_store: Store) -> None:
    """Two of three have one active day.

    ana   x
    ben   x
    cleo  x x
    """
    assert "67% of members tie at F = 1." in rfm(drawn_store).notes


def test_staff_and_bots_have_no_segment(drawn_store: Store, natives: Natives) -> None:
    """One of each.

    ana   x
    boss  x staff
    robo  x bot
    """
    assert list(members(drawn_store, natives)) == ["ana"]
    drawn_store.cut(Cut(include_staff=True))
    assert sorted(members(drawn_store, natives)) == ["ana", "boss"]


@pytest.mark.parametrize(
    "said",
    [
        {"mode": Scoring.fixed},
        {"cuts": "cuts.toml"},
        {"r_compatible": True, "on": Basis.activity},
        {"r_compatible": True, "mode": Scoring.fixed, "cuts": "cuts.toml"},
    ],
)
def test_options_that_contradict_are_refused(community: Community, tmp_path: Path, said: dict[str, object]) -> None:
    store = community(
        order_line=[order("ana", "2024-01-10", 10)],
        message=[
            {"group": "g", "author": "ana", "sent_at": datetime.fromisoformat("2024-01-01"), "kind": "text"},
        ],
    )
    if "cuts" in said:
        said = {**said, "cuts": tmp_path / "cuts.toml"}
    with pytest.raises(WrongUse):
        rfm(store, **said)  # type: ignore[arg-type]
