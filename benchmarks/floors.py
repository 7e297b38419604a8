"""What the engine alone needs: the same work through the duckdb module, nothing of commkit around it."""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
import time
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING

import duckdb

from commkit.store import engine
from commkit.store.ask import vocabulary
from commkit.store.ask.community import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = dict.fromkeys(("message_id", "author", "group", "sent_at", "text", "reply_to"), "VARCHAR")
COLUMNS["sent_at"] = "TIMESTAMP"


def load(csv: str, database: str, *, text: bool) -> None:
    """CREATE TABLE AS with the same declared types, in a file."""
    con = duckdb.connect(database, config={"memory_limit": "1GB"})
    wanted = "*" if text else "* exclude (text)"
    reader = "read_csv($csv, columns = $columns, header = true, auto_detect = false, delim = ',', quote = '\"')"
    con.execute(f"create table message as select {wanted} from {reader}", {"csv": csv, "columns": COLUMNS})
    con.close()


def plan(words: list[str]) -> list[dict[str, object]]:
    """Every SQL file that a command asks, with its parameters and variables as SQL writes them."""
    from commkit.cli.app import app

    asked: list[dict[str, object]] = []
    ask = Store.ask

    def noted(self: Store, name: str, /, **parameters: object) -> object:
        answer = ask(self, name, **parameters)
        held = {each: self.con.execute(f"select getvariable('{each}')").fetchall()[0][0] for each in engine.VARIABLES}
        written = [{key: _literal(value) for key, value in each.items()} for each in (held, parameters)]
        asked.append({"name": name, "kept": list(self.kept), "variables": written[0], "parameters": written[1]})
        return answer

    Store.ask = noted  # type: ignore[method-assign, assignment]
    with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):
        app([*words, "--format", "json", "-q"], standalone_mode=False)
    return asked


def ask(database: str, asked: list[dict[str, object]]) -> tuple[float, float]:
    """Wall and CPU seconds of these SQL files, one after another, with all that varies written in as constants."""
    con = _connected(database)
    wall = cpu = 0.0
    for each in asked:
        for always in vocabulary.ALWAYS:
            con.execute(_inlined(engine.statement(f"store/ask/views/{always}"), each["variables"]))
        question = _inlined(engine.statement(each["name"]), each["variables"])
        question = re.sub(r"\$(\w+)", lambda found, known=each["parameters"]: known[found[1]], question)
        before = [_inlined(statement, each["variables"]) for statement in _before(each["name"], each["kept"])]
        wall, cpu = wall - time.perf_counter(), cpu - time.process_time()
        for statement in before:
            con.execute(statement)
        con.sql(question).fetchall()
        wall, cpu = wall + time.perf_counter(), cpu + time.process_time()
    return wall, cpu


def _before(name: str, kept: list[str]) -> Iterator[str]:
    """What makes the views that a question reads, in the order in which the store makes them."""
    seen: set[str] = set()
    for part in (*(f"store/ask/keep/{each}" for each in kept), name):
        yield from (made for view, made in vocabulary.views().items() if view in vocabulary.reads(part) - seen)
        if part != name:
            yield engine.statement(part)
            seen |= vocabulary.made_by(part)
        seen |= vocabulary.reads(part)


STEP = """
    create temp table step as
    select account as member, epoch_us(sent_at) as at_us, reply_to is not null as is_reply
    from raw.message
    where kind in ('text', 'media')
"""
ENTER = """
    create temp table reached as
    select member, min(at_us) as at_us, min(at_us) as begun_us from step group by member
"""
NEXT = """
    create or replace temp table reached as
    select step.member, step.at_us, reached.begun_us
    from step
    asof join reached on step.member = reached.member and step.at_us >= reached.at_us
    where step.at_us <= reached.begun_us + 604800000000 and (step.is_reply or not {replies})
"""


def funnel(database: str) -> tuple[float, float]:
    """Wall and CPU seconds of a bare ASOF chain: message, reply, message, reply, message in 7 days of the first."""
    con = _connected(database)
    started, worked = time.perf_counter(), time.process_time()
    con.execute(STEP)
    con.execute(ENTER)
    for replies in (True, False, True, False):
        con.execute(NEXT.format(replies=replies))
    con.sql("select count(distinct member) from reached").fetchall()
    return time.perf_counter() - started, time.process_time() - worked


def _connected(database: str) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(database, read_only=True, config={"memory_limit": "1GB", "preserve_insertion_order": False})
    con.execute("set TimeZone = 'UTC'")
    return con


def _literal(value: object) -> str:
    """A value as SQL writes it."""
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, datetime | date):
        return f"{'timestamp' if isinstance(value, datetime) else 'date'} '{value}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return "null" if value is None else str(value)


def _inlined(sql: str, known: dict[str, str]) -> str:
    return re.sub(r"getvariable\('(\w+)'\)", lambda found: known[found[1]], sql)


if __name__ == "__main__":
    if sys.argv[1] == "load":
        load(sys.argv[2], sys.argv[3], text=sys.argv[4] == "text")
    elif sys.argv[1] == "plan":
        sys.stdout.write(json.dumps(plan(sys.argv[2:])))
    elif sys.argv[1] == "funnel":
        sys.stdout.write("{} {}".format(*funnel(sys.argv[2])))
    else:
        sys.stdout.write("{} {}".format(*ask(sys.argv[2], json.loads(sys.argv[3]))))
