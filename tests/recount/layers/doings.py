"""What members did that schemes judge them by: on which days, with whom, whom they brought, what they bought."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

from tests.recount.facts import World
from tests.recount.stays import stays
from tests.recount.talk import said
from tests.recount.trade import trade

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.recount.facts import Deed

DAY = timedelta(days=1)
READS = {"impression", "click", "visit", "register"}


class Staffed(World):
    """A community whose staff count as members."""

    @cached_property
    def people(self) -> frozenset[int]:
        """Members and staff."""
        return frozenset(World.people.func(self) | self.staff)  # type: ignore[attr-defined]


class Contact(NamedTuple):
    """Somebody replies to, reacts to or calls another."""

    day: date
    sender: int
    receiver: int
    kind: str


class Invitee(NamedTuple):
    """Somebody whom a member brought, and the day on which they were first active in the week after."""

    member: int
    inviter: int
    came_on: date
    active_on: date | None


@dataclass(frozen=True)
class Days:
    """Days in order, a day as often as something was done on it."""

    ordered: tuple[date, ...] = ()

    def within(self, last_on: date, days: int) -> Sequence[date]:
        """Those of the last days up to this one."""
        first = bisect_right(self.ordered, last_on - days * DAY)
        return self.ordered[first : bisect_right(self.ordered, last_on)]

    def until(self, last_on: date) -> Sequence[date]:
        """Those up to this day."""
        return self.ordered[: bisect_right(self.ordered, last_on)]


NEVER = Days()


def _by_member(found: Iterable[tuple[int, date]]) -> dict[int, Days]:
    days: dict[int, list[date]] = defaultdict(list)
    for member, day in found:
        days[member].append(day)
    return {member: Days(tuple(sorted(its))) for member, its in days.items()}


@cache
def active_days(world: World) -> dict[int, Days]:
    """The days on which each spoke."""
    return _by_member({(deed.member, deed.happened_at.date()) for deed in world.deeds if deed.does == "speak"})


@cache
def done(world: World, does: str) -> dict[int, Days]:
    """The days of everything of one kind that each did; `read` are events of readers, `reply` messages that answer."""
    return _by_member((deed.member, deed.happened_at.date()) for deed in world.deeds if _is(deed, does))


def _is(deed: Deed, does: str) -> bool:
    if does == "read":
        return deed.does == "event" and deed.name in READS
    return deed.is_reply if does == "reply" else deed.does == does


@cache
def contacts(world: World) -> list[Contact]:
    """Who turns to whom, members and staff, nobody to themselves, in order of time."""
    people = world.people | world.staff
    wrote = {row.key: world.numbers[row.author] for each in world.exports for row in each.messages if row.author}
    found = [
        Contact(each.said_at.date(), each.author, wrote[each.reply_to], "reply")
        for each in said(world)
        if each.reply_to in wrote
    ]
    for export in world.exports:
        for its in export.reactions:
            if its.of in wrote:
                day = world.local(its.happened_at).date()
                found.append(Contact(day, world.numbers[its.author], wrote[its.of], "reaction"))
        for row in export.mentions:
            if row.receiver in world.numbers:
                day = world.local(row.happened_at).date()
                found.append(Contact(day, world.numbers[row.author], world.numbers[row.receiver], "mention"))
    kept = [each for each in found if each.sender in people and each.receiver in people]
    return sorted(each for each in kept if each.sender != each.receiver)


@cache
def invitees(world: World) -> list[Invitee]:
    """Everybody with the first who brought them; who comes a second time is not brought again."""
    offers = [(row.happened_at, row.invitee, row.inviter) for row in world.referrals]
    firsts: dict[int, date] = {}
    for stay in stays(world, world.covers_on, by_group=False):
        if stay.came_on is not None:
            firsts.setdefault(stay.member, stay.came_on)
    offers += [
        (turn.happened_at, turn.member, turn.inviter)
        for turn in world.turns
        if turn.inviter is not None and turn.happened_at.date() == firsts.get(turn.member)
    ]
    brought: dict[int, Invitee] = {}
    for at, member, inviter in sorted(offers):
        if member != inviter and member not in brought:
            day = at.date()
            its = active_days(world).get(member, NEVER).within(day + 6 * DAY, 7)
            brought[member] = Invitee(member, inviter, day, its[0] if its else None)
    return list(brought.values())


@cache
def measures(world: World, day: date) -> dict[int, tuple[int, int, Decimal]]:
    """Recency, frequency and money of each buyer as a day ends."""
    bought: dict[int, list[date]] = defaultdict(list)
    net: dict[int, Decimal] = defaultdict(Decimal)
    for payments, sign in ((trade(world).orders, 1), (trade(world).refunds, -1)):
        for each in payments:
            if each.buyer is not None and each.happened_at.date() <= day:
                net[each.buyer] += sign * each.amount
                if sign > 0:
                    bought[each.buyer].append(each.happened_at.date())
    return {who: ((max(its) - day).days, len(its), net[who]) for who, its in bought.items()}
