from __future__ import annotations

from datetime import date, datetime, timedelta
from statistics import fmean
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.choices import Activity, Period
from commkit.indicators.series import series
from commkit.metrics.activity.stickiness import stickiness
from commkit.store import engine
from commkit.store.ask.cut import Cut
from tests.examples import tried
from tests.filling import sum_up

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Row = dict[str, object]

SOME = tried(6)
FIRST = date(2024, 1, 1)
FILL = """
    insert into raw.member_day
    select who, 1, $first::date + days, 1, 0, 0, 0, 0, 0, 0, 0, 0 from given
"""


def said(who: str, after: int, group: str = "hall") -> Row:
    when = datetime(2024, 1, 1, 12) + timedelta(days=after)  # noqa: DTZ001 (an export's instants carry no zone)
    return {"group": group, "author": who, "sent_at": when, "kind": "text"}


@pytest.fixture
def steady(community: Community) -> Store:
    """Ana speaks on each of the 42 days from Monday, January 1, 2024, Ben only on Monday, day 35."""
    return community(message=[*(said("ana", after) for after in range(42)), said("ben", 35)])


def test_each_day_has_its_ratio_and_the_period_their_mean(steady: Store) -> None:
    """On Monday 2 of 2 are there, on the other six days 1 of 2: the mean is (1 + 6 / 2) / 7."""
    row = stickiness(steady).table.row(-1, named=True)
    assert (row["dau_mau_sum"], row["of_mau_days"], row["mau"]) == (4, 7, 2)
    assert row["dau_mau_rate"] == pytest.approx(4 / 7)
    assert row["dau_wau_rate"] == pytest.approx(4 / 7)


def test_a_mean_of_ratios_is_not_a_ratio_of_means(community: Community) -> None:
    """Ana is alone until day 38, when nine others speak once: 3 days of 1/1, 1 of 10/10, 3 of 1/10.

    The means, 16 / 7 over 43 / 7, would give 0.37.
    """
    others = [said(f"m{number}", 38) for number in range(9)]
    store = community(message=[*(said("ana", after) for after in range(42)), *others])
    assert stickiness(store).table.row(-1, named=True)["dau_mau_rate"] == pytest.approx(4.3 / 7)


def test_it_is_unknown_until_the_log_reaches_back_far_enough(steady: Store) -> None:
    """The fifth week begins after 28 days, the sixth after 35; the second after 7, which is enough for DAU/WAU."""
    table = stickiness(steady).table
    assert [value is None for value in table["dau_mau_rate"]] == [True] * 5 + [False]
    assert [value is None for value in table["dau_wau_rate"]] == [True] + [False] * 5


@pytest.mark.parametrize(("since", "known"), [(29, False), (30, True)])
def test_thirty_days_before_a_span_are_enough(steady: Store, since: int, known: bool) -> None:
    steady.cut(Cut(since=FIRST + timedelta(days=since)))
    assert (stickiness(steady).table.row(0, named=True)["dau_mau_rate"] is not None) is known


def test_days_after_everybody_fell_silent_have_no_ratio(community: Community) -> None:
    """Ana speaks on days 0 and 63; in the week from day 28 on, two days reach back to day 0 and five do not."""
    store = community(message=[said("ana", 0), said("ana", 63)])
    table = stickiness(store).table
    assert table["of_mau_days"].to_list()[3:6] == [7, 2, 0]
    assert table["dau_mau_rate"].to_list()[5:] == [None, None, None, None, 1]
    assert table["status"].to_list()[-1] == "running"


def test_a_group_has_ratios_of_its_own(community: Community) -> None:
    """Ana speaks daily in the hall, and on day 35 also in the attic, where she is alone."""
    store = community(message=[*(said("ana", after) for after in range(42)), said("ana", 35, "attic")])
    store.cut(Cut(by="group"))
    rows = stickiness(store).table.filter(pl.col("starts_on") == FIRST + timedelta(days=35)).to_dicts()
    assert sorted(row["dau_mau_rate"] for row in rows) == [pytest.approx(1 / 7), 1]


