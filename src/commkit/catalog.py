"""Every question, in the order that `--help` lists them: the table of contents."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from commkit.about import About
    from commkit.result import Result

    Question = Callable[..., Result]

# The modules of each panel. A question is the function that is called like its module. GROUP:NAME is one of a group.
CATALOG: dict[str, tuple[str, ...]] = {
    "At a glance": (
        "metrics.overview.kpi",
        "metrics.scorecard:maturity",
        "metrics.scorecard:health",
        "metrics.scorecard:principles",
        "metrics.scorecard:scale_value_spread_brand",
        "metrics.scorecard:balanced",
        "metrics.scorecard:risk",
        "metrics.scorecard:roles",
        "metrics.scorecard:quality",
        "metrics.plan:track",
        "metrics.plan:forecast",
    ),
    "Who": (
        "segment.rfm",
        "segment.pyramid",
        "segment.transitions",
        "segment.persona:tags",
        "segment.persona:cube",
        "segment.persona:cluster",
        "segment.persona:classes",
        "segment.persona:fairness",
        "segment.persona:next",
        "segment.churn:rules",
        "segment.churn:score",
        "segment.churn:backtest",
        "segment.churn:plan",
        "segment.churn:measure",
        "segment.churn:path",
        "segment.koc:rank",
        "segment.koc:seeds",
        "segment.koc:network",
        "segment.koc:spread",
    ),
    "How much": (
        "metrics.activity.active",
        "metrics.activity.stickiness",
        "metrics.activity.rhythm",
        "metrics.activity.concentration",
        "metrics.activity.response",
        "metrics.activity.silence",
        "metrics.activity.groups",
    ),
    "Coming and going": (
        "metrics.staying.flow",
        "metrics.staying.newcomers",
        "metrics.staying.retention",
        "metrics.staying.lifecycle",
        "metrics.staying.lifetime",
        "metrics.staying.funnel",
    ),
    "Growth": ("metrics.experiment:test", "metrics.experiment:impact"),
    "Buying": (
        "metrics.money.convert",
        "metrics.money.repurchase",
        "metrics.money.ltv",
    ),
    "Feedback": ("metrics.feedback.survey",),
}
HOUSE = Path(__file__).parent
_DEFINITION = r'^def {name}\(.*?\) -> Result:\n    """(.*?)"""$'


def panels() -> dict[str, tuple[str, ...]]:
    """The names of the questions of each panel."""
    return {panel: tuple(map(_name_of, modules)) for panel, modules in CATALOG.items()}


def names() -> tuple[str, ...]:
    """The names of all questions."""
    return tuple(_places())


def question(name: str) -> Question:
    """The function that answers, which imports its module and no other question's. Raises KeyError."""
    found: Question = getattr(_module(name), function_of(name))
    return found


def function_of(name: str) -> str:
    """What the function of a question is called, whose name people may type with dashes."""
    return name.rpartition(" ")[2].replace("-", "_")


def name_of(question: Question) -> str:
    """The name of a question, with that of its group where it is in one. Raises KeyError."""
    module = question.__module__.removeprefix("commkit.")
    return next(name for name, place in _places().items() if place == module)


def groups() -> dict[str, tuple[str, ...]]:
    """The names of the questions of each group of commands, by the name of the group."""
    found: dict[str, tuple[str, ...]] = {}
    for name in names():
        group, _, own = name.rpartition(" ")
        if group:
            found[group] = (*found.get(group, ()), own)
    return found


def group_summary(group: str) -> str:
    """What a group of commands is about, as one sentence."""
    place = next(place for name, place in _places().items() if name.startswith(f"{group} "))
    source = (HOUSE / place.rpartition(".")[0].replace(".", "/") / "__init__.py").read_text("utf-8")
    return source.partition("\n")[0].strip('"')


def questions() -> dict[str, Question]:
    """All questions by name; this imports them all."""
    return {name: question(name) for name in names()}


def about(name: str) -> About:
    """What the question says of itself."""
    found: About = _module(name).ABOUT
    return found


def summary(name: str) -> str:
    """The question as a sentence that ends in a question mark; read without importing its module."""
    return _source(name).partition("\n")[0].strip('"')


def definition(name: str) -> str:
    """What the question computes, as one sentence; read without importing its module."""
    found = re.search(_DEFINITION.format(name=function_of(name)), _source(name), re.DOTALL | re.MULTILINE)
    return found[1] if found else ""


def sql(name: str) -> tuple[str, ...]:
    """The SQL files that answer the question, without their ending: those that it names, else the one beside it."""
    named = about(name).sql
    return (_path(name),) if named is None else named


def further_sql(name: str) -> tuple[str, ...]:
    """The SQL files beside the question that begin with its name, without their ending."""
    folder, _, base = _path(name).rpartition("/")
    found = (each.name.removesuffix(".sql") for each in (HOUSE / folder).iterdir())
    return tuple(sorted(f"{folder}/{each}" for each in found if each.startswith(f"{base}_") and "." not in each))


def place_of(name: str) -> str:
    """The module of the question of this name, below commkit. Raises KeyError."""
    return _places()[name]


def _places() -> dict[str, str]:
    return {_name_of(line): line.replace(":", ".") for lines in CATALOG.values() for line in lines}


def _name_of(line: str) -> str:
    return line.rpartition(".")[2].replace(":", " ").replace("_", "-")


def _path(name: str) -> str:
    return _places()[name].replace(".", "/")


def _module(name: str) -> ModuleType:
    return import_module(f"commkit.{_places()[name]}")


def _source(name: str) -> str:
    return (HOUSE / f"{_path(name)}.py").read_text("utf-8")
