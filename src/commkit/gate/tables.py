"""Tables of rules as they are written: words that name nothing, and values of the wrong kind, are refused."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from commkit.errors import WrongUse
from commkit.named_files import suggest_name
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_KINDS: dict[type, str] = {str: '"text"', int: "30", float: "0.12", date: "2026-10-08", list: '["group=General"]'}


def refuse_unnamed(said: str, known: Collection[str], place: str) -> None:
    """Refuse a word that is none of those known, with the nearest of them. Raises WrongUse."""
    if said not in known:
        what = say("{place}: nothing is called {name!r}", place=place, name=said)
        raise WrongUse(what, hint=suggest_name(said, known))


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
