from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.choices import Activity, Birth, Kept, Period
from commkit.errors import WrongUse
from commkit.metrics.staying.retention import retention
from commkit.store.ask.cut import Cut
from tests.examples import tried

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Cells = dict[tuple[date | None, str], tuple[int | None, str]]

FIRST, SECOND, THIRD, FOURTH = (date(2024, 1, day) for day in (1, 8, 15, 22))
SEVENTH, NINTH = date(2024, 2, 12), date(2024, 2, 26)


def noon(day: int) -> datetime:
    return datetime(2024, 1, 1, 12) + timedelta(days=day - 1)  # noqa: DTZ001 (an export's instants carry no zone)


def said(who: str, day: int, group: str = "hall") -> dict[str, object]:
    return {"group": group, "author": who, "sent_at": noon(day), "kind": "text"}


def turned(who: str, change: str, day: int) -> dict[str, object]:
    return {"group": "hall", "member": who, "happened_at": noon(day), "change": change}


def bought(who: str, day: date) -> dict[str, object]:
    ordered_at = datetime(day.year, day.month, day.day)  # noqa: DTZ001 (an export's instants carry no zone)
    return {"member": who, "native": f"{who} {day}", "ordered_at": ordered_at, "amount": Decimal(5)}


def cells(table: pl.DataFrame, root: str = "speaking") -> Cells:
    """Members and status by cohort and age."""
    rows = table.filter(pl.col("root") == root).select("starts_on", "age", "retained_members", "status").iter_rows()
    return {(starts_on, age): (members, status) for starts_on, age, members, status in rows}


def test_cohorts_come_back_week_by_week(drawn_store: Store) -> None:
    """The log begins with Ana and Ben, so nobody knows when they came; the ninth week has only begun.

    ana   x x . . . . x . .
    ben   x . . . . . . . .
    cleo  . . . . . . x x .
    dora  . . . . . . . . x
    """
    assert cells(retention(drawn_store, periods=2).table) == {
        (FIRST, "0"): (2, "unknown_origin"),
        (FIRST, "1"): (1, "unknown_origin"),
        (FIRST, "2"): (0, "unknown_origin"),
        (SEVENTH, "0"): (1, "low_n"),
        (SEVENTH, "1"): (1, "low_n"),
        (SEVENTH, "2"): (None, "maturing"),
        (NINTH, "0"): (None, "maturing"),
        (NINTH, "1"): (None, "maturing"),
        (NINTH, "2"): (None, "maturing"),
        (None, "0"): (1, "mean"),
        (None, "1"): (1, "mean"),
        (None, "2"): (0, "mean"),
    }


def test_members_of_unknown_origin_are_in_no_cohort_of_others(community: Community) -> None:
    """In the first week Ana and Ben are first seen and Cleo joins: the cohort is Cleo, who is back, as is Ana."""
    talk = [said("ana", 1), said("ben", 2), said("cleo", 3), said("ana", 9), said("cleo", 10), said("ana", 21)]
    store = community(membership=[turned("cleo", "join", 3)], message=talk)
    table = retention(store).table.filter(pl.col("starts_on") == FIRST, pl.col("age") == "1")
    assert table.select("of_cohort_members", "retained_members", "status").rows() == [(1, 1, "low_n")]


def test_the_mean_weighs_cohorts_by_their_size(community: Community) -> None:
    """Of the three who joined in the first week one is back in the next; the one of the second week is back too."""
    store = community(
        membership=[turned(who, "join", 1) for who in ("ana", "ben", "cleo")] + [turned("dora", "join", 8)],
        message=[said("ana", 9), said("dora", 16), said("ana", 21)],
    )
    table = retention(store).table.filter(pl.col("starts_on").is_null(), pl.col("age") == "1")
    assert table.select("of_cohort_members", "retained_members", "retained_rate").rows() == [(4, 2, 0.5)]


def test_each_kind_of_being_back(drawn_store: Store) -> None:
    """From their coming in the first week on, Ana is there in weeks 0, 1 and 3, Ben in 0 and 2.

    ana   x x . x .
    ben   x . x . .
    cleo  . . . . x
    """

    def kept(kind: Kept) -> dict[str, int | None]:
        found = cells(retention(drawn_store, kind=kind).table)
        return {age: members for (cohort, age), (members, _) in found.items() if cohort == FIRST}

    assert kept(Kept.on) == {"0": 2, "1": 1, "2": 1, "3": 1}
    assert kept(Kept.on_or_after) == {"0": 2, "1": 2, "2": 2, "3": 1}
    assert kept(Kept.streak) == {"1": 1, "2": 0, "3": 0}


