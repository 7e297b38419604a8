from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.choices import Activity, Period
from commkit.indicators.series import series
from commkit.metrics.activity.active import active
from commkit.metrics.staying.lifecycle import lifecycle
from commkit.store import engine
from commkit.store.ask.cut import Cut
from tests.examples import tried
from tests.filling import sum_up, tell_from

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Day = tuple[int, int, int, int]  # member, group, days after the first, messages

SOME = tried(4)
FIRST = date(2024, 1, 3)
STATES = ("new_members", "returning_members", "resurrected_members", "unknown_members")
FLOWS = ("active_members", *STATES, "dormant_members")
SPEAK = """
    insert into raw.member_day
    select who, place, $first::date + days, messages, 0, 0, 0, 0, 0, 0, 0, 0 from given
"""
JOIN = """
    insert into raw.membership
    select who, who, 1, $first::date + days::integer, 'join', null, null, null, 1 from came
"""
spoken_days = st.lists(
    st.tuples(st.integers(1, 6), st.integers(1, 2), st.integers(0, 75), st.integers(1, 3)),
    min_size=1,
    max_size=40,
    unique_by=lambda day: day[:3],
)
joinings = st.dictionaries(st.integers(1, 6), st.integers(0, 75), max_size=4)


def noon(day: int) -> datetime:
    """Noon of this many days after the last of 2023: 31 is January 31, 32 is February 1."""
    return datetime(2024, 1, 1, 12) + timedelta(days=day - 1)  # noqa: DTZ001 (an export's instants carry no zone)


def said(who: str, day: int, group: str = "hall") -> dict[str, object]:
    return {"group": group, "author": who, "sent_at": noon(day), "kind": "text"}


def line(who: str, change: str, day: int, group: str = "hall") -> dict[str, object]:
    return {"group": group, "member": who, "happened_at": noon(day), "change": change}


def told(store: Store, *columns: str, **cut: object) -> list[tuple[object, ...]]:
    store.cut(Cut(**cut))  # type: ignore[arg-type]
    return list(lifecycle(store).table.select(columns).iter_rows())


@pytest.fixture
def living(community: Community) -> Store:
    """Five weeks from Monday, January 1, 2024; all four but Ana join at a stated day.

    Ana (seen, never stated to join)  speaks in weeks 1, 2, 4
    Ben joined in week 1              speaks in weeks 1, 3
    Cleo joined in week 1             speaks in week 4 for the first time
    Dora joined in week 2             never speaks, leaves in week 5
    Eve joined in week 5              speaks in week 5
    """
    return community(
        membership=[
            *(line("ben", "join", 1), line("cleo", "join", 2), line("dora", "join", 9), line("dora", "leave", 30)),
            line("eve", "join", 31),
        ],
        message=[
            *(said("ana", 2), said("ana", 9), said("ana", 23), said("ben", 3), said("ben", 16)),
            *(said("cleo", 24), said("eve", 31)),
        ],
    )


def test_active_members_are_new_returning_or_back(living: Store) -> None:
    """Ben is new in week 1, and nobody knows whether Ana is; in week 4 Ana comes back and Cleo first speaks.

    Who fell silent in week 1 nobody can know, for nothing tells who spoke before it.
    """
    assert told(living, *FLOWS) == [
        (2, 1, 0, 0, 1, None),
        (1, 0, 1, 0, 0, 1),
        (1, 0, 0, 1, 0, 1),
        (2, 0, 0, 2, 0, 1),
        (1, 1, 0, 0, 0, 2),
    ]


def test_a_first_message_after_long_silence_is_told_apart(living: Store) -> None:
    assert told(living, "first_speakers") == [(0,), (0,), (0,), (1,), (0,)]


def test_the_inactive_are_there_and_silent_in_two_weeks(living: Store) -> None:
    """Cleo in weeks 2 and 3, Dora, who came in week 2, in 3 and 4, Ana in none, Ben in 5, when Dora has left."""
    assert told(living, "inactive_members", "departed_members") == [(0, 0), (1, 0), (2, 0), (1, 0), (1, 1)]


def test_the_quick_ratio_is_unknown_where_nobody_falls_silent(living: Store) -> None:
    """Nobody back and one silent in week 2; Ben back and Ana silent in 3; two back in 4; Eve new, two silent in 5."""
    assert told(living, "quick_ratio") == [(None,), (0,), (1,), (2,), (0.5,)]


def test_a_span_knows_the_week_before_it(living: Store) -> None:
    """Week 3 on: Ben, who spoke in week 1, is back, and Ana, who spoke in week 2, is silent."""
    assert told(living, *FLOWS, since=date(2024, 1, 15), until=date(2024, 1, 21)) == [(1, 0, 0, 1, 0, 1)]


