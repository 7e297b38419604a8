"""What is due on a day, and the calendar of it."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]


def due(run: Run, *words: str) -> list[tuple[str, str, str]]:
    """Day, what and how often, of each thing that is due."""
    done = run("plan", "due", *words, "--format", "json")
    assert done.code == 0, done.err
    return [(row["due_on"], row["what"], row["cadence"]) for row in json.loads(done.out)["rows"]]


@pytest.mark.parametrize(
    ("day", "cadences"),
    [
        ("2026-10-01", {"day"}),  # a Thursday, though a quarter begins
        ("2026-10-05", {"day", "week", "month", "quarter"}),  # the first Monday of October, in week 41
        ("2026-10-12", {"day", "week", "fortnight"}),  # week 42
        ("2026-07-06", {"day", "week", "fortnight", "month", "quarter", "half-year"}),  # week 28
        ("2026-01-05", {"day", "week", "fortnight", "month", "quarter", "half-year", "year"}),  # week 2
        ("2026-02-02", {"day", "week", "fortnight", "month"}),  # week 6
    ],
)
def test_longer_cadences_are_due_on_their_first_monday(run: Run, day: str, cadences: set[str]) -> None:
    """By a printed calendar of 2026."""
    assert {cadence for _, _, cadence in due(run, "--on", day, "--days", "1")} == cadences


def test_what_is_of_our_own_is_due_too(run: Run, tmp_path: Path) -> None:
    """A drill on a Tuesday, and prices on the first Monday of each month; braces are only a name."""
    (tmp_path / "commkit.toml").write_text('[community]\ndue = ["2026-12-15 drill {fire}", "month price list"]\n')
    told = due(run, "--on", "2026-12-01", "--days", "31")
    own = [row for row in told if row[1] in ("drill {fire}", "price list")]
    assert own == [("2026-12-07", "price list", "month"), ("2026-12-15", "drill {fire}", "once")]


@pytest.mark.parametrize("said", ["2026-13-01 drill", "monthly prices", "2026-12-15"])
def test_what_has_no_day_is_refused_in_two_lines(run: Run, tmp_path: Path, said: str) -> None:
    (tmp_path / "commkit.toml").write_text(f'[community]\ndue = ["{said}"]\n')
    done = run("plan", "due", "--on", "2026-12-01")
    assert (done.code, done.err.count("\n")) == (2, 2), done.err
    assert "fire drill" in done.err


def test_a_calendar_holds_each_of_them_as_a_whole_day(run: Run, tmp_path: Path) -> None:
    """One day with one row: the file reads back as that day, and again as the same bytes."""
    for name in ("one.ics", "two.ics"):
        assert run("plan", "due", "--on", "2026-10-01", "--days", "1", "--ics", str(tmp_path / name)).code == 0
    [event] = Calendar.from_ical((tmp_path / "one.ics").read_bytes()).walk("VEVENT")
    assert (event.decoded("summary"), event.decoded("dtstart")) == ("choose the best of the day", date(2026, 10, 1))
    assert (tmp_path / "one.ics").read_bytes() == (tmp_path / "two.ics").read_bytes()