def test_windows_count_days_after_each_members_own_coming(community: Community) -> None:
    """Ana joins on Monday, Ben on Wednesday: she is back on her day 7, he on his days 1 and 3."""
    store = community(
        membership=[turned("ana", "join", 1), turned("ben", "join", 3)],
        message=[said("ana", 8), said("ben", 4), said("ben", 6), said("ana", 30)],
    )

    def kept(windows: str, kind: Kept = Kept.on) -> dict[str, int | None]:
        return {
            age: members
            for (cohort, age), (members, _) in cells(retention(store, kind=kind, windows=windows).table).items()
            if cohort == FIRST
        }

    assert kept("1,3,7,2-6") == {"1": 1, "2-6": 1, "3": 1, "7": 1}
    assert kept("1-3,4-7,8-30", Kept.bracket) == {"1-3": 1, "4-7": 1, "8-30": None}
    assert kept("1,2,7", Kept.streak) == {"1": 1, "2": 0, "7": 0}
    assert kept("1,7,8", Kept.on_or_after) == {"1": 2, "7": 1, "8": 1}


def test_the_first_cell_is_not_forced_to_be_whole(community: Community) -> None:
    """Ana and Ben join; only Ana speaks in that week."""
    store = community(
        membership=[turned("ana", "join", 1), turned("ben", "join", 2)], message=[said("ana", 3), said("ana", 14)]
    )
    table = retention(store).table
    assert cells(table)[FIRST, "0"] == (1, "low_n")
    assert cells(table)[FIRST, "1"] == (1, "low_n")


def test_members_stay_whether_or_not_they_speak(community: Community) -> None:
    """Ana, Ben and Cleo join; Ben leaves in the second week, Cleo in the first. Dora, of the staff, alone speaks."""
    store = community(
        member=[{"native": "dora", "is_staff": True}],
        membership=[
            *(turned(who, "join", 1) for who in ("ana", "ben", "cleo")),
            *(turned("ben", "leave", 10), turned("cleo", "leave", 7)),
        ],
        message=[said("dora", 21)],
    )
    table = retention(store).table
    stayed = {age: members for (cohort, age), (members, _) in cells(table, "membership").items() if cohort}
    assert stayed == {"0": 2, "1": 1, "2": 1}
    assert [members for members, _ in cells(table).values()] == [0] * 6


def test_a_member_who_leaves_within_a_span_is_not_one_at_its_end(community: Community) -> None:
    """Ana and Ben join on January 2; Ben leaves on the 12th, ten days later."""
    turns = [turned("ana", "join", 2), turned("ben", "join", 2), turned("ben", "leave", 12)]
    store = community(membership=turns, message=[said("ana", 2), said("ana", 60)])
    for kind in (Kept.on, Kept.bracket):
        told = cells(retention(store, kind=kind, windows="4-7,8-14").table, "membership")
        assert (told[FIRST, "4-7"][0], told[FIRST, "8-14"][0]) == (2, 1)


def test_little_time_to_come_back_is_marked(community: Community) -> None:
    """Ana joins and is back a week later; the log ends with the sixth week, which is four after that of age 1."""
    store = community(membership=[turned("ana", "join", 1)], message=[said("ana", 8), said("ben", 42)])
    found = cells(retention(store, kind=Kept.on_or_after).table)
    assert {age: cell for (cohort, age), cell in found.items() if cohort == FIRST} == {
        "0": (1, "low_n"),
        "1": (1, "low_n"),
        "2": (0, "short_follow_up"),
        "3": (0, "short_follow_up"),
        "4": (0, "short_follow_up"),
        "5": (0, "short_follow_up"),
    }


def test_recurring_cohorts_hold_whoever_was_active_in_the_period(drawn_store: Store) -> None:
    """Ana starts in each of the three weeks that are over, Ben in the first alone.

    ana  x x x .
    ben  x . . x
    """
    found = cells(retention(drawn_store, birth=Birth.recurring).table)
    assert {key: members for key, (members, _) in found.items() if key[0]} == {
        (FIRST, "0"): 2,
        (FIRST, "1"): 1,
        (FIRST, "2"): 1,
        (SECOND, "0"): 1,
        (SECOND, "1"): 1,
        (SECOND, "2"): None,
        (THIRD, "0"): 1,
        (THIRD, "1"): None,
        (THIRD, "2"): None,
        (FOURTH, "0"): None,
        (FOURTH, "1"): None,
        (FOURTH, "2"): None,
    }


