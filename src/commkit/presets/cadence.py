"""What is due how often: the duties that the handbooks name, and those of commkit.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib.resources import files
from typing import TYPE_CHECKING

from commkit.errors import WrongUse
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable


class Cadence(StrEnum):
    """How often something is due; `once` is on a day of its own."""

    day = "day"
    week = "week"
    fortnight = "fortnight"
    month = "month"
    quarter = "quarter"
    half_year = "half-year"
    year = "year"
    once = "once"


@dataclass(frozen=True, slots=True)
class Duty:
    """What is due: on its `day` where it has one; `ref` is the handbook that names it, `command` what helps."""

    says: str
    every: Cadence
    ref: str | None = None
    command: str | None = None
    day: date | None = None


def read_duties() -> tuple[Duty, ...]:
    """The duties that the handbooks name, the most frequent first."""
    said = tomllib.loads((files("commkit.presets") / "cadence.toml").read_text("utf-8"))
    return tuple(Duty(each["says"], Cadence(each["every"]), each["ref"], each.get("command")) for each in said["duty"])


def parse_duties(said: Iterable[str]) -> tuple[Duty, ...]:
    """Each `DAY WHAT` or `CADENCE WHAT`, as "2026-12-15 fire drill" or "month price list". Raises WrongUse."""
    return tuple(map(_parse, said))


def _parse(text: str) -> Duty:
    when, _, what = text.strip().partition(" ")
    if not what.strip():
        raise _refuse(text)
    if when in set(Cadence) - {Cadence.once}:
        return Duty(what.strip(), Cadence(when))
    try:
        return Duty(what.strip(), Cadence.once, day=date.fromisoformat(when))
    except ValueError as fault:
        raise _refuse(text) from fault


def _refuse(text: str) -> WrongUse:
    what = say("{said!r} in [community] due says no day and no cadence", said=text)
    return WrongUse(what, hint=say('write "2026-12-15 fire drill" or "month update the price list"'))
