"""What `warn` and `fail` can say, read and answered with exact fractions.

    OP NUMBER[%]                          with OP one of < <= > >=
    [not] between A and B
    unusual                               outside the usual range of up to eight periods before
    (drop|rise|change) OP NUMBER[%|pp] [vs REFERENCE]
    ... [for N | for K of N]

REFERENCE is previous, target, mean_last_N, median_last_N, same_period_last_year or periods_ago_N.
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass, replace
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING, Literal, NamedTuple

from commkit.errors import WrongUse
from commkit.gate.history import PERIODS_A_YEAR
from commkit.stats.usual import is_unusual
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from commkit.choices import Period
    from commkit.gate.history import History

_OPERATORS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_USUAL = 8  # periods that tell what is usual
_MOST = 520  # periods that a condition may look back: ten years of weeks
_NUMBER = r"(-?\d{1,15}(?:\.\d{1,15})?)\s*(%|pp)?"
_OP = r"(<=|>=|<|>)"
_LASTING = re.compile(r"(.*?)\s+for\s+(?:(\d{1,3})\s+of\s+)?(\d{1,3})")
_VALUE = re.compile(rf"{_OP}\s*{_NUMBER}")
_BETWEEN = re.compile(rf"(not\s+)?between\s+{_NUMBER}\s+and\s+{_NUMBER}")
_CHANGE = re.compile(rf"(drop|rise|change)\s*{_OP}\s*{_NUMBER}(?:\s+vs\s+(\w+))?")
_REFERENCE = re.compile(r"(previous|target|same_period_last_year)|(mean_last|median_last|periods_ago)_(\d{1,3})")

Unit = Literal["", "%", "pp"]
_UNITS: dict[str | None, Unit] = {None: "", "%": "%", "pp": "pp"}


class Change(NamedTuple):
    """How a number moved against a reference."""

    value: Fraction
    reference: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One condition on a period, as it was written, and in how many of how many periods it must hold."""

    text: str
    kind: Literal["value", "between", "outside", "unusual", "drop", "rise", "change"]
    op: str = ""
    bounds: tuple[Fraction, ...] = ()
    unit: Unit = ""
    reference: str | None = None
    hits: int = 1
    within: int = 1
    tier: str | None = None  # the tier that it is short for

    @property
    def is_relative(self) -> bool:
        """Whether it compares a number with another one."""
        return self.kind in ("drop", "rise", "change")

    def depth(self, every: Period) -> int:
        """How many periods before the one that is judged it reads."""
        found = _REFERENCE.fullmatch(self.reference or "")
        back = int(found[3] or 1) if found else 0
        if found and found[1] == "target":
            back = 0
        if found and found[1] == "same_period_last_year":
            back = PERIODS_A_YEAR[every]
        return self.within - 1 + (_USUAL if self.kind == "unusual" else back)

    def holds(self, history: History, starts_on: date, target: Fraction | None = None) -> bool | None:
        """Whether it holds in this period alone; None where that cannot be told."""
        value = history.at(starts_on)
        if value is None:
            return None
        if self.is_relative:
            reference = self.refer(history, starts_on, target)
            return None if reference is None else self.moved(Change(value, reference))
        if self.kind == "unusual":
            return is_unusual(float(value), [float(each) for each in history.recent(starts_on, _USUAL)])
        if self.kind == "value":
            return _OPERATORS[self.op](value, self.bounds[0])
        return (self.bounds[0] <= value <= self.bounds[1]) == (self.kind == "between")

    def refer(self, history: History, starts_on: date, target: Fraction | None) -> Fraction | None:
        """What the period is compared with; None where that cannot be told."""
        found = _REFERENCE.fullmatch(self.reference or "previous")
        if found is None or found[1] == "target":
            return target
        if found[1]:
            is_yearly = found[1] == "same_period_last_year"
            return history.at(history.a_year_before(starts_on) if is_yearly else history.before(starts_on))
        number = int(found[3])
        if found[2] == "periods_ago":
            return history.at(history.before(starts_on, number))
        known = [each for each in history.last(starts_on, number) if each is not None]
        if len(known) < number:
            return None
        return median(known) if found[2] == "median_last" else sum(known, Fraction(0)) / number

    def moved(self, change: Change) -> bool | None:
        """Whether so large a change is meant; None for a share of nothing."""
        moved = change.value - change.reference
        moved = {"drop": -moved, "rise": moved}.get(self.kind, abs(moved))
        if self.unit == "%":
            if not change.reference:
                return None
            moved /= abs(change.reference)
        return _OPERATORS[self.op](moved, self.bounds[0])


def parse_clause(text: str, place: str) -> Clause:
    """The condition that is written in this place of commkit.toml. Raises WrongUse."""
    said = " ".join(text.split())
    lasting = _LASTING.fullmatch(said)
    found = _parse_one(lasting[1] if lasting else said)
    if found is None:
        raise _unreadable(text, place)
    within = int(lasting[3]) if lasting else 1
    hits = int(lasting[2] or within) if lasting else 1
    number = int((_REFERENCE.fullmatch(found.reference or "") or [0] * 4)[3] or 1)
    if not (1 <= hits <= within <= _MOST and 1 <= number <= _MOST):
        raise _unreadable(text, place)
    return replace(found, text=said, hits=hits, within=within)


def _parse_one(said: str) -> Clause | None:
    if said == "unusual":
        return Clause(text=said, kind="unusual")
    if found := _VALUE.fullmatch(said):
        if found[3] == "pp":
            return None
        return Clause(text=said, kind="value", op=found[1], bounds=(_read(found, 2),), unit=_UNITS[found[3]])
    if found := _BETWEEN.fullmatch(said):
        bounds = _read(found, 2), _read(found, 4)
        is_sound = "pp" not in (found[3], found[5]) and bounds[0] <= bounds[1]
        kind: Literal["outside", "between"] = "outside" if found[1] else "between"
        return Clause(text=said, kind=kind, bounds=bounds, unit=_UNITS[found[5]]) if is_sound else None
    if found := _CHANGE.fullmatch(said):
        return _make_change(found)
    return None


def _make_change(found: re.Match[str]) -> Clause | None:
    if found[5] and not _REFERENCE.fullmatch(found[5]):
        return None
    kind: Literal["drop", "rise", "change"] = found[1]  # type: ignore[assignment]
    return Clause(
        text=found[0], kind=kind, op=found[2], bounds=(_read(found, 3),), unit=_UNITS[found[4]], reference=found[5]
    )


def _read(found: re.Match[str], at: int) -> Fraction:
    """The number that stands there, in hundredths where a percent sign or pp follows."""
    return Fraction(found[at]) / (100 if found[at + 1] else 1)


def _unreadable(text: str, place: str) -> WrongUse:
    return WrongUse(
        say("{place} cannot be read: {given!r}", place=place, given=text),
        hint=say("write for example {examples}", examples='"< 12%", "drop >= 10% vs previous for 2"'),
    )
