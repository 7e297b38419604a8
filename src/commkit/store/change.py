"""Changes to a community that has been loaded: taking a load back, and deriving everything anew."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from commkit.errors import CannotDo, Outdated, WrongUse
from commkit.store import engine, private
from commkit.store.commits import finish
from commkit.store.identity.merge_log import join_listed
from commkit.store.load.mark.roles import mark_accounts
from commkit.store.load.options import LoadOptions
from commkit.store.locks import patiently, refuse_other
from commkit.store.rollup.days import rebuild
from commkit.store.schema.meta import read_meta
from commkit.store.schema.migration import up_to_date
from commkit.store.soundness.damage import blaming
from commkit.store.spool import private_folder
from commkit.store.undo.removal import forget, sweep
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb

    from commkit.store.schema.meta import Meta

NONE = LoadOptions()


@contextlib.contextmanager
def changing(database: Path, lock_timeout: float) -> Iterator[duckdb.DuckDBPyConnection]:
    """One transaction on the database, locked; undone as a whole if anything fails. Raises CannotDo or Locked."""
    refuse_other(database)
    with blaming(database), private_folder() as folder, engine.connect(spill=folder) as con:
        known = up_to_date(database, lock_timeout, lambda: _hold_community(con, database, lock_timeout))
        if known.tz is None:
            raise CannotDo(
                say("{file} is empty", file=database.name), hint=say("load an export first: commkit load EXPORT")
            )
        con.execute(engine.statement("store/load/macros"))
        engine.set_variable(con, "tz", known.tz)
        con.execute("begin")
        yield con
        finish(con, say("the community is changed"))


def _hold_community(con: duckdb.DuckDBPyConnection, database: Path, lock_timeout: float) -> Meta:
    """Attach the community, locked, and use it; let go of one that is to be brought up to date first."""
    patiently(lambda: engine.attach(con, "community", database), lock_timeout, database)
    con.execute("use community")
    try:
        return read_meta(con)
    except Outdated:
        con.execute("use memory")
        con.execute("detach community")
        raise


def undo(database: Path, load_id: int, options: LoadOptions = NONE, *, lock_timeout: float) -> None:
    """Take back everything that one load brought. Raises WrongUse where there is no such load."""
    with changing(database, lock_timeout) as con:
        loads = [row[0] for row in engine.rows(con, "store/ask/loads")]
        if load_id not in loads:
            known = say(", ").join(map(str, loads)) or say("none")
            raise WrongUse(
                say("there is no load {number}", number=load_id),
                hint=say("loads: {known}; see `commkit loads list`", known=known),
            )
        forget(con, load_id)
        rebuild(con)
        _mark(con, database, options, lock_timeout)
        sweep(con)


def rebuild_all(database: Path, tz: str | None, options: LoadOptions = NONE, *, lock_timeout: float) -> None:
    """Derive purchases and rollup anew, in another zone if given, and mark anew who is staff, a bot, or one person."""
    with changing(database, lock_timeout) as con:
        if tz is not None:
            engine.rows(con, "store/schema/set_tz", {"tz": tz})
            engine.set_variable(con, "tz", tz)
        rebuild(con)
        _mark(con, database, options, lock_timeout)
        if private.beside(database).exists():
            join_listed(con, options.aliases)


def _mark(con: duckdb.DuckDBPyConnection, database: Path, options: LoadOptions, lock_timeout: float) -> None:
    """Mark anew who is staff or a bot, if the private file is there to tell who is listed."""
    if private.beside(database).exists():
        private.attach(con, database, read_meta(con).secret_check, lock_timeout)
        mark_accounts(con, options)
