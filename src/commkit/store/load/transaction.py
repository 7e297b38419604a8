"""The commit: what was staged becomes part of the community in one transaction, its equation checked before."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from commkit import __version__
from commkit.errors import CannotDo
from commkit.store import engine, private
from commkit.store.database import Files, given_up
from commkit.store.identity import evidence
from commkit.store.identity.merge_log import join_listed
from commkit.store.load.credit.relay import credit
from commkit.store.load.insert.facts import file_handle, insert, number
from commkit.store.load.mark.roles import mark_people
from commkit.store.rollup.days import refresh
from commkit.store.undo.replacement import make_room, take_over
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import duckdb
    import polars as pl

    from commkit.store.load.count import Count
    from commkit.store.load.loading import Loading

    Told = Callable[[Sequence[Mapping[str, Count]]], object]

SCHEMA_VERSION = 4


class Keys(NamedTuple):
    """Everybody and every group that a load names, with their keys."""

    people: pl.DataFrame
    places: pl.DataFrame


class Facts(NamedTuple):
    """What a database says of itself before anything is loaded into it."""

    tz: str | None = None
    currency: str | None = None
    secret_check: str | None = None
    last_load: int = 0


def commit(
    loading: Loading,
    database: Path | None,
    *,
    lock_timeout: float,
    secret: bytes | None = None,
    told: Told = lambda _: None,
) -> list[Mapping[str, Count]]:
    """Commit all staged exports; gives what became of each one's records by kind.

    Without a database the community stays in the loading's memory, its handles made with `secret`. `told` hears the
    counts when everything but the commit is done: what it raises undoes all.
    Raises Locked, CannotDo (disk full, private file missing) or UnbalancedError; then nothing has changed.
    """
    files = Files(loading.con, database, lock_timeout)
    try:
        with engine.refusing():
            loading.prepare()
            return _commit(loading, files, secret, told)
    except BaseException:
        files.give_up()
        raise


def _commit(loading: Loading, files: Files, given_secret: bytes | None, told: Told) -> list[Mapping[str, Count]]:
    con = loading.con
    with files.open("community", read_only=True):
        facts = facts_of(con)
    people, places = _column(con, "store/load/people"), _column(con, "store/load/places")
    with files.open("private"):
        secret = private.secret_of(con, facts.secret_check, given_secret)
        known = private.keyed(secret, people, "account_ref")
        loading.credited, known = credit(con, loading.choices.bridges, known, secret)
        keys = Keys(known, private.keyed(secret, places, "group_ref"))
        private.remember(con, *keys, _file_names(loading))
        if loading.choices.keep_text:
            private.remember_texts(con, are_unique=loading.is_unique.get("message", True))
        evidence.remember(con, secret, keys.people)
    with files.locked():
        if not private.is_secret(con, secret):
            raise given_up()
        return _insert(loading, keys, private.check_of(secret), told)


def _insert(loading: Loading, keys: Keys, check: str, told: Told) -> list[Mapping[str, Count]]:
    con = loading.con
    facts = facts_of(con)
    loading.settle(facts.tz, facts.last_load)
    con.execute("begin")
    _ensure_schema(con, loading, check, facts)
    understood = make_room(con, loading.exports)
    number(con, *keys)
    counts = insert(loading)
    if understood:
        take_over(con, loading.exports, understood)
    else:
        loads = [staged.load_id for staged in loading.exports]
        refresh(con, loads, orders=any(staged.staged["order_line"] for staged in loading.exports))
    mark_people(con, loading.choices)
    join_listed(con, loading.choices.aliases)
    told(counts)
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
