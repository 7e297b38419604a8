"""`commkit status`: what is loaded, up to when, and which questions it can answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from commkit import catalog, settings
from commkit.answer.covered import tell_covered
from commkit.answer.display import show_table
from commkit.choices import PlaceKind
from commkit.indicators import remarks
from commkit.params import DATABASE, FACE, Database, FaceOptions, LockTimeout, option
from commkit.result import Result
from commkit.store.ask.community import Store
from commkit.store.ask.remedies import LOADS
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterator


EXAMPLES = (
    "commkit status  # what is loaded, and what can be asked of it",
    "commkit status --by kind  # from when to when each kind of data reaches",
    "commkit status --by group --db shop.duckdb --format json  # each group's dates, for a program",
)
By = Annotated[
    PlaceKind | None, option(help=say("Say from when to when each kind of fact, platform or group is covered."))
]


def status(
    *,
    db: Database = DATABASE,
    by: By = None,
    face: FaceOptions = FACE,
    lock_timeout: LockTimeout = 60.0,
) -> None:
    """What is loaded, up to when, which questions can run and what the others need."""
    with Store.open(db, lock_timeout=lock_timeout) as store:
        store.closed = frozenset(settings.read().closed)
        show_table("status", _list_kinds(store) if by is None else tell_covered(store, by), face, store)


def _list_kinds(store: Store) -> Result:
    table = store.ask("store/ask/status")
    suspected = remarks.of_suspects(store.ask("store/ask/bots", suspected=True))
    notes = (*remarks.of_misdated(store.misdated()), *suspected, *_questions(store), *remarks.of_unstated_ends(store))
    return Result(say("What is loaded"), table, notes=notes, vocabulary={"kind": table["kind"]})


def _questions(store: Store) -> Iterator[str]:
    """The questions that can be asked, and what each of the others needs."""
    ready: list[str] = []
    waiting: list[tuple[str, tuple[str, ...]]] = []
    for name in catalog.names():
        needs = catalog.about(name).needs_one_of
        if any(store.has[kind] for kind in needs):
            ready.append(name)
        else:
            waiting.append((name, needs))
    if ready:
        yield say("can run: {questions}", questions=say(", ").join(ready))
    for name, needs in waiting:
        kinds = say(" or ").join(map(value, needs))
        yield say("{question} needs {kinds}: {hint}", question=name, kinds=kinds, hint=say(LOADS[needs[0]]))
