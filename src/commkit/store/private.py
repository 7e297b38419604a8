"""The private file: ids and names, the secret that makes keys, titles, file names, and text that is kept."""

from __future__ import annotations

import base64
import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from commkit.errors import CannotDo, Overtaken
from commkit.store import engine
from commkit.store.locks import patiently
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb
    import polars as pl

SECRET_BYTES = 32
HANDLE_DIGITS = 8


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """What a community's keys and digests are made with; only the private file keeps it."""

    value: bytes

    @classmethod
    def new(cls) -> Secret:
        """A secret that nobody knows yet."""
        return cls(secrets.token_bytes(SECRET_BYTES))

    def key_of(self, reference: str) -> str:
        """A reference's 128-bit key, HMAC-SHA256 cut, as 26 base32 characters."""
        words = unicodedata.normalize("NFC", reference).encode("utf-8", "surrogatepass")
        return base64.b32encode(self._hmac(words)[:16]).decode("ascii").rstrip("=").lower()

    def keyed(self, references: Sequence[str], column: str) -> pl.DataFrame:
        """References with their keys, as a frame of two columns: `column` and key."""
        import polars as pl

        schema = {column: pl.String, "key": pl.String}
        return pl.DataFrame([(each, self.key_of(each)) for each in references], schema=schema, orient="row")

    def digest_of(self, what: str, words: str) -> str:
        """The keyed digest of words that are `what`, 32 hex digits; digests of different things never meet."""
        return self._hmac(f"\x1f{what}\x1f{words}".encode("utf-8", "surrogatepass")).hex()[:32]

    def file_handle(self, name: str) -> str:
        """The handle of a file in the behaviour file, because its name may contain a member's."""
        return self.digest_of("file", name)[:HANDLE_DIGITS]

    @property
    def prefix(self) -> str:
        """What stands before the words that SQL makes a digest of: a key of its own, 128 bits in 22 characters.

        So short that most ids still fit into one block of SHA-256 (55 bytes).
        """
        return base64.b64encode(self._hmac(b"\x1frecords\x1f")[:16]).decode("ascii").rstrip("=")

    @property
    def check(self) -> str:
        """What the behaviour file keeps of the secret, to recognise its own private file."""
        return blake2b(self.value, digest_size=8, person=b"commkit").hexdigest()

    def _hmac(self, words: bytes) -> bytes:
        return hmac.digest(self.value, words, "sha256")


def beside(database: Path) -> Path:
    """The private file of a database: NAME.private.duckdb beside NAME.duckdb."""
    return database.parent / f"{database.stem}.private.duckdb"


def missing() -> CannotDo:
    """The refusal where a community is without its private file."""
    return CannotDo(say("the private file beside this database is missing"), hint=_put_back())


def find_secret(database: Path, lock_timeout: float, expected_check: str | None = None) -> Secret | None:
    """The secret in the private file beside a database; None where both are new.

    Raises CannotDo where the community has another secret or its private file is missing, and Locked.
    """
    path = beside(database)
    if not path.exists():
        if expected_check is not None:
            raise missing()
        return None
    with engine.connect() as con:
        patiently(lambda: engine.attach(con, "private", path, read_only=True), lock_timeout, path)
        return _expected(_secret_in(con), expected_check)


def keep_secret(con: duckdb.DuckDBPyConnection, secret: Secret, expected_check: str | None) -> None:
    """Keep the secret in the attached private file, which is in use, unless it is there.

    Raises CannotDo where the community has another, and Overtaken where another process has just made one.
    """
    con.execute(engine.statement("store/schema/private"))
    found = _secret_in(con)
    _expected(found or secret, expected_check)
    if found is None:
        con.execute("insert into secret values ($secret)", {"secret": secret.value})
    elif found != secret:
        raise Overtaken(say("another load has just made this community"), hint=say("run it again"))


def is_secret(con: duckdb.DuckDBPyConnection, secret: Secret) -> bool:
    """Whether the attached private file, which is in use, has this secret."""
    return _secret_in(con) == secret


def _secret_in(con: duckdb.DuckDBPyConnection) -> Secret | None:
    """The secret of the attached private file; None where it has none."""
    has_one = engine.rows(con, "store/schema/has_secret") == [(True,)]
    found = engine.rows(con, "store/schema/secret") if has_one else []
    return Secret(found[0][0]) if len(found) == 1 else None


def _expected(secret: Secret | None, check: str | None) -> Secret | None:
    if check is not None and (secret is None or secret.check != check):
        raise others()
    return secret


def attach(con: duckdb.DuckDBPyConnection, database: Path, expected_check: str | None, lock_timeout: float) -> None:
    """Let this connection read the names beside the database. Raises CannotDo or Locked."""
    path = beside(database)
    if not path.exists():
        raise CannotDo(
            say("the private file beside this database is missing, so no names are known"),
            hint=say("leave --names out"),
        )
    patiently(lambda: engine.attach(con, "private", path, read_only=True), lock_timeout, path)
    found = _secret_in(con)
    if found is None or found.check != expected_check:
        raise others()


def others() -> CannotDo:
    """The refusal of a private file that belongs to another community."""
    return CannotDo(say("the private file beside this database is missing or belongs to another"), hint=_put_back())


def _put_back() -> str:
    return say("put NAME.private.duckdb back beside NAME.duckdb: without it every member would be counted twice")
