from __future__ import annotations

import io
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from commkit.errors import CommkitError
from commkit.store.ask.community import Store
from commkit.store.ask.cut import Cut
from commkit.store.ask.discretion import hide_paths
from commkit.store.ask.select import select

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Run = Callable[..., Any]

INTERVALS = {"test_all_types", "pg_timezone_names"}  # their columns are of a type that frames lack
FUNCTIONS = """
    select distinct function_name, function_type from duckdb_functions()
    where function_type like 'table%' or len(parameter_types) = 1 and parameter_types[1] = 'VARCHAR'
"""
LONG = "with recursive r as (select 1 as n union all select n + 1 from r) select max(n) from r"


@pytest.mark.usefixtures("shop")
def test_a_select_over_the_views(run: Run) -> None:
    said = run("sql", "select kind, count(*) as messages from message group by kind", "--format", "csv", "-q")
    assert said.out.splitlines() == ["kind,messages", "text,3"]


@pytest.mark.usefixtures("shop")
def test_an_interval_is_refused(run: Run) -> None:
    said = run("sql", "select max(sent_at) - min(sent_at) as lasting from message")
    assert (said.code, said.out) == (2, "")
    assert said.err.splitlines()[0] == "commkit: column lasting holds intervals, which no face can show"


@pytest.mark.usefixtures("shop")
def test_the_views_are_cut_as_questions_are(run: Run) -> None:
    said = run("sql", "select count(*) as messages from message", "--until", "2024-01-01", "--format", "csv", "-q")
    assert said.out.splitlines() == ["messages", "1"]


def test_events_are_told_with_all_that_their_table_says(run: Run, tmp_path: Path) -> None:
    """Ana attends in the hall and, at the same time, in the attic; Ben clicks in no group, a week later."""
    (tmp_path / "events.csv").write_text(
        "member_id,event,time,campaign,variant,value,group\n"
        "ana,attend,2024-01-03 12:00,spring,A,2.5,hall\n"
        "ana,attend,2024-01-03 12:00,spring,A,2.5,attic\n"
        "ben,click,2024-01-10 12:00,,,,\n"
    )
    assert "3 events" in run("load", "events.csv").out
    asked = "select name, day, campaign, variant, value, count(group_id) as groups from event group by all order by day"
    said = run("sql", asked, "--format", "csv", "-q")
    assert said.out.splitlines() == [
        "name,day,campaign,variant,value,groups",
        "attend,2024-01-03,spring,A,2.5000,2",
        "click,2024-01-10,,,,0",
    ]
    counted = run("sql", "select count(*) as events from event", "--until", "2024-01-03", "--format", "csv", "-q")
    assert counted.out.splitlines() == ["events", "2"]
    assert "0 loaded" not in run("load", "events.csv").err
    assert run("loads", "undo", "1").code == 0


@pytest.mark.usefixtures("shop")
def test_the_query_may_come_from_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("select 7 as days"))
    assert run("sql", "-", "-q").out.splitlines() == ["days", "7"]


@pytest.mark.usefixtures("shop")
def test_columns_of_one_name_are_refused(run: Run) -> None:
    said = run("sql", "select * from message as one join message as other on one.member = other.member")
    assert said.code == 2
    assert "more than one column" in said.err


@pytest.mark.usefixtures("shop")
def test_a_query_that_names_no_view_sees_them_all(run: Run) -> None:
    """The last view in the vocabulary and the first."""
    said = run("sql", "select distinct view_name from duckdb_views() where not internal", "--format", "csv", "-q")
    assert {"person", "daily_count"} <= set(said.out.splitlines())


@pytest.mark.parametrize(
    "query",
    [
        "delete from raw.message",
        "insert into raw.meta select * from raw.meta",
        "create table mine as select 1",
        "drop view message",
        "select 1; select 2",
        "select 1; drop table raw.message",
        "from read_csv('messages.csv')",
        "from 'messages.csv'",
        "from '/etc/passwd'",
        "from glob('*')",
        "attach 'other.duckdb'",
        "copy message to 'out.csv'",
        "export database 'out'",
        "pragma database_list",
        "call pragma_version()",
        "set enable_external_access = true",
        "install httpfs",
        "load httpfs",
        "select getenv('HOME')",
        "select * from private.name",
        "selec 1",
        "select nosuch from message",
        "",
    ],
)
def test_anything_else_is_refused(run: Run, shop: Path, query: str) -> None:
    before, files = shop.read_bytes(), sorted(shop.parent.iterdir())
    said = run("sql", query)
    assert (said.code, said.out, len(said.err.splitlines())) == (2, "", 2)
    assert (shop.read_bytes(), sorted(shop.parent.iterdir())) == (before, files)


