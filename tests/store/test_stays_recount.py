"""Stays told again in plain Python, event by event, on communities drawn at random."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import chain, groupby
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.store import engine
from commkit.store.ask.cut import Cut
from commkit.store.ask.select import select
from tests.examples import tried
from tests.filling import sum_up

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from commkit.store.ask.community import Store

SOME = tried(6)
FIRST = datetime(2024, 1, 1)  # noqa: DTZ001 (naive, as the store keeps it)
BEFORE, AFTER = date.min, date.max
LONG_AGO = FIRST - timedelta(days=9999)
PEOPLE, GROUPS, DAYS = 3, ("attic", "cellar", "hall"), 8
EMPTY = [f"delete from raw.{name}" for name in ("membership", "profile", "member_day", "merge_log")]  # noqa: S608
SEEN = "insert into raw.member_day values ($1, $2, $3::date, 1, 0, 0, 0, 0, 0, 0, 0, 0)"
LISTED = "insert into raw.profile values (0, $1, $2, false, false, $3, null, null, null, null, 1)"
TURNED = "insert into raw.membership values (0, $1, $2, $3, $4, null, null, null, 1)"
MERGED = """
    insert into raw.merge_log select 1, key, now()::timestamp, null from raw.account where account in (1, 4)
"""
LEAVINGS = ("leave", "removed", "dissolved")


class Event(NamedTuple):
    """Something known of an account: `change` is also `seen` or `listed`; group 0 is the community."""

    account: int
    group: int
    hour: int | None
    change: str

    @property
    def at(self) -> datetime:
        """When, a sighting at the first moment of its day."""
        hour = self.hour or 0
        return FIRST + timedelta(hours=hour - hour % 24 if self.change == "seen" else hour)


class Stay(NamedTuple):
    """A stay; an unknown beginning and an open end are the ends of time."""

    came: date
    left: date
    left_at: datetime | None
    how: str | None
    stated: bool


hours = st.integers(0, DAYS * 2).map(lambda half: half * 12)
accounts, groups = st.integers(1, PEOPLE + 1), st.integers(1, len(GROUPS))
events = st.lists(
    st.builds(Event, accounts, groups, hours, st.sampled_from(("join", "seen", *LEAVINGS)))
    | st.builds(Event, accounts, st.just(0), hours, st.sampled_from(("join", "leave")))
    | st.builds(Event, accounts, st.integers(0, len(GROUPS)), st.none() | hours, st.just("listed")),
    max_size=14,
    unique=True,
)


@pytest.fixture
def quiet(community: Callable[..., Store]) -> Store:
    """Four accounts and three groups, of which nothing is known."""
    return community(
        member=[{"native": f"m{number}"} for number in range(1, PEOPLE + 2)],
        group=[{"native": name, "title": name} for name in GROUPS],
        message=[
            {"group": name, "author": "m1", "kind": "text", "sent_at": FIRST + timedelta(days=40)} for name in GROUPS
        ],
    )


def fill(store: Store, told: Sequence[Event], *, merged: bool) -> None:
    """Make these the only facts."""
    con = store.con
    for emptying in EMPTY:
        con.execute(emptying)
    numbers = dict(con.execute("select title, group_id from raw.talk_group").fetchall())
    rows = [(each.account, numbers[GROUPS[each.group - 1]] if each.group else None, each) for each in told]
    for account, group, each in rows:
        hour = None if each.hour is None else FIRST + timedelta(hours=each.hour)
        given_ = [account, group, hour]
        if each.change == "seen":
            con.execute(SEEN, given_)
        elif each.change == "listed":
            con.execute(LISTED, given_)
        if each.change not in ("seen", "listed") or (each.change == "listed" and hour):
            change = "join" if each.change == "listed" else each.change
            con.execute(TURNED, [*given_, change])
    if merged:
        con.execute(
            "insert into raw.merge_log select 1, key, now()::timestamp, null from raw.account where account in (1, 4)"
        )
    con.execute(engine.statement("store/ask/views/merged"))
    sum_up(store)


def of_person(told: Sequence[Event], *, by_group: bool) -> dict[int, list[Stay]]:
    """The stays of one person in each group. A listing with a date has joined then.

    A leaving from all groups leaves, where groups are told apart, those of which something is known by then.
    """
    dated = [each for each in told if each.change == "listed" and each.hour is not None]
    told = [*told, *(each._replace(change="join") for each in dated)]
    if by_group:
        told = [each for each in told if each.group or each.change in LEAVINGS]
    elif any(each.change == "listed" and not each.group for each in told):
        told = [each._replace(group=0) for each in told if not each.group or each.change not in LEAVINGS]
    of_all = [each for each in told if not each.group and each.change in LEAVINGS]
    found = {}
    for place in {each.group for each in told if each not in of_all}:
        there = [each for each in told if each.group == place and each not in of_all]
        since = min(LONG_AGO if each.change == "listed" else each.at for each in there)
        found[place] = list(turns(there + [each for each in of_all if each.at >= since or not by_group]))
    return found


def turns(told: Sequence[Event]) -> list[Stay]:
    """One event after the other: out, in, out again. At one instant, comings are before leavings."""
    order = sorted(told, key=lambda each: (each.change != "listed", each.at, each.change in LEAVINGS))
    found: list[Stay] = []
    inside: Stay | None = None
    for (_, is_leaving), same in groupby(order, lambda each: (each.at, each.change in LEAVINGS)):
        for each in same if not is_leaving else [max(same, key=lambda each: each.change)]:
            day = each.at.date()
            if each.change == "listed":
                inside = inside or Stay(BEFORE, AFTER, None, None, stated=False)
            elif is_leaving:
                here = inside or (None if found else Stay(BEFORE, AFTER, None, None, stated=False))
                found += [here._replace(left=day, left_at=each.at, how=each.change)] if here else []
                inside = None
            else:
                joins = each.change == "join"
                if inside is None or inside.came == BEFORE:
                    inside = Stay(day, AFTER, None, None, stated=joins)
                elif inside.came == day:
                    inside = inside._replace(stated=inside.stated or joins)
    return found + ([inside] if inside else [])


def together(parts: Sequence[Stay]) -> list[Stay]:
    """Stays that touch or overlap are one, which begins on the first day that is known."""
    whole: list[Stay] = []
    for each in sorted(parts, key=lambda stay: (stay.came, not stay.stated, stay.left)):
        if whole and each.came <= whole[-1].left:
            last = max(whole[-1], each, key=lambda stay: (stay.left, stay.left_at or FIRST, stay.how or ""))
            first = each if whole[-1].came == BEFORE else whole[-1]
            whole[-1] = last._replace(came=first.came, stated=first.stated)
        else:
            whole.append(each)
    return whole


def known(told: Sequence[Event], as_of: date) -> list[Event]:
    """What is known of one person by as-of; a list made later names nobody who joins or is first seen after it."""
    signs = [each for each in told if each.change not in LEAVINGS and each.hour is not None]
    found = [each for each in told if each.change != "listed" and each.at.date() <= as_of]
    for each in told:
        days = [sign.at.date() for sign in signs if not each.group or sign.group == each.group]
        if each.change == "listed" and (not days or min(days) <= as_of):
            is_dated = each.hour is not None and each.at.date() <= as_of
            found.append(each if is_dated else each._replace(hour=None))
    return found


def retold(told: Sequence[Event], as_of: date, *, merged: bool, by: bool, only: int | None) -> list[tuple[object, ...]]:
    """Every stay, as the view tells it."""
    rows = []
    for member in range(1, PEOPLE + 2):
        own = known([each for each in told if member == (1 if merged and each.account == 4 else each.account)], as_of)
        if only:
            own = [each for each in own if each.group == only or (not each.group and each.change in LEAVINGS)]
        found = of_person(own, by_group=by or bool(only))
        places = (
            {GROUPS[place - 1]: found[place] for place in found}
            if by
            else {None: list(chain.from_iterable(found.values()))}
        )
        for place, parts in places.items():
            for stay in together(parts):
                came = None if stay.came == BEFORE else stay.came
                left = None if stay.left == AFTER else stay.left
                rows.append((member, place, came, left, stay.how, stay.stated))
    return sorted(rows, key=str)


@SOME
@given(events, st.integers(0, DAYS + 1), st.booleans(), st.booleans(), st.none() | groups)
def test_every_stay_is_told_as_by_hand(
    quiet: Store, told: list[Event], days: int, merged: bool, by: bool, only: int | None
) -> None:
    fill(quiet, told, merged=merged)
    as_of = FIRST.date() + timedelta(days=days)
    quiet.cut(Cut(as_of=as_of, by="group" if by else None, group=GROUPS[only - 1] if only else None))
    found = select(quiet, "select member, place, came_on, left_on, left_how, is_stated from stay", timeout=60).rows()
    assert sorted(found, key=str) == retold(told, as_of, merged=merged, by=by, only=only)


@SOME
@given(events, st.sampled_from(["group", "platform", "tenure", "segment", None]), st.sampled_from(["day", "week"]))
def test_nobody_is_present_twice_and_no_two_stays_touch(
    quiet: Store, told: list[Event], by: str | None, every: str
) -> None:
    fill(quiet, told, merged=True)
    quiet.cut(Cut(by=by))
    quiet.session.shape(every=every)
    twice = "select slice, starts_on, member from present group by all having count(*) > 1"
    assert select(quiet, twice, timeout=60).rows() == []
    touching = """
        select one.member from stay as one join stay as other
            on one.member = other.member and one.place is not distinct from other.place and one.came_on > other.came_on
        where one.came_on <= coalesce(other.left_on, date '9999-12-31')
    """
    assert select(quiet, touching, timeout=60).rows() == []
