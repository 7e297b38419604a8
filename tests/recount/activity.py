"""How many are active, and how much they say."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from tests.recount.scope import DAY, Scope, Term, median, start_of

if TYPE_CHECKING:
    Row = dict[str, object]
    Came = tuple[dict[int, date], dict[int, date]]  # when each is said to have joined; when each came


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
    came = joined(scope), origins(scope)
    slices = [key for key, its in done.items() if any(map(scope.term_of, (*its.active, *its.messages)))]
    return [_row(scope, term, key, done[key], came) for key in slices for term in scope.terms]


def _row(scope: Scope, term: Term, key: str | None, done: Done, came: Came) -> Row:
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
        "new_members": _new(scope, term, present, came),
        "member_days": sum(len(done.active.get(day, ())) for day in days),
        "days": (last_on - max(term.starts_on, scope.since or _first_on(scope))).days + 1,
        "wau": len(_in_days(done, [last_on - timedelta(before) for before in range(7)])),
        "mau": len(_in_days(done, [last_on - timedelta(before) for before in range(30)])),
    }


def _in_days(done: Done, days: list[date]) -> set[int]:
    """Who was active on any of these days."""
    return {who for day in days for who in done.active.get(day, ())}


@cache
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


@cache
def origins(scope: Scope) -> dict[int, date]:
    """When each came: joining or first speaking, whichever was first; else by the first deed of any kind."""
    found = {**joined(scope)}
    for deed in scope.deeds:
        day = deed.happened_at.date()
        if deed.does == "speak":
            found[deed.member] = min(day, found.get(deed.member, day))
    for deed in filter(scope.is_active, scope.deeds):
        found.setdefault(deed.member, deed.happened_at.date())
    return found


def _new(scope: Scope, term: Term, present: set[int], came: Came) -> int | None:
    """Those active in the period in which they came; unknown where the log begins and somebody's coming is not told."""
    told, origins = came
    new = [who for who in present if start_of(origins[who], scope.every) == term.starts_on]
    log_begins = start_of(scope.deeds[0].happened_at.date(), scope.every)
    is_told = all(who in told for who in new)
    return len(new) if is_told or term.starts_on != log_begins else None
