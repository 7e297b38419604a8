"""`commkit identity`: one person on two platforms or under two nicks, made one member."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from commkit import render
from commkit.commands.showing import show_rows
from commkit.params import DATABASE, Database, Format, Limit, LockTimeout, Names, Output, Quiet, Sort
from commkit.result import Result
from commkit.store import Store
from commkit.store.merging import merge as make_one
from commkit.store.merging import split as take_out
from commkit.words import say

if TYPE_CHECKING:
    from commkit.store.merging import Person

EXAMPLES = (
    "commkit identity suggest",
    "commkit identity merge k3fw7a2q m5xd2c7p",
    "commkit identity split m5xd2c7p",
    "commkit identity list",
)

Handles = Annotated[list[str], typer.Argument(metavar="HANDLE...", help=say("Handles, as answers show them."))]


def merge(
    handles: Handles, *, db: Database = DATABASE, quiet: Quiet = False, lock_timeout: LockTimeout = 60.0
) -> None:
    """Make these members one in every answer; nothing is rewritten, and `split` takes it back."""
    person = make_one(db, handles, lock_timeout=lock_timeout)
    if not quiet:
        _tell_of_merge(person)


def split(
    handles: Handles, *, db: Database = DATABASE, quiet: Quiet = False, lock_timeout: LockTimeout = 60.0
) -> None:
    """Take these accounts out of what they were merged into, each a member of its own again."""
    for person in take_out(db, handles, lock_timeout=lock_timeout):
        if not quiet:
            _tell_of_split(person)


def list_(
    *,
    db: Database = DATABASE,
    names: Names = False,
    format: Format = None,
    output: Output = None,
    limit: Limit = None,
    sort: Sort = None,
    quiet: Quiet = False,
    lock_timeout: LockTimeout = 60.0,
) -> None:
    """Every merge that was made, account by account, and which were taken back."""
    with Store.open(db, lock_timeout=lock_timeout, names=names) as store:
        table = store.ask("store/identity/log")
        if names:
            table = table.join(store.ask("store/identity/names"), on="handle", how="left", maintain_order="left")
        show_rows("identity", Result(say("Merges"), table), store, format, output, limit, sort, quiet=quiet, names=names)


def _tell_of_merge(person: Person) -> None:
    accounts = person.accounts
    render.note(say("{count} accounts are one member now: {handle}.", count=len(accounts), handle=person.handle))
    for role, sentence in (
        ("is_bot", say("one of them is a bot's, so this member counts as a bot.")),
        ("is_staff", say("one of them is staff's, so this member counts as staff.")),
    ):
        if len({getattr(each, role) for each in accounts}) > 1:
            render.note(sentence)
    back = " ".join(each.handle for each in person.changed)
    render.note(say("to take it back: commkit identity split {handles}", handles=back))


def _tell_of_split(person: Person) -> None:
    for each in person.changed:
        render.note(say("{handle} is a member of its own again.", handle=each.handle))
    if len(person.accounts) > 1:
        render.note(
            say("{count} accounts remain one member: {handle}.", count=len(person.accounts), handle=person.handle)
        )


VERBS = {"merge": merge, "split": split, "list": list_}
