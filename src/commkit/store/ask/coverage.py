"""From when to when the exports tell of each kind of fact, and in which places."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

DAY = timedelta(days=1)
NEARLY = timedelta(hours=12)  # so much may be missing at the end of a week or a month
PLANNED = ("campaigns", "costs")  # kinds whose records may lie ahead
MUCH = 0.05  # of all messages
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
    """A group whose export ends before others, and its share of all messages before the first of such ends."""

    until: datetime
    called: str
    share: float
    kind: str = "messages"  # of fact that ends first there


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
    def unsettled_from(self) -> datetime | None:
        """The local instant from which groups are missing that wrote 5% of all messages or more."""
        weights = zip(self.ended, accumulate(each.share for each in self.ended), strict=True)
        return next((each.until for each, share in weights if share >= MUCH), None)


@dataclass(frozen=True, slots=True)
class Coverage:
    """All places, and what tells how much was said in them before an instant."""

    places: tuple[CoveredPlace, ...]
    weigh: Callable[[date], Mapping[int, int]] = field(repr=False)
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
        ]

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
        ends = [_last_of_each_group(places) for places in found]
        return Reach(spans, tuple(self._ended([place for places in ends for place in places])))

    def _ended(self, places: Sequence[CoveredPlace]) -> list[Ended]:
        """The groups that end before the last of them, with their weight; not those that are known to be over."""
        until = {place.group: place for place in sorted(places, key=_end, reverse=True)}
        if len({place.until for place in until.values()}) < 2:  # noqa: PLR2004 (all end together)
            return []
        last = max(place.until for place in until.values())
        early = [
            place
            for place in until.values()
            if place.until < last and not self.closed.intersection((place.called, place.handle))
        ]
        if not early:
            return []
        messages = self.weigh(last_whole_day(min(place.until for place in early)))
        said = sum(messages.get(place.group or 0, 0) for place in until.values())
        return [
            Ended(
                place.until, place.called or "", messages.get(place.group or 0, 0) / said if said else 0.0, place.kind
            )
            for place in sorted(early, key=lambda place: (place.until, place.called or ""))
        ]


def _last_of_each_group(places: Iterable[CoveredPlace]) -> list[CoveredPlace]:
    """Of the places of each group the one that reaches furthest."""
    return list({place.group: place for place in sorted(places, key=_end) if place.group is not None}.values())


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