def test_buyers_have_cohorts_by_their_first_order(community: Community) -> None:
    """Ana buys in January, February and April, Ben in January and March, Cleo in February; April is running."""
    days = {"ana": ((1, 5), (2, 9), (4, 1)), "ben": ((1, 31), (3, 1)), "cleo": ((2, 2),)}
    store = community(order_line=[bought(who, date(2024, *day)) for who, each in days.items() for day in each])
    found = cells(retention(store, every=Period.month, birth=Birth.active, active_by=Activity.bought).table)
    assert [found[date(2024, 1, 1), age][0] for age in ("0", "1", "2")] == [2, 1, 1]
    assert [found[date(2024, 2, 1), age][0] for age in ("0", "1", "2")] == [1, 0, None]


def test_a_span_chooses_the_cohorts_and_as_of_how_long_they_are_followed(drawn_store: Store) -> None:
    """Ben comes in the second week and is back in the fourth.

    ana  x x x x x
    ben  . x . x .
    """
    drawn_store.cut(Cut(since=SECOND, until=date(2024, 1, 14)))
    found = cells(retention(drawn_store).table)
    assert {age: members for (cohort, age), (members, _) in found.items() if cohort} == {"0": 1, "1": 0, "2": 1}
    drawn_store.cut(Cut(since=SECOND, as_of=date(2024, 1, 21)))
    found = cells(retention(drawn_store).table)
    assert {age: members for (cohort, age), (members, _) in found.items() if cohort} == {"0": 1, "1": 0}


def test_groups_have_cohorts_of_their_own(community: Community) -> None:
    """Ana comes to the hall in the first week and to the attic in the second, and is back in each a week later."""
    messages = [said("ana", 1), said("ana", 8), said("ana", 9, "attic"), said("ana", 16, "attic"), said("ana", 21)]
    store = community(message=messages)
    store.cut(Cut(by="group"))
    table = retention(store, birth=Birth.active).table.filter(pl.col("starts_on").is_not_null())
    assert table.select("slice", "starts_on", "age", "retained_members").rows() == [
        ("attic", SECOND, "0", 1),
        ("attic", SECOND, "1", 1),
        ("attic", SECOND, "2", None),
        ("hall", FIRST, "0", 1),
        ("hall", FIRST, "1", 1),
        ("hall", FIRST, "2", 1),
    ]


def test_without_members_there_are_no_cohorts(community: Community) -> None:
    store = community(member=[{"native": "boss", "is_staff": True}], message=[said("boss", 1), said("boss", 9)])
    assert retention(store).table.height == 0


@pytest.mark.parametrize(
    ("windows", "kind"),
    [("x", Kept.on), ("5-2", Kept.on), ("0", Kept.streak), ("1-3", Kept.on_or_after), ("", Kept.on)],
)
def test_windows_that_mean_nothing_are_refused(drawn_store: Store, windows: str, kind: Kept) -> None:
    """One member who speaks.

    ana  x x
    """
    with pytest.raises(WrongUse):
        retention(drawn_store, windows=windows or ",", kind=kind)


@tried(5)
@given(weeks=st.lists(st.lists(st.booleans(), min_size=7, max_size=7), min_size=1, max_size=6))
def test_the_kinds_keep_their_order(community: Community, weeks: list[list[bool]]) -> None:
    """The last week is in every log, so that the same periods are over in all of them."""
    messages = [said("first", 1), said("last", 50)]
    messages += [
        said(f"m{who}", 7 * week + 1) for who, row in enumerate(weeks) for week, is_there in enumerate(row) if is_there
    ]
    store = community(message=messages)
    whole = {
        kind: cells(retention(store, kind=kind, birth=Birth.active).table) for kind in Kept if kind != Kept.bracket
    }
    size = dict(
        retention(store, birth=Birth.active)
        .table.drop_nulls("starts_on")
        .select("starts_on", "of_cohort_members")
        .iter_rows()
    )
    assert sum(size.values()) == len({row["author"] for row in messages})
    for (cohort, age), (members, _) in whole[Kept.on].items():
        if cohort is None or members is None:
            continue
        assert members <= (whole[Kept.on_or_after][cohort, age][0] or 0) <= size[cohort]
        assert (whole[Kept.streak].get((cohort, age), (0, ""))[0] or 0) <= members
        if age == "0":
            assert members == size[cohort]
        else:
            before = whole[Kept.on_or_after][cohort, str(int(age) - 1)][0] or 0
            assert (whole[Kept.on_or_after][cohort, age][0] or 0) <= before
