"""The private file: ids and names, the secret that makes keys, titles, file names, and text that is kept."""

from __future__ import annotations

import base64
import hmac
import secrets
import unicodedata
from hashlib import blake2b
from typing import TYPE_CHECKING

from commkit.errors import CannotDo
from commkit.store import engine
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb
    import polars as pl


def beside(database: Path) -> Path:
    """The private file of a database: NAME.private.duckdb beside NAME.duckdb."""
    return database.with_name(f"{database.stem}.private.duckdb")


def key_of(secret: bytes, reference: str) -> str:
    """A reference's 128-bit key, HMAC-SHA256 cut, as 26 base32 characters."""
    digest = hmac.digest(secret, unicodedata.normalize("NFC", reference).encode("utf-8", "surrogatepass"), "sha256")
    return base64.b32encode(digest[:16]).decode("ascii").rstrip("=").lower()


def check_of(secret: bytes) -> str:
    """What the behaviour file keeps of the secret, to recognise its own private file."""
    return blake2b(secret, digest_size=8, person=b"commkit").hexdigest()


def keyed(secret: bytes, references: Sequence[str], column: str) -> pl.DataFrame:
    """References with their keys, as a frame of two columns: `column` and key."""
    import polars as pl

    schema = {column: pl.String, "key": pl.String}
    return pl.DataFrame([(each, key_of(secret, each)) for each in references], schema=schema, orient="row")


def secret_of(con: duckdb.DuckDBPyConnection, expected_check: str | None, given: bytes | None = None) -> bytes:
    """The attached private file's secret; made where the community is new, refused where it is another's."""
    con.execute(engine.statement("store/schema/private"))
    found = engine.rows(con, "store/schema/secret")
    secret: bytes = found[0][0] if found else given or secrets.token_bytes(32)
    if expected_check is not None and check_of(secret) != expected_check:
        raise others()
    if not found:
        con.execute("insert into secret values ($secret)", {"secret": secret})
    return secret


def refuse_other(con: duckdb.DuckDBPyConnection, expected_check: str | None) -> None:
    """Refuse the attached private file where it is not that of this community. Raises CannotDo."""
    if expected_check not in [check_of(secret) for (secret,) in engine.rows(con, "store/schema/secret")]:
        raise others()


def others() -> CannotDo:
    """The refusal of a private file that belongs to another community."""
    return CannotDo(
        say("the private file beside this database is missing or belongs to another"),
        hint=say("put NAME.private.duckdb back beside NAME.duckdb: without it every member would be counted twice"),
    )


def is_secret(con: duckdb.DuckDBPyConnection, secret: bytes) -> bool:
    """Whether the attached private file still has this secret."""
    return engine.rows(con, "store/schema/secret") == [(secret,)]
