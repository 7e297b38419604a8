"""What presses: a finding and what to do about it, and the commands that findings name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commkit.edition import Problem, Sentence


@dataclass(frozen=True, slots=True)
class Pressing:
    """A finding, and the one sentence that tells of it in the head."""

    finding: Problem
    todo: Sentence


@dataclass(frozen=True, slots=True)
class Lists:
    """The commands that list whom to write to, and what drove a metric."""

    drivers: str
    at_risk: str
    fallen: str
    never_spoke: str
