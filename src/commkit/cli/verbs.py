"""The verbs in the order that --help lists them, and how each becomes a command."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from commkit.cli.adapter import gather, make
from commkit.words import say

if TYPE_CHECKING:
    from types import ModuleType

    from typer.core import TyperCommand, TyperGroup

    from commkit.cli.adapter import Described

# The modules of each panel. A verb is the function that is called like its module, or a group of those in its VERBS.
PANELS: dict[str, tuple[str, ...]] = {
    "At a glance": ("report", "check", "alerts"),
    "Load and look": ("load", "init", "status", "members", "segments", "sql", "loads", "rejects", "identity", "export"),
    "Understand and repair": ("demo", "explain", "config", "doctor", "rebuild"),
}
BESIDE = ("experiment", "plan")  # modules whose verbs stand in a group of questions
FOLDER = Path(__file__).parents[1] / "commands"
_MANUAL = r'^def {name}\(.*?\) -> None:\n    """(.*?)"""$'


def make_verb(name: str) -> TyperCommand | TyperGroup:
    """Make a command of the verb, or a group of commands where it has several."""
    module = import_module(f"commkit.commands.{name}")
    if hasattr(module, "VERBS"):
        return _make_group(name, module)
    act = getattr(module, name)
    return make(name, act, say(unfold(act.__doc__)), module.EXAMPLES)


def summary(name: str) -> str:
    """The verb's help in English, read without importing its module."""
    source = (FOLDER / f"{name}.py").read_text("utf-8")
    found = re.search(_MANUAL.format(name=name), source, re.DOTALL | re.MULTILINE)
    if found:
        return unfold(found[1])
    return source.partition("\n")[0].strip('"').partition(": ")[2]


def unfold(docstring: str | None) -> str:
    """The docstring with each paragraph on one line, so that a terminal breaks it where it must."""
    paragraphs = inspect.cleandoc(docstring or "").split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def describe_beside(group: str) -> dict[str, Described]:
    """The verbs that stand in a group of questions, which ask no community."""
    return _describe(import_module(f"commkit.commands.{group}")) if group in BESIDE else {}


def _make_group(name: str, module: ModuleType) -> TyperGroup:
    return gather(name, say(summary(name)), _describe(module))


def _describe(module: ModuleType) -> dict[str, Described]:
    return {verb: (act, say(unfold(act.__doc__)), module.EXAMPLES) for verb, act in module.VERBS.items()}
