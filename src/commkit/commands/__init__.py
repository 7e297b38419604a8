"""Verbs: what commkit does, one file each."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from commkit.commands import load
from commkit.words import say

if TYPE_CHECKING:
    import typer

PANELS = {
    "Load and look": (load,),
}


def register(app: typer.Typer) -> None:
    """Add every verb to the app, below the questions."""
    for panel, modules in PANELS.items():
        for module in modules:
            name = module.__name__.rsplit(".", 1)[-1]
            verb = getattr(module, name)
            text = say(inspect.getdoc(verb) or "")
            app.command(name, rich_help_panel=say(panel), help=text, epilog="\n\n".join(module.EXAMPLES))(verb)
