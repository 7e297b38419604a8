"""Whether messages are answered, how soon, and by whom."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.recount.coverage import tells
from tests.recount.scope import median, ratio
from tests.recount.talk import replies, said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.recount.scope import Scope, Term
    from tests.recount.talk import Said

    Row = dict[str, Any]
    Exchange = tuple[Said, list[Said]]

WEEK = timedelta(days=7)
HOURS = 7 * 24


def response(scope: Scope) -> list[Row]:
    """Every column of the family: openings where replies can be told; a slice without such places has no rows."""
    found: dict[str | None, dict[Term, list[Said]]] = defaultdict(lambda: defaultdict(list))
    for each in said(scope.world):
        term = scope.term_of(each.said_at.date())
        can_tell = each.place.platform in tells(scope.world, "replies")
        if term and can_tell and each.reply_to is None and not each.is_staff:
            found[scope.slice_of(each.author, each.group)][term].append(each)
    return [_row(scope, term, key, by_term[term]) for key, by_term in found.items() for term in scope.terms]


def _row(scope: Scope, term: Term, key: str | None, openings: list[Said]) -> Row:
    settled = [each for each in openings if each.said_at.date() + WEEK <= scope.known_until]
    answered = [(each, _in_time(scope, each)) for each in settled]
    by_staff = [(each, [reply for reply in found if reply.is_staff]) for each, found in answered]
    by_peers = [(each, [reply for reply in found if not reply.is_staff]) for each, found in answered]
    return {
        "slice": key,
        "starts_on": term.starts_on,
        "status": term.status,
        "openings": len(openings),
        "pending": len(openings) - len(settled),
        "of_openings": len(settled),
        **_told("", answered),
        **_told("staff_", by_staff),
        **_told("peer_", by_peers),
    }


def _in_time(scope: Scope, opening: Said) -> list[Said]:
    return [each for each in replies(scope.world).get(opening.key, []) if 0 <= each.hours_after(opening) < HOURS]


def _told(whose: str, exchanges: Sequence[Exchange]) -> Row:
    waits = [found[0].hours_after(asked) for asked, found in exchanges if found]
    return {
        f"{whose}replied_openings": len(waits),
        f"{whose}replied_rate": ratio(len(waits), len(exchanges)),
        f"median_{whose}reply_hours": median(waits),
    }
