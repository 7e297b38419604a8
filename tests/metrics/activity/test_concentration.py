from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.errors import NotEnoughData
from commkit.metrics.activity.concentration import concentration
from commkit.store import engine
from commkit.store.ask.cut import Cut
from tests.examples import tried
from tests.filling import sum_up

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from commkit.store.ask.community import Store

SOME = tried(8)
FILL = "insert into raw.member_day select member, 1, date '2024-01-03', messages, 0, 0, 0, 0, 0, 0, 0, 0 from given"
CAME = datetime.fromisoformat("2024-01-01 12:00")
LAST = {"group": "hall", "author": "m1", "kind": "text", "sent_at": datetime.fromisoformat("2024-01-03 12:00")}


def tiers(store: Store, *, include_silent: bool = False) -> list[tuple[int, int]]:
    """Members and messages of each tier."""
    table = concentration(store, include_silent=include_silent).table
    return list(table.select("members", "messages").iter_rows())


def beside(store: Store, *columns: str, include_silent: bool = False) -> tuple[object, ...]:
    """The values that are the same in every tier."""
    [row] = concentration(store, include_silent=include_silent).table.select(columns).unique().rows()
    return row


def lorenz(store: Store) -> dict[int, float]:
    """The share of messages that each percentage of people wrote."""
    drawn = concentration(store).charted
    return {round(100 * one): other for one, other in drawn.select("member_rate", "message_rate").iter_rows()}


def test_six_people_of_whom_two_write_more_than_half(drawn_store: Store) -> None:
    """Fifteen messages in two weeks. A hundredth and a tenth of six are both one, rounded up. Fay and Eve write nine.

    They are the top fifth too: 1.2 of six, rounded up.

    ana   x .
    ben   . x
    cleo  x x
    dora  2 .
    eve   4 .
    fay   2 3
    gil   . 9 staff
    """
    assert tiers(drawn_store) == [(1, 5), (0, 0), (5, 10)]
    table = concentration(drawn_store).table
    assert table["tier"].to_list() == ["top 1%", "next 9%", "other 90%"]
    assert table["message_rate"].to_list() == pytest.approx([1 / 3, 0, 2 / 3])
    assert beside(drawn_store, "of_messages", "top10_messages", "top10_rate", "absence_members") == (15, 15, 1, 2)
    top = beside(drawn_store, "top_fifth_members", "top_fifth_messages", "top_fifth_rate")
    assert top == (2, 9, 0.6)


def test_where_all_write_alike_a_fifth_writes_a_fifth(drawn_store: Store) -> None:
    """Two of ten write six of thirty; nobody more than anybody else.

    ana   3
    ben   3
    cleo  3
    dora  3
    eve   3
    fay   3
    gil   3
    hal   3
    ida   3
    jon   3
    """
    top = ("top_fifth_members", "top_fifth_messages", "of_messages", "top_fifth_rate", "gini")
    assert beside(drawn_store, *top) == (2, 6, 30, 0.2, 0)


def test_eight_of_ten_messages_by_two_of_ten_people(drawn_store: Store) -> None:
    """Ana and Ben write sixteen each, the other eight one each: 32 of 40.

    ana   9 7
    ben   9 7
    cleo  x .
    dora  x .
    eve   x .
    fay   x .
    gil   x .
    hal   x .
    ida   x .
    jon   x .
    """
    assert beside(drawn_store, "top_fifth_members", "top_fifth_messages", "top_fifth_rate") == (2, 32, 0.8)
    assert tiers(drawn_store) == [(1, 16), (0, 0), (9, 24)]


def test_the_curve_goes_through_what_the_least_talkative_wrote(drawn_store: Store) -> None:
    """Ana is a quarter and writes a tenth, with Ben half and three tenths; between them the line is straight.

    ana   x
    ben   2
    cleo  3
    dora  4
    """
    curve = lorenz(drawn_store)
    assert [curve[share] for share in (0, 25, 35, 50, 75, 100)] == pytest.approx([0, 0.1, 0.18, 0.3, 0.6, 1])
    assert len(curve) == 101


def test_a_span_without_a_word(drawn_store: Store) -> None:
    """Ana writes in the first week and the third.

    ana   x . x
    """
    drawn_store.cut(Cut(since=date(2024, 1, 8), until=date(2024, 1, 14)))
    assert tiers(drawn_store) == [(0, 0), (0, 0), (0, 0)]
    assert beside(drawn_store, "message_rate", "top10_rate", "absence_members", "gini") == (None, None, None, None)
    assert concentration(drawn_store).charted.height == 0


def test_a_span_counts_its_own_messages(drawn_store: Store) -> None:
    """Ben writes most in all, Ana in the second week.

    ana   . 2
    ben   9 x
    """
    drawn_store.cut(Cut(since=date(2024, 1, 8)))
    assert tiers(drawn_store) == [(1, 2), (0, 0), (1, 1)]


def test_groups_are_ranked_apart(community: Callable[..., Store]) -> None:
    """In the attic Ana writes two and Ben one, in the hall Ben writes one."""
    told = [("attic", "ana"), ("attic", "ana"), ("attic", "ben"), ("hall", "ben")]
    store = community(
        message=[
            {**LAST, "group": group, "author": who, "native": str(number)} for number, (group, who) in enumerate(told)
        ]
    )
    store.cut(Cut(by="group"))
    table = concentration(store).table
    assert table.select("slice", "members", "messages").rows() == [
        *(("attic", 1, 2), ("attic", 0, 0), ("attic", 1, 1)),
        *(("hall", 1, 1), ("hall", 0, 0), ("hall", 0, 0)),
    ]