def test_the_indicator_is_low_where_few_members_are_not_where_few_days_are(steady: Store) -> None:
    found = series(steady, ["stickiness"], every=Period.week, active_by=Activity.spoke).row(-1, named=True)
    assert (found["numerator"], found["denominator"], found["sample"], found["status"]) == (4, 7, 2, "low_n")


def test_active_days_of_those_who_are_there(community: Community) -> None:
    """28 days to Sunday, January 28: Ana is active on 3, Ben on 1, Cleo on none, and Dora, active on 2, has left."""
    came = {"group": "hall", "change": "join", "happened_at": said("", 0)["sent_at"]}
    store = community(
        membership=[
            *({**came, "member": who} for who in ("ana", "ben", "cleo", "dora")),
            {**came, "member": "dora", "change": "leave", "happened_at": said("", 20)["sent_at"]},
        ],
        message=[*(said("ana", after) for after in (0, 10, 27)), said("ana", 10), said("ben", 3)]
        + [said("dora", after) for after in (5, 6)],
    )
    table = stickiness(store, distribution=True).table
    assert table["active_days"].to_list() == list(range(29))
    assert table["members"].to_list() == [1, 1, 0, 1] + [0] * 25
    assert table["at_least_members"].to_list() == [3, 2, 1, 1] + [0] * 25
    assert table["at_least_rate"].to_list()[:2] == [1, pytest.approx(2 / 3)]


def test_active_days_reach_back_28_days(community: Community) -> None:
    """Of days 1 to 28 Ana is active on the first and the last, and before them on day 0."""
    store = community(message=[said("ana", 0), said("ana", 1), said("ana", 28)])
    table = stickiness(store, distribution=True).table
    assert table.filter(pl.col("members") > 0)["active_days"].to_list() == [2]


def fill(store: Store, days: Sequence[tuple[int, int]]) -> None:
    store.con.execute("delete from raw.member_day")
    engine.register(
        store.con, pl.DataFrame(list(days), schema={"who": pl.Int32, "days": pl.Int32}, orient="row"), "given"
    )
    store.con.execute(FILL, {"first": FIRST})
    sum_up(store)


@pytest.fixture
def quiet(community: Community) -> Store:
    """Six members who say nothing; exports cover everything to the end of March."""
    return community(member=[{"native": f"m{number}"} for number in range(1, 7)], message=[said("m1", 90)])


spoken_days = st.lists(st.tuples(st.integers(1, 6), st.integers(0, 80)), min_size=1, max_size=60, unique=True)


@SOME
@given(spoken_days, st.integers(60, 90))
def test_every_ratio_is_that_of_a_count_day_by_day(quiet: Store, days: list[tuple[int, int]], until: int) -> None:
    fill(quiet, days)
    quiet.cut(Cut(until=FIRST + timedelta(days=until)))
    for row in stickiness(quiet).table.to_dicts():
        start = (row["starts_on"] - FIRST).days
        ratios: dict[int, list[float]] = {7: [], 30: []}
        for day in range(max(start, min(after for _, after in days)), min(start + 6, until) + 1):
            today = {who for who, after in days if after == day}
            for width in ratios:
                window = {who for who, after in days if day - width < after <= day}
                ratios[width] += [len(today) / len(window)] if window else []
        enough = start - min(after for _, after in days)
        for width, name in ((30, "dau_mau_rate"), (7, "dau_wau_rate")):
            known = ratios[width] and enough >= width
            assert row[name] == (pytest.approx(fmean(ratios[width])) if known else None)


@SOME
@given(spoken_days)
def test_the_exact_counts_sum_to_the_members(quiet: Store, days: list[tuple[int, int]]) -> None:
    fill(quiet, days)
    quiet.cut(Cut())
    table = stickiness(quiet, distribution=True).table
    assert table["members"].sum() == table["of_members"][0]
    assert table["at_least_members"].to_list() == table["members"].reverse().cum_sum().reverse().to_list()
