"""The operator's own SQL: one SELECT, read-only, bounded in time and memory, closed to everything outside."""

from __future__ import annotations

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, wait
from threading import TIMEOUT_MAX
from typing import TYPE_CHECKING, cast

from commkit.errors import CannotDo, WrongUse
from commkit.store import engine
from commkit.store.ask import vocabulary
from commkit.store.ask.discretion import find_closed, hide_paths
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    import duckdb
    import polars as pl

    from commkit.store.ask.community import Store

SECONDS = range(-62_135_596_800, 253_402_300_800)  # of the years 1 to 9999, counted from 1970
DAY = 86_400
AGAIN = 0.05  # seconds between interruptions
TICKS = {"ms": 10**3, "us": 10**6, "ns": 10**9}  # a second
NEVER = 2**63 - 1  # the engine's instant after all others; the one before all others is its negative


def select(store: Store, sql: str, *, timeout: float) -> pl.DataFrame:
    """The rows of one SELECT over the views. Raises WrongUse for anything else, CannotDo after `timeout` seconds."""
    import duckdb

    con = store.con
    _refuse_other(con, sql)
    store.session.views.see(_seen_by(sql))
    try:
        return _within(lambda: _rows(con, sql), con, min(timeout, TIMEOUT_MAX))
    except TimeoutError as error:
        raise CannotDo(
            say("the query ran for more than {seconds:g} seconds", seconds=timeout),
            hint=say("narrow it, or raise --timeout"),
        ) from error
    except duckdb.OutOfMemoryException as error:
        raise CannotDo(
            say("the query needs more memory than is allowed"), hint=say("narrow it, or aggregate first")
        ) from error
    except duckdb.Error as error:
        raise WrongUse(
            say("the query was refused: {reason}", reason=_first_line(error)),
            hint=say("see the tables: commkit explain tables"),
        ) from error


def _rows(con: duckdb.DuckDBPyConnection, sql: str) -> pl.DataFrame:
    import polars as pl

    relation = con.sql(sql)
    if relation is None:
        return pl.DataFrame()
    twice = [name for name, times in Counter(map(str.lower, relation.columns)).items() if times > 1]
    if twice:
        raise WrongUse(
            say("the answer has more than one column {name}", name=twice[0]), hint=say("name each: select a as b")
        )
    for name, kind in zip(relation.columns, relation.types, strict=True):
        if "INTERVAL" in str(kind):
            raise WrongUse(
                say("column {name} holds intervals, which no face can show", name=name),
                hint=say("give numbers: select extract(epoch from b - a) as seconds"),
            )
        if "TIMESTAMP_S" in str(kind):  # one that never ends would arrive as one of 1969
            raise _unshown(name)
    try:
        table = pl.DataFrame(engine.ArrowStream(relation))
    except pl.exceptions.PanicException as error:  # a union, and what the engine may come to have
        what = say("the answer has a column of a type that no face can show")
        raise WrongUse(what, hint=say("give text: select a::varchar as a")) from error
    for column in table:
        if not _can_be_shown(column):
            raise _unshown(column.name)
    return table


def _unshown(name: str) -> WrongUse:
    return WrongUse(
        say("column {name} may hold times outside the years 1 to 9999, which no face can show", name=name),
        hint=say("give text: select a::varchar as a"),
    )


def _can_be_shown(column: pl.Series) -> bool:
    """Whether Python has every day and instant of this column; the engine has more, and one after all of them."""
    import polars as pl

    if column.dtype.is_nested():
        try:
            column.to_list()
        except (pl.exceptions.PanicException, ValueError, OverflowError):
            return False
    if isinstance(column.dtype, pl.Datetime):
        ticks = TICKS[column.dtype.time_unit]
        return _lies_in(column, range(SECONDS.start * ticks, SECONDS.stop * ticks))
    if isinstance(column.dtype, pl.Date):
        return _lies_in(column, range(SECONDS.start // DAY, SECONDS.stop // DAY))
    return True


def _lies_in(column: pl.Series, span: range) -> bool:
    """Whether all that is known counts to a number of this span, and none to the engine's end of time."""
    counted = column.to_physical().drop_nulls()
    if counted.is_empty():
        return True
    first, last = cast("tuple[int, int]", (counted.min(), counted.max()))
    return first in span and last in span and NEVER not in (-first, last)


def _seen_by(sql: str) -> frozenset[str]:
    """All macros, and the views that this SQL names; all where it names none and may ask which, or misspell one."""
    words = set(re.findall(r"\w+", sql.lower()))
    macros = vocabulary.made_by(vocabulary.MACROS)
    views = vocabulary.views().keys() - macros
    asks = words & {"from", "join", "show", "describe", "summarize"}
    return macros.union(*map(vocabulary.behind, views & words or (views if asks else ())))


def _within(ask: Callable[[], pl.DataFrame], con: duckdb.DuckDBPyConnection, timeout: float) -> pl.DataFrame:
    """What `ask` returns, in a thread of its own so that time and Ctrl-C can end it. Raises TimeoutError."""
    with ThreadPoolExecutor(1) as pool:
        try:
            return pool.submit(ask).result(timeout)
        except BaseException:
            _end(con, pool.submit(bool))  # the one thread comes to it when the query is over
            raise


def _end(con: duckdb.DuckDBPyConnection, over: Future[bool]) -> None:
    """Interrupt the query until it is over: the engine forgets an interruption that comes before it executes."""
    while not over.done():
        con.interrupt()
        wait([over], AGAIN)


def _refuse_other(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    import duckdb

    try:
        found = con.extract_statements(sql)
    except duckdb.Error as error:
        raise WrongUse(
            say("the query was refused: {reason}", reason=_first_line(error)), hint=say("give one SELECT statement")
        ) from error
    allowed = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
    if len(found) != 1 or found[0].type not in allowed:
        raise WrongUse(
            say("one SELECT statement is allowed, nothing else"), hint="commkit sql 'select count(*) from message'"
        )
    if word := find_closed(sql):
        raise WrongUse(
            say("{word} would tell where files lie on this machine, so it may not be asked", word=word),
            hint=say("see the tables: commkit explain tables"),
        )


def _first_line(error: Exception) -> str:
    return hide_paths(str(error).splitlines()[0])
