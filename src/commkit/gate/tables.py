"""Tables of rules as they are written: keys that nothing reads, and values of the wrong kind, are refused."""

from __future__ import annotations

import math
from datetime import date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from commkit.errors import WrongUse
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

_KINDS: dict[type, str] = {str: '"text"', int: "30", float: "0.12", date: "2026-10-08", list: '["group=General"]'}


def refuse_unknown(said: Iterable[str], known: Collection[str], place: str, also: Iterable[str] = ()) -> None:
    """Refuse a key that is none of those known, with the nearest of them. Raises WrongUse."""
    names = [*known, *also]
    for name in said:
        if name not in names:
            what = say("{place} has an unknown key {name!r}", place=place, name=str(name))
            raise WrongUse(what, hint=_suggest(name, names))


def refuse_unnamed(said: str, known: Collection[str], place: str) -> None:
    """Refuse a word that is none of those known, with the nearest of them. Raises WrongUse."""
    if said not in known:
        what = say("{place}: nothing is called {name!r}", place=place, name=said)
        raise WrongUse(what, hint=_suggest(said, [*known]))


def _suggest(name: str, names: list[str]) -> str:
    """The nearest of the names, else all of them."""
    near = get_close_matches(str(name), names, 1)
    if near:
        return say("did you mean {name!r}?", name=str(near[0]))
    return say("known: {names}", names=say(", ").join(sorted(map(str, names))))


def refuse_kinds(table: Mapping[str, Any], kinds: Mapping[str, tuple[type, ...]], place: str) -> None:
    """Refuse a value of another kind than its key takes: no infinite number, no empty list or text. Raises WrongUse."""
    for name, given in table.items():
        wanted = kinds[name]
        is_right = type(given) in wanted and not isinstance(given, datetime)
        if isinstance(given, int | float) and not math.isfinite(given):
            is_right = False
        if isinstance(given, list) and not all(isinstance(each, str) for each in given):
            is_right = False
        if is_right and (given or isinstance(given, int | float)):
            continue
        example = f"{name} = {_KINDS.get(wanted[-1], '{ }')}"
        what = say("{name} in {place} is empty or of the wrong kind", name=name, place=place)
        raise WrongUse(what, hint=say("for example: {example}", example=example))
