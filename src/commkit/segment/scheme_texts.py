"""Schemes of layers and the features that their rules can read, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from commkit.segment.features import FEATURES
from commkit.segment.schemes import find_scheme, shipped
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from commkit.segment.schemes import Rule, Scheme


def tell_schemes(own: Mapping[str, Any]) -> Iterator[str]:
    """Every scheme with its levels from the top down, then every feature, a line each."""
    for name in sorted({*own, *shipped()}):
        yield from tell_scheme(find_scheme(name, own))
        yield ""
    yield say("What rules can be on:")
    for name, feature in FEATURES.items():
        yield f"  {name}: {tell_feature(name)}" + ("" if feature.days else say(", to date"))


def tell_feature(name: str) -> str:
    """What a feature counts, and in how many days."""
    feature = FEATURES[name]
    meaning = say(feature.meaning)
    return say("{meaning} in {days} days", meaning=meaning, days=feature.days) if feature.days else meaning


def tell_scheme(scheme: Scheme) -> Iterator[str]:
    """A scheme with its levels from the top down, a line each."""
    ref = f" ({scheme.ref})" if scheme.ref else ""
    yield f"{scheme.name}: {say(scheme.title)}{ref}"
    if scheme.hold:
        yield "  " + say("a level is held for {count} more month-ends.", count=scheme.hold)
    if scheme.staff:
        yield "  " + say("staff have a level too.")
    for number, level, rules in _list_levels(scheme, _tell_rule, f" {say('or')} "):
        yield f"  {number} {level}: {rules}"


def tell_levels(scheme: Scheme) -> Iterator[str]:
    """A scheme for readers: its levels from the top down and what each takes, in words, a line each."""
    yield say("{title} ({ref})", title=say(scheme.title), ref=scheme.ref) if scheme.ref else say(scheme.title)
    for number, level, rules in _list_levels(scheme, _describe_rule, say("; or ")):
        yield say("{number} {level}: {rules}", number=number, level=level, rules=rules)


def _list_levels(scheme: Scheme, tell: Callable[[Rule], str], between: str) -> Iterator[tuple[int, str, str]]:
    """Each level from the top down: its number, its name, and what it takes, one rule or another."""
    for number, level in reversed(list(enumerate(scheme.levels, 1))):
        yield number, value(level.name, "level"), between.join(map(tell, level.rules)) or say("all others")


def _describe_rule(rule: Rule) -> str:
    sign = {">=": "≥", "<=": "≤"}
    told = [f"{tell_feature(each.feature)} {sign.get(each.sign, each.sign)} {each.bound:g}" for each in rule]
    return say(", and ").join(told)


def _tell_rule(rule: Rule) -> str:
    return say(" and ").join(f"{each.feature} {each.sign} {each.bound:g}" for each in rule)
