"""From when to when the exports tell of each kind of fact, and in which places."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from commkit.store.ask.reach import (
    FOREVER,
    QUIET,
    CoveredPlace,
    Ended,
    Reach,
    Span,
    find_gaps,
    join_spans,
    last_whole_day,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

PLANNED = ("campaigns", "budgets")  # kinds whose records may lie ahead
# Kinds that no chat tells, whose records name members of any platform.
BESIDE = ("orders", "events", "referrals", "surveys", "labels", "cases", "points")
ROSTER = ("joins", "leaves")
# What a question may need, as the kinds of fact that exports cover and, of events, their name; any of several will do.
KINDS: Mapping[str, tuple[tuple[str, str | None], ...]] = {
    "members": (("messages", None), ("joins", None)),
    "labels": (("messages", None), ("joins", None)),  # they hold until others come: whom they are of must be known
    "roster": (("joins", None), ("leaves", None)),
    "referrals": (("referrals", None), ("joins", None)),
    "shares": (("events", "share"),),
    "impressions": (("events", "impression"),),
    "clicks": (("events", "click"),),
    "visits": (("events", "visit"),),
    "registrations": (("events", "register"),),
    "attendances": (("events", "attend"),),
    "tickets": (("cases", "ticket"),),
    "complaints": (("cases", "complaint"),),
    "disputes": (("cases", "dispute"),),
    "incidents": (("cases", "incident"),),
    "suggestions": (("cases", "suggestion"),),
    "tasks": (("cases", "task"),),
    "decisions": (("cases", "decision"),),
    "costs": (("ledger", "out"),),
    "income": (("ledger", "in"),),
}


@dataclass(frozen=True)
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

    @cached_property
    def _in_group(self) -> Mapping[str | None, list[CoveredPlace]]:
        """The places of each group, by its title and by its handle; under None those that are no group's."""
        found: dict[str | None, list[CoveredPlace]] = defaultdict(list)
        for place in self.places:
            for name in {place.called, place.handle} if place.group is not None else {None}:
                found[name].append(place)
        return found

    @cached_property
    def _platforms(self) -> frozenset[str]:
        """Those on which people talk."""
        return frozenset(place.platform for place in self.places if place.group is not None)

    def of(self, need: str, *, platform: str | None = None, group: str | None = None) -> list[CoveredPlace]:
        """The places that tell of what is needed, on this platform or in this group where that is asked."""
        kinds = KINDS.get(need, ((need, None),))
        return [
            place
            for place in self._within(platform, group)
            if any(place.kind == kind and name in (None, place.name) for kind, name in kinds)
        ]

    def _within(self, platform: str | None, group: str | None) -> list[CoveredPlace]:
        """The places of this platform or of this group, with those of nobody's; all of them where neither is asked."""
        elsewhere = self._elsewhere(platform, group)
        among = self.places if group is None else [*self._in_group.get(group, ()), *self._in_group.get(None, ())]
        return [
            place
            for place in among
            if place.platform not in elsewhere and (platform is None or self._tells_of(place, platform))
        ]

    def _tells_of(self, place: CoveredPlace, platform: str) -> bool:
        """Whether what is told beside chats names anybody of this platform."""
        return place.kind not in BESIDE or (place.kind, place.name, platform) in self.named()

    def _elsewhere(self, platform: str | None, group: str | None) -> frozenset[str]:
        """The platforms on which people talk that are not this one, or not that of this group; none of all."""
        if platform is not None:
            return self._platforms - {platform}
        if group is not None:
            return self._platforms - {place.platform for place in self._in_group.get(group, ())}
        return frozenset()

    def reach(self, needs: Iterable[str], *, platform: str | None = None, group: str | None = None) -> Reach:
        """How far what is needed is covered, all of it, on this platform or in this group where that is asked."""
        asked = (tuple(needs), platform, group)
        if asked not in self._reaches:
            self._reaches[asked] = self._find_reach(*asked)
        return self._reaches[asked]

    @cached_property
    def _reaches(self) -> dict[tuple[tuple[str, ...], str | None, str | None], Reach]:
        return {}

    def _find_reach(self, needs: tuple[str, ...], platform: str | None, group: str | None) -> Reach:
        """A platform without places of its own, whose people a bridge carried, is covered as the community is."""
        if platform is not None and platform not in {place.platform for place in self.places}:
            platform = None
        found = [self.of(need, platform=platform, group=group) for need in needs] or [self._within(platform, group)]
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
        until = {place.group: place for place in sorted(places, key=_end, reverse=True)}
        last = max((place.until for place in until.values()), default=None)
        lost = [
            Ended(place.until, FOREVER, place)
            for place in until.values()
            if place.until != last and not self.closed.intersection((place.called, place.handle))
        ]
        gaps = {(*gap, place.group): Ended(*gap, place) for place in places for gap in find_gaps(place.spans)}
        return [*self._weigh(lost, until.keys()), *self._weigh(gaps.values(), until.keys())]

    def _weigh(self, missing: Iterable[Ended], groups: Collection[int | None]) -> Iterator[Ended]:
        """Each with its share of the messages of all groups in the 28 days before the first that ends near it."""
        first: datetime | None = None
        for each in sorted(missing, key=lambda each: (each.until, each.called)):
            if first is None or (each.again_at != FOREVER and each.until >= first + QUIET):
                first = each.until
                messages = self.weigh(last_whole_day(first))
                said = sum(messages.get(group or 0, 0) for group in groups)
            yield each._replace(share=messages.get(each.place.group or 0, 0) / said if said else 0.0)


def _join_by_group(places: Iterable[CoveredPlace]) -> list[CoveredPlace]:
    """One place of each group, with the spans of all of its places."""
    held: dict[int, list[CoveredPlace]] = defaultdict(list)
    for place in places:
        if place.group is not None:
            held[place.group].append(place)
    return [replace(own[0], spans=join_spans(span for each in own for span in each.spans)) for own in held.values()]


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
