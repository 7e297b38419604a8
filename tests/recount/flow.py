"""How many members there are, and how they come and go."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tests.recount.coverage import of_members, tells
from tests.recount.origin import origins
from tests.recount.scope import ratio
from tests.recount.stays import stays_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.recount.scope import Scope, Term
    from tests.recount.stays import Stay

    Row = dict[str, object]

HOW = {"left_members": "leave", "removed_members": "removed", "dissolved_members": "dissolved"}


def flow(scope: Scope) -> list[Row]:
    """Every column of the family."""
    found: dict[str | None, dict[Term, list[Stay]]] = defaultdict(lambda: defaultdict(list))
    for key, stay in stays_of(scope):
        for term in stay.touched(scope):
            found[key][term].append(stay)
    return [_row(scope, term, key, its[term]) for key, its in found.items() for term in scope.terms]


def _row(scope: Scope, term: Term, key: str | None, held: list[Stay]) -> Row:
    opening = _members(stay for stay in held if stay.came_on is None or stay.came_on < term.opens_on)
    closing = _members(stay for stay in held if not stay.leaves_in(term))
    return {
        "slice": key,
        "starts_on": term.starts_on,
        "status": of_members(scope, term.status, {stay.member for stay in held}),
        "of_opening_members": len(opening),
        "joined_members": len(_members(stay for stay in held if stay.is_stated and _begins_in(stay, term))),
        "first_seen_members": len(_born(scope, term, held)),
        "members": len(closing),
        "net_growth": len(closing) - len(opening),
        **_leavers(scope, term, held, opening),
    }


def _members(stays: Iterable[Stay]) -> set[int]:
    return {stay.member for stay in stays}


def _begins_in(stay: Stay, term: Term) -> bool:
    return stay.came_on is not None and term.holds(stay.came_on)


def _born(scope: Scope, term: Term, held: list[Stay]) -> set[int]:
    """Who was born in the period, in a group by coming to it; whose origin is not known was there before."""
    came = origins(scope)
    births = {stay.member: came.get((stay.member, stay.place)) for stay in held}
    return {who for who, birth in births.items() if birth and birth.is_known and term.holds(birth.born_on)}


def _leavers(scope: Scope, term: Term, held: list[Stay], opening: set[int]) -> Row:
    """Leaving is told on some platforms only: elsewhere it is not known, and those members are in no denominator."""
    telling = {who for who in opening if scope.world.platforms[who] in tells(scope.world, "leaves")}
    gone = {name: _members(stay for stay in held if _ends_in(stay, term, how)) for name, how in HOW.items()}
    left = _members(stay for stay in held if _ends_in(stay, term, "leave") and not _begins_in(stay, term)) & telling
    can_tell = any(scope.world.platforms[stay.member] in tells(scope.world, "leaves") for stay in held)
    counts: Row = {name: len(who) for name, who in gone.items()}
    counts["leave_members"] = len(left)
    return {
        **(counts if can_tell or not held else dict.fromkeys(counts)),
        "of_telling_members": len(telling),
        "leave_rate": ratio(len(left), len(telling)),
    }


def _ends_in(stay: Stay, term: Term, how: str) -> bool:
    return stay.left_how == how and stay.left_on is not None and term.holds(stay.left_on)
