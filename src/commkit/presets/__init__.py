"""Targets, rules and layer schemes as data: one TOML file for each set, with where every number comes from."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Preset:
    """What an indicator should reach: T target, H rule, S time limit, I industry, C single case."""

    metric: str
    target: float
    kind: str
    ref: str


@cache
def read_presets(name: str) -> dict[str, Preset]:
    """The presets of this set, by indicator."""
    said = tomllib.loads((files("commkit.presets") / f"{name}.toml").read_text("utf-8"))
    return {each["metric"]: Preset(**each) for each in said["preset"]}


def find_preset(name: str, metric: str) -> Preset:
    """What the set says of this indicator. Raises KeyError."""
    return read_presets(name)[metric]
