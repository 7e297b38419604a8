"""How far it is known what happened: kind by kind and place by place, as the exports themselves tell it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.recount.exports.records import Export
    from tests.recount.facts import World
    from tests.recount.scope import Scope, Term

DAY = timedelta(days=1)
SLACK = timedelta(hours=12)  # so much may be missing at the end of a week or month
RECENT = timedelta(days=28)
STRAY = timedelta(days=366)
FEW = 30
PART = 20  # one part in twenty is 5%
EITHER = {"members": ("messages", "joins"), "referrals": ("referrals", "joins")}


class Reach(NamedTuple):
    """From which day until which instant a kind of fact is known in a place."""

    kind: str
    platform: str | None
    place: str | None
    opens_on: date
    ends_at: datetime
    names: frozenset[str] | None = None  # of facts that no chat tells: the platforms of all whom they name

    def knows(self, end: datetime) -> bool:
        """Whether it is known until an instant."""
        return self.ends_at >= end


@dataclass(frozen=True)
class Where:
    """A slice of the community: a platform, a group, or all of it."""

    by: str | None = None
    key: str | None = None
    elsewhere: frozenset[str | None] = frozenset()  # platforms on which people talk, but nobody of the slice

    def holds(self, reach: Reach) -> bool:
        """Whether a place lies in it; what belongs to no group lies in all of its platform."""
        if self.by == "platform" and reach.names is not None and self.key not in reach.names:
            return False
        return reach.platform not in self.elsewhere and (self.by != "group" or reach.place in (None, self.key))


EVERYWHERE = Where()


@cache
def slice_called(world: World, by: str | None, key: str | None) -> Where:
    """The slice of this name."""
    if by is None or key is None:
        return EVERYWHERE
    talk = [reach for reach in reaches(world) if reach.kind == "messages"]
    here = {reach.platform for reach in talk if key == (reach.place if by == "group" else reach.platform)}
    return Where(by, key, frozenset(reach.platform for reach in talk) - here)


@cache
def reaches(world: World) -> tuple[Reach, ...]:
    """All of it."""
    return tuple(reach for export in world.exports for reach in reaches_of(world, export))


def reaches_of(world: World, export: Export) -> Iterator[Reach]:
    """Of one export: messages by group; what else a chat tells reaches as far as they do; other kinds by platform."""
    if export.stated_end is None and not _times(export):
        return
    end = _end(world, export)
    firsts: dict[tuple[str, str], datetime] = {}
    for message in _sound(export):
        firsts[message[0]] = min(message[1], firsts.get(message[0], message[1]))
    for (platform, place), first in firsts.items():
        for kind in ("messages", *sorted(export.tells & {"joins", "leaves", "replies", "reactions"})):
            yield Reach(kind, platform, place, world.local(first).date(), end)
    yield from _of_tables(world, export, end)


def _sound(export: Export) -> list[tuple[tuple[str, str], datetime]]:
    """Messages of which the time can be: no later than the export, and not years from nearly all the others."""
    times = sorted(message.sent_at for message in export.messages)
    rows = [((row.place.platform, row.place.title), row.sent_at) for row in export.messages]
    if export.stated_end:
        rows = [row for row in rows if row[1] <= export.stated_end]
    if not times:
        return rows
    few = len(times) // 100
    low, high = times[few], times[-1 - few]
    return [row for row in rows if low - STRAY <= row[1] <= high + STRAY]


def _of_tables(world: World, export: Export, end: datetime) -> Iterator[Reach]:
    """Tables say nothing of groups, but for lists of members."""
    dated: dict[tuple[str, str | None, str | None], list[datetime]] = defaultdict(list)
    names: dict[str, set[str]] = defaultdict(set)
    for change in export.changes:
        for kind in sorted(export.tells & {"joins", "leaves"}):
            place = change.place.title if change.place else None
            dated[kind, change.author.platform, place].append(change.happened_at)
    for row in export.happenings:
        dated[f"event {row.name}", None, None].append(row.happened_at)
        names[f"event {row.name}"].add(row.author.platform)
    for invited in export.invited:
        dated["referrals", None, None].append(invited.happened_at)
        names["referrals"] |= {invited.inviter.platform, invited.invitee.platform}
    for line in export.lines:
        dated["orders", None, None].append(line.ordered_at)
        names["orders"] |= {line.buyer.platform} if line.buyer else set()
    for (kind, platform, place), times in dated.items():
        told_of = frozenset(names[kind]) if kind in names else None
        yield Reach(kind, platform, place, world.local(min(times)).date(), end, told_of)


def _end(world: World, export: Export) -> datetime:
    """A stated end is an instant; the last record of an export covers its whole local day, in every place."""
    if export.stated_end:
        return export.stated_end
    return midnight(world, world.local(max(_times(export))).date() + DAY)


def _times(export: Export) -> list[datetime]:
    times = [row[1] for row in _sound(export)]
    times += [row.happened_at for row in export.changes] + [row.happened_at for row in export.happenings]
    times += [row.happened_at for row in export.invited]
    return times + [line.ordered_at for line in export.lines]


def midnight(world: World, day: date) -> datetime:
    """The instant at which a local day begins."""
    return datetime.combine(day, time(), world.tz).astimezone(UTC)


def first_on(world: World, kinds: Iterable[str], where: Where = EVERYWHERE) -> date | None:
    """The first day on which all these kinds are known somewhere in a slice; without kinds, on which anything is."""
    days = [[reach.opens_on for reach in held] for held in _pools(world, kinds, where)]
    return max(map(min, days)) if all(days) else None


def last_on(world: World, kinds: Iterable[str], where: Where = EVERYWHERE) -> date | None:
    """The last whole local day on which all these kinds are known somewhere in a slice."""
    ends = [[reach.ends_at for reach in held] for held in _pools(world, kinds, where)]
    return min(_whole_day(world, max(each)) for each in ends) if all(ends) else None


def _pools(world: World, kinds: Iterable[str], where: Where) -> list[list[Reach]]:
    found = [_held(world, kind, where) for kind in kinds]
    return found or [[reach for reach in reaches(world) if where.holds(reach)]]


def _held(world: World, need: str, where: Where) -> list[Reach]:
    """The places that tell of what is needed; of several kinds any will do."""
    kinds = EITHER.get(need, (need,))
    return [reach for reach in reaches(world) if reach.kind in kinds and where.holds(reach)]


def _whole_day(world: World, end: datetime) -> date:
    """The last local day that is over at an instant."""
    return world.local(end).date() - DAY


@cache
def tells(world: World, kind: str) -> frozenset[str]:
    """The platforms of which some export can tell a kind of fact."""
    found = {reach.platform for reach in reaches(world) if reach.kind == kind}
    listed = {row.author.platform for export in world.exports for row in export.listed}
    return frozenset(platform for platform in (listed if kind == "roster" else found) if platform)


def status(scope: Scope, term: Term, kinds: tuple[str, ...], where: Where = EVERYWHERE) -> str:
    """The status of a period, the first that holds; windows of people's own and small numbers are for the caller."""
    first, last = first_on(scope.world, kinds, where), last_on(scope.world, kinds, where)
    last = min(last, scope.as_of) if last and scope.as_of else last
    ends_on = scope.end_of(term)
    if first is None or last is None or ends_on < first or term.starts_on > last:
        return "not_covered"
    if ends_on > last and not _is_nearly_over(scope, ends_on, kinds, where):
        return "running"
    if _is_partly_covered(scope, ends_on, kinds, where):
        return "partly_covered"
    until = min(filter(None, (scope.until, ends_on)))
    is_cut = term.opens_on > term.starts_on or until < ends_on or first > term.starts_on
    return "cut" if is_cut else "complete"


