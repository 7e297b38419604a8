"""Numbers, days and names that are larger, later or longer than anything: answered, or refused in two lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from commkit.errors import WrongUse
from commkit.typed import parse_instant

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

HUGE = "9" * 20


def refuses(said: Any, what: str) -> None:  # noqa: ANN401
    assert (said.code, said.out, len(said.err.splitlines())) == (2, "", 2)
    assert what in said.err


@pytest.mark.usefixtures("database")
def test_more_rows_than_there_can_be_are_all_rows(run: Run) -> None:
    """The chat lasts three weeks."""
    assert len(run("active", "--limit", HUGE, "--format", "csv").out.splitlines()) == 1 + 3


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("seconds", ["inf", "1e12", "1e400"])
def test_a_query_may_run_for_ever(run: Run, seconds: str) -> None:
    assert run("sql", "select 1 as a", "--timeout", seconds).out == "a\n1\n"


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    "words",
    [
        ("sql", "select 1", "--timeout", "nan"),
        ("active", "--lock-timeout", "nan"),
        ("groups", "--quiet-days", HUGE),
        ("lifetime", "--days", HUGE),
        ("rejects", "list", "--load", HUGE),
        ("loads", "undo", HUGE),
    ],
)
def test_a_number_that_nothing_reaches_is_refused(run: Run, words: tuple[str, ...]) -> None:
    refuses(run(*words), "it must be at")


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2201-01-01", "9999-12-31"])
@pytest.mark.parametrize("option", ["--since", "--until", "--as-of", "--now"])
def test_a_day_of_no_community_is_refused(run: Run, option: str, day: str) -> None:
    refuses(run("active", option, day, "--compare", "last-year"), f"{day} is not of the years 1900 to 2200")


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("compare", ["previous", "last-year"])
def test_the_first_and_the_last_day_that_can_be_said_are_days(run: Run, compare: str) -> None:
    """301 years of which one day's activity is known: others are not covered, and have no earlier value."""
    words = ("--since", "1900-01-01", "--until", "2200-12-31", "--every", "month", "--compare", compare)
    said = run("active", *words, "--format", "json")
    rows = json.loads(said.out)["rows"]
    assert rows[0]["starts_on"] == "1900-01-01"
    assert [row["members"] for row in rows if row["status"] != "not_covered"] == [2]


@pytest.mark.usefixtures("database")
def test_before_the_first_record_no_indicator_is_known(run: Run) -> None:
    rows = json.loads(run("kpi", "--as-of", "1900-01-01", "--metric", "dau", "--format", "json").out)["rows"]
    assert [(row["value"], row["status"]) for row in rows] == [(None, "not_covered")]


def test_an_instant_with_an_offset_is_brought_to_utc() -> None:
    assert str(parse_instant("2026-06-30T12:00+08:00")) == "2026-06-30 04:00:00"
    with pytest.raises(WrongUse, match="not of the years"):
        parse_instant("0001-01-01T00:00+08:00")


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    "value",
    [
        "date '10000-01-01'",
        "date '0001-01-01' - 1",
        "'infinity'::date",
        "'-infinity'::timestamp",
        "'infinity'::timestamp_s",
        "'infinity'::timestamp_ms",
        "'-infinity'::timestamp_ns",
        "timestamptz '290000-01-01'",
        "[date '10000-01-01']",
        "{'a': [null, 'infinity'::timestamp]}",
        "map {'a': 'infinity'::date}",
    ],
)
def test_a_time_outside_of_the_calendar_is_refused_before_anything_is_printed(run: Run, value: str) -> None:
    refuses(run("sql", f"select {value} as a", "--format", "json"), "column a may hold times outside the years 1 to")


@pytest.mark.usefixtures("database")
def test_a_type_that_frames_lack_is_refused(run: Run) -> None:
    refuses(run("sql", "select union_value(k := 1) as a"), "of a type that no face can show")


@pytest.mark.usefixtures("database")
def test_the_ends_of_the_calendar_are_shown(run: Run) -> None:
    query = "select date '0001-01-01' as a, timestamp '9999-12-31 23:59:59.999999' as b, [null::date] as c, 1 as d"
    assert run("sql", query, "--format", "csv").out == "a,b,c,d\n0001-01-01,9999-12-31T23:59:59.999999,[null],1\n"


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    "text",
    [
        f"[active]\nlimit = {HUGE}",
        f"[targets]\ndau = {'9' * 400}",
        f"[targets]\ndau = {'9' * 5001}",
        f"[targets]\ndau = 0x{'f' * 9000}",
        "[active]\nlimit = " + "[" * 3000,
    ],
)
def test_a_number_that_toml_cannot_hold_is_refused(run: Run, tmp_path: Path, text: str) -> None:
    (tmp_path / "commkit.toml").write_text(text)
    refuses(run("active"), "commkit.toml is not TOML")


@pytest.mark.usefixtures("database")
def test_a_number_that_toml_can_hold_is_taken(run: Run, tmp_path: Path) -> None:
    (tmp_path / "commkit.toml").write_text(f"[active]\nlimit = {2**63 - 1}\n[sql]\ntimeout = inf\n")
    assert run("active").code == 0
    assert run("sql", "select 1 as a").out == "a\n1\n"


@pytest.mark.usefixtures("database", "chat")
@pytest.mark.parametrize("words", ["active --db", "load chat.csv --db", "active -o", "doctor --db", "rfm --save-cuts"])
def test_a_name_that_is_too_long_for_a_file_cannot_be_used(run: Run, words: str) -> None:
    """The longest name has 255 bytes."""
    said = run(*words.split(), "x" * 300)
    assert (said.code, said.out, len(said.err.splitlines())) == (3, "", 2)
    assert "File name too long" in said.err


@pytest.mark.usefixtures("database", "chat")
def test_a_database_needs_a_name_that_leaves_room_for_that_of_the_private_file(run: Run, tmp_path: Path) -> None:
    """250 bytes, and 8 more."""
    said = run("load", "chat.csv", "--db", "x" * 243 + ".duckdb")
    assert (said.code, said.out, len(said.err.splitlines())) == (3, "", 2)
    assert not list(tmp_path.glob("x*"))


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("words", [("active", "-o", "x.csv"), ("kpi",), ("rfm", "--mode", "fixed")])
def test_a_character_that_no_name_has_is_refused_in_toml(run: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "commkit.toml").write_text('[rfm]\ncuts = "a\\u0000b"\n')
    refuses(run(*words), "rfm.cuts in commkit.toml has a character that no name has")
