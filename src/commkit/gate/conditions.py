"""Conditions of a rule as its table writes them, fit for the indicator that they are of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from commkit.errors import WrongUse
from commkit.gate.clauses import Clause, parse_clause
from commkit.gate.tables import refuse_unknown
from commkit.indicators.inventory import INDICATORS
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from commkit.indicators.indicator import Indicator


def parse_condition(table: Mapping[str, Any], key: str, indicator: Indicator, place: str) -> Clause | None:
    """What `warn` or `fail` says, if it stands there. Raises WrongUse."""
    if key not in table:
        return None
    condition = parse_clause(table[key], f"{key} in {place}")
    _refuse_units(condition, indicator, f"{key} in {place}")
    if condition.is_relative and condition.reference is None:
        raise WrongUse(
            say("{place} does not say what it is compared with", place=f"{key} in {place}"),
            hint=say("write for example {examples}", examples=f'"{condition.text} vs previous"'),
        )
    return condition


def parse_meanwhile(said: Mapping[str, Any], place: str) -> tuple[Indicator, Clause]:
    """Another indicator, and what must hold of it. Raises WrongUse."""
    refuse_unknown(said, ("metric", "is"), place)
    indicator = find_indicator(said.get("metric"), f"metric in {place}")
    if "is" not in said:
        hint = say("for example: {example}", example='is = "drop <= 2% vs previous"')
        raise WrongUse(say("{place} is missing", place=f"is in {place}"), hint=hint)
    condition = parse_beside(str(said["is"]), indicator, f"is in {place}")
    if condition.reference == "target":
        raise WrongUse(say("{place} compares with a target that it does not say", place=place), hint="vs previous")
    return indicator, condition


def parse_beside(text: str, indicator: Indicator, place: str) -> Clause:
    """A condition that must hold too, of the last period alone. Raises WrongUse."""
    condition = parse_clause(text, place)
    _refuse_units(condition, indicator, place)
    if condition.within > 1:
        raise WrongUse(
            say("{place} is judged on one period alone, so it takes no `for`", place=place),
            hint=say("write it into warn or fail"),
        )
    return condition


def _refuse_units(condition: Clause, indicator: Indicator, place: str) -> None:
    """Refuse points of what is no rate, and numbers that no rate reaches. Raises WrongUse."""
    if condition.unit == "pp" and indicator.unit != "rate":
        raise WrongUse(
            say("{place} asks for points, and {name} is no rate", place=place, name=indicator.name),
            hint=say("write for example {examples}", examples='"drop >= 10% vs previous", "drop >= 5 vs previous"'),
        )
    if not (condition.is_relative and condition.unit == "%"):
        refuse_over_one(condition.bounds, indicator, place)


def refuse_over_one(numbers: Iterable[Fraction], indicator: Indicator, place: str) -> None:
    """Refuse a number that no rate reaches: 72 is not 72%. Raises WrongUse."""
    if indicator.unit == "rate" and any(abs(each) > 1 for each in numbers):
        raise WrongUse(
            say("{place} has a number over 100%, and {name} is a rate", place=place, name=indicator.name),
            hint=say("write for example {examples}", examples='"< 12%", "drop >= 5pp vs previous"'),
        )


def find_indicator(name: str | None, place: str) -> Indicator:
    """The indicator of this name. Raises WrongUse."""
    if name is None:
        raise WrongUse(say("{place} is missing", place=place), hint=say("name an indicator: commkit kpi --all"))
    refuse_unknown([name], INDICATORS, place)
    return INDICATORS[name]
