"""Who is active again so many days after coming."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.recount.newcomers import days_of
from tests.recount.scope import DAY, start_of
from tests.recount.stays import arrivals, log_begins

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
    """Whose coming is known: said, or seen after the period in which the log begins."""
    begins_on = log_begins(scope)
    _, active = days_of(scope)
    for key, stay in arrivals(scope):
        came_on = stay.came_on
        if came_on and (stay.is_stated or start_of(came_on, scope.every) > begins_on):
            yield key, (came_on, active[stay.member, stay.place])


def _row(scope: Scope, term: Term, key: str | None, came: list[Life]) -> Row:
    row: Row = {"slice": key, "starts_on": term.starts_on, "status": term.status, "came_members": len(came)}
    end = min(scope.known_until, scope.world.covers_on) + DAY
    for days in LATER:
        later = timedelta(days)
        settled = [(came_on + later, active) for came_on, active in came if came_on + later < end]
        row[f"d{days}_members"] = sum(day in active for day, active in settled)
        row[f"of_d{days}_members"] = len(settled)
    return row
