from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from commkit.metrics.activity.rhythm import rhythm
from commkit.store.ask.cut import Cut
from commkit.store.load.options import LoadOptions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]


def said(author: str, at: str, group: str = "hall") -> dict[str, object]:
    return {"group": group, "author": author, "sent_at": datetime.fromisoformat(at), "kind": "text"}


def filled(store: Store) -> dict[tuple[str, int], tuple[int, int]]:
    """Messages and members of the cells in which anything was said."""
    rows = rhythm(store).table.to_dicts()
    return {(row["weekday"], row["local_hour"]): (row["messages"], row["members"]) for row in rows if row["messages"]}


def test_a_planted_peak_is_found_among_all_cells_of_the_week(community: Community) -> None:
    """Ana and Ben talk on two Tuesdays at nine in the evening, Ana also on a Sunday morning."""
    planted = [said(who, f"2024-01-{day:02} 21:30") for who in ("ana", "ben") for day in (2, 9)]
    store = community(message=[*planted, said("ana", "2024-01-07 08:00")])
    result = rhythm(store)
    assert result.table.height == 7 * 24
    assert result.table["messages"].sum() == 5
    assert filled(store) == {("Tuesday", 21): (4, 2), ("Sunday", 8): (1, 1)}
    assert result.notes[0] == "busiest: Tuesday 21:00, 4 messages, 2.0 a week."


def test_hours_that_tie_are_not_called_the_busiest(community: Community) -> None:
    store = community(message=[said("ana", "2024-01-02 21:30"), said("ana", "2024-01-07 08:00")])
    assert rhythm(store).notes[0] == "no hour is the busiest: the most messages, 1, fall in each of 2 hours."


def test_hours_are_local_on_both_sides_of_a_change_of_clocks(community: Community) -> None:
    """In New York 17:00 UTC is noon in winter and one o'clock in summer; March 9 and 11, 2024 lie on either side."""
    store = community(
        choices=LoadOptions(tz="America/New_York"),
        message=[said("ana", "2024-03-09 17:00"), said("ana", "2024-03-11 17:00")],
    )
    assert filled(store) == {("Saturday", 12): (1, 1), ("Monday", 13): (1, 1)}


