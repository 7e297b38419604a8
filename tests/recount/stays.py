"""From when to when each person was a member of the community, or of each group: the story of each, told in order."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tests.recount.origin import is_early

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from tests.recount.facts import World
    from tests.recount.scope import Scope, Term


@dataclass(frozen=True)
class Stay:
    """One stay of a person in a place; no `came_on` means before anything is known."""

    member: int
    place: str | None
    came_on: date | None
    left_on: date | None
    left_how: str | None
    is_stated: bool
    is_first: bool = True
    seen_on: date | None = None  # of who was there before anything is known: the day on which that shows

    def touched(self, scope: Scope) -> list[Term]:
        """The periods in which it lies at least partly."""
        low = bisect_right(scope.terms, self.came_on, key=lambda term: term.closes_on) if self.came_on else 0
        high = bisect_right(scope.terms, self.left_on, key=lambda term: term.opens_on) if self.left_on else None
        return scope.terms[low:high]

    def leaves_in(self, term: Term) -> bool:
        """Whether it ends in a period or before."""
        return self.left_on is not None and self.left_on < term.closes_on


class Step(NamedTuple):
    """Somebody is seen, comes, or goes by a word such as `leave`."""

    happened_at: datetime
    group: str | None
    word: str


class Known(NamedTuple):
    """What is known of one person until as-of."""

    steps: tuple[Step, ...]
    lists: frozenset[str | None]


@cache
def known_of(world: World, until: date) -> dict[int, Known]:
    """What is known of each; who joins or is first seen later is not in a list yet.

    Being seen is known by the day alone: on the day of leaving it may have been before.
    """
    steps: dict[int, list[Step]] = defaultdict(list)
    for member, deeds in world.sightings.items():
        steps[member] += [Step(_midnight(deed.happened_at), deed.group, "seen") for deed in deeds]
    for turn in world.turns:
        steps[turn.member].append(Step(turn.happened_at, turn.group, turn.change))
    lists = defaultdict(set)
    for listing in world.listings:
        comings = [
            step.happened_at.date()
            for step in steps[listing.member]
            if step.word in ("join", "seen") and listing.group in (None, step.group)
        ]
        if not comings or min(comings) <= until:
            lists[listing.member].add(listing.group)
    return {member: Known(_until(steps[member], until), frozenset(lists[member])) for member in {*steps, *lists}}


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _until(steps: list[Step], until: date) -> tuple[Step, ...]:
    known = [step for step in steps if step.happened_at.date() <= until]
    return tuple(sorted(known, key=lambda step: (step.happened_at, step.word not in ("join", "seen"))))


@cache
def stays(world: World, until: date, *, by_group: bool) -> list[Stay]:
    """All stays, by group or of the community as a whole."""
    found = []
    for member, known in known_of(world, until).items():
        for place in _places(known) if by_group else (None,):
            told = _of_group(member, place, known) if by_group else _of_community(member, known)
            found += [_since_ever(world, stay, known) for stay in told]
    return found


def _places(known: Known) -> set[str]:
    return {group for group in (*known.lists, *(step.group for step in known.steps)) if group is not None}


def _of_group(member: int, place: str | None, known: Known) -> list[Stay]:
    steps = [step for step in known.steps if step.group == place or (step.group is None and _goes(step))]
    ends = [step if _goes(step) and not _is_back(step, steps[at:]) else None for at, step in enumerate(steps)]
    return _told(member, place, steps, ends, was_there=place in known.lists or place in _left_first(known))


def _of_community(member: int, known: Known) -> list[Stay]:
    """Who is listed leaves by a word that names no group; others with the last group that they are in."""
    is_listed = None in known.lists
    was_in = {*known.lists, *_left_first(known)}
    groups = was_in - {None}
    ends: list[Step | None] = []
    for at, step in enumerate(known.steps):
        if not _goes(step):
            groups |= {step.group} - {None}
            ends.append(None)
            continue
        groups = groups - {step.group} if step.group is not None else set()
        is_last = step.group is None or (not groups and not is_listed)
        ends.append(step if is_last and not _is_back(step, known.steps[at:]) else None)
    return _told(member, None, known.steps, ends, was_there=bool(was_in))


def _goes(step: Step) -> bool:
    return step.word not in ("join", "seen")


def _is_back(end: Step, later: Sequence[Step]) -> bool:
    """Whether somebody who goes is there again on the same day, and so has not left."""
    return any(step.happened_at.date() == end.happened_at.date() and not _goes(step) for step in later)


def _left_first(known: Known) -> set[str | None]:
    """The groups of which nothing is known before a leaving."""
    first: dict[str | None, Step] = {}
    for at, step in enumerate(known.steps):
        in_it = [each for each in known.steps[at:] if step.group in (None, each.group)]
        if not _goes(step) or not _is_back(step, in_it):
            first.setdefault(step.group, step)
    return {group for group, step in first.items() if _goes(step)}


def _told(
    member: int, place: str | None, steps: Sequence[Step], ends: list[Step | None], *, was_there: bool
) -> list[Stay]:
    """Stays one after the other: each begins with the first sign of being there, and lasts until an end."""
    found = []
    now = Stay(member, place, None, None, None, is_stated=False) if was_there else None
    for step, end in zip(steps, ends, strict=True):
        day = step.happened_at.date()
        if end is not None:
            if now is not None:
                found.append(replace(now, left_on=day, left_how=end.word))
            now = None
        elif _goes(step):
            continue
        elif now is None or (now.came_on is None and not found):
            now = Stay(member, place, day, None, None, is_stated=step.word == "join", is_first=not found)
        elif now.came_on == day and step.word == "join":
            now = replace(now, is_stated=True)
    return found if now is None else [*found, now]


def _since_ever(world: World, stay: Stay, known: Known) -> Stay:
    """Who is merely seen in the log's first days was there before; a joining stated for that day speaks against it.

    Of customers of a shop without chat, a first order does not say that they were there before.
    """
    if stay.came_on is None or stay.is_stated or not stay.is_first or not world.has_chat:
        return stay
    seen_in = {
        step.group
        for step in known.steps
        if step.word == "seen" and step.happened_at.date() == stay.came_on and stay.place in (None, step.group)
    }
    if not any(is_early(world, stay.member, group, stay.came_on) for group in seen_in):
        return stay
    return replace(stay, came_on=None, seen_on=stay.came_on)


def stays_of(scope: Scope) -> list[tuple[str | None, Stay]]:
    """Every stay and its slice."""
    found = stays(scope.world, scope.known_until, by_group=scope.by == "group")
    return [(scope.slice_of(stay.member, stay.place), stay) for stay in found]


def arrivals(scope: Scope) -> list[tuple[str | None, Stay]]:
    """The first stay of each in a place, and its slice."""
    firsts: dict[tuple[str | None, int, str | None], Stay] = {}
    for key, stay in stays_of(scope):
        firsts.setdefault((key, stay.member, stay.place), stay)
    return [(key, stay) for (key, *_), stay in firsts.items()]
