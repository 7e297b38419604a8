"""Messages that a bridge carried in from elsewhere are credited to the author whom the bridge names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from commkit.store import engine
from commkit.store.private import HANDLE_DIGITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb
    import polars as pl

    from commkit.store.private import Secret


class Credited(NamedTuple):
    """How many of the messages read were credited, and to how many people."""

    messages: int = 0
    people: int = 0


def credit(
    con: duckdb.DuckDBPyConnection, bridges: Sequence[str], accounts: pl.DataFrame, secret: Secret
) -> tuple[Credited, pl.DataFrame]:
    """Credit what bridges carried to its authors; gives the keyed accounts, those of the authors included."""
    import polars as pl

    if engine.rows(con, "store/load/credit/may_be_carried") == [(False,)]:
        return Credited(), accounts
    engine.register(con, accounts)
    engine.rows(con, "store/load/credit/bridges", {"bridges": list(bridges)})
    engine.rows(con, "store/load/credit/relays")
    engine.rows(con, "store/load/credit/message")
    engine.rows(con, "store/load/credit/interaction")
    [found] = engine.rows(con, "store/load/credit/credited")
    named = engine.read_frame(con, "store/load/names/accounts")
    unkeyed = named.join(accounts, on="account_ref", how="anti").to_series().to_list()
    fresh = secret.keyed(unkeyed, "account_ref")
    return Credited(*found), pl.concat([accounts.join(named, on="account_ref", how="semi"), fresh])


def digest_bridges(bridges: Sequence[str], secret: Secret) -> str:
    """The digest of the bridges that a load knew of, kept to notice when they have changed."""
    names = "\n".join(sorted(set(bridges)))
    return secret.digest_of("bridges", names)[:HANDLE_DIGITS] if names else ""