def test_groups_have_a_week_each(community: Community) -> None:
    store = community(message=[said("ana", "2024-01-02 21:00"), said("ana", "2024-01-02 21:00", "attic")])
    store.cut(Cut(by="group"))
    table = rhythm(store).table
    assert table.group_by("slice").agg(table["messages"].sum() // 2).height == 2
    assert table.height == 2 * 168


def test_only_messages_of_the_span_count(community: Community) -> None:
    store = community(message=[said("ana", "2024-01-02 21:00"), said("ana", "2024-01-10 09:00")])
    store.cut(Cut(since=date(2024, 1, 5)))
    assert filled(store) == {("Wednesday", 9): (1, 1)}


def test_staff_and_bots_are_not_counted(drawn_store: Store) -> None:
    """Noon on a Monday.

    ana   x
    boss  3 staff
    robo  5 bot
    """
    assert filled(drawn_store) == {("Monday", 12): (1, 1)}


def cell(store: Store, weekday: str, hour: int, by: str | None = None) -> dict[str, object]:
    rows = rhythm(store).table.to_dicts()
    [found] = [row for row in rows if (row["weekday"], row["local_hour"]) == (weekday, hour) and row["slice"] == by]
    return found


@pytest.fixture
def tended(community: Community) -> Store:
    """From Monday, January 1, 2024 to Tuesday of the third week: three Mondays and Tuesdays, two of all other days.

    Members talk on Monday at noon (5 messages, the boss is there on two of the three Mondays) and on Wednesday at nine
    in the evening (4 messages, the boss once, in the attic); a bot of the staff writes every Monday.
    """
    mondays = [
        said(who, f"2024-01-{day:02} 12:10") for who, days in (("ana", (1, 8, 15)), ("ben", (1, 8))) for day in days
    ]
    evenings = [said(who, f"2024-01-{day:02} 21:00") for who in ("ana", "ben") for day in (3, 10)]
    boss = [said("boss", f"2024-01-{day:02} 12:{minute}") for day, minute in ((1, 30), (1, 45), (8, 30))]
    robo = [said("robo", f"2024-01-{day:02} 12:50") for day in (1, 8, 15)]
    last = [said("ana", "2024-01-16 08:00"), said("boss", "2024-01-10 21:30", "attic")]
    staff = [{"native": "boss", "is_staff": True}, {"native": "robo", "is_staff": True, "is_bot": True}]
    return community(member=staff, message=[*mondays, *evenings, *boss, *robo, *last])


def test_weeks_are_those_in_which_the_day_lies(tended: Store) -> None:
    monday, wednesday = cell(tended, "Monday", 12), cell(tended, "Wednesday", 21)
    assert (monday["messages"], monday["of_weeks"], monday["weekly_messages"]) == (5, 3, pytest.approx(5 / 3))
    assert (wednesday["messages"], wednesday["of_weeks"], wednesday["weekly_messages"]) == (4, 2, 2)


def test_staff_cover_an_hour_in_the_weeks_in_which_they_write(tended: Store) -> None:
    assert (cell(tended, "Monday", 12)["staff_weeks"], cell(tended, "Monday", 12)["staff_rate"]) == (
        2,
        pytest.approx(2 / 3),
    )
    assert cell(tended, "Wednesday", 21)["staff_rate"] == 0.5
    assert cell(tended, "Tuesday", 8)["staff_weeks"] == 0


def test_weeks_in_which_staff_alone_write_are_weeks_too(community: Community) -> None:
    """Boss writes first on Monday, January 1, and again on the 8th; Ana answers on the 8th."""
    said_at_nine = [said("boss", f"2024-01-{day:02} 09:00") for day in (1, 8)]
    store = community(
        member=[{"native": "boss", "is_staff": True}], message=[*said_at_nine, said("ana", "2024-01-08 09:30")]
    )
    monday = cell(store, "Monday", 9)
    assert (monday["of_weeks"], monday["staff_weeks"], monday["staff_rate"]) == (2, 2, 1)
    assert monday["weekly_messages"] == 0.5


def test_the_busiest_hour_without_staff_is_named(tended: Store) -> None:
    """Tuesday at eight, with one message; in the hall from January 2 on, Wednesday evening."""
    named = "busiest without staff: Tuesday 08:00, 1 messages; staff wrote then in 0 of 3 weeks."
    assert rhythm(tended).notes[-1] == named
    tended.cut(Cut(since=date(2024, 1, 2), group="hall"))
    assert "Wednesday 21:00, 4 messages; staff wrote then in 0 of 2 weeks" in rhythm(tended).notes[-1]


@pytest.mark.parametrize(("weeks", "hour"), [(10, 9), (11, 12)])
def test_an_hour_is_without_staff_where_they_cover_under_a_tenth_of_the_weeks(
    community: Community, weeks: int, hour: int
) -> None:
    """On each Monday Ana and Ben write at noon and Ana at nine; the boss wrote once at noon, in the first week.

    One week of ten is a tenth; one of eleven is less.
    """
    mondays = [datetime.fromisoformat("2024-01-01") + timedelta(weeks=week) for week in range(weeks)]
    at = [(who, day, hour) for day in mondays for who, hour in (("ana", 12), ("ben", 12), ("ana", 9))]
    store = community(
        member=[{"native": "boss", "is_staff": True}],
        message=[
            *(said(who, f"{day + timedelta(hours=hour)}") for who, day, hour in at),
            said("boss", "2024-01-01 12:30"),
        ],
    )
    assert rhythm(store).notes[-1].startswith(f"busiest without staff: Monday {hour:02}:00")


def test_staff_cover_the_group_in_which_they_write(tended: Store) -> None:
    """Only the hall has rows: no member speaks in the attic."""
    tended.cut(Cut(by="group"))
    [group] = rhythm(tended).table["slice"].unique()
    assert cell(tended, "Wednesday", 21, group)["staff_weeks"] == 0
    assert cell(tended, "Monday", 12, group)["staff_weeks"] == 2


def test_counting_staff_does_not_change_their_cover(tended: Store) -> None:
    tended.cut(Cut(include_staff=True))
    monday = cell(tended, "Monday", 12)
    assert (monday["messages"], monday["staff_weeks"]) == (8, 2)


def test_without_staff_in_the_exports_cover_is_unknown(community: Community) -> None:
    result = rhythm(community(message=[said("ana", "2024-01-02 21:00")]))
    assert result.table["staff_weeks"].null_count() == 168
    assert "not known" in result.notes[-1]


def test_the_week_fits_a_terminal_of_80_cells(run: Callable[..., Any], database: Path) -> None:
    """Hours run down and weekdays across, Monday first."""
    for language, days in (("en", ["Monday", "Sunday"]), ("zh", ["周一", "周日"])):
        shown = run("rhythm", "--db", database, "--format", "table", "--lang", language).out.splitlines()
        head = next(line.split() for line in shown if all(day in line for day in days))
        assert (head[-7], head[-1]) == tuple(days)
        assert max(map(len, shown)) <= 80
