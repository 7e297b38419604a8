"""When people enter a cohort."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tests.recount.origin import TRUNCATED, birth_of, origins
from tests.recount.scope import start_of
from tests.recount.stays import stays_of

if TYPE_CHECKING:
    from datetime import date

    from tests.recount.scope import Scope
    from tests.recount.stays import Stay

Place = tuple[int, str | None]  # a member, in a group where one asks by group


class Born(NamedTuple):
    """Somebody enters a cohort on a day; `is_known` unless they may have been there before the log."""

    member: int
    place: str | None
    slice: str | None
    born_on: date
    is_known: bool
    left_on: date | None = None
    left_how: str | None = None
    is_stated: bool = False


def births(scope: Scope, birth: str) -> list[Born]:
    """All that fall into the span."""
    found = {"came": _comings, "active": _first_active, "recurring": _active_again}[birth](scope)
    return [born for born in found if scope.term_of(born.born_on)]


def _comings(scope: Scope) -> list[Born]:
    """Births of members: in a group their first coming to it, else by the one rule."""
    firsts: dict[Place, tuple[str | None, Stay]] = {}
    for key, stay in stays_of(scope):
        firsts.setdefault((stay.member, stay.place), (key, stay))
    came = [(key, stay, *born_in(scope, stay)) for key, stay in firsts.values()]
    return [
        Born(stay.member, stay.place, key, born_on, is_known, stay.left_on, stay.left_how, stay.is_stated)
        for key, stay, born_on, is_known in came
        if born_on is not None
    ]


def born_in(scope: Scope, stay: Stay) -> tuple[date | None, bool]:
    """The birth of who has this first stay, and whether it is known."""
    if stay.place is not None:
        return stay.came_on or stay.seen_on, stay.seen_on is None
    came = origins(scope.world, scope.known_until).get(stay.member)
    return (came.born_on, came.is_known) if came else (None, False)


def _first_active(scope: Scope) -> list[Born]:
    return [
        Born(member, place, scope.slice_of(member, place), min(days), _is_told(scope, member, min(days)))
        for (member, place), days in active_days(scope).items()
    ]


def _active_again(scope: Scope) -> list[Born]:
    """The first active day of each period, cut to the span."""
    found: dict[tuple[int, str | None, date], date] = {}
    for (member, place), days in active_days(scope).items():
        for day in sorted(filter(scope.term_of, days)):
            found.setdefault((member, place, start_of(day, scope.every)), day)
    return [Born(who, place, scope.slice_of(who, place), day, is_known=True) for (who, place, _), day in found.items()]


@cache
def active_days(scope: Scope) -> dict[Place, set[date]]:
    """The days on which each was active: in each group if the answer is by group, else anywhere."""
    found: dict[Place, set[date]] = defaultdict(set)
    for deed in filter(scope.is_active, scope.deeds):
        found[deed.member, deed.group if scope.by == "group" else None].add(deed.happened_at.date())
    return found


def _is_told(scope: Scope, member: int, day: date) -> bool:
    """Whether somebody was first active after the first days of such activity, or has joined since as stated."""
    begins_on = min(min(days) for days in active_days(scope).values())
    joined_on = birth_of(scope, member).joined_on
    return day >= begins_on + TRUNCATED or (joined_on is not None and joined_on >= begins_on)
