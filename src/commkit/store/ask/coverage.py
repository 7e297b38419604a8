"""From when to when the exports tell of each kind of fact, and in which places."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    Missing = tuple[datetime, datetime, int | None]  # since, until, group

DAY = timedelta(days=1)
NEARLY = timedelta(hours=12)  # so much may be missing at the end of a week or a month
PLANNED = ("campaigns", "costs")  # kinds whose records may lie ahead
BESIDE = ("orders", "events", "referrals")  # kinds that no chat tells, whose records name members of any platform
ROSTER = ("joins", "leaves")
MUCH = 0.05  # of all messages
FOREVER = datetime.max  # noqa: DTZ901 (local instants carry no zone)
QUIET = timedelta(days=7)  # a group may be silent for so long between two exports that follow one another
_TINY = 1e-9  # shares are sums of floats
# What a question may need, as the kinds of fact that exports cover and, of events, their name; any of several will do.
KINDS: Mapping[str, tuple[tuple[str, str | None], ...]] = {
    "members": (("messages", None), ("joins", None)),
    "roster": (("joins", None), ("leaves", None)),
    "referrals": (("referrals", None), ("joins", None)),
    "shares": (("events", "share"),),
    "impressions": (("events", "impression"),),
    "clicks": (("events", "click"),),
    "visits": (("events", "visit"),),
    "registrations": (("events", "register"),),
    "attendances": (("events", "attend"),),
}


class Span(NamedTuple):
    """Whole days without a gap: the first of them, and the local instant at which they end."""

    first_on: date
    until: datetime


@dataclass(frozen=True, slots=True)
class CoveredPlace:
    """One kind of fact in one place: a group, the events of a name, or all that a platform tells."""

    kind: str
    name: str | None
    platform: str
    group: int | None
    called: str | None
    handle: str | None
    spans: tuple[Span, ...]

    @property
    def first_on(self) -> date:
        """The first day that is covered."""
        return self.spans[0].first_on

    @property
    def until(self) -> datetime:
        """The local instant at which coverage ends."""
        return self.spans[-1].until


class Ended(NamedTuple):
    """A group that no export tells of from one local instant to another, and its share of the messages before."""

    until: datetime
    again_at: datetime  # the end of time where no later export tells of it
    called: str
    share: float


@dataclass(frozen=True, slots=True)
class Reach:
    """How far some kinds of fact are covered together; nothing is covered where there are no spans."""

    spans: tuple[tuple[Span, ...], ...] = ()  # of each kind, in any place
    ended: tuple[Ended, ...] = ()

    @property
    def first_on(self) -> date | None:
        """The first day that all kinds cover."""
        return max((spans[0].first_on for spans in self.spans), default=None) if all(self.spans) else None

    @property
    def until(self) -> datetime | None:
        """The local instant up to which all kinds are covered in some place."""
        return min((spans[-1].until for spans in self.spans), default=None) if all(self.spans) else None

    @property
    def last_on(self) -> date | None:
        """The last whole day that all kinds cover; the last of a week or a month may lack its last hours."""
        return None if self.until is None else last_whole_day(self.until)

    @property
    def unsettled(self) -> list[tuple[datetime, datetime]]:
        """From when to when groups are missing that wrote 5% of all messages or more."""
        shares: dict[datetime, float] = defaultdict(float)
        for each in self.ended:
            shares[each.until] += each.share
            shares[each.again_at] -= each.share
        edges = sorted(shares)
        missing = accumulate(shares[edge] for edge in edges)
        return [span for span, share in zip(pairwise(edges), missing, strict=False) if share >= MUCH - _TINY]

    @property
    def settled_on(self) -> date | None:
        """The last whole day from which no such groups are missing for good; what follows it is not settled."""
        starts = [start for start, end in self.unsettled if end == FOREVER]
        return last_whole_day(min(starts)) if starts else self.last_on


@dataclass(frozen=True, slots=True)
class Coverage:
    """All places, how much was said in them before an instant, and whose platforms the facts beside chats name."""

    places: tuple[CoveredPlace, ...]
    weigh: Callable[[date], Mapping[int, int]] = field(repr=False)
    named: Callable[[], Collection[tuple[str, str | None, str]]] = field(repr=False)  # kind, name, platform
    closed: frozenset[str] = frozenset()  # titles or handles of groups that are over

    @property
    def told(self) -> Sequence[CoveredPlace]:
        """The places that tell what has happened; what is planned only where there is nothing else."""
        return [place for place in self.places if place.kind not in PLANNED] or self.places

    def of(self, need: str, *, platform: str | None = None, group: str | None = None) -> list[CoveredPlace]:
        """The places that tell of what is needed, on this platform or in this group where that is asked."""
        kinds = KINDS.get(need, ((need, None),))
        elsewhere = self._elsewhere(platform, group)
        return [
            place
            for place in self.places
            if any(place.kind == kind and name in (None, place.name) for kind, name in kinds)
            and place.platform not in elsewhere
            and (place.group is None or group in (None, place.called, place.handle))
            and (platform is None or self._tells_of(place, platform))
        ]

    def _tells_of(self, place: CoveredPlace, platform: str) -> bool:
        """Whether what is told beside chats names anybody of this platform."""
        return place.kind not in BESIDE or (place.kind, place.name, platform) in self.named()

    def _elsewhere(self, platform: str | None, group: str | None) -> set[str]:
        """The platforms on which people talk that are not this one, or not that of this group; none of all."""
        groups = [place for place in self.places if place.group is not None]
        if platform is not None:
            return {place.platform for place in groups} - {platform}
        if group is not None:
            return {place.platform for place in groups} - {
                place.platform for place in groups if group in (place.called, place.handle)
            }
        return set()

    def reach(self, needs: Iterable[str], *, platform: str | None = None, group: str | None = None) -> Reach:
        """How far what is needed is covered, all of it, on this platform or in this group where that is asked.

        A platform without places of its own, whose people a bridge carried, is covered as the community is.
        """
        if platform not in {place.platform for place in self.places}:
            platform = None
        found = [self.of(need, platform=platform, group=group) for need in needs] or [list(self.places)]
        spans = tuple(join_spans(span for place in places for span in place.spans) for places in found)
        return Reach(spans, tuple(self._ended([held for places in found for held in _join_by_group(places)])))

    def settled_on(self, needs: Iterable[str]) -> date | None:
        """The last whole day on which what people are given time for can be over, if any kind that tells it is covered.

        Lists of members tell of coming and going only to their last entry: for these kinds, what is said tells it.
        """
        watched = [need for need in needs if need not in ROSTER] or ["messages"]
        return self.reach(watched).settled_on

    def _ended(self, places: Sequence[CoveredPlace]) -> list[Ended]:
        """When groups are missing that others outlast, with their weight; not since the end of one that is over."""
        called = {place.group: place.called or "" for place in places}
        until = {place.group: place for place in sorted(places, key=_end, reverse=True)}
        last = max((place.until for place in until.values()), default=None)
        lost = {
            (place.until, FOREVER, place.group)
            for place in until.values()
            if place.until != last and not self.closed.intersection((place.called, place.handle))
        }
        gaps = {(*gap, place.group) for place in places for gap in _gaps(place.spans)}
        return [
            Ended(since, again_at, called[group], share)
            for many in (lost, gaps)
            for (since, again_at, group), share in self._shares(many, called)
        ]

    def _shares(self, missing: Iterable[Missing], groups: Collection[int | None]) -> Iterator[tuple[Missing, float]]:
        """Each group's share of the messages of all in the 28 days before the first of those that end near it."""
        first: datetime | None = None
        for each in sorted(missing, key=itemgetter(0)):
            if first is None or (each[1] != FOREVER and each[0] >= first + QUIET):
                first = each[0]
                messages = self.weigh(last_whole_day(first))
                said = sum(messages.get(group or 0, 0) for group in groups)
            yield each, messages.get(each[2] or 0, 0) / said if said else 0.0