def test_activity_after_the_span_is_not_seen(living: Store) -> None:
    """Until Monday of week 4 Ana, of Tuesday, is not back yet, and Ben is silent."""
    assert told(living, *FLOWS, since=date(2024, 1, 22), until=date(2024, 1, 22)) == [(0, 0, 0, 0, 0, 1)]


def test_messages_in_the_cut_off_part_of_a_week_count_as_earlier(community: Community) -> None:
    """Zoe begins the log on January 1; Ana joins then, speaks on Tuesday 9 and Wednesday 17; the span is from 10 on."""
    store = community(
        membership=[line("ana", "join", 1)], message=[said("zoe", 1), said("ana", 9), said("ana", 17), said("zoe", 17)]
    )
    columns = ("active_members", "first_speakers", "resurrected_members")
    assert told(store, *columns, since=date(2024, 1, 10)) == [(0, 0, 0), (2, 0, 2)]
    assert told(store, *columns, since=date(2024, 1, 8)) == [(1, 1, 1), (2, 0, 1)]


def test_each_group_has_a_life_of_its_own(community: Community) -> None:
    """Ana speaks in the hall in week 1 and in the attic in week 2: there she is back, because she came before.

    Of the attic nothing is known in week 1.
    """
    store = community(message=[said("ana", 2), said("ana", 9, "attic"), said("ana", 16)])
    attic = [(None,) * 6, (1, 0, 0, 1, 0, None), (0, 0, 0, 0, 0, 1)]
    hall = [(1, None, 0, 0, 1, None), (0, 0, 0, 0, 0, 1), (1, 0, 0, 1, 0, 0)]
    assert told(store, *FLOWS, by="group") == [*attic, *hall]
    assert told(store, *FLOWS) == [(1, None, 0, 0, 1, None), (1, 0, 1, 0, 0, 0), (1, 0, 1, 0, 0, 0)]


def test_a_member_of_two_groups_counts_once(community: Community) -> None:
    store = community(message=[said("ana", 2), said("ana", 3, "attic"), said("ana", 9), said("ana", 9, "attic")])
    assert told(store, *FLOWS) == [(1, None, 0, 0, 1, None), (1, 0, 1, 0, 0, 0)]


def test_a_member_who_changes_slice_is_the_same_person(community: Community) -> None:
    """Ana of the first week has a longer tenure in the third: she returns there, under her new tenure."""
    store = community(
        membership=[line("ana", "join", 1)], message=[said("ana", 2), said("ana", 9), said("ana", 16), said("ana", 23)]
    )
    store.cut(Cut(by="tenure"))
    table = lifecycle(store).table
    found = {(row["slice"], row["starts_on"].day): row for row in table.to_dicts() if row["active_members"]}
    assert found["07-29 days", 8]["returning_members"] == 1
    assert found["0-6 days", 1]["new_members"] == 1
    assert table["dormant_members"].sum() == 0


def test_reactions_do_not_make_an_old_member_new(community: Community) -> None:
    """Ana speaks in week 1 and reacts in week 7; Ben, who never speaks, first reacts in week 7."""
    reaction = {"group": "hall", "message": "1", "kind": "reaction", "happened_at": noon(44)}
    store = community(
        message=[said("ana", 2) | {"native": "1"}, said("ana", 45)],
        interaction=[{**reaction, "sender": "ana"}, {**reaction, "sender": "ben"}],
    )
    row = lifecycle(store, active_by=Activity.reacted).table.row(-1, named=True)
    assert (row["new_members"], row["resurrected_members"]) == (1, 1)


def test_facts_that_no_export_tells_are_unknown(community: Community) -> None:
    store = community(message=[said("ana", 2), said("ana", 9)])
    result = lifecycle(store)
    assert result.table["first_speakers"].to_list() == [None, None]
    assert result.table["departed_members"].to_list() == [None, None]
    found = series(store, ["new_members", "first_speakers"], every=Period.week, active_by=Activity.spoke)
    assert found.select("indicator", "value").rows() == [("new_members", None), ("new_members", 0)]


def test_who_is_seen_in_the_first_thirty_days_is_of_unknown_origin(community: Community) -> None:
    """The log begins with Ana on January 1. Ben is first seen on the 16th, Cleo on February 1; Dora joins on the 16th.

    Weeks from January 1, 15 and 29: Ana and Ben are of unknown origin, Dora and Cleo are new; Ben returns in none. In
    the first, how many are new is not known.
    """
    store = community(
        membership=[line("dora", "join", 16)],
        message=[said("ana", 1), said("ben", 16), said("dora", 17), said("cleo", 32)],
    )
    rows = told(store, "new_members", "unknown_members")
    assert rows == [(None, 1), (0, 0), (1, 1), (0, 0), (1, 0)]


@pytest.fixture
def quiet(community: Community) -> Store:
    """Six members of two groups who say nothing; exports cover all from the first day told on to the end of March."""
    last = {"author": "m1", "kind": "text", "sent_at": datetime.fromisoformat("2024-03-31 12:00")}
    return community(
        member=[{"native": f"m{number}"} for number in range(1, 7)],
        membership=[line("m6", "join", 20), line("m6", "leave", 20)],
        message=[{**last, "group": "hall"}, {**last, "group": "attic"}],
    )


