"""How far facts reach: whole days without a gap, and groups that are missing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DAY = timedelta(days=1)
NEARLY = timedelta(hours=12)  # so much may be missing at the end of a week or a month
MUCH = 0.05  # of all messages
FOREVER = datetime.max  # noqa: DTZ901 (local instants carry no zone)
QUIET = timedelta(days=7)  # a group may be silent for so long between two exports that follow one another
_TINY = 1e-9  # shares are sums of floats


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
    place: CoveredPlace  # with the kind of fact that ends
    share: float = 0.0

    @property
    def called(self) -> str:
        """What the group is called."""
        return self.place.called or ""

    @property
    def kind(self) -> str:
        """The kind of fact that ends first there."""
        return self.place.kind


@dataclass(frozen=True)
class Reach:
    """How far some kinds of fact are covered together; nothing is covered where there are no spans."""

    spans: tuple[tuple[Span, ...], ...] = ()  # of each kind, in any place
    ended: tuple[Ended, ...] = ()

    @cached_property
    def first_on(self) -> date | None:
        """The first day that all kinds cover."""
        return max((spans[0].first_on for spans in self.spans), default=None) if all(self.spans) else None

    @cached_property
    def until(self) -> datetime | None:
        """The local instant up to which all kinds are covered in some place."""
        return min((spans[-1].until for spans in self.spans), default=None) if all(self.spans) else None

    @cached_property
    def last_on(self) -> date | None:
        """The last whole day that all kinds cover; the last of a week or a month may lack its last hours."""
        return None if self.until is None else last_whole_day(self.until)

    @cached_property
    def unsettled(self) -> list[tuple[datetime, datetime]]:
        """From when to when groups are missing that wrote 5% of all messages or more."""
        shares: dict[datetime, float] = defaultdict(float)
        for each in self.ended:
            shares[each.until] += each.share
            shares[each.again_at] -= each.share
        edges = sorted(shares)
        missing = accumulate(shares[edge] for edge in edges)
        return [span for span, share in zip(pairwise(edges), missing, strict=False) if share >= MUCH - _TINY]

    @cached_property
    def settled_on(self) -> date | None:
        """The last whole day from which no such groups are missing for good; what follows it is not settled."""
        starts = [start for start, end in self.unsettled if end == FOREVER]
        return last_whole_day(min(starts)) if starts else self.last_on


def find_gaps(spans: Iterable[Span]) -> Iterator[tuple[datetime, datetime]]:
    """From when to when nothing is told between spans, where that is longer than people are quiet."""
    for before, after in pairwise(spans):
        again_at = datetime.combine(after.first_on, time.min)
        if again_at - before.until >= QUIET:
            yield before.until, again_at


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
