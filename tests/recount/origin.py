"""When each member came, by one rule for all questions, and of whom that is not known."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tests.recount.coverage import reaches

if TYPE_CHECKING:
    from datetime import date

    from tests.recount.facts import World
    from tests.recount.scope import Scope

    Where = tuple[int, str | None]  # a member, in a group where one asks by group

TRUNCATED = timedelta(days=30)


class Origin(NamedTuple):
    """The day of stated joining or of the first activity, whichever was first; unless known, maybe before the log."""

    born_on: date
    is_stated: bool
    is_known: bool


def origins(scope: Scope) -> dict[Where, Origin]:
    """The origin of each: in each group if the answer is by group, else in the community."""
    return _origins(scope.world, scope.known_until, by_group=scope.by == "group")


def birth_of(scope: Scope, member: int) -> Origin:
    """The origin of somebody in the community, whatever the answer is broken down by."""
    return _origins(scope.world, scope.known_until, by_group=False)[member, None]


@cache
def _origins(world: World, until: date, *, by_group: bool) -> dict[Where, Origin]:
    joined, first = _joined(world, until, by_group=by_group), _first(world, until, by_group=by_group)
    found = {}
    for where in joined.keys() | first.keys():
        born_on = min(days[where] for days in (joined, first) if where in days)
        is_known = where in joined or not is_early(world, where[0], born_on)
        found[where] = Origin(born_on, where in joined, is_known)
    return found


def _joined(world: World, until: date, *, by_group: bool) -> dict[Where, date]:
    """The first stated joining of each, to a group or to anything."""
    days: dict[Where, list[date]] = defaultdict(list)
    for turn in world.turns:
        if turn.change == "join" and (turn.group or not by_group):
            days[turn.member, turn.group if by_group else None].append(turn.happened_at.date())
    return {where: min(its) for where, its in days.items() if min(its) <= until}


def _first(world: World, until: date, *, by_group: bool) -> dict[Where, date]:
    """The first activity of each, of any kind."""
    found: dict[Where, date] = {}
    for deed in world.deeds:
        if deed.happened_at.date() <= until and (deed.group or not by_group):
            found.setdefault((deed.member, deed.group if by_group else None), deed.happened_at.date())
    return found


def is_early(world: World, member: int, day: date) -> bool:
    """Whether somebody first seen on a day may have been there before the log of their platform."""
    return day < log_begins(world, world.platforms[member]) + TRUNCATED


@cache
def log_begins(world: World, platform: str) -> date:
    """The first day of the talk of a platform; of what is never talked about, of any record."""
    days = [reach.opens_on for reach in reaches(world) if reach.kind == "messages" and reach.platform == platform]
    return min(days, default=world.begins_on)