def _is_nearly_over(scope: Scope, ends_on: date, kinds: tuple[str, ...], where: Where) -> bool:
    """A day must be whole; of a week or month half a day may be missing."""
    if scope.every == "day" or (scope.as_of and ends_on > scope.as_of):
        return False
    end = midnight(scope.world, ends_on + DAY) - SLACK
    return all(any(reach.knows(end) for reach in _held(scope.world, kind, where)) for kind in kinds)


def _is_partly_covered(scope: Scope, ends_on: date, kinds: tuple[str, ...], where: Where) -> bool:
    """Whether groups that end too early wrote a twentieth of all messages in the 28 days before the first end."""
    end = midnight(scope.world, ends_on + DAY) - (timedelta() if scope.every == "day" else SLACK)
    ends = [_ends(scope.world, kind, where) for kind in kinds]
    over = {place: min(each[place] for each in ends if place in each) for each in ends for place in each}
    over = {place: ended_at for place, ended_at in over.items() if ended_at < end}
    if not over:
        return False
    earliest = min(over.values())
    lately = [
        (row.place.platform, row.place.title)
        for _, row in scope.world.messages()
        if earliest - RECENT <= row.sent_at < earliest
        and where.holds(Reach("messages", row.place.platform, row.place.title, date.min, earliest))
    ]
    return PART * sum(place in over for place in lately) >= len(lately) > 0


def _ends(world: World, kind: str, where: Where) -> dict[tuple[str | None, str | None], datetime]:
    """The end of each group, by the export that reaches furthest."""
    found: dict[tuple[str | None, str | None], datetime] = {}
    for reach in _held(world, kind, where):
        if reach.place:
            place = reach.platform, reach.place
            found[place] = max(reach.ends_at, found.get(place, reach.ends_at))
    return found


def settled(status_now: str, whole: int, over: int) -> str:
    """The status of a period whose people have windows of their own: all of them, and those whose window is over."""
    if status_now == "complete" and over < whole and (over < FEW or 2 * over < whole):
        return "maturing"
    return status_now


def of_members(scope: Scope, status_now: str, key: str | None) -> str:
    """The status of a period of which the members are counted: assumed where no list says who of a slice is there."""
    where = slice_called(scope.world, scope.by, key)
    talking = {reach.platform for reach in reaches(scope.world) if reach.kind == "messages" and where.holds(reach)}
    if scope.by is not None and key is None:
        return status_now  # what belongs to no slice has no members
    is_assumed = bool(talking - tells(scope.world, "roster"))
    return "assumed_roster" if status_now == "complete" and is_assumed else status_now
