"""Rules on indicators: one table of commkit.toml or of a preset each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from commkit.check_choices import NoData
from commkit.choices import Period
from commkit.errors import WrongUse
from commkit.gate.clauses import Clause
from commkit.gate.conditions import find_indicator, parse_beside, parse_condition, parse_meanwhile, refuse_over_one
from commkit.gate.tables import refuse_kinds, refuse_unknown
from commkit.presets.bands import TIERS, Band, exact
from commkit.typed import parse_pairs
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum
    from fractions import Fraction

    from commkit.indicators.indicator import Indicator

Word = TypeVar("Word", bound="StrEnum")
_NO_BAND = Band()
FEW = 30  # of fewer, a rate or a mean is not judged unless the rule says so
_NUMBER, _TEXT = (int, float), (str,)
KEYS: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("metric", "period", "by", "warn", "fail", "and", "owner", "why", "runbook", "reason"), _TEXT),
    **dict.fromkeys(("baseline", "target", "challenge", "weight"), _NUMBER),
    **dict.fromkeys(("muted_from", "muted_until"), (date,)),
    "on_no_data": _TEXT,
    "min_sample": (int,),
    "only": (list,),
    "while": (dict,),
}
DEFAULTS = ("on_no_data", "min_sample", "owner", "period")  # what [checks] itself may say


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What an indicator must not do, who answers for it, and until when it is muted.

    `floor` must hold too where `warn` or `fail` does. `meanwhile` is another indicator and what must hold of it too.
    """

    name: str
    indicator: Indicator
    period: Period = Period.week
    by: str | None = None
    only: tuple[str, ...] = ()
    warn: Clause | None = None
    fail: Clause | None = None
    floor: Clause | None = None
    meanwhile: tuple[Indicator, Clause] | None = None
    band: Band = _NO_BAND
    weight: float | None = None
    min_sample: int = FEW
    on_no_data: NoData = NoData.error
    owner: str | None = None
    why: str | None = None
    runbook: str | None = None
    muted_from: date | None = None
    muted_until: date | None = None
    reason: str | None = None

    @property
    def target(self) -> Fraction | None:
        """The target as it is written."""
        return None if self.band.target is None else exact(self.band.target)

    @property
    def conditions(self) -> list[Clause]:
        """All that is written of it."""
        return [each for each in (self.fail, self.warn) if each]

    @property
    def least(self) -> int:
        """Of how many at least its number must be: counts and what is measured as of now have no such bound."""
        is_of_few = self.indicator.unit in ("rate", "number", "hours") or self.indicator.denominator
        return self.min_sample if is_of_few and not self.indicator.is_of_now else 0

    def is_muted(self, today: date) -> bool:
        """Whether what it finds is not to be told today."""
        begun = self.muted_from is None or self.muted_from <= today
        return self.muted_until is not None and begun and today <= self.muted_until


def check_rules(said: object) -> None:
    """Refuse what `[checks]` of commkit.toml says wrongly. Raises WrongUse."""
    if not isinstance(said, dict):
        what = say("{name} in commkit.toml must be a table of options", name="checks")
        raise WrongUse(what, hint=say("write {place} above its options", place="[checks.NAME]"))
    parse_rules(said)


def parse_rules(said: Mapping[str, Any], section: str = "checks") -> list[Rule]:
    """The rules of the tables in this section, with the defaults that stand beside them. Raises WrongUse."""
    defaults = {name: given for name, given in said.items() if not isinstance(given, dict)}
    refuse_unknown(defaults, DEFAULTS, f"[{section}]", also=[name for name in said if name not in defaults])
    refuse_kinds(defaults, KEYS, f"[{section}]")
    return [
        parse_rule(name, defaults | table, f"[{section}.{name}]")
        for name, table in said.items()
        if name not in defaults
    ]


def find_bands(said: Mapping[str, Any]) -> dict[tuple[str, Period], Band]:
    """The tiers that rules on the whole community set, by indicator and length of a period."""
    whole = (rule for rule in parse_rules(said) if rule.by is None and not rule.only and rule.band != _NO_BAND)
    return {(rule.indicator.name, rule.period): rule.band for rule in whole}


