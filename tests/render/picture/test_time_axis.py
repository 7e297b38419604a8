"""Ticks stand at the firsts of months, at most eight of them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from commkit.render.picture.time_axis import place_months


def told(first: str, last: str) -> list[str] | None:
    months = place_months([date.fromisoformat(first), date.fromisoformat(last)])
    return None if months is None else [text for _, text in months]


def test_half_a_year_has_each_month() -> None:
    assert told("2026-01-05", "2026-06-29") == ["2026-02", "2026-03", "2026-04", "2026-05", "2026-06"]


def test_a_year_and_a_half_has_each_quarter() -> None:
    assert told("2025-01-06", "2026-06-29") == ["2025-04", "2025-07", "2025-10", "2026-01", "2026-04"]


def test_two_months_are_told_by_days() -> None:
    assert told("2026-05-04", "2026-06-29") is None
    assert place_months([]) is None


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(0, 15_000))
def test_there_are_never_many(first: date, days: int) -> None:
    months = place_months([first, first + timedelta(days=days)])
    assert months is None or 1 <= len(months) <= 9
    assert all(day.day == 1 and first <= day for day, _ in months or [])
