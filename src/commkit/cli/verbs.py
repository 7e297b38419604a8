"""The verbs in the order that --help lists them, and how each becomes a command."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import typer

from commkit.commands import (
    config,
    demo,
    doctor,
    explain,
    identity,
    load,
    loads,
    members,
    rebuild,
    rejects,
    sql,
    status,
)
from commkit.words import say

if TYPE_CHECKING:
    from types import ModuleType

PANELS: dict[str, tuple[ModuleType, ...]] = {
    "Load and look": (load, loads, rejects, status, members, identity, sql),
    "Understand and repair": (demo, explain, config, doctor, rebuild),
}


def register(app: typer.Typer) -> None:
    """Add every verb to the app, below the questions: a function of its module's name, or a group of several."""
    for panel, modules in PANELS.items():
        for module in modules:
            name = module.__name__.rsplit(".", 1)[-1]
            if hasattr(module, "VERBS"):
                _add_group(app, panel, name, module)
            else:
                _add(app, name, getattr(module, name), module.EXAMPLES, panel)


def manual(verb: Any) -> str:  # noqa: ANN401 (any function with a docstring)
    """What a verb says of itself, each paragraph on one line, so that a terminal breaks it where it must."""
    paragraphs = (inspect.getdoc(verb) or "").split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _add_group(app: typer.Typer, panel: str, name: str, module: ModuleType) -> None:
    summary = (module.__doc__ or "").split(": ", 1)[-1].splitlines()[0]
    group = typer.Typer(help=say(summary), no_args_is_help=True)
    for verb, act in module.VERBS.items():
        _add(group, verb, act, module.EXAMPLES)
    app.add_typer(group, name=name, rich_help_panel=say(panel))


def _add(app: typer.Typer, name: str, verb: Any, examples: tuple[str, ...], panel: str | None = None) -> None:  # noqa: ANN401 (any function with options)
    text = say(manual(verb))
    app.command(name, rich_help_panel=say(panel) if panel else None, help=text, epilog="\n\n".join(examples))(verb)
