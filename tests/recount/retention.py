"""Who is active again so many days after coming."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.recount.answers.births import births
from tests.recount.newcomers import days_of
from tests.recount.scope import DAY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tests.recount.scope import Scope, Term

    Row = dict[str, object]
    Life = tuple[date, set[date]]  # when somebody came, and on which days they are active

LATER = (1, 7, 30, 90)


def retention(scope: Scope) -> list[Row]:
    """Every column of the family."""
    found: dict[str | None, dict[Term, list[Life]]] = defaultdict(lambda: defaultdict(list))
    for key, life in _lives(scope):
        term = scope.term_of(life[0])
        if term:
            found[key][term].append(life)
    return [_row(scope, term, key, by_term[term]) for key, by_term in found.items() for term in scope.terms]


def _lives(scope: Scope) -> Iterator[tuple[str | None, Life]]:
    """Whose birth is known."""
    _, active = days_of(scope)
    for born in births(scope, "came"):
        if born.is_known:
            yield born.slice, (born.born_on, active[born.member, born.place])


def _row(scope: Scope, term: Term, key: str | None, came: list[Life]) -> Row:
    row: Row = {"slice": key, "starts_on": term.starts_on, "status": term.status, "came_members": len(came)}
    end = scope.known_until + DAY
    for days in LATER:
        later = timedelta(days)
        settled = [(came_on + later, active) for came_on, active in came if came_on + later < end]
        row[f"d{days}_members"] = sum(day in active for day, active in settled)
        row[f"of_d{days}_members"] = len(settled)
    return row
