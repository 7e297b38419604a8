"""The operator's own SQL: one SELECT, read-only, bounded in time and memory, closed to everything outside."""

from __future__ import annotations

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from commkit.errors import CannotDo, WrongUse
from commkit.store import engine
from commkit.store.ask import vocabulary
from commkit.store.ask.discretion import find_closed, hide_paths
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb
    import polars as pl

    from commkit.store.ask.community import Store


def select(store: Store, sql: str, *, timeout: float) -> pl.DataFrame:
    """The rows of one SELECT over the views. Raises WrongUse for anything else, CannotDo after `timeout` seconds."""
    import duckdb

    con = store.con
    _refuse_other(con, sql)
    store.views.see(_seen_by(sql))
    try:
        return _within(lambda: _rows(con, sql), con, timeout)
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
    timed = [name for name, kind in zip(relation.columns, relation.types, strict=True) if "INTERVAL" in str(kind)]
    if timed:
        raise WrongUse(
            say("column {name} holds intervals, which no face can show", name=timed[0]),
            hint=say("give numbers: select extract(epoch from b - a) as seconds"),
        )
    return pl.DataFrame(engine.ArrowStream(relation))


def _seen_by(sql: str) -> frozenset[str]:
    """The views that this SQL names; all of them where it names none, because it may ask which there are."""
    named = vocabulary.views().keys() & set(re.findall(r"\w+", sql.lower()))
    return frozenset().union(*map(vocabulary.behind, named or vocabulary.views()))


def _within(ask: Callable[[], pl.DataFrame], con: duckdb.DuckDBPyConnection, timeout: float) -> pl.DataFrame:
    """What `ask` returns, in a thread of its own so that time and Ctrl-C can end it. Raises TimeoutError."""
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(ask)
        try:
            return asked.result(timeout)
        except BaseException:
            con.interrupt()
            raise


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
