"""Any answer beside an earlier one."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def asked(run: Run, tmp_path: Path) -> Callable[..., list[dict[str, Any]]]:
    """Rows of a question to a community in which Ana writes each day, and on Mondays Ben too.

    From Monday, January 1, 2024 to Thursday, January 9, 2025.
    """
    days = [date(2024, 1, 1) + timedelta(each) for each in range(375)]
    written = [(who, day) for day in days for who in ("ana", "ben")[: 2 if day.weekday() == 0 else 1]]
    lines = [f"{who},{day} 12:00,hall\n" for who, day in written]
    (tmp_path / "messages.csv").write_text("author,time,channel\n" + "".join(lines))
    assert run("load", "messages.csv", "-q")[0] == 0

    def rows(*words: str) -> list[dict[str, Any]]:
        code, out, err = run(*words, "--format", "json")
        assert code == 0, err
        found: list[dict[str, Any]] = json.loads(out)["rows"]
        return found

    return rows


def test_each_week_stands_beside_the_one_before(asked: Callable[..., list[dict[str, Any]]]) -> None:
    """Eight messages in each week; the first of the span has one before it too, and the first of the log none."""
    first, second = asked("active", "--since", "2024-01-01", "--until", "2024-01-14", "--compare", "previous")
    assert (first["messages"], first["previous_messages"], first["change_messages"]) == (8, None, None)
    assert (second["messages"], second["previous_messages"], second["change_messages"]) == (8, 8, 0)
    [only] = asked("active", "--since", "2024-01-08", "--until", "2024-01-14", "--compare", "previous")
    assert only["previous_messages"] == 8


def test_a_running_period_is_compared_with_nothing(
    asked: Callable[..., list[dict[str, Any]]],
) -> None:
    """The log ends on Thursday: five messages so far."""
    last = asked("active", "--compare", "previous")[-1]
    assert (last["starts_on"], last["messages"], last["previous_messages"]) == ("2025-01-06", 5, None)
    assert last["status"] == "running"


def test_a_month_that_is_over_stands_beside_a_whole_one(asked: Callable[..., list[dict[str, Any]]]) -> None:
    """February has 29 days and 4 Mondays, January 31 days and 5 Mondays."""
    [february] = asked(
        "active", "--since", "2024-02-01", "--until", "2024-02-29", "--every", "month", "--compare", "previous"
    )
    assert (february["messages"], february["previous_messages"], february["change_messages"]) == (33, 36, -3)


def test_a_year_earlier_is_52_weeks(asked: Callable[..., list[dict[str, Any]]]) -> None:
    row = asked("active", "--since", "2024-12-30", "--until", "2025-01-05", "--compare", "last-year")[0]
    assert (row["starts_on"], row["previous_members"], row["change_members"]) == ("2024-12-30", 2, 0)


def test_an_answer_without_periods_is_asked_of_the_span_before(asked: Callable[..., list[dict[str, Any]]]) -> None:
    """From Tuesday to Monday eight messages, from Monday to Monday ten, nine in the eight days before."""
    rows = asked("rhythm", "--since", "2024-01-09", "--until", "2024-01-15", "--compare", "previous")
    monday = next(row for row in rows if row["weekday"] == "Monday" and row["local_hour"] == 12)
    assert (monday["messages"], monday["previous_messages"]) == (2, 2)
    rows = asked("rhythm", "--since", "2024-01-15", "--until", "2024-01-22", "--compare", "previous")
    monday = next(row for row in rows if row["weekday"] == "Monday" and row["local_hour"] == 12)
    assert (monday["messages"], monday["previous_messages"], monday["change_messages"]) == (4, 2, 2)


@pytest.mark.parametrize("words", [("rhythm", "--compare", "previous"), ("retention", "--compare", "previous")])
def test_what_cannot_be_compared_is_refused(asked: object, run: Run, words: tuple[str, ...]) -> None:
    """An answer without periods needs the span's first day; a triangle of cohorts compares by itself."""
    assert asked
    code, _, err = run(*words)
    assert code == 2
    assert len(err.splitlines()) == 2
