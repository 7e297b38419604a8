"""Series that are told number by number, and the rules that judge them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from commkit.check_choices import FailOn, Verdict
from commkit.choices import PeriodStatus
from commkit.gate.episodes import Episode, find_last, follow, last_over
from commkit.gate.evaluation import Judged
from commkit.gate.history import History, Measured
from commkit.gate.rules import parse_rules
from commkit.gate.summary import choose_code, sum_up
from commkit.gate.verdicts import Finding, Sides, judge
from commkit.indicators.periods import move

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from commkit.gate.rules import Rule

AS_OF = date(2026, 6, 28)  # a Sunday
ROW = ("verdict", "state", "periods", "held", "reason", "attained", "change_percent")

Number = Any  # 90, (9, 10) for a ratio, None where nothing covers it, or the word of a status


class Ended(NamedTuple):
    """The exit code of a run, and its row of one rule."""

    code: int
    row: dict[str, Any]


def measure(starts_on: date, number: Number, sample: float | None) -> Measured:
    """A period whose number this is."""
    if number is None or isinstance(number, str):
        return Measured(starts_on, number or PeriodStatus.not_covered.value, None, None, None, AS_OF)
    over, under = number if isinstance(number, tuple) else (number, None)
    of = sample if sample is not None else (under or over)
    return Measured(starts_on, "complete", Fraction(over), under and Fraction(under), float(of), AS_OF)


def tell_series(rule: Rule, numbers: Sequence[Number], sample: float | None = None, as_of: date = AS_OF) -> History:
    """The series, the last number that of the last period over; what is None was never told of."""
    last_on = last_over(rule.period, as_of)
    starts = [move(last_on, rule.period, back - len(numbers) + 1) for back in range(len(numbers))]
    told = {at: measure(at, number, sample) for at, number in zip(starts, numbers, strict=True) if number is not None}
    return History(rule.period, told, rule.least)


def decide(rules: Sequence[Rule], series: Sequence[Sides], today: date, fail_on: FailOn) -> tuple[int, list[Judged]]:
    """The exit code of a run of these rules, and what was found."""
    judged = []
    for rule, sides in zip(rules, series, strict=True):
        starts_on = find_last(sides.own, AS_OF, is_of_now=rule.indicator.is_of_now)
        finding = judge(rule, sides, starts_on) if starts_on else Finding(verdict=Verdict.not_evaluated)
        episode = follow(rule, sides, finding) if starts_on else Episode()
        judged.append(Judged(rule, None, finding, episode, sides.own))
    return choose_code(judged, sum_up(judged, [], today), fail_on), judged


@pytest.fixture
def ended() -> Callable[..., Ended]:
    """Judge one rule, a table of commkit.toml, on a series."""

    def run(
        table: dict[str, Any],
        numbers: Sequence[Number],
        *,
        sample: float | None = None,
        today: date = date(2026, 6, 29),
        fail_on: FailOn = FailOn.fail,
        other: Sequence[Number] = (),
    ) -> Ended:
        (rule,) = parse_rules({"rule": table})
        sides = Sides(tell_series(rule, numbers, sample), tell_series(rule, other) if other else None)
        code, judged = decide([rule], [sides], today, fail_on)
        row = sum_up(judged, [], today).table.row(0, named=True)
        return Ended(code, {name: row[name] for name in ROW})

    return run


def judge_series(rules: Sequence[Rule], series: Mapping[str, Sequence[Number]]) -> list[Judged]:
    """What is found by these rules on these series, by indicator."""
    sides = []
    for rule in rules:
        own = tell_series(rule, series.get(rule.indicator.name, []))
        other = series.get(rule.meanwhile[0].name) if rule.meanwhile else None
        sides.append(Sides(own, tell_series(rule, other) if other else None))
    return decide(rules, sides, AS_OF, FailOn.fail)[1]
