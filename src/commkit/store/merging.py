"""Merging accounts of one person, and taking them out again: rows of a log are added and marked, no fact is touched."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from commkit.errors import WrongUse
from commkit.store import engine
from commkit.store.changing import changing
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import duckdb


class Account(NamedTuple):
    """One of a person's accounts."""

    key: str
    handle: str
    is_bot: bool
    is_staff: bool


class Person(NamedTuple):
    """Accounts that are one member, the one that stands for them first, and those that a change was about."""

    accounts: tuple[Account, ...]
    changed: tuple[Account, ...]

    @property
    def handle(self) -> str:
        """What the member is called."""
        return self.accounts[0].handle


def merge(database: Path, handles: Sequence[str], *, lock_timeout: float) -> Person:
    """Make the members with these handles one; `changed` are the accounts that were of another member before.

    Raises WrongUse where a handle is nobody's or several people's, or where they are one member already.
    """
    with changing(database, lock_timeout) as con:
        members = {member[0].key: member for member in (together(con, [key]) for key in _keys(con, handles))}
        if len(members) == 1:
            raise WrongUse(
                say("there is one member, and nobody to merge with"),
                hint=say("give the handles of two members or more: commkit identity merge HANDLE HANDLE"),
            )
        accounts = unite(con, [account.key for member in members.values() for account in member])
        return Person(accounts, tuple(each for each in accounts if each not in members[accounts[0].key]))


def split(database: Path, handles: Sequence[str], *, lock_timeout: float) -> list[Person]:
    """Take these accounts out of their merges; gives those that stay together, each with who was taken out.

    Raises WrongUse where a handle is nobody's or several people's, or an account is merged with nobody.
    """
    with changing(database, lock_timeout) as con:
        keys = _keys(con, handles)
        before = {member[0].key: member for member in (together(con, [key]) for key in keys)}
        for member in before.values():
            if len(member) == 1:
                raise WrongUse(
                    say("{handle} is merged with nobody", handle=member[0].handle),
                    hint=say("see who is merged: commkit identity list"),
                )
        take_out(con, keys)
        return [_remaining(member, keys) for member in before.values()]


def unite(con: duckdb.DuckDBPyConnection, keys: Iterable[str]) -> tuple[Account, ...]:
    """One merge of these accounts, in place of any that they were in; gives them as they stand."""
    united, now = sorted(set(keys)), _now()
    _write(con, "undo", united, now)
    _write(con, "merge", united, now)
    return together(con, united)


def take_out(con: duckdb.DuckDBPyConnection, keys: Sequence[str]) -> None:
    """Leave these accounts merged with nobody."""
    now = _now()
    _write(con, "undo", keys, now)
    engine.rows(con, "store/identity/undo_lone", {"now": now})


def together(con: duckdb.DuckDBPyConnection, keys: Sequence[str]) -> tuple[Account, ...]:
    """These accounts with all that are merged with any of them, the one that stands for them first."""
    _take(con, "key", keys)
    return tuple(Account(*row) for row in engine.rows(con, "store/identity/together"))


def _remaining(member: Sequence[Account], taken: Sequence[str]) -> Person:
    stay = tuple(each for each in member if each.key not in taken)
    return Person(stay, tuple(each for each in member if each.key in taken))


def _keys(con: duckdb.DuckDBPyConnection, handles: Sequence[str]) -> list[str]:
    """The key of each handle. Raises WrongUse where it is nobody's, or two people's keys begin so."""
    wanted = list(dict.fromkeys(handle.strip().lower() for handle in handles))
    _take(con, "handle", wanted)
    found = defaultdict(list)
    for given, key, handle in engine.rows(con, "store/identity/given"):
        found[given].append((key, handle))
    for handle in wanted:
        if not found[handle]:
            raise WrongUse(
                say("no member has the handle {handle!r}", handle=handle),
                hint=say("find handles by name: commkit members --find NAME"),
            )
        if len(found[handle]) > 1:
            meant = say(", ").join(longer for _, longer in found[handle])
            raise WrongUse(
                say("{handle!r} may be several members", handle=handle), hint=say("say which: {handles}", handles=meant)
            )
    return list(dict.fromkeys(found[handle][0][0] for handle in wanted))


def _write(con: duckdb.DuckDBPyConnection, act: str, keys: Sequence[str], now: datetime) -> None:
    _take(con, "key", keys)
    engine.rows(con, f"store/identity/{act}", {"now": now})


def _take(con: duckdb.DuckDBPyConnection, column: str, values: Sequence[str]) -> None:
    import polars as pl

    engine.take(con, pl.DataFrame({column: values}, schema={column: pl.String}))


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
