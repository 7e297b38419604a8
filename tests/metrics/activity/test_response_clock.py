"""How long cases and messages wait, against limits, on the clock and in working hours; and how deep threads go."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from commkit.choices import Period, Served
from commkit.errors import NotEnoughData, WrongUse
from commkit.metrics.activity.response import response
from commkit.typed import parse_hours

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Row = dict[str, object]

MONDAY = datetime.fromisoformat("2024-01-08 00:00")


def at(hours: float) -> datetime:
    """So many hours after Monday began."""
    return MONDAY + timedelta(hours=hours)


def case(native: str, opened: float, answered: float | None = None, closed: float | None = None, **more: object) -> Row:
    times = {"answered_at": answered, "closed_at": closed}
    told = {name: at(hours) for name, hours in times.items() if hours is not None}
    return {"native": native, "kind": "complaint", "opened_at": at(opened), **told, **more}


def clocked(store: Store, *columns: str, **asked: object) -> list[tuple[object, ...]]:
    asked = {"of": Served.complaints, **asked}
    return response(store, **asked).table.select(columns).rows()  # type: ignore[arg-type]


@pytest.fixture
def complaints(community: Community) -> Store:
    """Six complaints of Monday; the week is told to Sunday's end.

    Answered after 1, 2 and 30 hours, closed after 10, 20 and 40; one closed after 50 without an answer before; one
    open since Monday; one opened at 23:00 on Sunday.
    """
    return community(
        case=[
            case("a", 9, 10, 19), case("b", 9, 11, 29), case("c", 9, 39, 49), case("d", 9, closed=59),
            case("e", 9), case("f", 6 * 24 + 23),
        ]
    )  # fmt: skip


def test_an_open_case_that_is_older_than_its_limit_is_late(complaints: Store) -> None:
    """Within 2 hours two of five are answered, within 24 too; e and d are late, f is still young."""
    columns = ("clock", "limit", "of_cases", "on_time_cases", "late_cases", "pending", "open_cases")
    assert clocked(complaints, *columns, within="2h,24h") == [
        ("answered", "2h", 5, 2, 3, 1, 2),
        ("answered", "24h", 5, 2, 3, 1, 2),
        ("closed", "2h", 5, 0, 5, 1, 2),
        ("closed", "24h", 5, 2, 3, 1, 2),
    ]


def test_hours_are_of_those_that_are_done(complaints: Store) -> None:
    """Answered after 1, 2, 30 and 50 hours, closed after 10, 20, 40 and 50."""
    assert clocked(complaints, "clock", "median_hours", "p90_hours", "of_cases") == [
        ("answered", 16, pytest.approx(44), None),
        ("closed", 30, pytest.approx(47), None),
    ]


def test_working_hours_are_those_of_weekdays(community: Community) -> None:
    """Work is from 9 to 18. Asked on Friday at 17, answered on Monday at 10: two hours of work. Asked on Saturday,
    answered on Sunday: none. Asked on Monday at 8, answered on Tuesday at 20: two days of nine hours.
    """
    friday, saturday = 4 * 24, 5 * 24
    store = community(
        case=[
            case("a", friday + 17, 7 * 24 + 10), case("b", saturday + 9, saturday + 33), case("c", 8, 24 + 20),
            case("last", 8 * 24, 9 * 24),
        ]
    )  # fmt: skip
    asked = {"within": "90m,2h,18h", "business_hours": "9-18"}
    rows = clocked(store, "clock", "limit", "on_time_cases", **asked)
    assert [row[1:] for row in rows if row[0] == "answered"] == [("90m", 1), ("2h", 2), ("18h", 4)]


def test_four_of_ten_suggestions_are_adopted(community: Community) -> None:
    store = community(
        case=[
            case(str(number), number, closed=number + 5, kind="suggestion", outcome="已采纳" if number < 4 else "驳回")
            for number in range(10)
        ]
    )
    assert response(store, of=Served.suggestions).total == {"adopted_cases": 4, "of_raised": 10, "adopted_rate": 0.4}


def test_what_is_not_told_is_not_counted(community: Community) -> None:
    """Nobody says when these were answered or closed: there is nothing to show, and it is said."""
    result = response(community(case=[case("a", 1), case("b", 2)]), of=Served.complaints)
    assert result.table.is_empty()
    assert sum("not told" in note for note in result.notes) == 2


def test_an_answer_before_the_question_is_none(community: Community) -> None:
    """Asked on Tuesday, answered on Monday, as a typo says: it is still open on Wednesday, as one of that day is."""
    store = community(case=[case("a", 24, 0), case("b", 0, 1), case("last", 48)])
    rows = clocked(store, "clock", "of_cases", "on_time_cases", "pending", within="2h")
    assert rows == [("answered", 3, 1, 0)]


def said(who: str, key: str, hours: float, reply_to: str | None = None) -> Row:
    told = {"group": "hall", "author": who, "native": key, "sent_at": at(hours), "kind": "text"}
    return {**told, "reply_to": reply_to}


def test_messages_have_limits_too(community: Community) -> None:
    """Of three questions one is answered after an hour, one after a day; the third waits for six days."""
    store = community(
        message=[
            *(said("ana", f"q{number}", 0) for number in (1, 2, 3)),
            said("ben", "a1", 1, "q1"), said("ben", "a2", 24, "q2"), said("ana", "last", 6 * 24 + 23),
        ]
    )  # fmt: skip
    columns = ("clock", "limit", "of_cases", "on_time_cases", "open_cases")
    rows = clocked(store, *columns, of=Served.messages, within="2h,2d")
    assert rows == [("answered", "2h", 3, 1, 2), ("answered", "2d", 3, 2, 2)]


def test_how_deep_threads_go(community: Community) -> None:
    """Of two questions one is answered, the answer is answered, and so on to a depth of three; the other stays alone.

    Ana and Ben answer each other; Cleo answers Ana, who never answers Cleo: one pair of three is one-way.
    """
    store = community(
        message=[
            said("ana", "q1", 0), said("ana", "q2", 0), said("ben", "a1", 1, "q1"), said("ana", "a2", 2, "a1"),
            said("cleo", "a3", 3, "a2"), said("ana", "last", 6 * 24 + 23),
        ]
    )  # fmt: skip
    row = response(store, threads=True, every=Period.week).table.row(0, named=True)
    assert (row["messages"], row["replies"], row["replies_per_message"]) == (6, 3, 0.5)
    assert (row["threads"], row["median_depth"], row["deepest"]) == (1, 3, 3)
    assert (row["one_way_pairs"], row["of_pairs"]) == (1, 3)


@pytest.mark.parametrize("text", ["", "9", "18-9", "9-25", "nine-five", "9-9", "9:75-18"])
def test_what_are_no_working_hours_is_refused(text: str) -> None:
    with pytest.raises(WrongUse):
        parse_hours(text)


def test_what_cannot_be_asked_is_refused(complaints: Store) -> None:
    with pytest.raises(NotEnoughData):
        response(complaints, of=Served.tickets)
    with pytest.raises(NotEnoughData):
        response(complaints)
    with pytest.raises(WrongUse):
        response(complaints, business_hours="9-18")
    with pytest.raises(WrongUse):
        response(complaints, of=Served.complaints, within="soon")
