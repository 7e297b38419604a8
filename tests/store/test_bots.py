"""Bots found by behaviour: only those that no person could be, whatever the order in which exports come."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, given
from hypothesis import strategies as st

from commkit.store.change import rebuild_all, undo
from commkit.store.load.options import LoadOptions
from tests.examples import tried

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    Make = Callable[..., Any]
    Query = Callable[..., list[Any]]
    Row = dict[str, object]

SOME = tried(3, phases=[Phase.generate])
START = datetime.fromisoformat("2024-01-01 00:00")
FOUND = """
    select person.native, account.bot_by, sign.hits, sign.of_hits, sign.every_minutes
    from raw.account as account
    join private.person as person on person.key = account.key
    left join raw.bot_sign as sign on sign.account = account.account and sign.sign in ('by_the_clock', 'at_intervals')
    where account.is_bot or sign.sign is not null
    order by 1
"""
SUSPECTED = """
    select person.native, sign.sign, sign.hits, sign.of_hits, sign.every_minutes
    from raw.account as account
    join private.person as person on person.key = account.key
    join raw.bot_sign as sign on sign.account = account.account
    where not account.is_bot
    order by 1
"""


def posts(author: str, minutes: Iterable[int], group: str = "hall", **more: object) -> list[Row]:
    """Messages of this author so many minutes after the start."""
    return [
        {
            "native": f"{author}-{minute}-{place}",
            "group": group,
            "author": author,
            "sent_at": START + timedelta(minutes=minute),
            "kind": "text",
            "text": "hi",
            **more,
        }
        for place, minute in enumerate(minutes)
    ]


HOURS = range(0, 60 * 60, 60)  # sixty hours on the hour
# Fifty messages of people, at minutes 1, 8, 15, ... after each other hour: none on the hour.
PEOPLE = posts("ana", (hour * 120 + 1 + hour * 7 % 59 for hour in range(50)))


def test_who_posts_by_the_clock(load: Make, export: Make, rows: Query) -> None:
    """Sixty of sixty on the hour; 120 at 5, 25 and 45 past each of forty hours, ten in ten hours more, three others."""
    thirds = [5 + 20 * nth for nth in range(120)]
    late = [60 * hour + 25 for hour in range(50, 60)]
    tick = posts("tick", [*thirds, *late, 7, 8, 9])
    load(export(message=[*PEOPLE, *posts("bell", HOURS), *tick]))
    assert rows(FOUND) == [("bell", "by_the_clock", 60, 60, 60), ("tick", "by_the_clock", 130, 133, 20)]


def test_the_least_that_is_found(load: Make, export: Make, rows: Query) -> None:
    """57 of 60 on the hour, 16 of the 66 messages of others too."""
    others = [*PEOPLE, *posts("ben", [0] * 16)]
    load(export(message=[*others, *posts("bell", [*HOURS[:57], 1, 2, 3])]))
    assert rows(FOUND) == [("bell", "by_the_clock", 57, 60, 60)]


@pytest.mark.parametrize(
    ("minutes", "others", "why"),
    [
        (range(0, 49 * 60, 60), PEOPLE, "49 hours are too few"),
        ([*HOURS, 1, 2, 3, 4], PEOPLE, "60 of 64 are less than 95%"),
        (range(0, 60 * 24 * 60, 24 * 60), PEOPLE, "people too come once a day at the bell"),
        ([0] * 60, PEOPLE, "sixty messages of one minute are a flood"),
        (HOURS, PEOPLE[:49], "49 messages of others are too few to tell that stamps are fine"),
        (HOURS, posts("ana", range(1, 51), group="attic"), "those of other groups tell nothing"),
        (HOURS, [*PEOPLE, *posts("ben", [0] * 17)], "17 of 67 others on the hour: stamps may be coarse"),
    ],
)
def test_who_does_not_post_by_the_clock(
    load: Make, export: Make, rows: Query, minutes: Iterable[int], others: list[Row], why: str
) -> None:
    load(export(message=[*others, *posts("bell", minutes)]))
    assert rows("select * from raw.bot_sign where sign = 'by_the_clock'") == [], why


def test_who_posts_at_intervals(load: Make, export: Make, rows: Query) -> None:
    """Every 47 minutes, a minute late twice: two pauses of 48 and two of 46 are within a minute of the usual."""
    minutes = [47 * nth + (nth in (20, 30)) for nth in range(200)]
    load(export(message=posts("drip", minutes)))
    assert rows(FOUND) == [("drip", "at_intervals", 199, 199, 47)]


@pytest.mark.parametrize(
    ("minutes", "why"),
    [
        ([47 * nth for nth in range(50)], "49 pauses are too few"),
        ([47 * nth + 5 * (nth % 9 == 0) for nth in range(200)], "two pauses of nine are off by five minutes"),
        ([7 * nth for nth in range(400)], "somebody may talk on like this for a while"),
        ([361 * nth for nth in range(100)], "fewer than four a day"),
    ],
)
def test_who_does_not_post_at_intervals(load: Make, export: Make, rows: Query, minutes: list[int], why: str) -> None:
    load(export(message=posts("drip", minutes)))
    assert rows(FOUND) == [], why


@SOME
@given(pauses=st.permutations(range(11, 131)))
def test_nobody_whose_pauses_differ_is_found(
    load: Make, export: Make, rows: Query, tmp_path: Path, pauses: list[int]
) -> None:
    """No two of 120 pauses are equal; around them people speak."""
    minutes = [sum(pauses[:nth]) for nth in range(len(pauses) + 1)]
    path = tmp_path / "people.duckdb"
    load(export(message=[*PEOPLE, *posts("ben", minutes)]), into=path)
    try:
        assert rows(FOUND, path) == []
    finally:
        for each in tmp_path.glob("people.*"):
            each.unlink()


def test_days_without_hours_make_nobody_a_bot(load: Make, export: Make, rows: Query) -> None:
    """Three people write every day or every other day for four months; the table knows days alone."""
    day = 24 * 60
    often = [*posts("ana", range(0, 120 * day, day)), *posts("ben", range(0, 120 * day, day))]
    load(export(message=[*often, *posts("cleo", range(0, 120 * day, 2 * day))]))
    assert rows(FOUND) == []


DAY = 24 * 60


@pytest.mark.parametrize(
    ("minutes", "found"),
    [
        ([nth * DAY + 540 + nth * 7 % 19 for nth in range(20)], [("bell", "by_the_hour", 20, 20, DAY)]),
        ([nth * 480 + place for nth in range(30) for place in (3, 4, 17)], [("bell", "by_the_hour", 90, 90, 480)]),
        ([nth * 60 + nth * 7 % 19 for nth in range(57)] + [35, 95, 155], [("bell", "by_the_hour", 57, 60, 60)]),
        ([nth * DAY + 540 + nth * 7 % 19 for nth in range(19)], []),
        ([nth * DAY + 540 + nth * 7 % 40 for nth in range(40)], []),
        ([nth * 60 + nth * 7 % 19 for nth in range(56)] + [35, 95, 155, 215], []),
    ],
    ids=["daily", "thrice a day in bursts", "57 of 60 hourly", "19 days", "within forty minutes", "56 of 60"],
)
def test_who_keeps_to_the_hour_is_suspected(
    load: Make, export: Make, rows: Query, minutes: list[int], found: list[object]
) -> None:
    """Within 20 minutes, and not at one minute, as people may do too: counted as before, and named."""
    load(export(message=[*PEOPLE, *posts("bell", minutes)]))
    assert rows(SUSPECTED) == found
    assert rows(FOUND) == []


def test_nobody_is_suspected_where_all_come_at_one_hour(load: Make, export: Make, rows: Query) -> None:
    """A class that meets at nine: all come on sixty days within twenty minutes of the hour, as the bell does."""
    minutes = [nth * DAY + 540 + nth * 7 % 19 for nth in range(60)]
    load(export(message=[each for who in ("ana", "ben", "cleo", "bell") for each in posts(who, minutes)]))
    assert rows(SUSPECTED) == []


@pytest.mark.parametrize(("named", "plain", "is_found"), [(20, 0, True), (19, 2, True), (18, 2, False), (19, 0, False)])
def test_who_writes_in_others_names_is_suspected(
    load: Make, export: Make, rows: Query, named: int, plain: int, is_found: bool
) -> None:
    """More than nine tenths of twenty messages or more begin as a bridge writes: 19 of 21, but not 18 of 20."""
    said = [*posts("relay", range(named), text="<Zed> hi"), *posts("relay", range(100, 100 + plain))]
    load(export(message=said))
    assert rows(SUSPECTED) == ([("relay", "by_its_text", named, named + plain, None)] if is_found else [])


@pytest.mark.parametrize("name", ["quizbot", "Bot", "Rank-Bot", "bot (news)", "ChatBot 3", "helper bot", "小红机器人"])
def test_who_is_called_a_bot_is_suspected(load: Make, export: Make, rows: Query, name: str) -> None:
    load(export(message=posts("u1", [0], author_name=name)))
    assert rows(SUSPECTED) == [("u1", "by_its_name", None, None, None)]


@pytest.mark.parametrize("name", ["Talbot", "Ana Abbot", "bottle", "Both", "sabotage", "Botond", "Li Bo"])
def test_who_is_called_like_a_person_is_not(load: Make, export: Make, rows: Query, name: str) -> None:
    load(export(message=posts("u1", [0], author_name=name)))
    assert rows(SUSPECTED) == []


def test_the_lists_and_the_exports_come_first(load: Make, export: Make, rows: Query, database: Path) -> None:
    """The bell is found; then listed as a bot; then as a person, which holds against the export's word too."""
    load(export(message=[*PEOPLE, *posts("bell", HOURS)], member=[{"native": "ben", "is_bot": True}]))
    assert [row[:2] for row in rows(FOUND)] == [("bell", "by_the_clock"), ("ben", "by_the_export")]
    rebuild_all(database, None, LoadOptions(bots=("here:bell",)), lock_timeout=0)
    assert [row[:2] for row in rows(FOUND)] == [("bell", "listed"), ("ben", "by_the_export")]
    rebuild_all(database, None, LoadOptions(people=("here:bell", "here:ben")), lock_timeout=0)
    assert [*rows(FOUND), *rows(SUSPECTED)] == []
    assert rows("select count(*) from raw.account where is_bot") == [(0,)]


