from __future__ import annotations

from datetime import date, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.choices import Activity, Period
from commkit.errors import NotEnoughData
from commkit.indicators.series import series
from commkit.metrics.money.repurchase import repurchase
from commkit.store.ask.cut import Cut
from tests.examples import tried

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Row = dict[str, object]

WINDOWS = (30, 60, 90)
FIRST = datetime(2024, 1, 1, 12)  # noqa: DTZ001 (an export's instants carry no zone)


def order(who: str, day: int, native: int = 0) -> Row:
    """An order so many days after New Year's Day."""
    return {"member": who, "native": f"{who}{day}-{native}", "ordered_at": FIRST + timedelta(days=day), "amount": 1}


def cohorts(store: Store, **cut: object) -> list[Row]:
    store.cut(Cut(**cut))  # type: ignore[arg-type]
    return list(repurchase(store).table.to_dicts())


def windows(row: Row) -> list[tuple[object, object, object]]:
    return [(row[f"repeat{n}_buyers"], row[f"of_repeat{n}_buyers"], row[f"repeat{n}_rate"]) for n in WINDOWS]


@pytest.fixture
def returning(community: Community) -> Store:
    """Five buyers of January 2024, all on New Year's Day, and Zoe, who buys on the last day of April, day 120.

    Ana is back on day 30, Ben on day 31, Cleo on day 90, Dora on day 91; Eve buys twice on New Year's Day and never
    again.
    """
    again = {"ana": 30, "ben": 31, "cleo": 90, "dora": 91}
    return community(
        order_line=[
            *(order(who, 0) for who in (*again, "eve")),
            *(order(who, day) for who, day in again.items()),
            *(order("eve", 0, 1), order("ana", 95), order("zoe", 120)),
        ]
    )


def test_a_window_includes_its_last_day(returning: Store) -> None:
    """Of five, Ana alone by day 30, with Ben by day 60, with Cleo by day 90."""
    january = cohorts(returning)[0]
    assert windows(january) == [(1, 5, 0.2), (2, 5, 0.4), (3, 5, 0.6)]
    assert (january["of_buyers"], january["repeat_buyers"], january["repeat_rate"]) == (5, 4, 0.8)
    assert january["pending"] == 0


def test_the_gap_is_between_the_first_two_days_of_those_who_came_back(returning: Store) -> None:
    """30, 31, 90 and 91 days; Ana's third order does not make a gap, nor do Eve's two of one day."""
    assert cohorts(returning)[0]["median_gap_days"] == 60.5


def test_months_without_a_first_order_have_no_rates(returning: Store) -> None:
    february = cohorts(returning)[1]
    assert (february["of_buyers"], february["repeat_rate"], february["median_gap_days"]) == (0, None, None)
    assert windows(february) == [(0, 0, None)] * 3


def test_buyers_whose_days_are_not_over_are_pending(returning: Store) -> None:
    """Zoe first buys on the last day that is known."""
    april = cohorts(returning)[3]
    assert (april["of_buyers"], april["pending"]) == (1, 1)
    assert windows(april) == [(0, 0, None)] * 3


@pytest.mark.parametrize(("known", "of"), [(29, (0, 0, 0)), (30, (5, 0, 0)), (59, (5, 0, 0)), (60, (5, 5, 0))])
def test_a_window_is_over_at_the_end_of_its_last_day(returning: Store, known: int, of: tuple[int, ...]) -> None:
    january = cohorts(returning, as_of=FIRST.date() + timedelta(days=known))[0]
    assert tuple(january[f"of_repeat{n}_buyers"] for n in WINDOWS) == of
    assert january["pending"] == 5


def test_an_unfinished_window_counts_nobody(returning: Store) -> None:
    """On day 40 Ana and Ben are back, but nobody's 60 days are over."""
    january = cohorts(returning, as_of=FIRST.date() + timedelta(days=40))[0]
    assert windows(january) == [(1, 5, 0.2), (0, 0, None), (0, 0, None)]
    assert january["repeat_buyers"] == 2


def test_a_span_picks_those_who_first_bought_in_it_and_follows_them_out_of_it(returning: Store) -> None:
    """January only; nobody buys for the first time in February."""
    [january] = cohorts(returning, since=date(2024, 1, 1), until=date(2024, 1, 31))
    assert windows(january)[2] == (3, 5, 0.6)
    assert cohorts(returning, since=date(2024, 1, 2), until=date(2024, 2, 28)) == []


def test_the_total_is_of_all_cohorts_and_equals_the_indicator(returning: Store) -> None:
    """Four of six have ever come back."""
    total = repurchase(returning).total
    assert total is not None
    assert (total["of_buyers"], total["repeat_buyers"], total["pending"]) == (6, 4, 1)
    told = series(returning, ["repurchase_rate"], every=Period.month, active_by=Activity.spoke)
    assert told["value"].to_list()[-1] == total["repeat_rate"] == pytest.approx(4 / 6)


def test_without_orders_it_is_refused(community: Community) -> None:
    store = community(message=[{"group": "hall", "author": "ana", "sent_at": FIRST, "kind": "text"}])
    with pytest.raises(NotEnoughData):
        repurchase(store)


bought = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 150)), min_size=1, max_size=20)


@tried(5)
@given(orders=bought)
def test_it_is_what_a_count_by_hand_says(selling: Callable[..., Store], orders: list[tuple[int, int]]) -> None:
    """Every window against a recount in plain Python, over all cohorts; and a longer one holds no fewer."""
    store = selling(orders)
    days = {member: sorted({day for who, day in orders if who == member}) for member, _ in orders}
    gaps = {member: sorted_days[1] - sorted_days[0] for member, sorted_days in days.items() if len(sorted_days) > 1}
    table = repurchase(store).table
    for length in WINDOWS:
        over = [member for member, [first, *_] in days.items() if 150 - first >= length]
        assert table[f"of_repeat{length}_buyers"].sum() == len(over)
        assert table[f"repeat{length}_buyers"].sum() == sum(gaps.get(each, 999) <= length for each in over)
    assert table["repeat_buyers"].sum() == len(gaps)
    for row in table.filter(table["pending"] == 0).to_dicts():
        assert row["repeat30_buyers"] <= row["repeat60_buyers"] <= row["repeat90_buyers"] <= row["repeat_buyers"]
    if table["of_buyers"].max() == len(days):
        assert table["median_gap_days"].drop_nulls().to_list() == ([median(gaps.values())] if gaps else [])
