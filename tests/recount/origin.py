"""When each member came, by one rule for all questions, and of whom that is not known."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tests.recount.coverage import reaches, reaches_of

if TYPE_CHECKING:
    from tests.recount.facts import World
    from tests.recount.scope import Scope

TRUNCATED = timedelta(days=30)
NO_GROUP = ("orders", "event")  # what names no group has a log of its own


class Origin(NamedTuple):
    """The day of stated joining or of the first activity, whichever was first.

    It is known unless the first activity lies in the log's first days and no joining is stated up to it. Somebody is
    followed of whom the log holds all that they ever did.
    """

    born_on: date
    joined_on: date | None
    is_known: bool
    is_followed: bool


def birth_of(scope: Scope, member: int) -> Origin:
    """The origin of somebody in the community."""
    return origins(scope.world, scope.known_until)[member]


@cache
def origins(world: World, until: date) -> dict[int, Origin]:
    """The origin of each member who is known of by a day."""
    joined, first = _joined(world, until), _first(world, until)
    return {
        member: _origin(joined.get(member), *first.get(member, (None, None))) for member in joined.keys() | first.keys()
    }


def _origin(joined_on: date | None, first_on: date | None, log_begins_on: date | None) -> Origin:
    born_on = min(day for day in (joined_on, first_on) if day)
    if first_on is None or log_begins_on is None or first_on >= log_begins_on + TRUNCATED:
        return Origin(born_on, joined_on, is_known=True, is_followed=True)
    is_known = joined_on is not None and joined_on <= first_on
    return Origin(born_on, joined_on, is_known, is_known and joined_on is not None and joined_on >= log_begins_on)


def _joined(world: World, until: date) -> dict[int, date]:
    """The first stated joining of each, to a group or to anything."""
    days: dict[int, list[date]] = defaultdict(list)
    for turn in world.turns:
        if turn.change == "join" and turn.happened_at.date() <= until:
            days[turn.member].append(turn.happened_at.date())
    return {member: min(its) for member, its in days.items()}


def _first(world: World, until: date) -> dict[int, tuple[date, date | None]]:
    """The day of the first activity of each, and the first of the log of its place; of several the last to begin."""
    found: dict[int, tuple[date, date | None]] = {}
    for deed in world.deeds:
        day = deed.happened_at.date()
        if day > until or found.get(deed.member, (day,))[0] < day:
            continue
        begun = [log_begins(world, deed.member, deed.group), found.get(deed.member, (day, None))[1]]
        found[deed.member] = day, max((each for each in begun if each), default=None)
    return found


def is_early(world: World, member: int, group: str | None, day: date) -> bool:
    """Whether somebody first seen on a day may have been there before the log of the place."""
    begins_on = log_begins(world, member, group)
    return begins_on is not None and day < begins_on + TRUNCATED


def log_begins(world: World, member: int | None, group: str | None) -> date | None:
    """The first day of the log of a group that this member is in, or of what names no group."""
    return _log_begins(world, None if group is None or member is None else world.platforms[member], group)


@cache
def _log_begins(world: World, platform: str | None, group: str | None) -> date | None:
    """Quiet inside an export is quiet: the log of a group begins with the first message of all in its export."""
    if group is None:
        return min((reach.opens_on for reach in reaches(world) if reach.kind.split()[0] in NO_GROUP), default=None)
    return min((begins_on for place, begins_on in _logs(world) if place == (platform, group)), default=None)


@cache
def _logs(world: World) -> list[tuple[tuple[str | None, str | None], date]]:
    """Each group of each export, and the first day of the export's messages."""
    found = []
    for export in world.exports:
        its = [reach for reach in reaches_of(world, export) if reach.kind == "messages"]
        found += [((reach.platform, reach.place), min(each.opens_on for each in its)) for reach in its]
    return found


def platforms(world: World) -> set[str]:
    """Where people talk."""
    return {platform for (platform, _), _ in _logs(world) if platform}


@cache
def talk_begins(world: World, platform: str) -> date | None:
    """The first day of the log of a platform; none where nobody's talk was loaded."""
    return min((begins_on for (its, _), begins_on in _logs(world) if its == platform), default=None)
