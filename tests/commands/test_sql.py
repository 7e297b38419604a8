from __future__ import annotations

import io
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

LONG = "with recursive r as (select 1 as n union all select n + 1 from r) select max(n) from r"


@pytest.mark.usefixtures("shop")
def test_a_select_over_the_views(run: Run) -> None:
    said = run("sql", "select kind, count(*) as messages from message group by kind", "--format", "csv", "-q")
    assert said.out.splitlines() == ["kind,messages", "text,3"]


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


@pytest.mark.usefixtures("shop")
def test_a_query_that_runs_too_long_is_stopped(run: Run) -> None:
    began = time.monotonic()
    said = run("sql", LONG, "--timeout", "0.3")
    assert (said.code, len(said.err.splitlines())) == (3, 2)
    assert "ran for more than 0.3 seconds" in said.err
    assert time.monotonic() - began < 20
