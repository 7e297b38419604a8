"""The commit: what was staged becomes part of the community in one transaction, its equation checked before."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from commkit import __version__
from commkit.errors import CannotDo, CommkitError
from commkit.store import engine, evidence, private
from commkit.store.inserting import file_handle, insert, mark_people, number
from commkit.store.locks import patiently
from commkit.store.people import join_listed
from commkit.store.rollup import refresh
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import duckdb
    import polars as pl

    from commkit.store.counting import Count
    from commkit.store.loading import Loading

SCHEMA_VERSION = 3


class Facts(NamedTuple):
    """What a database says of itself before anything is loaded into it."""

    tz: str | None = None
    currency: str | None = None
    secret_check: str | None = None
    last_load: int = 0


def commit(
    loading: Loading, database: Path | None, *, lock_timeout: float, secret: bytes | None = None
) -> list[Mapping[str, Count]]:
    """Commit all staged exports; gives what became of each one's records by kind.

    Without a database the community stays in the loading's memory, its handles made with `secret`.
    Raises Locked, CannotDo (disk full, private file missing) or UnbalancedError; then nothing has changed.
    """
    import duckdb

    files = (database, private.beside(database)) if database is not None else ()
    new_files = [each for each in files if not each.exists()]
    try:
        _attach(loading.con, database, lock_timeout)
        return _commit_attached(loading, secret)
    except BaseException as error:
        _abandon(loading.con, new_files)
        if isinstance(error, duckdb.Error | OSError) and not isinstance(error, CommkitError):
            raise engine.refused(error) from error
        raise


def _attach(con: duckdb.DuckDBPyConnection, database: Path | None, lock_timeout: float) -> None:
    if database is None:
        con.execute("attach ':memory:' as community")
        con.execute("attach ':memory:' as private")
        return
    if database.exists() and not private.beside(database).exists():
        raise CannotDo(
            say("the private file beside this database is missing"),
            hint=say("put NAME.private.duckdb back beside NAME.duckdb: without it every member would be counted twice"),
        )
    patiently(lambda: con.execute("attach $path as community", {"path": str(database)}), lock_timeout)
    patiently(lambda: con.execute("attach $path as private", {"path": str(private.beside(database))}), lock_timeout)


def _abandon(con: duckdb.DuckDBPyConnection, new_files: Sequence[Path]) -> None:
    """Undo what was begun; a file that did not exist before does not exist after."""
    import duckdb

    with contextlib.suppress(duckdb.Error):
        con.execute("rollback")  # raises where a failed COMMIT has already ended the transaction
    if new_files:
        with contextlib.suppress(duckdb.Error):
            con.close()
    for each in new_files:
        each.unlink(missing_ok=True)
        each.with_name(f"{each.name}.wal").unlink(missing_ok=True)


def _commit_attached(loading: Loading, given_secret: bytes | None) -> list[Mapping[str, Count]]:
    con = loading.con
    con.execute("use community")
    facts = facts_of(con)
    secret = private.secret_of(con, facts.secret_check, given_secret)
    loading.settle(facts.tz, facts.last_load)
    people = private.keyed(secret, _column(con, "store/load/people"), "account_ref")
    places = private.keyed(secret, _column(con, "store/load/places"), "group_ref")
    private.remember(con, people, places, _file_names(loading))
    evidence.remember(con, secret, people)
    con.execute("use community")
    con.execute("begin")
    _ensure_schema(con, loading, private.check_of(secret), facts)
    number(con, people, places)
    counts = insert(loading)
    mark_people(con, loading.choices.staff, loading.choices.bots)
    join_listed(con, loading.choices.aliases)
    loads = [staged.load_id for staged in loading.exports]
    refresh(con, loads, orders=any(staged.staged["order_line"] for staged in loading.exports))
    con.execute("commit")
    return counts


def _ensure_schema(con: duckdb.DuckDBPyConnection, loading: Loading, check: str, facts: Facts) -> None:
    currencies = sorted(name for (name,) in engine.rows(con, "store/load/staged_currencies"))
    if facts.currency:
        currencies = sorted({*currencies, facts.currency})
    if len(currencies) > 1:
        raise CannotDo(
            say(
                "orders in {count} currencies ({names}) cannot be summed",
                count=len(currencies),
                names=say(", ").join(currencies),
            ),
            hint=say("load those of one with --currency CODE, or keep a database for each"),
        )
    currency = currencies[0] if currencies else None
    if facts.secret_check is None:
        con.execute(engine.statement("store/schema"))
        engine.rows(
            con,
            "store/load/new_meta",
            {
                "schema_version": SCHEMA_VERSION,
                "app_version": __version__,
                "tz": loading.tz,
                "currency": currency,
                "secret_check": check,
                "created_at": _now(),
            },
        )
    else:
        engine.rows(con, "store/load/set_currency", {"currency": currency})


def facts_of(con: duckdb.DuckDBPyConnection) -> Facts:
    """What the database in use says of itself; empty where it is new. Refuses one from a newer commkit."""
    if engine.rows(con, "store/load/has_schema") == [(False,)]:
        return Facts()
    [(version, *rest)] = engine.rows(con, "store/load/facts")
    if version > SCHEMA_VERSION:
        raise CannotDo(
            say("this database was written by a newer commkit"), hint=say("upgrade commkit: pip install -U commkit")
        )
    if version < SCHEMA_VERSION:
        raise CannotDo(
            say("this database was written by an older commkit"),
            hint=say("load its exports again into a new one: commkit load EXPORT --db NEW.duckdb"),
        )
    return Facts(*rest)


def _column(con: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    return [str(each) for each in engine.table(con, name).to_series()]


def _file_names(loading: Loading) -> pl.DataFrame:
    import polars as pl

    rows = [(staged.export.digest[:8], staged.export.file) for staged in loading.exports]
    rows += [(file_handle(reject.file), reject.file) for staged in loading.exports for reject in staged.rejects]
    return pl.DataFrame(sorted(set(rows)), schema={"handle": pl.String, "name": pl.String}, orient="row")


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
