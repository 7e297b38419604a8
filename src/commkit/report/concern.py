"""A concern: a finding with the sentence that tells of it in the head, and the commands that findings name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit.edition import Problem, Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from commkit.edition import Command, Figure


@dataclass(frozen=True, slots=True)
class Concern:
    """A finding, and the one sentence that tells of it in the head."""

    problem: Problem
    todo: Sentence


@dataclass(frozen=True, slots=True)
class Lists:
    """The commands that list whom to write to, and what drove a metric."""

    drivers: str
    at_risk: str
    fallen: str
    never_spoke: str


def make_concern(
    cited: Mapping[str, Figure | Command | str], *, problem: str, evidence: str, action: str, outlook: str, todo: str
) -> Concern:
    """The concern of these texts, all of which take their places from the same cells and words."""
    told = (Sentence(text, cited) for text in (problem, evidence, action, outlook))
    return Concern(Problem(*told), Sentence(todo, cited))
