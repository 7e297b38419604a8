"""When people enter a cohort."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

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
    """First stays of which it is known when they began."""
    firsts: dict[Place, tuple[str | None, Stay]] = {}
    for key, stay in stays_of(scope):
        firsts.setdefault((stay.member, stay.place), (key, stay))
    return [
        Born(
            stay.member,
            stay.place,
            key,
            stay.came_on,
            stay.is_stated or _is_later(scope, stay.came_on),
            stay.left_on,
            stay.left_how,
            stay.is_stated,
        )
        for key, stay in firsts.values()
        if stay.came_on is not None
    ]


def _is_later(scope: Scope, day: date) -> bool:
    """Whether the log had begun before the period of a day."""
    return start_of(day, scope.every) > start_of(log_begins(scope), scope.every)


def log_begins(scope: Scope) -> date:
    """The first day on which anybody did anything."""
    return scope.deeds[0].happened_at.date()


def _first_active(scope: Scope) -> list[Born]:
    return [
        Born(member, place, scope.slice_of(member, place), min(days), _is_later(scope, min(days)))
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
