"""Rules on indicators: one table of commkit.toml or of a preset each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from commkit.check_choices import NoData
from commkit.choices import Period
from commkit.errors import WrongUse
from commkit.gate.clauses import Clause, parse_clause
from commkit.gate.contradictions import refuse_contradictions
from commkit.gate.tables import refuse_kinds, refuse_unnamed
from commkit.indicators.inventory import INDICATORS
from commkit.named_files import refuse_unknown
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
_PLAIN = ("weight", "min_sample", "owner", "why", "runbook", "muted_from", "muted_until", "reason")
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
        return self.find_least(self.indicator)

    @property
    def depth(self) -> int:
        """How many periods before the one that is judged it reads of its own indicator."""
        floor = self.floor.depth(self.period) if self.floor else 0
        within = max(each.within for each in self.conditions) - 1
        return max(within + floor, *(each.depth(self.period) for each in self.conditions))

    def find_least(self, indicator: Indicator) -> int:
        """Of how many at least a number of this indicator must be."""
        is_of_few = indicator.unit in ("rate", "number", "hours") or indicator.denominator
        return self.min_sample if is_of_few and not indicator.is_of_now else 0

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
    refuse_unknown(defaults, [*DEFAULTS, *(name for name in said if name not in defaults)], f"[{section}]")
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
    indicator = _find_indicator(table.get("metric"), f"metric in {place}")
    tiers = {each: exact(table[each]) for each in TIERS if each in table}
    _check_order(tiers, indicator, place)
    fail, warn = (_condition(table, key, place) for key in ("fail", "warn"))
    is_reference = any(each and each.reference == "target" for each in (fail, warn))
    rule = Rule(
        name=name,
        indicator=indicator,
        period=_choose(Period, table.get("period", Period.week), f"period in {place}"),
        by=table.get("by"),
        only=tuple(f"{key}={given}" for key, given in parse_pairs(table.get("only"))),
        fail=fail or _below(tiers, "baseline", indicator),
        warn=warn or (None if is_reference else _below(tiers, "target", indicator)),
        floor=parse_clause(table["and"], f"and in {place}") if "and" in table else None,
        meanwhile=_parse_meanwhile(table["while"], f"while in {place}") if "while" in table else None,
        band=Band(**{each: table[each] for each in tiers}),
        on_no_data=_choose(NoData, table.get("on_no_data", NoData.error), f"on_no_data in {place}"),
        **{key: table[key] for key in _PLAIN if key in table},
    )
    refuse_contradictions(rule, table, place)
    return rule


def _condition(table: Mapping[str, Any], key: str, place: str) -> Clause | None:
    if key not in table:
        return None
    condition = parse_clause(table[key], f"{key} in {place}")
    if condition.is_relative and condition.reference is None:
        raise WrongUse(
            say("{place} does not say what it is compared with", place=f"{key} in {place}"),
            hint=say("write for example {examples}", examples=f'"{condition.text} vs previous"'),
        )
    return condition


def _below(tiers: Mapping[str, Fraction], tier: str, indicator: Indicator) -> Clause | None:
    """The condition that the number is worse than this tier."""
    if tier not in tiers:
        return None
    op = "<" if indicator.good == "up" else ">"
    bound = 100 * tiers[tier] if indicator.unit == "rate" else tiers[tier]
    text = f"{op} {float(bound):,.12g}{'%' if indicator.unit == 'rate' else ''} ({tier})"
    return Clause(text=text, kind="value", op=op, bounds=(tiers[tier],), tier=tier)


def _parse_meanwhile(said: Mapping[str, Any], place: str) -> tuple[Indicator, Clause]:
    refuse_unknown(said, ("metric", "is"), place)
    return _find_indicator(said.get("metric"), f"metric in {place}"), parse_clause(str(said.get("is")), place)


def _find_indicator(name: str | None, place: str) -> Indicator:
    if name is None:
        raise WrongUse(say("{place} is missing", place=place), hint=say("name an indicator: commkit kpi --all"))
    refuse_unnamed(name, INDICATORS, place)
    return INDICATORS[name]


def _check_order(tiers: Mapping[str, Fraction], indicator: Indicator, place: str) -> None:
    if tiers and indicator.good not in ("up", "down"):
        raise WrongUse(
            say("{place}: {name} is not better the higher or the lower it is", place=place, name=indicator.name),
            hint=say("write for example {examples}", examples='fail = "not between 10% and 40%"'),
        )
    in_order = [tiers[each] for each in TIERS if each in tiers]
    if in_order != sorted(in_order, reverse=indicator.good == "down"):
        order = "baseline >= target >= challenge" if indicator.good == "down" else "baseline <= target <= challenge"
        raise WrongUse(
            say("{place}: baseline, target and challenge are not in order", place=place),
            hint=say("for {name} write {order}", name=indicator.name, order=order),
        )


def _choose(words: type[Word], said: str, place: str) -> Word:
    refuse_unnamed(said, list(words), place)
    return words(said)
