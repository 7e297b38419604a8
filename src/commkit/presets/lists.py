"""Lists of indicators that belong together: those of a role, of a level, of a board."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

from commkit.errors import WrongUse
from commkit.presets.bands import Band
from commkit.words import say, suggest

_ROOM = files("commkit.presets") / "lists"
_BAND = frozenset(field.name for field in fields(Band))


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry: an indicator, or in words what no indicator tells, and why."""

    name: str
    panel: str | None = None
    manual: str | None = None
    band: Band | None = None


@dataclass(frozen=True, slots=True)
class IndicatorList:
    """A list in its order; `ref` is the handbook that names these indicators, title and section."""

    title: str
    ref: str
    entries: tuple[Listed, ...]


def list_names() -> list[str]:
    """The names of all lists."""
    return sorted(each.name.removesuffix(".toml") for each in _ROOM.iterdir() if each.name.endswith(".toml"))


@cache
def read_list(name: str) -> IndicatorList:
    """The list of this name. Raises WrongUse."""
    known = list_names()
    if name not in known:
        near = suggest(name, known)
        there = say("there are: {names}", names=say(", ").join(known))
        hint = say("did you mean {name}?", name=near[0]) if near else there
        raise WrongUse(say("no list of indicators is called {name!r}", name=name), hint=hint)
    said = tomllib.loads((_ROOM / f"{name}.toml").read_text("utf-8"))
    return IndicatorList(said["title"], said["ref"], tuple(map(_read_entry, said["preset"])))


def _read_entry(said: dict[str, str | float]) -> Listed:
    manual, panel = said.get("manual"), said.get("panel")
    band = {key: float(number) for key, number in said.items() if key in _BAND}
    return Listed(
        str(said["says"] if manual else said["metric"]),
        None if panel is None else str(panel),
        None if manual is None else str(manual),
        Band(**band) if band else None,
    )
