"""How many are brought in by members, and how many of them become active."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.recount.newcomers import newcomers_of
from tests.recount.scope import DAY
from tests.recount.stays import stays

if TYPE_CHECKING:
    from datetime import date, datetime

    from tests.recount.scope import Scope, Term

    Row = dict[str, object]

WEEK = timedelta(days=7)


def referral(scope: Scope) -> list[Row]:
    """Every column of the family."""
    invited = _invited(scope)
    found: dict[str | None, dict[Term, list[int]]] = defaultdict(lambda: defaultdict(list))
    for member, (invited_on, group) in invited.items():
        term = scope.term_of(invited_on)
        if term:
            found[scope.slice_of(member, group)][term].append(member)
    joined = newcomers_of(scope)
    return [
        _row(scope, term, key, [(who, invited[who][0], scope.active_days[who]) for who in found[key][term]])
        | _joiners({each.member for each in joined[key][term]}, {*invited})
        for key in {*found, *joined}
        for term in scope.terms
    ]


def _row(scope: Scope, term: Term, key: str | None, invitees: list[tuple[int, date, set[date]]]) -> Row:
    settled = [(invited_on, days) for _, invited_on, days in invitees if _is_over(scope, invited_on)]
    return {
        "slice": key,
        "starts_on": term.starts_on,
        "status": term.status,
        "invitees": len(invitees),
        "pending": len(invitees) - len(settled),
        "of_invitees": len(settled),
        "activated_members": sum(_is_activated(days, invited_on) for invited_on, days in settled),
    }


def _joiners(joined: set[int], invited: set[int]) -> Row:
    return {"joined_members": len(joined), "referred_members": len(joined & invited)}


def _invited(scope: Scope) -> dict[int, tuple[date, str | None]]:
    """When and where the first inviter of each brought them in; a table names no group, nobody invites themselves."""
    firsts: dict[int, date] = {}
    for stay in stays(scope.world, scope.known_until, by_group=False):
        if stay.came_on is not None:
            firsts.setdefault(stay.member, stay.came_on)
    offers: list[tuple[datetime, int, int, str | None]] = [
        (row.happened_at, row.invitee, row.inviter, None) for row in scope.world.referrals
    ]
    offers += [
        (turn.happened_at, turn.member, turn.inviter, turn.group)
        for turn in scope.world.turns
        if turn.inviter is not None and turn.happened_at.date() == firsts.get(turn.member)
    ]
    found: dict[int, tuple[date, str | None]] = {}
    for happened_at, invitee, inviter, group in sorted(offers, key=lambda offer: offer[0]):
        if invitee != inviter and happened_at.date() <= scope.known_until:
            found.setdefault(invitee, (happened_at.date(), group))
    return found


def _is_over(scope: Scope, invited_on: date) -> bool:
    return invited_on + WEEK <= scope.known_until + DAY


def _is_activated(days: set[date], invited_on: date) -> bool:
    return any(invited_on <= day < invited_on + WEEK for day in days)
