"""Rules that are written in the grammar and yet could never find anything, or contradict themselves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from commkit.errors import WrongUse
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from commkit.gate.clauses import Clause
    from commkit.gate.rules import Rule
    from commkit.indicators.indicator import Indicator

_PLAIN = ("count", "amount", "hours")  # units of numbers that nobody writes in percent


def refuse_contradictions(rule: Rule, table: Mapping[str, Any], place: str) -> None:
    """Refuse a rule that can never find anything, or contradicts itself. Raises WrongUse."""
    if not rule.conditions:
        raise WrongUse(
            say("{place} says neither warn nor fail, so it would never find anything", place=place),
            hint=say("write for example {examples}", examples='fail = "< 12%"'),
        )
    _refuse_both(rule, table, place)
    if any(each and each.reference == "target" for each in (*rule.conditions, rule.floor)) and rule.target is None:
        raise WrongUse(say("{place} compares with a target that it does not say", place=place), hint="target = 0.18")
    for key, indicator, clause in _clauses(rule):
        _refuse_unit(indicator, clause, f"{key} in {place}")
        if key in ("and", "while"):
            _refuse_lasting(clause, f"{key} in {place}")
    _refuse_lost(rule, place)
    _refuse_mute(rule, place)
    if rule.min_sample < 0 or not math.isfinite(rule.weight or 0) or (rule.weight or 0) < 0:
        raise WrongUse(
            say("{place} has a number below 0 that must not be", place=place), hint=say("see min_sample and weight")
        )


def _clauses(rule: Rule) -> Iterator[tuple[str, Indicator, Clause]]:
    """All that a rule says of an indicator, by its key."""
    for key, clause in (("fail", rule.fail), ("warn", rule.warn), ("and", rule.floor)):
        if clause:
            yield key, rule.indicator, clause
    if rule.meanwhile:
        yield "while", *rule.meanwhile


def _refuse_both(rule: Rule, table: Mapping[str, Any], place: str) -> None:
    """A tier and the condition that it is short for; a target may also be what others are compared with."""
    is_reference = any(each.reference == "target" for each in rule.conditions)
    for tier, key in (("baseline", "fail"), ("target", "warn")):
        if tier in table and key in table and not (tier == "target" and is_reference):
            raise WrongUse(
                say("{place} says both {first} and {second}", place=place, first=tier, second=key),
                hint=say("{first} is short for {second}: leave one out", first=tier, second=key),
            )


def _refuse_unit(indicator: Indicator, clause: Clause, place: str) -> None:
    """A rate is no number above 1 and moves by no heads; what is no rate has no points, nor a share as its bound."""
    if indicator.unit == "rate" and not clause.unit and any(abs(bound) > 1 for bound in clause.bounds):
        raise WrongUse(
            say("{place}: {name} is a rate", place=place, name=indicator.name),
            hint=say("write for example {examples}", examples='"< 12%", "drop >= 5pp vs previous"'),
        )
    is_share = clause.unit == "pp" or (clause.unit == "%" and not clause.is_relative and indicator.unit in _PLAIN)
    if indicator.unit != "rate" and is_share:
        raise WrongUse(
            say("{place}: {name} is no rate", place=place, name=indicator.name),
            hint=say("write for example {examples}", examples='"< 12", "drop >= 5 vs previous"'),
        )


def _refuse_lasting(clause: Clause, place: str) -> None:
    if clause.within > 1:
        raise WrongUse(
            say("{place} cannot say for how long", place=place), hint=say("write it behind what warn or fail says")
        )


def _refuse_lost(rule: Rule, place: str) -> None:
    """What is asked of another indicator is compared with that indicator's own past."""
    if rule.meanwhile and rule.meanwhile[1].is_relative and rule.meanwhile[1].reference in (None, "target"):
        raise WrongUse(
            say("{place} does not say what it is compared with", place=f"while in {place}"),
            hint=say("write for example {examples}", examples='"drop <= 2% vs previous"'),
        )


def _refuse_mute(rule: Rule, place: str) -> None:
    if (rule.muted_from or rule.muted_until) and not (rule.reason and rule.muted_until):
        raise WrongUse(
            say("{place} is muted without an end or a reason", place=place),
            hint=say("write for example {examples}", examples='muted_until = 2026-10-08 and reason = "国庆"'),
        )
    if rule.muted_from and rule.muted_until and rule.muted_from > rule.muted_until:
        raise WrongUse(
            say("{place} is muted until a day before it is muted from", place=place),
            hint=say("muted_until is the last day"),
        )