@pytest.mark.parametrize(
    "query",
    [
        "from duckdb_databases()",
        "from duckdb_databases",
        'select path from system.main."DuckDB_Databases" ()',
        "from 'pragma_database_list'",
        "select current_setting('temp_directory') as t",
        "explain select current_setting('temp_directory')",
        "from duckdb_settings()",
        "from pg_catalog.pg_settings",
        "show temp_directory",
        "from (show 'temp_directory')",
        "from query('from duckdb' || '_databases()')",
        "from query/* a comment */('from duckdb' || '_databases()')",
        "from \"query_table\" ('pragma_database' || '_list')",
        "from duckdb_extensions()",
        "from duckdb_secrets()",
    ],
)
def test_where_files_lie_is_not_told(run: Run, shop: Path, query: str) -> None:
    said = run("sql", query)
    assert (said.code, said.out, len(said.err.splitlines())) == (2, "", 2)
    assert "would tell where files lie" in said.err
    assert str(shop.parent) not in said.err


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("show tables", 0),
        ("show databases", 0),
        ("describe message", 0),
        ("select count(*) as duckdb from message where kind = 'query(settings)'", 0),
        ("select query.kind from message as query", 0),
        ("select 'é' as \"query\", /* show x */ 7 as days -- current_setting", 0),
        ("from '/home/ana maria/secret/chat.csv'", 2),
        ("from read_csv('/home/ana maria/secret/chat.csv')", 2),
        ("select cast('/home/ana maria/secret/chat.csv' as integer)", 2),
    ],
)
@pytest.mark.usefixtures("shop")
def test_what_tells_no_path_may_be_asked_and_refusals_name_the_file_alone(run: Run, query: str, code: int) -> None:
    said = run("sql", query, "--format", "csv")
    assert said.code == code
    assert "/home" not in said.out + said.err


def test_no_function_and_no_view_of_the_engine_tells_where_files_lie(shop: Path) -> None:
    """Each is asked without arguments, functions of one value for a setting too, and every setting by its name."""
    hidden = (str(shop.parent), str(Path.home()), "/.duckdb")
    with Store.open(shop, lock_timeout=0) as store:
        store.cut(Cut())
        answer(store, "select 1")  # makes our own macros, which are asked too
        asked = list(questions(store))
        told = [query for query in asked if any(place in answer(store, query) for place in hidden)]
    assert len(asked) > 300
    assert told == []


def questions(store: Store) -> Iterator[str]:
    known = store.con.execute(FUNCTIONS).fetchall()
    for name, kind in known:
        if kind.startswith("table") and name not in INTERVALS:
            yield f'from "{name}"()'
        elif kind in ("scalar", "macro") and name.isidentifier():
            yield f"select \"{name}\"('temp_directory') as x"
    for schema, name in store.con.execute(
        "select schema_name, view_name from duckdb_views() where internal"
    ).fetchall():
        if name not in INTERVALS:
            yield f"from {schema}.{name}"
    yield from (f"show {name}" for (name,) in store.con.execute("select name from duckdb_settings()").fetchall())


def answer(store: Store, query: str) -> str:
    try:
        return str(select(store, query, timeout=20).rows())
    except CommkitError as refusal:
        return str(refusal)


@pytest.mark.usefixtures("shop")
def test_a_query_that_runs_too_long_is_stopped(run: Run) -> None:
    began = time.monotonic()
    said = run("sql", LONG, "--timeout", "0.3")
    assert (said.code, len(said.err.splitlines())) == (3, 2)
    assert "ran for more than 0.3 seconds" in said.err
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ('cannot open file "/home/ana li/my shop/a b.csv" now', 'cannot open file "a b.csv" now'),
        ("cannot open file \"/home/ana's/it's here/a.csv\" now", 'cannot open file "a.csv" now'),
        ("cannot open file /home/ana li/my shop/a.csv: no", "cannot open file a.csv: no"),
        ("cannot open file ~/my shop/ana's/a.csv: no", "cannot open file a.csv: no"),
        ("no function matches 3 / 4 and 'a/b'", "no function matches 3 / 4 and 'a/b'"),
    ],
)
def test_of_a_path_with_spaces_only_the_last_name_is_shown(message: str, shown: str) -> None:
    assert hide_paths(message) == shown


def test_a_member_is_whom_more_is_told_of_than_a_mention_and_joined_when_that_is_stated(
    run: Run, tmp_path: Path
) -> None:
    """Ana writes, and mentions Cy, who joined the day before, and Dan, of whom nothing else is known."""
    day = [
        {"ts": "1709251200.5", "user": "U0CY", "subtype": "channel_join", "text": "x"},
        {"ts": "1709337600.5", "user": "U0ANA", "text": "<@U0CY> <@U0DAN> tea?"},
    ]
    files = {"users.json": [{"id": "U0ANA", "profile": {}}], "hall/2024-03-02.json": day}
    for name, content in files.items():
        (tmp_path / "export" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "export" / name).write_text(json.dumps(content))
    assert run("load", "export", "--tz", "UTC", "-q").code == 0
    told = run("sql", "select joined_on from member order by joined_on nulls first", "--format", "csv").out
    assert told.split() == ["joined_on", '""', "2024-03-01"]
