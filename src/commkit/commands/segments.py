"""`commkit segments`: members saved by name, to look at with --segment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commkit.answer.display import show_table
from commkit.choices import Segment
from commkit.errors import WrongUse
from commkit.intake.handles import read_handles
from commkit.params import DATABASE, TABLE, Database, LockTimeout, Quiet, TableOptions
from commkit.render.talk import note
from commkit.result import Result
from commkit.store.ask.community import Store
from commkit.store.segments import saved
from commkit.words import say, say_counted

EXAMPLES = (
    "commkit rfm --members --only segment=champions -o champions.csv  # a list of members, from any answer",
    "commkit segments save vips champions.csv  # gives the list a name",
    "commkit active --segment vips  # asks any question of them alone",
    "commkit segments drop vips  # forgets the name; the members stay",
)
LONGEST = 60  # characters

Name = Annotated[str, typer.Argument(metavar="NAME", help=say("What the segment is called."))]
Answer = Annotated[
    Path,
    typer.Argument(metavar="FILE", help=say("An answer that lists members, CSV, TSV or JSON; - for stdin.")),
]


def save(
    name: Name, answer: Answer, *, db: Database = DATABASE, quiet: Quiet = False, lock_timeout: LockTimeout = 60.0
) -> None:
    """Save the members of an answer as a segment; one of the same name is replaced."""
    _refuse_name(name)
    members = saved.save(db, name, read_handles(answer), lock_timeout=lock_timeout)
    if not quiet:
        note(
            say_counted(
                members,
                "segment {name}: 1 member is saved.",
                "segment {name}: {number} members are saved.",
                name=name,
            )
        )


def list_(*, db: Database = DATABASE, face: TableOptions = TABLE, lock_timeout: LockTimeout = 60.0) -> None:
    """Every segment that was saved, and how many members it has."""
    with Store.open(db, lock_timeout=lock_timeout) as store:
        show_table("segments", Result(say("Segments"), store.ask("store/ask/segments")), face, store)


def drop(name: Name, *, db: Database = DATABASE, quiet: Quiet = False, lock_timeout: LockTimeout = 60.0) -> None:
    """Forget a segment; its members stay."""
    saved.drop(db, name, lock_timeout=lock_timeout)
    if not quiet:
        note(say("segment {name} is forgotten.", name=name))


def _refuse_name(name: str) -> None:
    """Refuse what no segment may be called. Raises WrongUse."""
    if name in tuple(Segment):
        raise WrongUse(say("{name} is a segment of RFM", name=name), hint=say("choose another name"))
    if not name.strip() or len(name) > LONGEST or not name.isprintable() or "=" in name:
        raise WrongUse(
            say("a segment cannot be called {name!r}", name=name[:LONGEST]),
            hint=say("choose a name of at most {count} characters, without =", count=LONGEST),
        )


VERBS = {"save": save, "list": list_, "drop": drop}
