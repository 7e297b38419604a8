"""What each component of influence weighs, and what marks a ring and spam: `presets/influence.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from commkit.stats.graph_rings import RingRule

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class SpamRule:
    """How many times the middle member's messages, how small a share of the usual answers, of how many expected."""

    times_middle: float
    answered_share: float
    fewest_expected: float


@dataclass(frozen=True, slots=True)
class Influence:
    """The weights of the components, the two rules, and the days that make a single answer no certainty."""

    weights: Mapping[str, float]
    ring: RingRule
    spam: SpamRule
    days_more: float


@cache
def read_influence() -> Influence:
    """The preset that comes with commkit."""
    said = tomllib.loads((files("commkit.presets") / "influence.toml").read_text("utf-8"))
    weights = {name: float(each["weight"]) for name, each in said["components"].items()}
    return Influence(weights, RingRule(**said["ring"]), SpamRule(**said["spam"]), said["spread"]["days_more"])
