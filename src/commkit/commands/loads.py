"""`commkit loads`: what was loaded, and taking it back."""

from __future__ import annotations

from typing import Annotated

import typer

from commkit.answer.display import show_table
from commkit.intake.instructions import choose
from commkit.params import DATABASE, MOST_LOADS, TABLE, Database, LockTimeout, Names, Quiet, TableOptions
from commkit.render.talk import note
from commkit.result import Result
from commkit.store import change
from commkit.store.ask.community import Store
from commkit.words import say

EXAMPLES = (
    "commkit loads list  # what was loaded, and what became of it",
    "commkit loads list --names  # and which files these were",
    "commkit loads undo 3  # takes a load back",
)

LoadId = Annotated[
    int, typer.Argument(max=MOST_LOADS, metavar="ID", help=say("The load's number, from `commkit loads list`."))
]


def list_(
    *,
    db: Database = DATABASE,
    names: Names = False,
    face: TableOptions = TABLE,
    lock_timeout: LockTimeout = 60.0,
) -> None:
    """Every load with what became of its records; files by handle, by name with --names."""
    with Store.open(db, lock_timeout=lock_timeout, names=names) as store:
        table = store.ask("store/ask/loads")
        if names:
            table = table.join(store.ask("store/ask/files"), left_on="file", right_on="handle", how="left").drop("file")
        show_table("loads", Result(say("Loads"), table), face, store, names=names)


def undo(load_id: LoadId, *, db: Database = DATABASE, quiet: Quiet = False, lock_timeout: LockTimeout = 60.0) -> None:
    """Take back everything that one load brought."""
    change.undo(db, load_id, choose(), lock_timeout=lock_timeout)
    if not quiet:
        note(say("load {number} is taken back.", number=load_id))


VERBS = {"list": list_, "undo": undo}
