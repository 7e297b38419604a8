"""What part of a community is looked at, by what periods and slices."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from tests.recount.coverage import last_on, status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.recount.facts import Deed, World

DAY = timedelta(days=1)
NOW = datetime(2026, 7, 31, 12, tzinfo=UTC)  # freshness is measured to it
DOES = {
    "spoke": {"speak"},
    "reacted": {"react"},
    "event": {"event"},
    "bought": {"buy"},
    "any": {"speak", "react", "event", "buy"},
}


class Term(NamedTuple):
    """One period: its first day, what the span leaves of it (`until` exclusive), and its status."""

    starts_on: date
    opens_on: date
    closes_on: date
    status: str

    def holds(self, day: date) -> bool:
        """Whether this day is in what is left of it."""
        return self.opens_on <= day < self.closes_on


@dataclass(frozen=True)
class Scope:
    """A question's cut, as the options say it, and the kinds of fact without which nothing is known."""

    world: World
    every: str
    by: str | None = None
    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    active_by: str = "spoke"
    needs: tuple[str, ...] = ("messages",)

    @cached_property
    def known_until(self) -> date:
        """The last day of which anything is known."""
        covers_on = last_on(self.world, self.needs) or self.world.covers_on
        return min(self.as_of or covers_on, covers_on)

    @cached_property
    def last_on(self) -> date:
        """The last day of the span."""
        return min(self.until or self.known_until, self.known_until)

    @cached_property
    def deeds(self) -> list[Deed]:
        """All deeds of the whole history, until as-of."""
        return [deed for deed in self.world.deeds if deed.happened_at.date() <= self.known_until]

    @cached_property
    def first_on(self) -> date:
        """The first day of the span."""
        return self.since or self.world.begins_on

    @cached_property
    def terms(self) -> list[Term]:
        """Every period that the span touches."""
        found = []
        starts_on = start_of(self.first_on, self.every)
        while starts_on <= self.last_on:
            ends_on = after(starts_on, self.every)
            opens_on = max(starts_on, self.since or starts_on)
            closes_on = min(ends_on, self.last_on + DAY)
            bare = Term(starts_on, opens_on, closes_on, "")
            found.append(bare._replace(status=status(self, bare, self.needs)))
            starts_on = ends_on
        return found

    def end_of(self, term: Term) -> date:
        """The last day of a period, whatever the span leaves of it."""
        return after(term.starts_on, self.every) - DAY

    def term_of(self, day: date) -> Term | None:
        """The period that a day falls into; none outside the span."""
        found = self._by_start.get(start_of(day, self.every))
        return found if found and found.holds(day) else None

    @cached_property
    def _by_start(self) -> dict[date, Term]:
        return {term.starts_on: term for term in self.terms}

    def slice_of(self, member: int, group: str | None) -> str | None:
        """What a fact of this member in this group is filed under."""
        if self.by == "platform":
            return self.world.platforms[member]
        return group if self.by == "group" else None

    def is_active(self, deed: Deed) -> bool:
        """Whether the deed makes its member active."""
        return deed.does in DOES[self.active_by]

    @cached_property
    def active_days(self) -> dict[int, set[date]]:
        """The days on which each member was active, anywhere."""
        found = defaultdict(set)
        for deed in filter(self.is_active, self.deeds):
            found[deed.member].add(deed.happened_at.date())
        return found


def start_of(day: date, every: str) -> date:
    """The first day of the period in which a day lies."""
    if every == "week":
        return day - day.weekday() * DAY
    return day.replace(day=1) if every == "month" else day


def after(starts_on: date, every: str) -> date:
    """The first day of the next period."""
    if every == "month":
        return (starts_on + 31 * DAY).replace(day=1)
    return starts_on + (7 * DAY if every == "week" else DAY)


def ratio(part: float, whole: float) -> float | None:
    """A part of a whole; of nothing there is no part."""
    return part / whole if whole else None


def median(values: Iterable[float]) -> float | None:
    """The middle value, or the mean of the two in the middle."""
    ordered = sorted(values)
    half = len(ordered) // 2
    if not ordered:
        return None
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
