"""Rules that the handbooks write: the targets, rules and limits of a plan or of a subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.errors import WrongUse
from commkit.gate.rules import parse_rule
from commkit.gate.tables import refuse_unnamed
from commkit.presets import SECTIONS, list_plans, read_plan, read_section
from commkit.words import quote, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from commkit.gate.rules import Rule
    from commkit.presets import Preset


def read_rules(name: str, phase: str | None) -> list[Rule]:
    """The rules of this plan in this phase, or of this subject. Raises WrongUse."""
    plans = list_plans()
    refuse_unnamed(name, (*plans, *SECTIONS), "--preset")
    rows = [each for each in (read_plan(name) if name in plans else read_section(name)) if each.list_check()]
    if name in plans:
        phases = list(dict.fromkeys(each.phase or "" for each in read_plan(name)))
        if phase is None:
            raise WrongUse(
                say("{name} has phases: say which", name=name),
                hint=say("for example: {example}", example=f'--phase "{phases[0]}"'),
            )
        refuse_unnamed(phase, phases, "--phase")
        rows = [each for each in rows if each.phase == phase]
    if not rows:
        raise WrongUse(
            say("no indicator tells what {name} asks for", name=" ".join(filter(None, (name, phase)))),
            hint=say("see commkit explain {name}", name=name if name in plans else "benchmarks"),
        )
    return _make_rules(rows)


def _make_rules(rows: Iterable[Preset]) -> list[Rule]:
    """A rule a row, called by its indicator, and by its place in the handbook too; why is what the handbook says."""
    found = []
    for each in rows:
        name = f"{each.metric} ({each.ref})"
        found.append(parse_rule(name, {**each.list_check(), "why": quote(each.says), "runbook": each.ref}, name))
    return found
