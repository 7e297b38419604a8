"""How many are active, and how much they say."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.recount.scope import DAY, Scope, Term, median, start_of

if TYPE_CHECKING:
    Row = dict[str, object]
    Days = dict[int, set[date]]
    Came = tuple[dict[int, date], dict[int, date]]  # when each is said to have joined; when each came


def activity(scope: Scope) -> list[Row]:
    """Every column of the family."""
    said = _said(scope)
    came = joined(scope), _origins(scope)
    whole = scope.terms[0], scope.terms[-1]
    slices = {key for key, days in scope.active_days.items() if _within(days, *whole)}
    slices |= {key for key, days in said.items() if _within({who: {*its} for who, its in days.items()}, *whole)}
    return [_row(scope, term, key, said[key], came) for key in slices for term in scope.terms]


def _row(scope: Scope, term: Term, key: str | None, said: dict[int, Counter[date]], came: Came) -> Row:
    days = scope.active_days[key]
    present = _within(days, term, term)
    counts = {who: sum(number for day, number in days.items() if term.holds(day)) for who, days in said.items()}
    last_on = term.closes_on - DAY
    return {
        "slice": key,
        "starts_on": term.starts_on,
        "status": term.status,
        "members": len(present),
        "messages": sum(counts.values()),
        "median_messages": median(counts.get(who, 0) for who in present),
        "new_members": _new(scope, term, present, came),
        "member_days": sum(map(len, present.values())),
        "days": (last_on - max(term.starts_on, scope.since or _first_on(scope))).days + 1,
        "wau": len(_in_days(days, last_on, 7)),
        "mau": len(_in_days(days, last_on, 30)),
    }


def _said(scope: Scope) -> dict[str | None, dict[int, Counter[date]]]:
    """Messages by slice, member and day."""
    found: dict[str | None, dict[int, Counter[date]]] = defaultdict(lambda: defaultdict(Counter))
    for deed in scope.deeds:
        if deed.does == "speak":
            found[scope.slice_of(deed.member, deed.group)][deed.member][deed.happened_at.date()] += 1
    return found


def _within(days: Days, first: Term, last: Term) -> Days:
    """Active days of those who have any from one period to another."""
    number = (last.closes_on - first.opens_on).days
    window = {first.opens_on + timedelta(after) for after in range(number)}
    held = {who: its & window for who, its in days.items()}
    return {who: its for who, its in held.items() if its}


def _in_days(days: Days, last_on: date, number: int) -> set[int]:
    window = {last_on - timedelta(before) for before in range(number)}
    return {who for who, its in days.items() if not its.isdisjoint(window)}


def joined(scope: Scope) -> dict[int, date]:
    """The first day on which each is said to have joined."""
    found: dict[int, date] = {}
    for turn in scope.world.turns:
        day = turn.happened_at.date()
        if turn.change == "join" and day <= scope.known_until:
            found.setdefault(turn.member, day)
    return found


def _first_on(scope: Scope) -> date:
    return next((deed.happened_at.date() for deed in scope.deeds if scope.is_active(deed)), date.min)


def _origins(scope: Scope) -> dict[int, date]:
    """When each came: joining or first speaking, whichever was first; else by the first deed of any kind."""
    found = joined(scope)
    for deed in scope.deeds:
        day = deed.happened_at.date()
        if deed.does == "speak":
            found[deed.member] = min(day, found.get(deed.member, day))
    for deed in filter(scope.is_active, scope.deeds):
        found.setdefault(deed.member, deed.happened_at.date())
    return found


def _new(scope: Scope, term: Term, present: Days, came: Came) -> int | None:
    """Those active in the period in which they came; unknown where the log begins and somebody's coming is not told."""
    told, origins = came
    new = [who for who in present if start_of(origins[who], scope.every) == term.starts_on]
    log_begins = start_of(scope.deeds[0].happened_at.date(), scope.every)
    is_told = all(who in told for who in new)
    return len(new) if is_told or term.starts_on != log_begins else None
