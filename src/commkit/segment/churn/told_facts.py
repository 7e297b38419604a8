"""What can happen to members before they leave: each kind of fact, what tells of it, and where that reaches."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from commkit.store.ask.reach import DAY, last_whole_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from commkit.segment.churn.ends import Lookback
    from commkit.store.ask.community import Store

EVENT = "event"  # told apart by name, as `event: ad`
# Other facts with the kinds that tell of them, all of which are needed.
TELLING: Mapping[str, tuple[str, ...]] = {
    "ad_message": ("labels",),
    "ticket": ("tickets",),
    "complaint": ("complaints",),
    "dispute": ("disputes",),
    "suggestion": ("suggestions",),
    "deleted": ("messages",),
    "slow_answer": ("cases",),
    "open_case": ("cases",),
    "late_delivery": ("cases",),
    "refused_wish": ("suggestions",),
    "low_score": ("surveys",),
    "refund": ("orders",),
    "order": ("orders",),
    "no_renewal": ("orders",),
    "points_expired": ("points",),
    "points_unused": ("points",),
    "no_reads": ("events",),
    "unanswered": ("replies",),
    "first_unanswered": ("replies",),
    "drew_nothing": ("messages",),
    "drew_less": ("messages",),
    "wrote_less": ("messages",),
    "partner_gone": ("messages",),
}
READS = ("read", "view", "impression", "click", "visit", "register")  # events by which somebody looks at something
BASELINE = 90  # days before those that are looked at, with which some facts compare them
_COMPARING = ("drew_less", "wrote_less", "no_reads", "no_renewal", "partner_gone")
_OF_TIES = ("drew_nothing", "drew_less", "partner_gone")  # told by replies, reactions or mentions, whichever there are
_OF_SERVICE = ("slow_answer", "open_case", "late_delivery")
_SERVED = ("tickets", "complaints", "disputes")


@dataclass(frozen=True)
class Telling:
    """Which facts the exports of a community can tell before an end, and of whom."""

    store: Store
    asked: Lookback

    @cached_property
    def _named(self) -> frozenset[tuple[str, str | None]]:
        return frozenset(self.store.ask("segment/churn/path_told").rows())

    @property
    def facts(self) -> tuple[str, ...]:
        """All facts that could be told here, events by the names that there are."""
        return (*sorted(f"{EVENT}: {name}" for fact, name in self._named if fact == EVENT), *TELLING)

    def tells(self, fact: str, platform: str, index_on: date, last_on: date) -> bool:
        """Whether a fact is known, of members of a platform, on some of the days before an end that are looked at.

        All who are compared have the same days, so that a few of them are enough; what is compared with earlier days
        needs these too.
        """
        found = self._find_reach(fact, platform)
        if found is None:
            return False
        first_on = last_on - (self.asked.days - 1) * DAY
        if fact in _COMPARING:
            return found[0] <= first_on - BASELINE * DAY and found[1] >= last_on
        return found[0] <= index_on and found[1] >= index_on - self.asked.days * DAY

    def _find_reach(self, fact: str, platform: str) -> tuple[date, date] | None:
        """The first and the last day that all which tells of a fact covers, on a platform."""
        if (fact, platform) not in self._reaches:
            self._reaches[fact, platform] = self._measure(fact, platform)
        return self._reaches[fact, platform]

    @cached_property
    def _reaches(self) -> dict[tuple[str, str], tuple[date, date] | None]:
        return {}

    def _measure(self, fact: str, platform: str) -> tuple[date, date] | None:
        kind, _, name = fact.partition(": ")
        coverage = self.store.coverage
        if kind == EVENT or fact == "no_reads":
            names = READS if fact == "no_reads" else (name,)
            places = [each for each in coverage.of("events", platform=platform) if each.name in names]
            days = [(place.first_on, last_whole_day(place.until)) for place in places]
            return (min(first for first, _ in days), max(last for _, last in days)) if days else None
        needs = self._find_needs(fact, platform)
        if not needs or not all(self.store.has[need] for need in needs):
            return None
        reach = coverage.reach(needs, platform=platform)
        return (reach.first_on, reach.last_on) if reach.first_on and reach.last_on else None

    def _find_needs(self, fact: str, platform: str) -> tuple[str, ...]:
        """The kinds of fact that must be loaded; none where nothing can tell it."""
        if fact in _OF_TIES and ("tie", platform) not in self._named:
            return ()
        if fact == "deleted" and ("deleted", platform) not in self._named:
            return ()
        if fact == "ad_message" and ("ad_message", None) not in self._named:
            return ()
        if fact in _OF_SERVICE and not any(self.store.has[kind] for kind in _SERVED):
            return ()
        return TELLING[fact]


def split_name(fact: str) -> tuple[str, str | None]:
    """The kind of a fact and its name, which events have."""
    kind, _, name = fact.partition(": ")
    return kind, name or None
