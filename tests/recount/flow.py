"""How many members there are, and how they come and go."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tests.recount.scope import ratio, start_of
from tests.recount.stays import log_begins, stays_of

if TYPE_CHECKING:
    from datetime import date

    from tests.recount.scope import Scope, Term
    from tests.recount.stays import Stay

    Row = dict[str, object]


def flow(scope: Scope) -> list[Row]:
    """Every column of the family."""
    found: dict[str | None, dict[Term, list[Stay]]] = defaultdict(lambda: defaultdict(list))
    for key, stay in stays_of(scope):
        for term in stay.touched(scope):
            found[key][term].append(stay)
    begins_on = log_begins(scope)
    return [_row(scope, term, key, its[term], begins_on) for key, its in found.items() for term in scope.terms]


def _has_joined(scope: Scope, term: Term, stay: Stay, begins_on: date) -> bool:
    """Whether it begins in the period; who is merely seen where the log begins was there before."""
    if stay.came_on is None or stay.came_on < term.opens_on:
        return False
    return stay.is_stated or start_of(stay.came_on, scope.every) > begins_on


def _row(scope: Scope, term: Term, key: str | None, held: list[Stay], begins_on: date) -> Row:
    joined = [stay for stay in held if _has_joined(scope, term, stay, begins_on)]
    gone = [stay for stay in held if stay.leaves_in(term)]
    opening = len(held) - len(joined)
    leaving = [stay for stay in gone if stay.left_how == "leave" and stay not in joined]
    return {
        "slice": key,
        "starts_on": term.starts_on,
        "status": term.status,
        "of_opening_members": opening,
        "joined_members": len(joined),
        "left_members": sum(stay.left_how == "leave" for stay in gone),
        "removed_members": sum(stay.left_how == "removed" for stay in gone),
        "dissolved_members": sum(stay.left_how == "dissolved" for stay in gone),
        "members": len(held) - len(gone),
        "net_growth": len(held) - len(gone) - opening,
        "leave_members": len(leaving),
        "leave_rate": ratio(len(leaving), opening),
    }
