"""Messages that a bridge carried in from elsewhere are credited to the author whom the bridge names."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from commkit.store import engine, private

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb
    import polars as pl


class Credited(NamedTuple):
    """How many of the messages read were credited, and to how many people."""

    messages: int = 0
    people: int = 0


def credit(
    con: duckdb.DuckDBPyConnection, bridges: Sequence[str], accounts: pl.DataFrame, secret: bytes
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
    fresh = private.keyed(secret, unkeyed, "account_ref")
    return Credited(*found), pl.concat([accounts.join(named, on="account_ref", how="semi"), fresh])


def digest_bridges(bridges: Sequence[str]) -> str:
    """The digest of the bridges that a load knew of, kept to notice when they have changed."""
    names = "\n".join(sorted(set(bridges)))
    return blake2b(names.encode(), digest_size=4, person=b"commkit").hexdigest() if names else ""