def fill(store: Store, days: Sequence[Day], joined: dict[int, int]) -> None:
    store.con.execute("delete from raw.member_day")
    store.con.execute("delete from raw.membership")
    kind = dict.fromkeys(("who", "place", "days", "messages"), pl.Int32)
    engine.register(store.con, pl.DataFrame(list(days), schema=kind, orient="row"), "given")
    engine.register(store.con, pl.DataFrame(list(joined.items()), schema=["who", "days"], orient="row"), "came")
    store.con.execute(SPEAK, {"first": FIRST})
    store.con.execute(JOIN, {"first": FIRST})
    sum_up(store)
    tell_from(store, FIRST + timedelta(days=begins(days, joined)))


def begins(days: Sequence[Day], joined: dict[int, int]) -> int:
    """How many days after the first the log begins: with a message or a stated join."""
    return min(*(after for _, _, after, _ in days), *joined.values(), 999)


def start_of(day: date, every: Period) -> date:
    if every is Period.week:
        return day - timedelta(days=day.weekday())
    months = {Period.month: 1, Period.quarter: 3, Period.year: 12}.get(every)
    return day.replace(month=day.month - (day.month - 1) % months, day=1) if months else day


def recounted(days: Sequence[Day], joined: dict[int, int], every: Period) -> dict[date, tuple[int | None, ...]]:
    """Every state of every period in which anybody is active, by sets of people; none new where none is known to be."""
    seen: dict[date, set[int]] = {}
    for who, _, after, _ in days:
        seen.setdefault(start_of(FIRST + timedelta(days=after), every), set()).add(who)
    first = {who: min(after for each, _, after, _ in days if each == who) for who, *_ in days}
    came = {
        who: start_of(FIRST + timedelta(days=min(after, joined.get(who, 999))), every) for who, after in first.items()
    }
    early = {who for who, after in first.items() if after < begins(days, joined) + 30 and joined.get(who, 999) > after}
    opens_on = start_of(FIRST + timedelta(days=begins(days, joined)), every)
    found = {}
    for at, people in seen.items():
        before = seen.get(start_of(at - timedelta(days=1), every), set())
        born = {who for who in people if came[who] == at}
        unknown = (born & early) | (people - born if at == min(seen) else set())
        new = born - early
        returning = (people & before) - new - unknown
        back = people - before - new - unknown
        active, *counts = map(len, (people, returning, back, unknown))
        silent = len(before - people) if at > opens_on else None
        found[at] = (active, len(new) if new or not born & early else None, *counts, silent)
    return found


@pytest.mark.parametrize("every", list(Period))
@SOME
@given(spoken_days, joinings)
def test_every_state_is_that_of_a_count_by_sets(
    quiet: Store, every: Period, days: list[Day], joined: dict[int, int]
) -> None:
    fill(quiet, days, joined)
    quiet.cut(Cut())
    table = lifecycle(quiet, every=every).table
    counted = {row[0]: row[1:] for row in table.select("starts_on", *FLOWS).iter_rows() if row[1]}
    assert counted == recounted(days, joined, every)


@pytest.mark.parametrize("by", [None, "group", "platform"])
@SOME
@given(spoken_days, joinings, st.none() | st.integers(0, 60))
def test_states_sum_to_the_active_and_the_active_of_before_return_or_fall_silent(
    quiet: Store, by: str | None, days: list[Day], joined: dict[int, int], since: int | None
) -> None:
    fill(quiet, days, joined)
    quiet.cut(Cut(by=by, since=None if since is None else FIRST + timedelta(days=since)))
    table = lifecycle(quiet).table.filter(pl.col("status") != "not_covered")
    assert table.select(pl.sum_horizontal(STATES)).to_series().to_list() == table["active_members"].to_list()
    for rows in table.partition_by("slice"):
        kept = (rows["returning_members"] + rows["dormant_members"]).to_list()
        assert kept[1:] == rows["active_members"].to_list()[:-1]


@SOME
@given(spoken_days, joinings, st.none() | st.integers(0, 60), st.integers(60, 80))
def test_the_active_and_the_new_are_those_of_active(
    quiet: Store, days: list[Day], joined: dict[int, int], since: int | None, until: int
) -> None:
    fill(quiet, days, joined)
    first = None if since is None else FIRST + timedelta(days=since)
    quiet.cut(Cut(since=first, until=FIRST + timedelta(days=until)))
    lived = lifecycle(quiet).table
    for row in active(quiet).table.to_dicts():
        mine = lived.row(by_predicate=pl.col("starts_on") == row["starts_on"], named=True)
        assert mine["active_members"] == row["members"]
        assert row["new_members"] in (mine["new_members"], None)
