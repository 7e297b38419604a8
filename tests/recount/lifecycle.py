"""Who is new, keeps on, comes back or falls silent."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from tests.recount.origin import birth_of
from tests.recount.scope import DAY, ratio, start_of
from tests.recount.stays import stays_of

if TYPE_CHECKING:
    from datetime import date

    from tests.recount.origin import Origin
    from tests.recount.scope import Scope, Term
    from tests.recount.stays import Stay

    Row = dict[str, object]


class Place(NamedTuple):
    """What is known of a slice: since when and in which periods each is active, and who is there."""

    firsts: dict[int, date]
    active: dict[date, set[int]]
    stays: dict[date, list[Stay]]

    def is_shown(self, scope: Scope) -> bool:
        """Whether anybody is there in the span, or was active in the period before it."""
        before = start_of(scope.terms[0].starts_on - DAY, scope.every)
        spans = (before, *(term.starts_on for term in scope.terms))
        return bool(self.stays) or any(starts_on in self.active for starts_on in spans)


def lifecycle(scope: Scope) -> list[Row]:
    """Every column of the family."""
    places: dict[str | None, Place] = defaultdict(lambda: Place({}, defaultdict(set), defaultdict(list)))
    for deed in filter(scope.is_active, scope.deeds):
        day, place = deed.happened_at.date(), places[scope.slice_of(deed.member, deed.group)]
        place.firsts.setdefault(deed.member, day)
        starts_on = start_of(day, scope.every)
        if starts_on < scope.terms[0].starts_on or scope.term_of(day):
            place.active[starts_on].add(deed.member)
    for key, stay in stays_of(scope):
        for term in stay.touched(scope):
            places[key].stays[term.starts_on].append(stay)
    shown = [key for key, place in places.items() if place.is_shown(scope)]
    return [_row(scope, term, key, places[key]) for key in shown for term in scope.terms]


def _gone(term: Term, stays: list[Stay]) -> tuple[set[int], set[int]]:
    """Who leaves in the period in whatever way, and who came before it and is there as it closes."""
    gone = {stay.member for stay in stays if stay.leaves_in(term)}
    came = (stay for stay in stays if stay.came_on is None or stay.came_on < term.starts_on)
    return gone, {stay.member for stay in came if not stay.leaves_in(term)}


def _is_first_word(scope: Scope, term: Term, first_on: date, came: Origin) -> bool:
    """Whether somebody who joined before the period, as is stated, is first active in it, as far as is known."""
    is_first = start_of(first_on, scope.every) == term.starts_on and came.is_followed
    return is_first and came.joined_on is not None and start_of(came.joined_on, scope.every) < term.starts_on


def _row(scope: Scope, term: Term, key: str | None, place: Place) -> Row:
    active = place.active.get(term.starts_on, set())
    came = {who: birth_of(scope, who) for who in active}
    before = place.active.get(start_of(term.starts_on - DAY, scope.every), set())
    born = {who for who in active if start_of(came[who].born_on, scope.every) == term.starts_on}
    unknown = {who for who in born if not came[who].is_known}
    new = born - unknown
    back = active - before - new - unknown
    gone, there = _gone(term, place.stays[term.starts_on])
    gained, dormant = len(new) + len(back), len(before - active)
    return {
        "slice": key,
        "starts_on": term.starts_on,
        "status": term.status,
        "active_members": len(active),
        "new_members": len(new) if new or not unknown else None,
        "returning_members": len(active & before - born),
        "resurrected_members": len(back),
        "first_speakers": sum(_is_first_word(scope, term, place.firsts[who], came[who]) for who in back),
        "unknown_members": len(unknown),
        "dormant_members": dormant,
        "inactive_members": len(there - active - before),
        "departed_members": len(gone),
        "gained_members": gained,
        "of_before_members": len(before),
        "quick_ratio": ratio(gained, dormant),
        "told_new_members": None if unknown else len(new),
    }