def test_who_is_found_changes_with_the_facts(load: Make, export: Make, rows: Query, database: Path) -> None:
    """The second export makes the bell a bot, taking it back makes it nobody special."""
    load(export(message=[*PEOPLE, *posts("bell", HOURS[:40])]))
    assert rows(FOUND) == []
    load(export(message=posts("bell", HOURS[40:])))
    assert rows(FOUND) == [("bell", "by_the_clock", 60, 60, 60)]
    undo(database, 2, lock_timeout=0)
    assert rows(FOUND) == []


@SOME
@given(order=st.permutations(range(4)), at_once=st.booleans())
def test_any_order_finds_the_same_bots(
    load: Make, export: Make, contents: Make, tmp_path: Path, order: list[int], at_once: bool
) -> None:
    drip = posts("drip", [47 * nth for nth in range(120)])
    log = [*PEOPLE, *posts("bell", HOURS), *drip]

    def told(number: int) -> object:
        return export(observed=f"2024-02-0{number + 1}", message=log[number::3] if number < 3 else log[40:100])

    there, here = tmp_path / "there.duckdb", tmp_path / "here.duckdb"
    load(*map(told, range(4)), into=there)
    for batch in [order] if at_once else [[number] for number in order]:
        load(*map(told, batch), into=here)
    try:
        assert len(contents(there)["bot_sign"]) == 2
        assert contents(here) == contents(there)
    finally:
        for path in tmp_path.glob("*here*"):
            path.unlink()
