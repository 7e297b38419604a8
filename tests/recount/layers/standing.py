"""What members are judged by as a day ends, each thing told by its meaning from what they had done until then."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from tests.recount.coverage import tells
from tests.recount.customers import cuts_of, score_of
from tests.recount.layers.doings import DAY, NEVER, active_days, contacts, done, invitees, measures
from tests.recount.origin import origins
from tests.recount.stays import stays

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tests.recount.facts import World
    from tests.recount.layers.doings import Days
    from tests.recount.stays import Stay

LEVELS = (5, 8, 11, 13)  # the sums of three scores with which the value levels above the first begin


def is_there(stay: Stay, day: date) -> bool:
    """Whether somebody is a member as a day ends."""
    return (stay.came_on is None or stay.came_on <= day) and (stay.left_on is None or stay.left_on > day)


@cache
def members_on(world: World, until: date, day: date) -> frozenset[int]:
    """Who is a member as a day ends, by all that is known until another."""
    return frozenset(stay.member for stay in stays(world, until, by_group=False) if is_there(stay, day))


@dataclass(eq=False)
class Standing:
    """How members stand as a day ends; `until` is the last day of which the answer knows."""

    world: World
    until: date
    day: date

    @cached_property
    def members(self) -> frozenset[int]:
        """Who is there."""
        return members_on(self.world, self.until, self.day)

    def judged(self, member: int, by: str) -> float | None:
        """What one is judged by, by the name that schemes give it; null where it cannot be told of this member."""
        name, _, days = by.rpartition("_")
        if days.isdigit():
            return self._lately(member, name, int(days))
        return getattr(self, f"_{by}")(member)  # type: ignore[no-any-return]

    def _is_silent(self, member: int) -> int:
        return int(not self._active.get(member, NEVER).within(self.day, 7))

    def _was_active(self, member: int) -> int:
        return int(bool(self.active_until(member)))

    def _came_back(self, member: int) -> int:
        its = self.active_until(member)
        return int(bool(its) and its[-1] >= its[0] + 30 * DAY)

    def _tenure_days(self, member: int) -> int | None:
        return self.tenure(member)

    def _is_staff(self, member: int) -> int:
        return int(member in self.world.staff)

    def _activated_invitees(self, member: int) -> int:
        return self._activated[member]

    def _orders(self, member: int) -> int:
        return len(done(self.world, "buy").get(member, NEVER).until(self.day))

    def _order_days(self, member: int) -> int:
        return len(set(done(self.world, "buy").get(member, NEVER).until(self.day)))

    def _value_level(self, member: int) -> int:
        return self._values.get(member, 0)

    def _lately(self, member: int, name: str, days: int) -> float | None:
        its = self._active.get(member, NEVER).within(self.day, days)
        match name:
            case "active_days":
                return len(its)
            case "active_spans":
                return len({(self.day - day).days // 30 for day in its})
            case "active_weeks":
                return len({(self.day - day).days // 7 for day in its})
            case "reactions_sent":
                return len(done(self.world, "react").get(member, NEVER).within(self.day, days))
            case "reads":
                return len(done(self.world, "read").get(member, NEVER).within(self.day, days))
            case _:
                return self._heard(member, name, days)

    def _heard(self, member: int, name: str, days: int) -> float | None:
        """What others have to do with a member, where that can be told."""
        platform = self.world.platforms[member]
        hears = [kind for kind in ("replies", "reactions") if platform in tells(self.world, kind)]
        if not hears or (name == "repliers" and "replies" not in hears):
            return None
        if name == "repliers":
            return len(self._others(days, ("reply",), drawn_only=True)[member])
        if name in ("reach", "reach_rate"):
            reach = len(self._others(days, ("reply", "reaction"), drawn_only=True)[member])
            return reach if name == "reach" else reach / len(self._alive(days))
        found = self._others(days, ("reply", "reaction", "mention"), drawn_only=False)[member]
        return len(found) if name == "partners" else sum(found.values())

    @cached_property
    def _active(self) -> dict[int, Days]:
        return active_days(self.world)

    def active_until(self, member: int) -> Sequence[date]:
        """The days on which somebody spoke until now."""
        return self._active.get(member, NEVER).until(self.day)

    def tenure(self, member: int) -> int | None:
        """Days since somebody came."""
        came = origins(self.world, self.until).get(member)
        return (self.day - came.born_on).days if came else None

    @cache  # noqa: B019 (a standing lives as long as its numbers are compared)
    def _alive(self, days: int) -> set[int]:
        return {member for member in self.members if self._active.get(member, NEVER).within(self.day, days)}

    @cache  # noqa: B019
    def _others(self, days: int, kinds: tuple[str, ...], *, drawn_only: bool) -> dict[int, dict[int, int]]:
        """With which members each had to do lately, and how often."""
        found: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        every = contacts(self.world)
        low = bisect_left(every, self.day - (days - 1) * DAY, key=lambda each: each.day)
        for each in every[low : bisect_right(every, self.day, key=lambda each: each.day)]:
            if each.kind in kinds and {each.sender, each.receiver} <= self.world.people:
                found[each.receiver][each.sender] += 1
                if not drawn_only:
                    found[each.sender][each.receiver] += 1
        return found

    @cached_property
    def _activated(self) -> dict[int, int]:
        found: dict[int, int] = defaultdict(int)
        for each in invitees(self.world):
            found[each.inviter] += each.active_on is not None and each.active_on <= self.day
        return found

    @cached_property
    def _values(self) -> dict[int, int]:
        """The value level of each who bought, by the cut-points of the last day known."""
        cuts = cuts_of(list(measures(self.world, self.until).values()))
        sums = {
            member: score_of(recency, cuts[0]) + score_of(orders, cuts[1]) + score_of(net, cuts[2])
            for member, (recency, orders, net) in measures(self.world, self.day).items()
        }
        return {member: 1 + sum(total >= begins for begins in LEVELS) for member, total in sums.items()}


@cache
def standing_on(world: World, until: date, day: date) -> Standing:
    """How members stand as a day ends."""
    return Standing(world, until, day)
