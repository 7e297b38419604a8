"""Which accounts are one person: rows of the merge log are added and marked, and no fact is touched."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from commkit.store import engine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import duckdb


class Account(NamedTuple):
    """One of a person's accounts."""

    key: str
    handle: str
    is_bot: bool
    is_staff: bool


class Person(NamedTuple):
    """Accounts that are one member, first the one that stands for them, and those of them that a change was about."""

    accounts: tuple[Account, ...]
    changed: tuple[Account, ...]

    @property
    def handle(self) -> str:
        """The handle of the account that stands for all."""
        return self.accounts[0].handle


def join(con: duckdb.DuckDBPyConnection, keys: Sequence[str]) -> Person | None:
    """Make the members that have these accounts one; None where they are one already."""
    members = {member[0].key: member for member in (together(con, [key]) for key in keys)}
    if len(members) <= 1:
        return None
    accounts = unite(con, [account.key for member in members.values() for account in member])
    return Person(accounts, tuple(each for each in accounts if each not in members[accounts[0].key]))


def join_listed(con: duckdb.DuckDBPyConnection, aliases: Sequence[Sequence[str]]) -> None:
    """Make one member of the accounts that commkit.toml lists as one, as far as they are known."""
    import polars as pl

    if not aliases:
        return
    listed = [(number, entry) for number, entries in enumerate(aliases) for entry in entries]
    engine.register(con, pl.DataFrame(listed, schema={"number": pl.Int64, "entry": pl.String}, orient="row"))
    found = defaultdict(list)
    for number, key in engine.rows(con, "store/identity/listed"):
        found[number].append(key)
    for keys in found.values():
        join(con, keys)


def unite(con: duckdb.DuckDBPyConnection, keys: Iterable[str]) -> tuple[Account, ...]:
    """Merge these accounts, in place of any merges that they were in; gives them as they stand."""
    united, now = sorted(set(keys)), _now()
    _write(con, "store/identity/undo", united, now)
    _write(con, "store/identity/merge", united, now)
    return together(con, united)


def take_out(con: duckdb.DuckDBPyConnection, keys: Sequence[str]) -> None:
    """Leave these accounts merged with nobody."""
    now = _now()
    _write(con, "store/identity/undo", keys, now)
    engine.rows(con, "store/identity/undo_lone", {"now": now})


def together(con: duckdb.DuckDBPyConnection, keys: Sequence[str]) -> tuple[Account, ...]:
    """These accounts and all that are merged with any of them; the account that stands for them comes first."""
    register_column(con, "key", keys)
    return tuple(Account(*row) for row in engine.rows(con, "store/identity/together"))


def _write(con: duckdb.DuckDBPyConnection, name: str, keys: Sequence[str], now: datetime) -> None:
    register_column(con, "key", keys)
    engine.rows(con, name, {"now": now})


def register_column(con: duckdb.DuckDBPyConnection, column: str, values: Sequence[str]) -> None:
    """Let SQL read these values as the only column of `incoming`."""
    import polars as pl

    engine.register(con, pl.DataFrame({column: values}, schema={column: pl.String}))


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
