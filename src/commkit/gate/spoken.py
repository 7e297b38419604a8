"""Rules and findings as people say them; programs are given rules as they are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from commkit.words import language, say, say_counted, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction
    from typing import Any

    from commkit.gate.clauses import Clause
    from commkit.gate.rules import Rule
    from commkit.indicators.indicator import Indicator

_NUMBERED = re.compile(r"(mean_last|median_last|periods_ago)_(\d+)")
_WRITTEN = re.compile(rf"vs {_NUMBERED.pattern}")
_ENGLISH = {
    "mean_last": "the mean of {} periods before",
    "median_last": "the median of {} periods before",
    "periods_ago": "{} periods before",
}


def speak_rule(rule: Rule, clause: Clause | None) -> str:
    """The clause that decided, with its floor; else all that the rule says."""
    clauses = [clause] if clause else rule.conditions
    told = say(", ").join(speak_clause(each, rule.indicator) for each in clauses)
    if rule.floor and any(each.is_relative for each in clauses):
        told = say("{condition}, and {floor}", condition=told, floor=speak_clause(rule.floor, rule.indicator))
    if rule.meanwhile:
        other, held = rule.meanwhile
        name = value(other.name, "indicator")
        told = say(
            "{condition}, while {indicator} {held}", condition=told, indicator=name, held=speak_clause(held, other)
        )
    return told


def speak_clause(clause: Clause, indicator: Indicator) -> str:
    """A clause on this indicator: in English as written but for numbered references, else as people say it."""
    if language() != "en":
        return _say_whole(clause, indicator)
    return _WRITTEN.sub(lambda found: f"against {_ENGLISH[found[1]].format(found[2])}", clause.text)


def _say_whole(clause: Clause, indicator: Indicator) -> str:
    whole = _say_one(clause, indicator)
    if clause.within == 1:
        return whole
    if clause.hits == clause.within:
        return say("{condition}, {number} periods running", condition=whole, number=clause.within)
    return say("{condition}, in {hits} of {number} periods", condition=whole, hits=clause.hits, number=clause.within)


def _say_one(clause: Clause, indicator: Indicator) -> str:
    is_share = indicator.unit == "rate" and not clause.is_relative
    bounds = [_number(each, clause.unit or ("%" if is_share else "")) for each in clause.bounds]
    if clause.is_relative:
        moved = {"drop": say("a fall"), "rise": say("a rise"), "change": say("a change")}[clause.kind]
        than = _say_reference(clause.reference)
        return say("{moved} {op} {bound} {than}", moved=moved, op=clause.op, bound=bounds[0], than=than).strip()
    if clause.kind == "unusual":
        return say("outside its usual range")
    if clause.kind == "value":
        told = f"{clause.op} {bounds[0]}"
        return say("{bound} ({tier})", bound=told, tier=value(clause.tier, "attained")) if clause.tier else told
    low, high = bounds
    if clause.kind == "between":
        return say("between {low} and {high}", low=low, high=high)
    return say("not between {low} and {high}", low=low, high=high)


def _say_reference(reference: str | None) -> str:
    """What it is compared with."""
    if reference is None:
        return ""
    found = _NUMBERED.fullmatch(reference)
    if found is None:
        return say("than {reference}", reference=value(reference, "reference"))
    number = int(found[2])
    told = {
        "mean_last": say_counted(number, "than the mean of 1 period", "than the mean of {number} periods"),
        "median_last": say_counted(number, "than the median of 1 period", "than the median of {number} periods"),
        "periods_ago": say_counted(number, "than 1 period ago", "than {number} periods ago"),
    }
    return told[found[1]]


def _number(bound: Fraction, unit: str) -> str:
    """The bound as it was written: in percent, in points, or plain."""
    if unit == "%":
        return f"{float(100 * bound):,.12g}%"
    return say("{points} pp", points=f"{float(100 * bound):,.12g}") if unit == "pp" else f"{float(bound):,.12g}"


def tell(row: Mapping[str, Any]) -> str:
    """What stands beside a verdict: for how long, as often as it must or not yet, why, and what to do."""
    return say("; ").join(_tell(row))


def _tell(row: Mapping[str, Any]) -> Iterator[str]:
    period = value(row["period"])
    if row["starts_on"] and row["verdict"] != "pass":
        yield say("{period} from {day}", period=period, day=row["starts_on"])
    if row["state"] == "ongoing":
        day = row["since_on"]
        yield say_counted(row["periods"], "for 1 period, since {day}", "for {number} periods, since {day}", day=day)
    elif row["state"]:
        yield value(row["state"], "state")
    if row["held"] and row["verdict"] == "pending":
        yield say("{held} of the periods that it takes", held=row["held"])
    if row["verdict"] == "muted":
        yield say("muted until {day}", day=row["muted_until_on"])
    beside = ("reason",) if row["verdict"] == "pass" else ("reason", "why", "runbook")
    yield from (str(row[name]) for name in beside if row[name])
