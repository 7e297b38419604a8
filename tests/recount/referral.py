"""How many are brought in by members, and how many of them become active."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.recount.newcomers import newcomers_of
from tests.recount.scope import DAY
from tests.recount.stays import stays

if TYPE_CHECKING:
    from datetime import date

    from tests.recount.scope import Scope, Term

    Row = dict[str, object]

WEEK = timedelta(days=7)


def referral(scope: Scope) -> list[Row]:
    """Every column of the family."""
    invited = _invited(scope)
    in_term: dict[str | None, dict[Term, list[int]]] = defaultdict(lambda: defaultdict(list))
    for member, invited_on in invited.items():
        term = scope.term_of(invited_on)
        if term:
            in_term[scope.slice_of(member, None)][term].append(member)
    joined = newcomers_of(scope)
    active = _active_days(scope)
    rows = []
    for key in {*in_term, *joined}:
        for term in scope.terms:
            invitees = in_term[key][term]
            settled = [who for who in invitees if _is_over(scope, invited[who])]
            joiners = {each.member for each in joined[key][term]}
            rows.append(
                {
                    "slice": key,
                    "starts_on": term.starts_on,
                    "status": term.status,
                    "invitees": len(invitees),
                    "pending": len(invitees) - len(settled),
                    "of_invitees": len(settled),
                    "activated_members": sum(_is_activated(active[who], invited[who]) for who in settled),
                    "joined_members": len(joiners),
                    "referred_members": len(joiners & {*invited}),
                }
            )
    return rows


def _invited(scope: Scope) -> dict[int, date]:
    """When the first inviter of each brought them in; nobody brings in themselves."""
    firsts: dict[int, date] = {}
    for stay in stays(scope.world, scope.known_until, by_group=False):
        if stay.came_on is not None:
            firsts.setdefault(stay.member, stay.came_on)
    offers = [(row.happened_at, row.invitee, row.inviter) for row in scope.world.referrals]
    offers += [
        (turn.happened_at, turn.member, turn.inviter)
        for turn in scope.world.turns
        if turn.inviter is not None and turn.happened_at.date() == firsts.get(turn.member)
    ]
    found: dict[int, date] = {}
    for happened_at, invitee, inviter in sorted(offers):
        if invitee != inviter and happened_at.date() <= scope.known_until:
            found.setdefault(invitee, happened_at.date())
    return found


def _active_days(scope: Scope) -> dict[int, set[date]]:
    found = defaultdict(set)
    for deed in filter(scope.is_active, scope.deeds):
        found[deed.member].add(deed.happened_at.date())
    return found


def _is_over(scope: Scope, invited_on: date) -> bool:
    return invited_on + WEEK <= min(scope.known_until, scope.world.covers_on) + DAY


def _is_activated(days: set[date], invited_on: date) -> bool:
    return any(invited_on <= day < invited_on + WEEK for day in days)