def parse_rule(name: str, table: Mapping[str, Any], place: str) -> Rule:
    """The rule that this table writes. Raises WrongUse."""
    refuse_unknown(table, KEYS, place)
    refuse_kinds(table, KEYS, place)
    indicator = find_indicator(table.get("metric"), f"metric in {place}")
    tiers = {each: exact(table[each]) for each in TIERS if each in table}
    _check_order(tiers, indicator, place)
    fail, warn = (parse_condition(table, key, indicator, place) for key in ("fail", "warn"))
    is_reference = any(each and each.reference == "target" for each in (fail, warn))
    rule = Rule(
        name=name,
        indicator=indicator,
        period=_choose(Period, table.get("period", Period.week), f"period in {place}"),
        by=table.get("by"),
        only=tuple(f"{key}={given}" for key, given in parse_pairs(table.get("only"))),
        fail=fail or _below(tiers, "baseline", indicator),
        warn=warn or (None if is_reference else _below(tiers, "target", indicator)),
        floor=parse_beside(table["and"], indicator, f"and in {place}") if "and" in table else None,
        meanwhile=parse_meanwhile(table["while"], f"while in {place}") if "while" in table else None,
        band=Band(**{each: table[each] for each in tiers}),
        on_no_data=_choose(NoData, table.get("on_no_data", NoData.error), f"on_no_data in {place}"),
        **{key: table[key] for key in _PLAIN if key in table},
    )
    _refuse_dead(rule, table, place)
    return rule


_PLAIN = ("weight", "min_sample", "owner", "why", "runbook", "muted_from", "muted_until", "reason")


def _below(tiers: Mapping[str, Fraction], tier: str, indicator: Indicator) -> Clause | None:
    """The condition that the number is worse than this tier."""
    if tier not in tiers:
        return None
    op = "<" if indicator.good == "up" else ">"
    bound = 100 * tiers[tier] if indicator.unit == "rate" else tiers[tier]
    text = f"{op} {float(bound):g}{'%' if indicator.unit == 'rate' else ''} ({tier})"
    return Clause(text=text, kind="value", op=op, bounds=(tiers[tier],))


def _check_order(tiers: Mapping[str, Fraction], indicator: Indicator, place: str) -> None:
    if tiers and indicator.good not in ("up", "down"):
        raise WrongUse(
            say("{place}: {name} is not better the higher or the lower it is", place=place, name=indicator.name),
            hint=say("write for example {examples}", examples='fail = "not between 10% and 40%"'),
        )
    refuse_over_one(tiers.values(), indicator, place)
    in_order = [tiers[each] for each in TIERS if each in tiers]
    if in_order != sorted(in_order, reverse=indicator.good == "down"):
        order = "baseline >= target >= challenge" if indicator.good == "down" else "baseline <= target <= challenge"
        raise WrongUse(
            say("{place}: baseline, target and challenge are not in order", place=place),
            hint=say("for {name} write {order}", name=indicator.name, order=order),
        )


def _choose(words: type[Word], said: str, place: str) -> Word:
    refuse_unknown([said], list(words), place)
    return words(said)


def _refuse_dead(rule: Rule, table: Mapping[str, Any], place: str) -> None:
    """Refuse a rule that can never find anything, or contradicts itself."""
    if not rule.conditions:
        raise WrongUse(
            say("{place} says neither warn nor fail, so it would never find anything", place=place),
            hint=say("write for example {examples}", examples='fail = "< 12%"'),
        )
    if "baseline" in table and "fail" in table:
        raise WrongUse(
            say("{place} says both {first} and {second}", place=place, first="baseline", second="fail"),
            hint=say("{first} is short for {second}: leave one out", first="baseline", second="fail"),
        )
    compared = [*rule.conditions, *filter(None, (rule.floor,))]
    if any(each.reference == "target" for each in compared) and rule.target is None:
        raise WrongUse(say("{place} compares with a target that it does not say", place=place), hint="target = 0.18")
    _refuse_mute(rule, place)
    if rule.min_sample < 0 or not math.isfinite(rule.weight or 0) or (rule.weight or 0) < 0:
        raise WrongUse(
            say("{place} has a number below 0 that must not be", place=place), hint=say("see min_sample and weight")
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
