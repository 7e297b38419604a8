"""How many members there are, and how they come and go."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tests.recount.answers.births import births
from tests.recount.coverage import tells
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
    born: dict[tuple[str | None, Term | None], set[int | None]] = defaultdict(set)
    for birth in births(scope, "came"):
        born[birth.slice, scope.term_of(birth.born_on)].add(birth.member if birth.is_known else None)
    can_tell = {key: any(_tells(scope, stay) for stays in its.values() for stay in stays) for key, its in found.items()}
    return [
        _row(term, key, its[term])
        | {"first_seen_members": None if None in born[key, term] else len(born[key, term])}
        | _leavers(scope, term, its[term], can_tell=can_tell[key])
        for key, its in found.items()
        for term in scope.terms
    ]


def _row(term: Term, key: str | None, held: list[Stay]) -> Row:
    opening = _members(stay for stay in held if not _begins_in(stay, term))
    closing = _members(stay for stay in held if not stay.leaves_in(term))
    return {
        "slice": key,
        "starts_on": term.starts_on,
        "status": term.status,
        "of_opening_members": len(opening),
        "joined_members": len(_members(stay for stay in held if stay.is_stated and _begins_in(stay, term))),
        "members": len(closing),
        "net_growth": len(closing) - len(opening),
    }


def _members(stays: Iterable[Stay]) -> set[int]:
    return {stay.member for stay in stays}


def _begins_in(stay: Stay, term: Term) -> bool:
    return stay.came_on is not None and term.holds(stay.came_on)


def _tells(scope: Scope, stay: Stay) -> bool:
    return scope.world.platforms[stay.member] in tells(scope.world, "leaves")


def _leavers(scope: Scope, term: Term, held: list[Stay], *, can_tell: bool) -> Row:
    """Leaving is told on some platforms only: elsewhere it is not known, and those members are in no denominator."""
    gone = {name: _members(stay for stay in held if _ends_in(stay, term, how)) for name, how in HOW.items()}
    telling = [stay for stay in held if _tells(scope, stay) and not _begins_in(stay, term)]
    left = _members(stay for stay in telling if _ends_in(stay, term, "leave"))
    counts: Row = {name: len(who) for name, who in gone.items()}
    counts |= {"leave_members": len(left), "of_telling_members": len(_members(telling))}
    shown = counts if can_tell else dict.fromkeys(counts)
    return {**shown, "leave_rate": ratio(len(left), len(_members(telling)))}


def _ends_in(stay: Stay, term: Term, how: str) -> bool:
    return stay.left_how == how and stay.left_on is not None and term.holds(stay.left_on)
