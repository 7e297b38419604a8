"""What becomes of those who join."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from tests.recount.coverage import tells
from tests.recount.scope import DAY, median, ratio
from tests.recount.stays import stays_of

if TYPE_CHECKING:
    from datetime import date

    from tests.recount.scope import Scope, Term
    from tests.recount.stays import Stay

    Row = dict[str, object]

WEEK = timedelta(days=7)
LEAVING = ("of_telling_joined_members", "early_leave_members", "first_day_leavers")


@dataclass(frozen=True)
class Newcomer:
    """Somebody's first stay in a place, and what they did in its first two weeks."""

    member: int
    came_on: date
    is_week_over: bool
    is_fortnight_over: bool
    spoke_after: int | None  # days
    is_back: bool
    left_after: int | None  # days, by themselves
    is_told: bool  # whether their platform can tell leaves


def newcomers(scope: Scope) -> list[Row]:
    """Every column of the family."""
    found = newcomers_of(scope)
    rows = []
    for key, by_term in found.items():
        can_tell = any(each.is_told for its in by_term.values() for each in its)
        untold = {} if can_tell else dict.fromkeys(LEAVING)
        rows += [_row(term, key, by_term[term]) | untold for term in scope.terms]
    return rows


def newcomers_of(scope: Scope) -> dict[str | None, dict[Term, list[Newcomer]]]:
    """Whose stay begins in the span with a joining that is stated, once a period, by slice and period."""
    spoken, active = days_of(scope)
    found: dict[str | None, dict[Term, dict[int, Newcomer]]] = defaultdict(lambda: defaultdict(dict))
    for key, stay in stays_of(scope):
        term = scope.term_of(stay.came_on) if stay.came_on and stay.is_stated else None
        if term:
            where = stay.member, stay.place
            found[key][term].setdefault(stay.member, _followed(scope, stay, spoken[where], active[where]))
    return defaultdict(
        lambda: defaultdict(list),
        {
            key: defaultdict(list, {term: [*its.values()] for term, its in by_term.items()})
            for key, by_term in found.items()
        },
    )


@cache
def days_of(scope: Scope) -> tuple[dict[tuple[int, str | None], set[date]], ...]:
    """The days on which each spoke, and was active: in each group if the answer is by group, else anywhere."""
    spoken, active = defaultdict(set), defaultdict(set)
    for deed in scope.deeds:
        where = deed.member, deed.group if scope.by == "group" else None
        if deed.does == "speak":
            spoken[where].add(deed.happened_at.date())
        if scope.is_active(deed):
            active[where].add(deed.happened_at.date())
    return spoken, active


def _followed(scope: Scope, stay: Stay, spoken: set[date], active: set[date]) -> Newcomer:
    came_on = stay.came_on
    assert came_on is not None
    known_until = scope.known_until + DAY
    waits = [(day - came_on).days for day in spoken if came_on <= day < came_on + WEEK]
    has_left = stay.left_on is not None and stay.left_how == "leave"
    return Newcomer(
        stay.member,
        came_on,
        came_on + WEEK <= known_until,
        came_on + 2 * WEEK <= known_until,
        min(waits, default=None),
        any(came_on + WEEK <= day < came_on + 2 * WEEK for day in active),
        (stay.left_on - came_on).days if has_left and stay.left_on else None,
        scope.world.platforms[stay.member] in tells(scope.world, "leaves"),
    )


def _row(term: Term, key: str | None, found: list[Newcomer]) -> Row:
    settled = [each for each in found if each.is_week_over]
    fortnight = [each for each in found if each.is_fortnight_over]
    waits = [each.spoke_after for each in settled if each.spoke_after is not None]
    telling = [each for each in settled if each.is_told]
    leaves = [each.left_after for each in telling if each.left_after is not None and each.left_after < WEEK.days]
    back = sum(each.is_back for each in fortnight)
    return {
        "slice": key,
        "starts_on": term.starts_on,
        "status": term.status,
        "joined_members": len(found),
        "pending": len(found) - len(settled),
        "of_joined_members": len(settled),
        "first_speak_members": len(waits),
        "first_speak_rate": ratio(len(waits), len(settled)),
        "first_day_speakers": waits.count(0),
        "median_first_message_days": median(waits),
        "early_leave_members": len(leaves),
        "of_telling_joined_members": len(telling),
        "early_leave_rate": ratio(len(leaves), len(telling)),
        "first_day_leavers": leaves.count(0),
        "second_week_pending": len(found) - len(fortnight),
        "of_second_week_members": len(fortnight),
        "second_week_members": back,
        "second_week_rate": ratio(back, len(fortnight)),
    }
