"""`commkit explain`: what a question means, and the SQL that answers it."""

from __future__ import annotations

import inspect
import sys
from difflib import get_close_matches
from typing import Annotated

import typer

from commkit import catalog
from commkit.errors import WrongUse
from commkit.store import engine
from commkit.words import say, value

EXAMPLES = ("commkit explain rfm", "commkit explain active", "commkit explain tables")

Name = Annotated[
    str, typer.Argument(metavar="NAME", help=say("A question, or `tables` for the views that SQL can use."))
]


def explain(name: Name) -> None:
    """Show a question's definition, what it needs and its SQL."""
    if name == "tables":
        sys.stdout.write(engine.views())
        return
    questions = catalog.questions()
    if name not in questions:
        near = get_close_matches(name, [*questions, "tables"], 1)
        known = say("known: {names}", names=say(", ").join([*questions, "tables"]))
        hint = say("did you mean {name}?", name=near[0]) if near else known
        raise WrongUse(say("nothing is called {name!r}", name=name), hint=hint)
    question = questions[name]
    definition = say(inspect.getdoc(question) or "")
    needs = say("needs: {kinds}", kinds=say(" or ").join(map(value, catalog.needs(question))))
    parts = [say(catalog.asks(question)), definition, needs, engine.statement(catalog.sql_of(question))]
    sys.stdout.write("\n\n".join(parts))
