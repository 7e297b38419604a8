"""The recount's own coverage and statuses, on communities counted by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.recount.answers.kpi import kpi
from tests.recount.coverage import last_on, settled, status
from tests.recount.exports.community import Community
from tests.recount.exports.records import NOTHING, Author, Change, Export, Line, Message, Place
from tests.recount.facts import World
from tests.recount.flow import flow
from tests.recount.origin import birth_of
from tests.recount.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable

ANA = Author("slack", "ana")
BEN = Author("slack", "ben")
TELLS = frozenset({"joins", "leaves", "replies"})


def world_of(*exports: Export) -> World:
    return World(Community(exports, ZoneInfo("UTC")))


def talk(place: str, days: Iterable[date], author: Author = ANA, stated_end: datetime | None = None) -> Export:
    """One message at noon of each day, in an export of its own."""
    where = Place(author.platform, place)
    messages = [Message((place, day), author, where, at(day), "text") for day in days]
    return Export("slack", "slack", TELLS, stated_end, accounts={author}, places={where}, messages=messages)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(after) for after in range((last - first).days + 1)]


def statuses(world: World, **cut: date) -> dict[date, str]:
    return {term.starts_on: term.status for term in Scope(world, "week", **cut).terms}  # type: ignore[arg-type]


def test_a_last_record_covers_its_day_and_a_stated_end_no_more_than_its_instant() -> None:
    """Both have a last message at noon of the 10th; the second states that it was made at eleven that night."""
    days = every_day(date(2024, 1, 1), date(2024, 1, 10))
    whole, stated = talk("tea", days), talk("tea", days, stated_end=datetime(2024, 1, 10, 23, tzinfo=UTC))
    assert last_on(world_of(whole), ["messages"]) == date(2024, 1, 10)
    assert last_on(world_of(stated), ["messages"]) == date(2024, 1, 9)


def test_orders_that_end_before_the_chat_are_not_covered_after_it() -> None:
    """Chat for three weeks; the only order on the first Tuesday."""
    shop = Export("table", None, frozenset(), lines=[Line(1, ANA, at(date(2024, 1, 2)), Decimal(5), NOTHING)])
    world = world_of(talk("tea", every_day(date(2024, 1, 1), date(2024, 1, 21))), shop)
    chat = Scope(world, "week")
    assert [term.status for term in chat.terms] == ["complete"] * 3
    assert [status(chat, term, ("orders",)) for term in chat.terms] == ["running", "not_covered", "not_covered"]


def test_a_week_in_which_one_of_two_busy_groups_ends_is_partly_covered() -> None:
    """Tea ends on Wednesday of the second week, and wrote half of all before."""
    tea = talk("tea", every_day(date(2024, 1, 1), date(2024, 1, 10)))
    cake = talk("cake", every_day(date(2024, 1, 1), date(2024, 1, 21)), BEN)
    assert statuses(world_of(tea, cake)) == {
        date(2024, 1, 1): "complete",
        date(2024, 1, 8): "partly_covered",
        date(2024, 1, 15): "partly_covered",
    }


def test_quiet_inside_an_export_is_quiet() -> None:
    """One export: tea is quiet from the 4th on, cake goes on."""
    both = talk("cake", every_day(date(2024, 1, 1), date(2024, 1, 14)), BEN)
    tea = talk("tea", every_day(date(2024, 1, 1), date(2024, 1, 4)))
    both.messages += tea.messages
    both.accounts |= tea.accounts
    assert set(statuses(world_of(both)).values()) == {"complete"}


def test_a_span_that_begins_or_ends_inside_a_week_cuts_it() -> None:
    """Four weeks; from the first Wednesday to the third Wednesday."""
    world = world_of(talk("tea", every_day(date(2024, 1, 1), date(2024, 1, 28))))
    cut = statuses(world, since=date(2024, 1, 3), until=date(2024, 1, 17))
    assert cut == {date(2024, 1, 1): "cut", date(2024, 1, 8): "complete", date(2024, 1, 15): "cut"}


def test_a_week_may_lack_twelve_hours_and_no_more() -> None:
    """The export was made at three in the afternoon of the last Sunday, or at eleven in the morning."""
    days = every_day(date(2024, 1, 1), date(2024, 1, 13))
    late = talk("tea", days, stated_end=datetime(2024, 1, 14, 15, tzinfo=UTC))
    early = talk("tea", days, stated_end=datetime(2024, 1, 14, 11, tzinfo=UTC))
    assert statuses(world_of(late))[date(2024, 1, 8)] == "complete"
    assert statuses(world_of(early))[date(2024, 1, 8)] == "running"


def test_a_record_of_years_later_moves_nothing() -> None:
    """Two hundred days of talk, and one message with the clock of 2099."""
    days = every_day(date(2024, 1, 1), date(2024, 7, 18))
    world = world_of(talk("tea", [*days, date(2099, 1, 1)]))
    assert last_on(world, ["messages"]) == date(2024, 7, 18)


def test_people_whose_windows_are_open_make_a_period_mature() -> None:
    """Of forty people nineteen are through, or thirty, or all."""
    assert settled("complete", 40, 19) == "maturing"
    assert settled("complete", 70, 30) == "maturing"
    assert settled("complete", 40, 30) == "complete"
    assert settled("complete", 5, 5) == "complete"


def test_who_is_first_seen_in_the_first_thirty_days_of_the_log_may_have_been_there_before() -> None:
    """Ana is seen on day 1, Ben on day 31; Cat is seen on day 2 and has joined on day 1."""
    cat = Author("slack", "cat")
    first = date(2024, 1, 1)
    tea = talk("tea", every_day(first, date(2024, 2, 29)))
    tea.messages += (
        talk("tea", [first + timedelta(30)], BEN).messages + talk("tea", [first + timedelta(1)], cat).messages
    )
    tea.accounts |= {BEN, cat}
    tea.changes.append(Change(cat, Place("slack", "tea"), at(first), "join"))
    world = world_of(tea)
    known = {who: birth_of(Scope(world, "week"), world.numbers[who]) for who in (ANA, BEN, cat)}
    assert [known[who].is_known for who in (ANA, BEN, cat)] == [False, True, True]
    january, february = flow(Scope(world, "month", needs=("joins",)))
    assert (january["of_opening_members"], january["joined_members"], january["first_seen_members"]) == (1, 1, None)
    assert (february["of_opening_members"], february["joined_members"], february["first_seen_members"]) == (3, 0, 0)


def test_kpi_answers_for_the_last_whole_week() -> None:
    """Until a Wednesday: the week before it."""
    world = world_of(talk("tea", every_day(date(2024, 1, 1), date(2024, 1, 28))))
    [messages] = [row for row in kpi(Scope(world, "week", until=date(2024, 1, 17))) if row["indicator"] == "messages"]
    assert (messages["starts_on"], messages["value"], messages["previous"]) == (date(2024, 1, 8), 7, 7)
