"""What to do next about an indicator that has few points, as data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class CardStep:
    """One thing to do, the command that shows where, and whether the indicator's numerator is those who would act."""

    metric: str
    do: str
    command: str
    of_people: bool = False


@cache
def read_card_steps() -> dict[str, CardStep]:
    """The steps by indicator."""
    said = tomllib.loads((files("commkit.presets") / "card_steps.toml").read_text("utf-8"))
    return {each["metric"]: CardStep(**each) for each in said["step"]}
