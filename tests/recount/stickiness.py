"""How often the active come back."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.recount.engagement import present_of
from tests.recount.scope import DAY, ratio

if TYPE_CHECKING:
    from datetime import date

    from tests.recount.scope import Scope, Term

    Row = dict[str, object]
    Active = dict[date, set[int]]


def stickiness(scope: Scope) -> list[Row]:
    """Every column of the family."""
    active: dict[str | None, Active] = defaultdict(lambda: defaultdict(set))
    for deed in filter(scope.is_active, scope.deeds):
        active[scope.slice_of(deed.member, deed.group)][deed.happened_at.date()].add(deed.member)
    return [_row(scope, term, key, by_day) for key, by_day in active.items() for term in scope.terms]


def active_days(scope: Scope) -> list[Row]:
    """On how many of the last 28 days each of those who are there at the end was active."""
    last = scope.terms[-1]
    window = {last.closes_on - (before + 1) * DAY for before in range(28)}
    days: dict[tuple[str | None, int], set[date]] = defaultdict(set)
    for deed in filter(scope.is_active, scope.deeds):
        days[scope.slice_of(deed.member, deed.group), deed.member].add(deed.happened_at.date())
    return [
        _active_on(key, number, [len(days[key, who] & window) for who in its[last]])
        for key, its in present_of(scope).items()
        if its[last]
        for number in range(29)
    ]


def _active_on(key: str | None, number: int, counts: list[int]) -> Row:
    exactly, at_least = counts.count(number), sum(count >= number for count in counts)
    return {
        "slice": key,
        "active_days": number,
        "members": exactly,
        "member_rate": ratio(exactly, len(counts)),
        "at_least_members": at_least,
        "at_least_rate": ratio(at_least, len(counts)),
        "of_members": len(counts),
    }


def _row(scope: Scope, term: Term, key: str | None, active: Active) -> Row:
    return {
        "slice": key,
        "starts_on": term.starts_on,
        "status": term.status,
        "mau": len(_within(active, term.closes_on - DAY, 30)),
        **_mean(scope, term, active, "mau", 30),
        **_mean(scope, term, active, "wau", 7),
    }


def _mean(scope: Scope, term: Term, active: Active, whom: str, length: int) -> Row:
    """The mean ratio of a day's active members to those of so many days; unknown where the log is not so long yet."""
    days = [term.opens_on + timedelta(after) for after in range((term.closes_on - term.opens_on).days)]
    rates = [ratio(len(active.get(day, ())), len(_within(active, day, length))) for day in days]
    known = [rate for rate in rates if rate is not None]
    is_long = (days[0] - scope.deeds[0].happened_at.date()).days >= length
    total = sum(known) if is_long and known else None
    return {
        f"dau_{whom}_sum": total,
        f"of_{whom}_days": len(known),
        f"dau_{whom}_rate": None if total is None else total / len(known),
    }


def _within(active: Active, last_on: date, length: int) -> set[int]:
    """Who was active in so many days, the last one too."""
    return {who for before in range(length) for who in active.get(last_on - timedelta(before), ())}
