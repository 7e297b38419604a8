"""`commkit identity`: one person on two platforms or under two nicks, made one member."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from commkit.answer.display import show_table
from commkit.answer.overlap import measure_overlap
from commkit.choices import Evidence, Shared
from commkit.errors import CannotDo, NotEnoughData, WrongUse
from commkit.params import DATABASE, TABLE, Database, LockTimeout, Names, Quiet, TableOptions, option
from commkit.render.talk import note
from commkit.result import Result
from commkit.store.ask.community import Store
from commkit.store.identity import merges
from commkit.store.identity.suggestions import suggestions
from commkit.store.private import beside
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import polars as pl

    from commkit.store.identity.merge_log import Person

EXAMPLES = (
    "commkit identity suggest  # who may be one person under two names",
    "commkit identity merge k3fw7a2q m5xd2c7p  # makes two accounts one member",
    "commkit identity split m5xd2c7p  # takes a merge back",
    "commkit identity list  # what was merged, and what was taken back",
    "commkit identity overlap --of groups -o overlap.png  # a chart of which groups share people",
)

_SUGGESTED: dict[str, Iterable[str]] = {
    "reason": (
        *("same_email", "same_phone", "same_name"),
        *("changed_nick", "changed_number", "follows_number"),
    ),
    "evidence": Evidence,
}
_MERGED = {"status": ("merged", "replaced", "split")}

HANDLES = say("Handles, as answers show them.")
Handles = Annotated[list[str], typer.Argument(metavar="HANDLE...", help=HANDLES)]
SomeHandles = Annotated[list[str] | None, typer.Argument(metavar="HANDLE", help=HANDLES)]
Suggested = Annotated[
    bool, option("--suggested", help=say("Merge every pair of `identity suggest` that --least lets in."))
]


Of = Annotated[Shared, option("--of", help=say("Overlap of platforms, of groups, or what is known of people."))]
Least = Annotated[Evidence, option(help=say("Only pairs for which at least this much speaks."))]


def suggest(
    *,
    least: Least = Evidence.weak,
    db: Database = DATABASE,
    names: Names = False,
    face: TableOptions = TABLE,
    lock_timeout: LockTimeout = 60.0,
) -> None:
    """Pairs of members that may be one person, and why; none that were merged or taken apart before."""
    with _with_private(db, lock_timeout) as store:
        table = suggestions(store, least)
        if names:
            table = _named(table, store)
        result = Result(
            say("Who may be one person"), table, notes=tuple(_how_to_merge(table, least)), vocabulary=_SUGGESTED
        )
        show_table("identity", result, face, store, names=names)


def merge(
    handles: SomeHandles = None,
    *,
    suggested: Suggested = False,
    least: Least = Evidence.strong,
    db: Database = DATABASE,
    quiet: Quiet = False,
    lock_timeout: LockTimeout = 60.0,
) -> None:
    """Make these members one in every answer; nothing is rewritten, and `split` takes it back."""
    if suggested == bool(handles):
        raise WrongUse(
            say("merge needs handles, or --suggested"), hint=say("see who may be one person: commkit identity suggest")
        )
    made = (
        _merge_suggested(db, least, lock_timeout)
        if suggested
        else [merges.merge(db, handles or [], lock_timeout=lock_timeout)]
    )
    for person in made if not quiet else ():
        _tell_of_merge(person)


def split(handles: Handles, *, db: Database = DATABASE, quiet: Quiet = False, lock_timeout: LockTimeout = 60.0) -> None:
    """Take these accounts out of what they were merged into, each a member of its own again."""
    for person in merges.split(db, handles, lock_timeout=lock_timeout):
        if not quiet:
            _tell_of_split(person)


def list_(
    *,
    db: Database = DATABASE,
    names: Names = False,
    face: TableOptions = TABLE,
    lock_timeout: LockTimeout = 60.0,
) -> None:
    """Every merge that was made, account by account, and which were taken back."""
    with Store.open(db, lock_timeout=lock_timeout, names=names) as store:
        table = store.ask("store/identity/log")
        if names:
            table = table.join(store.ask("store/identity/names"), on="handle", how="left", maintain_order="left")
        show_table("identity", Result(say("Merges"), table, vocabulary=_MERGED), face, store, names=names)


def overlap(
    *,
    of: Of = Shared.platforms,
    db: Database = DATABASE,
    face: TableOptions = TABLE,
    lock_timeout: LockTimeout = 60.0,
) -> None:
    """How many people are on several platforms or in several groups, and what is known of them; counts, no names."""
    knows_names = of is Shared.profile and beside(db).exists()
    with Store.open(db, lock_timeout=lock_timeout, names=knows_names) as store:
        result = measure_overlap(store, of, knows_names=knows_names)
        show_table("identity", result, face, store, excluded=store.excluded())


def _merge_suggested(db: Path, least: Evidence, lock_timeout: float) -> list[Person]:
    with _with_private(db, lock_timeout) as store:
        pairs = suggestions(store, least).select("handle", "other_handle").rows()
    if not pairs:
        raise NotEnoughData(
            say("nobody is suggested with evidence that is {least}", least=value(least)),
            hint=say("ask for less: --least medium"),
        )
    return merges.merge_pairs(db, pairs, lock_timeout=lock_timeout)


def _with_private(db: Path, lock_timeout: float) -> Store:
    """The community with its private file, which holds the evidence. Raises CannotDo where it is missing."""
    if db.exists() and not beside(db).exists():
        raise CannotDo(
            say("the private file beside this database is missing, and what speaks for merging stands in it"),
            hint=say("put NAME.private.duckdb back beside NAME.duckdb; merge, split and list work without"),
        )
    return Store.open(db, lock_timeout=lock_timeout, names=True)


def _named(table: pl.DataFrame, store: Store) -> pl.DataFrame:
    """The pairs with the latest name of both members."""
    known = store.ask("store/ask/names")
    others = known.rename({"handle": "other_handle", "name": "other_name"})
    found = table.join(known, on="handle", how="left", maintain_order="left")
    found = found.join(others, on="other_handle", how="left", maintain_order="left")
    first = ["handle", "name", "other_handle", "other_name"]
    return found.select(*first, *(name for name in found.columns if name not in first))


def _how_to_merge(table: pl.DataFrame, least: Evidence) -> Iterator[str]:
    if table.is_empty():
        yield say("nobody to merge: no change of nick, no shared address, no name on two platforms.")
        return
    yield say("to merge a pair: commkit identity merge HANDLE HANDLE; who is split again is suggested no more.")
    yield say(
        "to merge them all, once read with --names: commkit identity merge --suggested --least {least}",
        least=least.value,
    )


def _tell_of_merge(person: Person) -> None:
    accounts = person.accounts
    note(say("{count} accounts are one member now: {handle}.", count=len(accounts), handle=person.handle))
    for role, sentence in (
        ("is_bot", say("one of them is a bot's, so this member counts as a bot.")),
        ("is_staff", say("one of them is staff's, so this member counts as staff.")),
    ):
        if len({getattr(each, role) for each in accounts}) > 1:
            note(sentence)
    back = " ".join(each.handle for each in person.changed)
    note(say("to take it back: commkit identity split {handles}", handles=back))


def _tell_of_split(person: Person) -> None:
    for each in person.changed:
        note(say("{handle} is a member of its own again.", handle=each.handle))
    if len(person.accounts) > 1:
        note(say("{count} accounts remain one member: {handle}.", count=len(person.accounts), handle=person.handle))


VERBS = {"suggest": suggest, "merge": merge, "split": split, "list": list_, "overlap": overlap}
