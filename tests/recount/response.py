"""Whether messages are answered, and how soon."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.recount.scope import DAY, median, ratio
from tests.recount.talk import said

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from tests.recount.scope import Scope, Term
    from tests.recount.talk import Said

    Row = dict[str, object]
    Answered = tuple[Said, list[Said]]  # an opening, and what others answered in time

WEEK = timedelta(days=7)
HOURS = 7 * 24
BY_WHOM = {"": (True, False), "staff_": (True,), "peer_": (False,)}


def response(scope: Scope) -> list[Row]:
    """Every column of the family."""
    found: dict[str | None, dict[Term, list[Answered]]] = defaultdict(lambda: defaultdict(list))
    answers: dict[Hashable, list[Said]] = defaultdict(list)
    known = [each for each in said(scope.world) if each.said_at.date() <= scope.known_until]
    for each in known:
        if each.reply_to is not None:
            answers[each.reply_to].append(each)
    for each in known:
        term = scope.term_of(each.said_at.date())
        if term and each.reply_to is None and not each.is_staff:
            in_time = [answer for answer in answers[each.key] if _answers(answer, each)]
            found[scope.slice_of(each.author, each.group)][term].append((each, in_time))
    return [_row(scope, term, key, by_term[term]) for key, by_term in found.items() for term in scope.terms]


def _answers(answer: Said, opening: Said) -> bool:
    return answer.author != opening.author and answer.hours_after(opening) < HOURS


def _row(scope: Scope, term: Term, key: str | None, found: Sequence[Answered]) -> Row:
    end = min(scope.known_until, scope.world.covers_on) + DAY
    settled = [each for each in found if each[0].said_at.date() + WEEK < end]
    row: Row = {
        "slice": key,
        "starts_on": term.starts_on,
        "status": term.status,
        "openings": len(found),
        "pending": len(found) - len(settled),
        "of_openings": len(settled),
    }
    for whom, staff in BY_WHOM.items():
        waits = [_hours(opening, [each for each in answers if each.is_staff in staff]) for opening, answers in settled]
        hours = [wait for wait in waits if wait is not None]
        row[f"{whom}replied_openings"] = len(hours)
        row[f"{whom}replied_rate"] = ratio(len(hours), len(settled))
        row[f"median_{whom}reply_hours"] = median(hours)
    return row


def _hours(opening: Said, answers: Sequence[Said]) -> float | None:
    """How long until the first answer."""
    waits = [answer.hours_after(opening) for answer in answers]
    return min(waits, default=None)
