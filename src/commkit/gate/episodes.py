"""How long a rule has found something: told by the periods, not by how often it was asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from commkit.check_choices import Verdict
from commkit.choices import UNSETTLED, PeriodStatus
from commkit.gate.verdicts import Finding, Sides, judge
from commkit.indicators.periods import end_of, move, start_of
from commkit.store.ask.reach import DAY

if TYPE_CHECKING:
    from datetime import date

    from commkit.choices import Period
    from commkit.gate.history import History
    from commkit.gate.rules import Rule

State = Literal["new", "ongoing", "recovered"]
_BADNESS = {Verdict.fail: 2, Verdict.warn: 1}


@dataclass(frozen=True, slots=True)
class Episode:
    """Whether a finding is new, ongoing for so many periods since one, or over since the period before."""

    state: State | None = None
    periods: int = 0
    since_on: date | None = None


def find_last(history: History, as_of: date, *, is_of_now: bool) -> date | None:
    """The start of the period to be judged: the last one that is over.

    One whose people are still being given time is passed over. One that exports do not cover is not: an older number is
    not judged in its place.
    """
    if is_of_now:
        return max(history.periods, default=None)
    due_on = last_over(history.every, as_of)
    settled = [start for start, each in history.periods.items() if each.status not in UNSETTLED and start >= due_on]
    if settled:
        return max(settled)
    while (found := history.periods.get(due_on)) and found.status == PeriodStatus.maturing:
        due_on = history.before(due_on)
    return due_on


def last_over(every: Period, as_of: date) -> date:
    """The start of the last period that is over at the end of this day."""
    starts_on = start_of(as_of, every)
    return starts_on if end_of(starts_on, every) <= as_of + DAY else move(starts_on, every, -1)


def follow(rule: Rule, sides: Sides, finding: Finding) -> Episode:
    """How long it has been so: findings as bad or worse on end, up to this period."""
    starts_on = finding.starts_on
    if starts_on is None or rule.indicator.is_of_now:
        return Episode()
    if not finding.is_found:
        return _recover(rule, sides, finding, starts_on)
    periods = 1
    while _is_as_bad(judge(rule, sides, before := sides.own.before(starts_on)), finding):
        starts_on, periods = before, periods + 1
    return Episode("new" if periods == 1 else "ongoing", periods, starts_on)


def _is_as_bad(earlier: Finding, finding: Finding) -> bool:
    return _BADNESS.get(earlier.verdict, 0) >= _BADNESS[finding.verdict]


def _recover(rule: Rule, sides: Sides, finding: Finding, starts_on: date) -> Episode:
    """Over, where the period before was found wrong: said in the first period that is well, and in no later one."""
    if finding.verdict is Verdict.passed and judge(rule, sides, sides.own.before(starts_on)).is_found:
        return Episode("recovered")
    return Episode()
