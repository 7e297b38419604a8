"""Days as people name them, of a community whose last covered day is Sunday, June 28, 2026, unless said."""

from __future__ import annotations

from datetime import date

import pytest

from commkit.answer.spans import read_span
from commkit.errors import WrongUse

SUNDAY, WEDNESDAY = date(2026, 6, 28), date(2026, 6, 24)


@pytest.mark.parametrize(
    ("text", "first_on", "last_on"),
    [
        ("2026-06-05", "2026-06-05", "2026-06-05"),
        ("30d", "2026-05-30", "2026-06-28"),
        ("1d", "2026-06-28", "2026-06-28"),
        ("4w", "2026-06-01", "2026-06-28"),
        ("this-week", "2026-06-22", "2026-06-28"),
        ("last-month", "2026-05-01", "2026-05-31"),
        ("last-quarter", "2026-01-01", "2026-03-31"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-Q2", "2026-04-01", "2026-06-30"),
    ],
)
def test_spans_are_named_and_counted_from_the_day(text: str, first_on: str, last_on: str) -> None:
    """Each by the calendar."""
    assert [str(day) for day in read_span(text, SUNDAY)] == [first_on, last_on]


@pytest.mark.parametrize(("day", "first_on"), [(SUNDAY, "2026-06-22"), (WEDNESDAY, "2026-06-15")])
def test_last_week_is_the_last_that_is_over(day: date, first_on: str) -> None:
    """On Sunday that is the week which ends; on Wednesday the one before."""
    assert str(read_span("last-week", day)[0]) == first_on


@pytest.mark.parametrize("text", ["0d", "last", "2026-13", "2026-Q5", "99999-01", "1850", "june", "-30d", ""])
def test_what_names_no_day_is_refused_with_the_ways_to_name_one(text: str) -> None:
    """None of them is a span."""
    with pytest.raises(WrongUse) as refused:
        read_span(text, SUNDAY)
    assert "30d" in refused.value.hint or "leave it out" in refused.value.hint
