from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.choices import Period
from commkit.store import engine
from commkit.store.ask.cut import Cut
from tests.examples import tried
from tests.filling import sum_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Row = dict[str, object]

SOME = tried(8)
FILL = "insert into raw.member_day select member, 1, date '2024-01-03', messages, 0, 0, 0, 0, 0, 0, 0, 0 from given"


def weekly(store: Store) -> pl.DataFrame:
    return store.ask("indicators/concentration", every=Period.week)


def first(store: Store) -> Row:
    row: Row = weekly(store).row(0, named=True)
    return row


def test_six_people_of_whom_two_write_more_than_half(drawn_store: Store) -> None:
    """Fifteen messages: Fay writes five and Eve four, which is more than half; one of six is a tenth, rounded up.

    ana   x
    ben   x
    cleo  2
    dora  2
    eve   4
    fay   5
    gil   . staff
    """
    row = first(drawn_store)
    assert (row["speakers"], row["messages"]) == (6, 15)
    assert (row["top10_messages"], row["top_tenth_messages"]) == (15, 5)
    assert row["absence_members"] == 2


def test_a_silent_week_has_no_coefficient(drawn_store: Store) -> None:
    """Ana writes in the first and the third week.

    ana   x . x
    """
    table = weekly(drawn_store)
    assert table["speakers"].to_list() == [1, 0, 1]
    assert table["gini"].to_list() == [0, None, 0]
    assert table["top10_messages"].to_list() == [1, 0, 1]
    assert table["absence_members"].to_list() == [1, None, 1]


def test_groups_are_counted_apart(drawn_store: Store) -> None:
    """Two equal members.

    ana   3
    ben   3
    """
    drawn_store.cut(Cut(by="group"))
    [row] = weekly(drawn_store).to_dicts()
    assert (row["slice"], row["gini"], row["absence_members"]) == ("hall", 0, 1)


@pytest.fixture
def quiet(community: Callable[..., Store]) -> Store:
    """Twelve members without messages yet."""
    from datetime import datetime

    last = {"group": "hall", "author": "m1", "kind": "text", "sent_at": datetime.fromisoformat("2024-01-03 12:00")}
    return community(member=[{"native": f"m{number}"} for number in range(1, 25)], message=[last])


def fill(store: Store, messages: list[int]) -> Row:
    store.con.execute("delete from raw.member_day")
    rows = {"member": range(1, len(messages) + 1), "messages": messages}
    engine.register(store.con, pl.DataFrame(rows, schema={"member": pl.Int32, "messages": pl.Int32}), "given")
    store.con.execute(FILL)
    sum_up(store)
    store.cut(Cut(since=date(2024, 1, 1)))
    return first(store)


def test_the_coefficient_of_a_known_toy(quiet: Store) -> None:
    """1, 1, 2, 2, 4 and 10: the mean difference of all pairs is 0.9 of the mean, so 0.45; ten of twenty is half."""
    row = fill(quiet, [1, 1, 2, 2, 4, 10])
    assert (row["gini"], row["absence_members"]) == (pytest.approx(0.45), 1)


@SOME
@given(st.lists(st.integers(1, 50), min_size=1, max_size=12))
def test_every_number_is_that_of_a_count_by_hand(quiet: Store, messages: list[int]) -> None:
    row = fill(quiet, messages)
    n, whole = len(messages), sum(messages)
    ranked = sorted(messages, reverse=True)
    half = next(k for k in range(1, n + 1) if 2 * sum(ranked[:k]) >= whole)
    differences = sum(abs(one - other) for one in messages for other in messages)
    assert row["gini"] == pytest.approx(differences / (2 * n * whole), abs=1e-12)
    assert row["absence_members"] == half
    assert row["top10_messages"] == sum(ranked[:10])
    assert row["top_tenth_messages"] == sum(ranked[: -(-n // 10)])
    twice = fill(quiet, [*messages, *messages])
    assert twice["gini"] == pytest.approx(row["gini"], abs=1e-12)
