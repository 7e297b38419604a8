"""Accounts and groups that the staged records name: kept in the private file, and numbered in the community."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from commkit.store import engine

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from commkit.store.private import Secret


class Keys(NamedTuple):
    """Every account and every group that a load names, with their keys."""

    accounts: pl.DataFrame  # account_ref, key
    groups: pl.DataFrame  # group_ref, key


def staged_accounts(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The references of all accounts that the staged records name."""
    return _read_column(con, "store/load/names/accounts")


def key_groups(con: duckdb.DuckDBPyConnection, secret: Secret) -> pl.DataFrame:
    """All groups that the staged records name, with their keys."""
    return secret.keyed(_read_column(con, "store/load/names/groups"), "group_ref")


def keep_names(con: duckdb.DuckDBPyConnection, keys: Keys, files: pl.DataFrame) -> None:
    """Add to the private file the accounts, groups and files of this load; doing it twice changes nothing."""
    con.execute("begin")
    engine.register(con, keys.accounts)
    engine.rows(con, "store/load/names/private_account")
    engine.rows(con, "store/load/names/private_name")
    engine.register(con, keys.groups)
    engine.rows(con, "store/load/names/private_title")
    engine.register(con, files)
    engine.rows(con, "store/load/names/private_file")
    con.execute("commit")


def keep_texts(con: duckdb.DuckDBPyConnection, *, are_unique: bool) -> None:
    """Keep what this load's members wrote, each message in its latest version; doing it twice changes nothing."""
    con.execute("begin")
    is_empty = engine.rows(con, "store/load/insert/is_empty", {"called": "private.text"}) == [(True,)]
    name = "private_text" if are_unique and is_empty else "private_newer_text"
    engine.rows(con, f"store/load/names/{name}")
    engine.rows(con, "store/load/names/private_comment")
    con.execute("commit")


def assign_numbers(con: duckdb.DuckDBPyConnection, keys: Keys) -> None:
    """Give every account and group of this load its integer, a new one where it is not known yet."""
    engine.register(con, keys.accounts)
    engine.rows(con, "store/load/names/new_accounts")
    engine.rows(con, "store/load/names/longer_handles")
    engine.rows(con, "store/load/names/arrived_account")
    engine.register(con, keys.groups)
    engine.rows(con, "store/load/names/stated_before")
    engine.rows(con, "store/load/names/new_groups")
    engine.rows(con, "store/load/names/arrived_group")


def _read_column(con: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    return [str(each) for each in engine.read_frame(con, name).to_series()]
