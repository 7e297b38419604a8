"""Signals of why members leave, as data: which facts, how often, and for which cause."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from commkit.errors import CannotDo, WrongUse
from commkit.named_files import parse_toml, refuse_unknown
from commkit.segment.churn.told_facts import EVENT, TELLING
from commkit.words import say

if TYPE_CHECKING:
    from pathlib import Path

CAUSES = ("needs_not_met", "bad_experience", "no_value")
_KEYS, _SIGNAL_KEYS = ("title", "ref", "signals"), ("cause", "facts", "at_least", "ref", "why")
_MOST_SIGNALS = 100


@dataclass(frozen=True, slots=True)
class Signal:
    """A sign of a cause: any of its facts, together at least so often. `ref` is the handbook, title and section."""

    cause: str
    facts: tuple[str, ...]
    at_least: int = 1
    ref: str = ""


@cache
def shipped_signals() -> tuple[Signal, ...]:
    """The signals that come with commkit."""
    return make_signals(tomllib.loads((files("commkit.presets") / "causes.toml").read_text("utf-8")), "causes.toml")


def read_signals(path: Path | None) -> tuple[Signal, ...]:
    """The signals of this file, or those that come with commkit. Raises CannotDo and WrongUse."""
    if path is None:
        return shipped_signals()
    hint = say("give a file of TOML written as docs/churn.md shows")
    try:
        said = parse_toml(path)
    except OSError as error:
        raise CannotDo(say("{file} cannot be read", file=path.name), hint=hint) from error
    except ValueError as error:
        raise WrongUse(say("{file} is not TOML", file=path.name), hint=hint) from error
    return make_signals(said, path.name)


def make_signals(said: dict[str, Any], place: str) -> tuple[Signal, ...]:
    """The signals that a table of TOML tells. Raises WrongUse for whatever cannot be read."""
    refuse_unknown(said, _KEYS, place)
    signals = said.get("signals")
    is_list = isinstance(signals, list) and 0 < len(signals) <= _MOST_SIGNALS
    _refuse(not is_list, say("{place} needs a list of 1 to {most} signals", place=place, most=_MOST_SIGNALS))
    return tuple(_make_signal(each, place) for each in signals or ())


def _make_signal(said: Any, place: str) -> Signal:  # noqa: ANN401 (whatever TOML holds)
    _refuse(not isinstance(said, dict), say("a signal in {place} must be a table", place=place))
    refuse_unknown(said, _SIGNAL_KEYS, place)
    cause, facts, at_least = said.get("cause"), said.get("facts"), said.get("at_least", 1)
    named = say(", ").join(CAUSES)
    _refuse(cause not in CAUSES, say("a signal in {place} needs a cause, one of {causes}", place=place, causes=named))
    is_list = isinstance(facts, list) and bool(facts) and all(isinstance(fact, str) for fact in facts)
    _refuse(not is_list, say("a signal in {place} needs a list of facts", place=place))
    for fact in facts or ():
        kind, colon, name = fact.partition(": ")
        if not (colon and name.strip() and kind == EVENT):
            refuse_unknown([fact], TELLING, place)
    is_number = type(at_least) is int and at_least > 0
    _refuse(not is_number, say("at_least in {place} must be a whole number above 0", place=place))
    return Signal(str(cause), tuple(facts or ()), at_least, str(said.get("ref", "")))


def _refuse(is_wrong: bool, what: str) -> None:
    if is_wrong:
        raise WrongUse(what, hint=say("see docs/churn.md for how signals are written"))
