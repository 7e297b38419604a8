"""Every number of `active` counted again in plain Python, day by day, on communities drawn at random."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.choices import Period
from commkit.metrics.activity.active import active
from commkit.store import engine
from commkit.store.ask.cut import Cut
from tests.examples import tried
from tests.filling import sum_up, tell_from

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from commkit.store.ask.community import Store

    Day = tuple[int, int, int]  # member from 1, days after the first, messages

SOME = tried(3)
FIRST = date(2024, 1, 3)
days = st.lists(
    st.tuples(st.integers(1, 6), st.integers(0, 75), st.integers(1, 3)),
    min_size=1,
    max_size=40,
    unique_by=lambda day: day[:2],
)
FILL = """
    insert into raw.member_day
    select member, 1, $first::date + days, messages, 0, 0, 0, 0, 0, 0, 0, 0 from given
"""


@pytest.fixture
def quiet(community: Callable[..., Store]) -> Store:
    """Six members who say nothing; exports cover everything, from the first day told on, to the end of March."""
    last = {"group": "hall", "author": "m1", "kind": "text", "sent_at": datetime.fromisoformat("2024-03-31 12:00")}
    return community(member=[{"native": f"m{number}"} for number in range(1, 7)], message=[last])


def fill(store: Store, told: Sequence[Day]) -> None:
    store.con.execute("delete from raw.member_day")
    schema = {"member": pl.Int32, "days": pl.Int32, "messages": pl.Int32}
    engine.register(store.con, pl.DataFrame(list(told), schema=schema, orient="row"), "given")
    store.con.execute(FILL, {"first": FIRST})
    sum_up(store)
    tell_from(store, FIRST + timedelta(days=min(after for _, after, _ in told)))


def start_of(day: date, every: Period) -> date:
    if every is Period.week:
        return day - timedelta(days=day.weekday())
    months = {Period.month: 1, Period.quarter: 3, Period.year: 12}.get(every)
    return day.replace(month=day.month - (day.month - 1) % months, day=1) if months else day


def recount(told: Sequence[Day], every: Period, since: date | None, until: date) -> list[dict[str, object]]:
    """One pass over every day for every number; before the log begins, all are unknown."""
    spoken = {(member, FIRST + timedelta(days=after)): messages for member, after, messages in told}
    came = {member: min(day for who, day in spoken if who == member) for member, _ in spoken}
    log_on = min(day for _, day in spoken)
    begins = since or log_on
    span = [begins + timedelta(days=each) for each in range((until - begins).days + 1)]
    rows = []
    for starts_on in dict.fromkeys(start_of(day, every) for day in span):
        own = [day for day in span if start_of(day, every) == starts_on]
        members = {who for who, day in spoken if day in own}
        new = {who for who in members if start_of(came[who], every) == starts_on}
        is_early = any(came[who] < log_on + timedelta(days=30) for who in new)
        covered = [day for day in own if day >= log_on]
        row = {
            "members": len(members),
            "messages": sum(number for (_, day), number in spoken.items() if day in own),
            "new_members": None if is_early else len(new),
            "dau": pytest.approx(sum(day in own for _, day in spoken) / max(1, len(covered))),
            "wau": len({who for who, day in spoken if 0 <= (own[-1] - day).days < 7}),
            "mau": len({who for who, day in spoken if 0 <= (own[-1] - day).days < 30}),
        }
        rows.append({"starts_on": starts_on, **(row if covered else dict.fromkeys(row))})
    return rows


@pytest.mark.parametrize("every", list(Period))
@SOME
@given(days, st.none() | st.integers(0, 50), st.integers(50, 80))
def test_every_number_is_that_of_a_count_by_hand(
    quiet: Store, every: Period, told: list[Day], since: int | None, until: int
) -> None:
    fill(quiet, told)
    first = None if since is None else FIRST + timedelta(days=since)
    last = FIRST + timedelta(days=until)
    spoken = [FIRST + timedelta(days=after) for _, after, _ in told]
    quiet.cut(Cut(since=first, until=last))
    table = active(quiet, every=every).table
    expected = recount(told, every, first, last)
    if not any((first or min(spoken)) <= day <= last for day in spoken):
        expected = []
    assert table.drop("slice", "status").to_dicts() == expected
