"""What the engine alone needs: the same work through the duckdb module, nothing of commkit around it."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

import duckdb

from commkit.store import engine

COLUMNS = dict.fromkeys(("message_id", "author", "group", "sent_at", "text", "reply_to"), "VARCHAR")
COLUMNS["sent_at"] = "TIMESTAMP"
DEFAULTS = {"on": "'activity'"}  # of a question's own parameters; all others are null
PACKAGE = Path(__file__).parents[1] / "src" / "commkit"


def load(csv: str, database: str, *, text: bool) -> None:
    """CREATE TABLE AS with the same declared types, in a file."""
    con = duckdb.connect(database, config={"memory_limit": "1GB"})
    wanted = "*" if text else "* exclude (text)"
    reader = "read_csv($csv, columns = $columns, header = true, auto_detect = false, delim = ',', quote = '\"')"
    con.execute(f"create table message as select {wanted} from {reader}", {"csv": csv, "columns": COLUMNS})
    con.close()


def ask(database: str, name: str) -> float:
    """Seconds that a question's SQL takes with its variables and parameters written into it as constants."""
    con = duckdb.connect(database, read_only=True, config={"memory_limit": "1GB", "preserve_insertion_order": False})
    con.execute("set TimeZone = 'UTC'")
    (as_of,) = con.execute("select max(day) from raw.member_day").fetchone() or ("",)
    known = {
        "tz": "'UTC'",
        "as_of_on": f"date '{as_of}'",
        "covers_on": f"date '{as_of}'",
        "with_staff": "false",
        "by_orders": "false",
        "by_chat": "true",
    }
    known |= {"every": "'week'", "active_by": "'spoke'"}
    con.execute(_inlined(engine.views(), known))
    question = _inlined((PACKAGE / f"{name}.sql").read_text("utf-8"), known)
    question = re.sub(r"\$(\w+)", lambda found: DEFAULTS.get(found[1], "null"), question)
    started = time.perf_counter()
    con.sql(question).fetchall()
    return time.perf_counter() - started


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


def funnel(database: str) -> float:
    """Seconds of a bare ASOF chain: message, reply, message, reply, message in 7 days of each member's first."""
    con = duckdb.connect(database, read_only=True, config={"memory_limit": "1GB", "preserve_insertion_order": False})
    started = time.perf_counter()
    con.execute(STEP)
    con.execute(ENTER)
    for replies in (True, False, True, False):
        con.execute(NEXT.format(replies=replies))
    con.sql("select count(distinct member) from reached").fetchall()
    return time.perf_counter() - started


def _inlined(sql: str, known: dict[str, str]) -> str:
    return re.sub(r"getvariable\('(\w+)'\)", lambda found: known.get(found[1], "null"), sql)


if __name__ == "__main__":
    if sys.argv[1] == "load":
        load(sys.argv[2], sys.argv[3], text=sys.argv[4] == "text")
    elif sys.argv[1] == "funnel":
        sys.stdout.write(f"{funnel(sys.argv[2])}\n")
    else:
        sys.stdout.write(f"{ask(sys.argv[2], sys.argv[3])}\n")
