"""What a database says of itself: its version, zone, currency, the check of its secret, and its last load."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from commkit import __version__
from commkit.errors import CannotDo
from commkit.store import engine
from commkit.words import say

if TYPE_CHECKING:
    from datetime import datetime

    import duckdb

SCHEMA_VERSION = 7


class Meta(NamedTuple):
    """What a database says of itself before anything is loaded into it."""

    tz: str | None = None
    currency: str | None = None
    secret_check: str | None = None
    last_load: int = 0


def read_meta(con: duckdb.DuckDBPyConnection) -> Meta:
    """What the database in use says of itself; empty where it is new. Raises CannotDo for another version's."""
    if engine.rows(con, "store/schema/has_meta") == [(False,)]:
        return Meta()
    [(version, *rest)] = engine.rows(con, "store/schema/meta")
    if version > SCHEMA_VERSION:
        raise CannotDo(
            say("this database was written by a newer commkit"), hint=say("upgrade commkit: pip install -U commkit")
        )
    if version < SCHEMA_VERSION:
        raise CannotDo(
            say("this database was written by an older commkit"),
            hint=say("load its exports again into a new one: commkit load EXPORT --db NEW.duckdb"),
        )
    return Meta(*rest)


def create(con: duckdb.DuckDBPyConnection, meta: Meta, created_at: datetime) -> None:
    """Make the tables of a new community."""
    con.execute(engine.statement("store/schema/behaviour"))
    version = {"schema_version": SCHEMA_VERSION, "app_version": __version__, "created_at": created_at}
    known = {"tz": meta.tz, "currency": meta.currency, "secret_check": meta.secret_check}
    engine.rows(con, "store/schema/new_meta", {**version, **known})
