"""Numbers as they were when they were first told, and those that have changed since."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from commkit.choices import Slice
from commkit.indicators.periods import end_of
from commkit.store.ask.reach import DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from commkit.gate.evaluation import Judged
    from commkit.gate.history import Measured
    from commkit.gate.rules import Rule

EVENT = "check"
MATURE = 7 * DAY  # what people are given time for is over so long after a period

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EXACT = re.compile(r"-?[0-9]{1,100}(?:/[1-9][0-9]{0,99})?")  # as we write fractions; a file may hold anything
_FIXED = (Slice.group, Slice.platform, Slice.layer, Slice.tenure)  # parts that are told period by period

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Restated:
    """A period whose number was another one when it was first told."""

    judged: Judged
    starts_on: date
    told_on: str  # the day on which it was told
    before: Fraction
    after: Fraction


def publish(judged: Sequence[Judged], told_at: str) -> Mapping[str, object]:
    """What the log keeps of a run: each verdict, with the exact numbers of its period."""
    return {"event": EVENT, "told_at": told_at, "checks": [_describe(each) for each in judged]}


def find_restated(judged: Iterable[Judged], entries: Iterable[Mapping[str, Any]]) -> list[Restated]:
    """The periods that verdicts rest on whose numbers differ from those first told."""
    first: dict[Key, tuple[str, Fraction]] = {}
    for told_on, check in _read(entries):
        number = _number(check)
        if number is not None:
            first.setdefault(_key_of(check), (told_on, number))
    found: dict[Key, Restated] = {}
    for each in judged:
        for starts_on, measured in _final(each):
            key = _key_of(_describe(each) | {"starts_on": starts_on.isoformat()})
            told_on, before = first.get(key, ("", measured.value))
            if before is not None and measured.value is not None and before != measured.value:
                found.setdefault(key, Restated(each, starts_on, told_on, before, measured.value))
    return list(found.values())


def _final(judged: Judged) -> Iterator[tuple[date, Measured]]:
    """The periods of a verdict whose numbers are settled, of indicators whose numbers do not change by themselves."""
    if judged.history is None or judged.rule.indicator.is_revised or _is_moving(judged.rule):
        return
    for starts_on in judged.needed_on:
        measured = judged.history.periods.get(starts_on)
        if measured is not None and measured.value is not None:
            yield starts_on, measured


def _is_moving(rule: Rule) -> bool:
    """Whether the rule looks at members by what they are as of the answer, which changes without a load."""
    parts = [part.partition("=")[0] for part in rule.only] + ([rule.by] if rule.by else [])
    return any(part.partition(":")[0] not in _FIXED for part in parts)


def _describe(judged: Judged) -> dict[str, Any]:
    rule, finding = judged.rule, judged.finding
    measured = finding.measured
    told = {
        "check": rule.name,
        "verdict": finding.verdict.value,
        "metric": rule.indicator.name,
        "version": rule.indicator.version,
        "period": rule.period.value,
        "by": rule.by,
        "only": list(rule.only),
        "slice": judged.slice,
    }
    if measured is None:
        return told
    is_mature = (
        not rule.indicator.matured or measured.as_of_on + DAY >= end_of(measured.starts_on, rule.period) + MATURE
    )
    return told | {
        "starts_on": measured.starts_on.isoformat(),
        "as_of_on": measured.as_of_on.isoformat(),
        "numerator": _write(measured.numerator),
        "denominator": _write(measured.denominator),
        "is_final": measured.value is not None and is_mature and not rule.indicator.is_of_now,
    }


def _read(entries: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The checks of a log with the day on which they were told; what is not written as we write is passed over."""
    for entry in entries:
        checks = entry.get("checks")
        told_on = str(entry.get("told_at"))[:10]
        if entry.get("event") == EVENT and isinstance(checks, list) and _DAY.fullmatch(told_on):
            yield from ((told_on, each) for each in checks if isinstance(each, dict))


def _key_of(check: Mapping[str, Any]) -> Key:
    names = ("metric", "version", "period", "by", "slice", "starts_on")
    return (*(str(check.get(name)) for name in names), str(check.get("only")))


def _number(check: Mapping[str, Any]) -> Fraction | None:
    """The number that was told, if it was final."""
    over, under = (str(check.get(name) or default) for name, default in (("numerator", 0), ("denominator", 1)))
    is_told = check.get("is_final") is True and check.get("numerator") is not None
    if not is_told or not _EXACT.fullmatch(over) or not _EXACT.fullmatch(under) or not Fraction(under):
        return None
    return Fraction(over) / Fraction(under)


def _write(number: Fraction | None) -> str | None:
    return None if number is None else str(number)
