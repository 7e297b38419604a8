"""The commit: what was staged becomes part of the community in one transaction, its equation checked before."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from commkit.errors import CannotDo
from commkit.store import engine, private
from commkit.store.commits import finish
from commkit.store.database import Files, given_up
from commkit.store.identity import evidence
from commkit.store.identity.merge_log import join_listed
from commkit.store.load.credit.relay import credit
from commkit.store.load.insert.facts import insert
from commkit.store.load.mark.roles import mark_accounts
from commkit.store.load.names import register
from commkit.store.load.revise.changed_words import find_reworded
from commkit.store.rollup.days import refresh
from commkit.store.schema import meta
from commkit.store.soundness.damage import blaming
from commkit.store.undo.removal import drop_unnamed
from commkit.store.undo.replacement import make_room, take_over
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import duckdb
    import polars as pl

    from commkit.store.load.count import Count
    from commkit.store.load.loading import Loading
    from commkit.store.load.names.register import Keys
    from commkit.store.schema.meta import Meta

    Check = Callable[[Sequence[Mapping[str, Count]]], object]


def commit(
    loading: Loading,
    database: Path | None,
    *,
    lock_timeout: float,
    check: Check = lambda _: None,
) -> list[Mapping[str, Count]]:
    """Commit all staged exports; gives what became of each one's records by kind.

    Without a database the community stays in the loading's memory, `check` is called with the counts when
    everything but the commit is done: what it raises undoes all.
    Raises Locked, Overtaken, CannotDo (disk full, private file missing) or UnbalancedError; then nothing has changed.
    """
    files = Files(loading.con, database, lock_timeout)
    try:
        with engine.refusing(), blaming(database) if database else contextlib.nullcontext():
            loading.prepare()
            return _commit(loading, files, check)
    except BaseException:
        files.give_up()
        raise


def _commit(loading: Loading, files: Files, check: Check) -> list[Mapping[str, Count]]:
    con = loading.con
    with files.open("community", read_only=True):
        known = meta.read_meta(con)
        find_reworded(loading, is_first=known.secret_check is None)
    with files.open("private"):
        private.keep_secret(con, loading.secret, known.secret_check)
        keys = _keep_private(loading)
    with files.locked():
        if not private.is_secret(con, loading.secret):
            raise given_up()
        counts = _insert(loading, keys)
        if files.database is not None:  # a question straight from exports names none
            loading.suspects = engine.read_frame(con, "store/ask/bots", {"suspected": True})
            loading.is_apart = engine.rows(con, "store/load/is_apart") == [(True,)]
        check(counts)
        if files.database is None:
            con.execute("commit")
        else:
            finish(con, say("the exports are loaded"))
        return counts


def _keep_private(loading: Loading) -> Keys:
    """Write what belongs in the private file; gives the keys of every account and group."""
    con, secret = loading.con, loading.secret
    accounts = secret.keyed(register.staged_accounts(con), "account_ref")
    loading.credited, accounts = credit(con, loading.options.bridges, accounts, secret)
    keys = register.Keys(accounts, register.key_groups(con, secret))
    register.keep_names(con, keys, _file_names(loading))
    if loading.options.keep_text:
        register.keep_texts(con, are_unique=loading.is_unique.get("message", True))
    evidence.remember(con, secret, keys.accounts)
    return keys


def _insert(loading: Loading, keys: Keys) -> list[Mapping[str, Count]]:
    con = loading.con
    known = meta.read_meta(con)
    if loading.settle(known.tz, known.last_load):
        find_reworded(loading, is_first=known.secret_check is None)
    con.execute("begin")
    _ensure_schema(con, loading, known)
    understood = make_room(con, loading.exports)
    register.assign_numbers(con, keys)
    counts = insert(loading)
    [(loading.told_twice,)] = engine.rows(
        con, "store/load/insert/told_twice", {"first_load": loading.exports[0].load_id}
    )
    if understood:
        take_over(con, loading.exports, understood)
    else:
        loads = [staged.load_id for staged in loading.exports]
        orders = any(staged.staged["order_line"] or staged.staged["unpaid"] for staged in loading.exports)
        refresh(con, loads, orders=orders, are_first=known.secret_check is None)
        if any(count.duplicate for kinds in counts for count in kinds.values()):
            drop_unnamed(con)  # whom only a record named that another one outdid
    mark_accounts(con, loading.options)
    join_listed(con, loading.options.aliases)
    return counts


def _ensure_schema(con: duckdb.DuckDBPyConnection, loading: Loading, known: Meta) -> None:
    """Make the tables of a new community. Raises CannotDo where sums of money are in two currencies."""
    currencies = sorted(name for (name,) in engine.rows(con, "store/load/staged_currencies"))
    if known.currency:
        currencies = sorted({*currencies, known.currency})
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
    if known.secret_check is None:
        meta.create(con, meta.Meta(loading.tz, currency, loading.secret.check), _now())
    else:
        engine.rows(con, "store/schema/set_currency", {"currency": currency})


def _file_names(loading: Loading) -> pl.DataFrame:
    import polars as pl

    rows = [(staged.export.digest[: private.HANDLE_DIGITS], staged.export.file) for staged in loading.exports]
    rejects = {reject.file for staged in loading.exports for reject in staged.rejects}
    rows += [(loading.secret.file_handle(name), name) for name in rejects]
    return pl.DataFrame(sorted(set(rows)), schema={"handle": pl.String, "name": pl.String}, orient="row")


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