def _join_by_group(places: Iterable[CoveredPlace]) -> list[CoveredPlace]:
    """One place of each group, with the spans of all of its places."""
    held: dict[int, list[CoveredPlace]] = defaultdict(list)
    for place in places:
        if place.group is not None:
            held[place.group].append(place)
    return [replace(own[0], spans=join_spans(span for each in own for span in each.spans)) for own in held.values()]


def _gaps(spans: Iterable[Span]) -> Iterator[tuple[datetime, datetime]]:
    """From when to when nothing is told between spans, where that is longer than people are quiet."""
    for before, after in pairwise(spans):
        again_at = datetime.combine(after.first_on, time.min)
        if again_at - before.until >= QUIET:
            yield before.until, again_at


def _end(place: CoveredPlace) -> datetime:
    return place.until


def make_places(
    rows: Iterable[tuple[str, str | None, str, int | None, str | None, str | None, date, datetime]],
) -> tuple[CoveredPlace, ...]:
    """Places from the rows of `covered.sql`, which are in order."""
    return tuple(
        CoveredPlace(kind, name, platform, group, called, handle, join_spans(Span(*each[6:]) for each in found))
        for (kind, name, platform, group, called, handle), found in groupby(rows, key=lambda row: row[:6])
    )


def last_whole_day(until: datetime) -> date:
    """The last day that is over at a local instant, or would be 12 hours later where a week or a month ends with it."""
    day = until.date()
    ends_at = datetime.combine(day + DAY, time.min)
    is_last = ends_at.weekday() == 0 or ends_at.day == 1
    return day if is_last and ends_at - until <= NEARLY else day - DAY


def join_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans that touch or overlap made one, in order."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and datetime.combine(span.first_on, time.min) <= joined[-1].until + DAY:
            joined[-1] = Span(joined[-1].first_on, max(joined[-1].until, span.until))
        else:
            joined.append(span)
    return tuple(joined)