@pytest.fixture
def hundred(community: Callable[..., Store]) -> Store:
    """A hundred listed members; one of them has written one message."""
    return community(member=[{"native": f"m{number}", "joined_at": CAME} for number in range(1, 101)], message=[LAST])


def test_one_speaker_among_a_hundred(hundred: Store) -> None:
    """Alone among speakers; among all, the coefficient is 99 of 100."""
    assert tiers(hundred) == [(1, 1), (0, 0), (0, 0)]
    assert beside(hundred, "gini") == (0,)
    assert tiers(hundred, include_silent=True) == [(1, 1), (9, 0), (90, 0)]
    assert beside(hundred, "gini", "absence_members", include_silent=True) == (pytest.approx(0.99), 1)
    assert beside(hundred, "top_fifth_members", "top_fifth_rate", include_silent=True) == (20, 1)


def test_members_who_left_are_not_silent(community: Callable[..., Store]) -> None:
    """Ana writes and leaves, Ben left before, Cleo is there and silent."""
    left = datetime.fromisoformat("2024-01-02 12:00")
    store = community(
        member=[
            {"native": "m1", "left_at": datetime.fromisoformat("2024-01-03 13:00")},
            {"native": "ben", "left_at": left},
            {"native": "cleo"},
        ],
        message=[LAST],
    )
    assert tiers(store, include_silent=True) == [(1, 1), (0, 0), (1, 0)]


def test_the_silent_are_counted_where_they_are(community: Callable[..., Store]) -> None:
    """Ana writes in the hall and is listed there and in the attic; Ben is listed in the hall."""
    listed = (("m1", "hall"), ("m1", "attic"), ("ben", "hall"))
    store = community(
        member=[{"native": who, "group": group, "joined_at": CAME} for who, group in listed], message=[LAST]
    )
    store.cut(Cut(by="group"))
    table = concentration(store, include_silent=True).table
    assert table.group_by("slice", maintain_order=True).agg(
        pl.col("members").sum(), pl.col("messages").sum()
    ).rows() == [
        ("attic", 1, 0),
        ("hall", 2, 1),
    ]


def test_silent_members_are_known_from_a_roster_alone(drawn_store: Store) -> None:
    """No export says who is a member.

    ana   x
    """
    drawn_store.has["roster"] = False
    with pytest.raises(NotEnoughData):
        concentration(drawn_store, include_silent=True)


def fill(store: Store, messages: list[int]) -> None:
    store.con.execute("delete from raw.member_day")
    rows = {"member": range(1, len(messages) + 1), "messages": messages}
    engine.register(store.con, pl.DataFrame(rows, schema={"member": pl.Int32, "messages": pl.Int32}), "given")
    store.con.execute(FILL)
    sum_up(store)
    store.cut(Cut(since=date(2024, 1, 1)))


def test_the_coefficient_of_a_known_toy(hundred: Store) -> None:
    """1, 1, 2, 2, 4 and 10: the mean difference of all pairs is 0.9 of the mean, so 0.45; ten of twenty is half."""
    fill(hundred, [1, 1, 2, 2, 4, 10])
    assert beside(hundred, "gini", "absence_members") == (pytest.approx(0.45), 1)


def test_equal_members_are_equal(hundred: Store) -> None:
    """Forty of three messages each: a fifth writes a fifth, and twenty write half."""
    fill(hundred, [3] * 40)
    assert tiers(hundred) == [(1, 3), (3, 9), (36, 108)]
    assert beside(hundred, "gini", "absence_members") == (pytest.approx(0, abs=1e-12), 20)
    assert lorenz(hundred)[20] == pytest.approx(0.2)


@SOME
@given(st.lists(st.integers(1, 9), min_size=1, max_size=60), st.randoms())
def test_every_number_is_a_recount_in_any_order(hundred: Store, messages: list[int], dice: Random) -> None:
    fill(hundred, messages)
    n, whole = len(messages), sum(messages)
    ranked = sorted(messages, reverse=True)
    first, tenth = -(-n // 100), -(-n // 10)
    result = concentration(hundred)
    assert result.table.select("members", "messages").rows() == [
        (first, sum(ranked[:first])),
        (tenth - first, sum(ranked[first:tenth])),
        (n - tenth, sum(ranked[tenth:])),
    ]
    half = next(k for k in range(1, n + 1) if 2 * sum(ranked[:k]) >= whole)
    differences = sum(abs(one - other) for one in messages for other in messages)
    assert set(result.table["top10_messages"]) == {sum(ranked[:10])}
    assert set(result.table["absence_members"]) == {half}
    assert result.table["gini"].to_list() == pytest.approx([differences / (2 * n * whole)] * 3, abs=1e-12)
    curve = result.charted["message_rate"].to_list()
    assert all(later >= earlier - 1e-12 for earlier, later in pairwise(curve))
    assert all(rate <= part / 100 + 1e-12 for part, rate in enumerate(curve))
    dice.shuffle(messages)
    fill(hundred, messages)
    assert concentration(hundred).table.equals(result.table)
