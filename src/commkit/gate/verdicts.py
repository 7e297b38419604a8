"""A rule's verdict on one period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from commkit.check_choices import Verdict
from commkit.choices import UNSETTLED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from fractions import Fraction

    from commkit.gate.clauses import Clause
    from commkit.gate.history import History, Measured
    from commkit.gate.rules import Rule

Unknown = Literal["not_loaded", "unsettled", "few", "no_reference", "zero_base"]


class Sides(NamedTuple):
    """What a rule reads: its own indicator, and the other one whose condition must hold meanwhile."""

    own: History
    other: History | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A verdict with what it rests on: the condition that decided, and how many of how many periods it held in."""

    verdict: Verdict
    starts_on: date | None = None
    measured: Measured | None = None
    condition: Clause | None = None
    reference: Fraction | None = None
    hits: int | None = None
    unknown: Unknown | None = None  # why it is not evaluated

    @property
    def is_found(self) -> bool:
        """Whether something is wrong."""
        return self.verdict in (Verdict.fail, Verdict.warn)


class _State(NamedTuple):
    """Whether a condition holds as long as it must; `hits` counts the periods of which it is pending."""

    holds: bool | None
    hits: int = 0


def judge(rule: Rule, sides: Sides, starts_on: date) -> Finding:
    """The verdict on this period, by what was known up to its end: fail is judged before warn, and neither guessed."""
    history = sides.own
    measured = history.periods.get(starts_on)
    untold = Finding(verdict=Verdict.not_evaluated, starts_on=starts_on, measured=measured)
    if history.at(starts_on) is None:
        return replace(untold, unknown=_explain(history, measured))
    pending: Finding | None = None
    for verdict, condition in ((Verdict.fail, rule.fail), (Verdict.warn, rule.warn)):
        if condition is None:
            continue
        state = _meet(rule, sides, starts_on, _last(rule, condition, sides, starts_on))
        reference = condition.refer(history, starts_on, rule.target) if condition.is_relative else None
        found = replace(untold, condition=condition, reference=reference, hits=state.hits)
        if state.holds is None:
            return replace(found, unknown="zero_base" if reference == 0 else "no_reference")
        if state.holds:
            return replace(found, verdict=verdict)
        if state.hits and not pending:
            pending = replace(found, verdict=Verdict.pending)
    return pending or _passed(rule, untold, history, starts_on)


def _passed(rule: Rule, untold: Finding, history: History, starts_on: date) -> Finding:
    """A pass, beside what the first condition compares with."""
    first = rule.conditions[0]
    reference = first.refer(history, starts_on, rule.target) if first.is_relative else None
    return replace(untold, verdict=Verdict.passed, condition=first, reference=reference)


def _explain(history: History, measured: Measured | None) -> Unknown:
    """Why a period has no number."""
    if measured is not None and measured.status not in UNSETTLED:
        return "few" if history.is_small(measured) else "zero_base"
    return "unsettled"


def _meet(rule: Rule, sides: Sides, starts_on: date, state: _State) -> _State:
    """The state with what must hold meanwhile: of the other indicator, in the last period."""
    if not state.holds or rule.meanwhile is None:
        return state
    return _State(None if sides.other is None else rule.meanwhile[1].holds(sides.other, starts_on))


def _last(rule: Rule, condition: Clause, sides: Sides, starts_on: date) -> _State:
    """Whether the condition holds in so many of the last periods as it must."""
    now = _holds(rule, condition, sides, starts_on)
    if condition.within == 1:
        return _State(now)
    if condition.hits == condition.within:
        if not now:
            return _State(now)
        hits = _count_streak(rule, condition, sides, starts_on)
    else:
        hits = sum(bool(each) for each in _look_back(rule, condition, sides, starts_on))
        if now is None and hits < condition.hits:
            return _State(None)
    if hits >= condition.hits:
        return _State(holds=True)
    return _State(holds=False, hits=hits if now else 0)


def _count_streak(rule: Rule, condition: Clause, sides: Sides, starts_on: date) -> int:
    """In how many periods on end it holds, up to those that are asked for; one that is not known ends the streak."""
    hits = 0
    for each in _look_back(rule, condition, sides, starts_on):
        if not each:
            break
        hits += 1
    return hits


def _look_back(rule: Rule, condition: Clause, sides: Sides, starts_on: date) -> Iterator[bool | None]:
    for back in range(condition.within):
        yield _holds(rule, condition, sides, sides.own.before(starts_on, back))


def _holds(rule: Rule, condition: Clause, sides: Sides, starts_on: date) -> bool | None:
    """Whether it holds in this period, and the floor with it; None where that is not known."""
    held = condition.holds(sides.own, starts_on, rule.target)
    if not held:
        return held
    if rule.floor:
        held = replace(rule.floor, reference=rule.floor.reference or condition.reference).holds(
            sides.own, starts_on, rule.target
        )
    return held
