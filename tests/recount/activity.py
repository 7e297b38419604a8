"""How many are active, and how much they say."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tests.recount.origin import birth_of, log_begins, platforms, talk_begins
from tests.recount.scope import DAY, Scope, Term, median, start_of

if TYPE_CHECKING:
    Row = dict[str, Any]


@dataclass
class Done:
    """What is done in a slice, day by day."""

    active: dict[date, set[int]] = field(default_factory=lambda: defaultdict(set))
    messages: dict[date, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))


def activity(scope: Scope) -> list[Row]:
    """Every column of the family."""
    done: dict[str | None, Done] = defaultdict(Done)
    for deed in scope.deeds:
        day, key = deed.happened_at.date(), scope.slice_of(deed.member, deed.group)
        if scope.is_active(deed):
            done[key].active[day].add(deed.member)
        if deed.does == "speak":
            done[key].messages[day][deed.member] += 1
    slices = [key for key, its in done.items() if any(map(scope.term_of, (*its.active, *its.messages)))]
    return [_row(scope, term, key, done[key]) for key in slices for term in scope.terms]


def _row(scope: Scope, term: Term, key: str | None, done: Done) -> Row:
    days = [term.opens_on + timedelta(after) for after in range((term.closes_on - term.opens_on).days)]
    present = _in_days(done, days)
    said: Counter[int] = sum((done.messages.get(day, Counter()) for day in days), Counter())
    last_on = term.closes_on - DAY
    return {
        "slice": key,
        "starts_on": term.starts_on,
        "status": term.status,
        "members": len(present),
        "messages": said.total(),
        "median_messages": median(said[who] for who in present),
        "new_members": _new(scope, term, present),
        "member_days": sum(len(done.active.get(day, ())) for day in days),
        "days": (last_on - max(term.starts_on, scope.since or _first_on(scope))).days + 1,
        "wau": len(_in_days(done, [last_on - timedelta(before) for before in range(7)])),
        "mau": len(_in_days(done, [last_on - timedelta(before) for before in range(30)])),
    }


def _in_days(done: Done, days: list[date]) -> set[int]:
    """Who was active on any of these days."""
    return {who for day in days for who in done.active.get(day, ())}


def _first_on(scope: Scope) -> date:
    """The first day of the log of what makes active: of talk, or of orders and events, which name no group."""
    talk = [begins_on for begins_on in (talk_begins(scope.world, each) for each in platforms(scope.world)) if begins_on]
    other = [begins_on for begins_on in (log_begins(scope.world, None, None),) if begins_on]
    if scope.active_by == "any":
        return min(talk + other, default=date.min)
    return min(other if scope.active_by in ("bought", "event") else talk, default=date.min)


def _new(scope: Scope, term: Term, present: set[int]) -> int | None:
    """Those active in the period in which they were born; unknown where somebody may have been there before the log."""
    births = [birth_of(scope, who) for who in present]
    new = [birth for birth in births if start_of(birth.born_on, scope.every) == term.starts_on]
    return len(new) if all(birth.is_known for birth in new) else None
