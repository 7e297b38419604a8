"""`commkit sql`: a SELECT of your own over the community's views."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from commkit.answer.display import show_table
from commkit.answer.spans import read_span
from commkit.errors import WrongUse
from commkit.params import DATABASE, TABLE, AsOf, Database, LockTimeout, Since, TableOptions, Until, option
from commkit.result import Result
from commkit.store.ask.community import Store
from commkit.store.ask.cut import Cut
from commkit.store.ask.select import select
from commkit.typed import parse_day
from commkit.words import say

EXAMPLES = (
    "commkit sql 'select day, sum(messages) as messages from member_day group by day'  # messages day by day",
    "commkit sql 'select kind, count(*) as messages from message group by kind' --format json  # messages by kind",
    "commkit sql - < query.sql  # a query kept in a file",
)
WORDED = ("change", "kind", "segment", "status")  # columns of the views that hold words of closed lists

Query = Annotated[
    str, typer.Argument(metavar="SELECT", help=say("One SELECT statement; - reads it from standard input."))
]
Timeout = Annotated[float, option(min=0.1, help=say("Seconds that the query may run."))]


def sql(
    query: Query,
    *,
    db: Database = DATABASE,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    timeout: Timeout = 60.0,
    face: TableOptions = TABLE,
    lock_timeout: LockTimeout = 60.0,
) -> None:
    """Ask in SQL, read-only: views member, message, member_day, purchase, refund, cut as questions are."""
    text = _read_query() if query == "-" else query
    with Store.open(db, lock_timeout=lock_timeout) as store:
        end = parse_day(as_of) if as_of else None
        store.cut(Cut(as_of=end))
        first = read_span(since, store.as_of)[0] if since else None
        last = read_span(until, store.as_of)[1] if until else None
        store.cut(Cut(first, last, end))
        table = select(store, text, timeout=timeout)
        vocabulary = {name: table[name] for name in WORDED if name in table.columns}
        show_table("sql", Result(say("Query"), table, vocabulary=vocabulary), face, store)


def _read_query() -> str:
    """What standard input says. Raises WrongUse where it is not text."""
    try:
        text = sys.stdin.read()
        text.encode()  # where the system's language is C, bytes that are no text pass as text
    except UnicodeError as error:
        what = say("standard input is not in {encoding}", encoding=sys.stdin.encoding)
        raise WrongUse(what, hint=say("write the query in UTF-8")) from error
    return text
