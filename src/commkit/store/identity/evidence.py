"""What exports say of which accounts are one person: changes of nick and number; e-mail and phone as keyed digests."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from commkit.store import engine

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from commkit.store.private import Secret

EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,200}\.[^@\s.]{2,24}")
CHINESE_MOBILE = re.compile(r"1[3-9]\d{9}")
SHORTEST, LONGEST = 7, 15  # digits of a phone number
FEWEST = 3  # different digits: fewer are a placeholder
# Ids that are addresses. Where a platform numbers its ids itself, eleven digits are not a phone number.
ADDRESS = r"\x1f(?:[^@\s]+@[^@\s]+|\+\d{7,15}|1[3-9]\d{9})$"
NUMBERED = r"^(?:qq|telegram)\x1f"


def remember(con: duckdb.DuckDBPyConnection, secret: Secret, accounts: pl.DataFrame) -> None:
    """Keep what the staged exports say; twice changes nothing. `accounts` are the staged ones with their keys."""
    refs = [str(each) for each in engine.read_frame(con, "store/identity/aliases").to_series()]
    con.execute("begin")
    engine.register(con, secret.keyed(refs, "account_ref"))
    engine.rows(con, "store/identity/keep_aliases")
    engine.register(con, _digests(secret, engine.read_frame(con, "store/identity/contacts"), accounts))
    engine.rows(con, "store/identity/keep_contacts")
    con.execute("commit")


def _digests(secret: Secret, contacts: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """Key, kind and digest of every valid address."""
    import polars as pl

    ref = pl.col("account_ref")
    speaking = accounts.filter(ref.str.contains(ADDRESS) & ~ref.str.contains(NUMBERED))
    kind = pl.when(ref.str.contains("@")).then(pl.lit("email")).otherwise(pl.lit("phone"))
    own = speaking.select("key", kind.alias("kind"), ref.str.split("\x1f").list.last().alias("said"))
    stated = contacts.join(accounts, on="account_ref").select("key", "kind", "said")
    rows = [(key, kind, digest(secret, kind, said)) for key, kind, said in pl.concat([own, stated]).rows()]
    schema = {"key": pl.String, "kind": pl.String, "digest": pl.String}
    return pl.DataFrame([row for row in rows if row[2]], schema=schema, orient="row").unique()


def digest(secret: Secret, kind: str, said: str) -> str | None:
    """The keyed digest of an address, however it is written; None where it is not valid."""
    plain = email(said) if kind == "email" else phone(said)
    return secret.key_of(f"{kind}\x1f{plain}") if plain else None


def email(said: str) -> str | None:
    """A normalised e-mail address; None where it is not valid."""
    plain = unicodedata.normalize("NFKC", said).strip().casefold().removeprefix("mailto:")
    return plain if EMAIL.fullmatch(plain) else None


def phone(said: str) -> str | None:
    """A phone number as + and digits, +86 added to a Chinese mobile number; None where it is not valid."""
    plain = unicodedata.normalize("NFKC", said).strip()
    digits = "".join(mark for mark in plain if mark.isdecimal())
    if not SHORTEST <= len(digits.removeprefix("00")) <= LONGEST or len({*digits}) < FEWEST:
        return None
    if plain.startswith("+"):
        return f"+{digits}"
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    return f"+86{digits}" if CHINESE_MOBILE.fullmatch(digits) else digits
