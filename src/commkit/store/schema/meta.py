"""What a database says of itself: its version, zone, currency, the check of its secret, and its last load."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from commkit import __version__
from commkit.errors import CannotDo, Outdated
from commkit.store import engine
from commkit.words import say

if TYPE_CHECKING:
    from datetime import datetime

    import duckdb

SCHEMA_VERSION = 8
OLDEST_VERSION = 6  # that is brought up to date


class Meta(NamedTuple):
    """What a database says of itself before anything is loaded into it."""

    tz: str | None = None
    currency: str | None = None
    secret_check: str | None = None
    last_load: int = 0


def read_meta(con: duckdb.DuckDBPyConnection) -> Meta:
    """What the database in use says of itself; empty where it is new.

    Raises Outdated for one that is to be brought up to date first, CannotDo for any other version.
    """
    if engine.rows(con, "store/schema/has_meta") == [(False,)]:
        return Meta()
    [(version, *rest)] = engine.rows(con, "store/schema/meta")
    _refuse_other_version(version)
    return Meta(*rest)


def _refuse_other_version(version: int) -> None:
    if version > SCHEMA_VERSION:
        raise CannotDo(
            say("this database was written by a newer commkit"), hint=say("upgrade commkit: pip install -U commkit")
        )
    what = say("this database was written by an older commkit")
    if version < OLDEST_VERSION:
        again = say("load its exports again into a new one: commkit load EXPORT --db NEW.duckdb")
        raise CannotDo(what, hint=again)
    if version < SCHEMA_VERSION:
        raise Outdated(what, hint=say("bring it up to date: commkit status --db FILE"), version=version)


def create(con: duckdb.DuckDBPyConnection, meta: Meta, created_at: datetime) -> None:
    """Make the tables of a new community."""
    con.execute(engine.statement("store/schema/behaviour"))
    version = {"schema_version": SCHEMA_VERSION, "app_version": __version__, "created_at": created_at}
    known = {"tz": meta.tz, "currency": meta.currency, "secret_check": meta.secret_check}
    engine.rows(con, "store/schema/new_meta", {**version, **known})
