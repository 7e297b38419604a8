"""Where the ticks of a time axis stand: at days that people know, never so many that they touch."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST_TICKS = 8
_MONTHS_APART = (1, 2, 3, 6, 12, 24, 60, 120)
_FEWEST_MONTHS = 3  # in a shorter time days say more


def place_months(days: Sequence[date]) -> list[tuple[date, str]] | None:
    """The firsts of months to mark, as 2026-03, between ascending days; None where they span too few months."""
    firsts = list(_list_firsts(days[0], days[-1])) if days else []
    if len(firsts) < _FEWEST_MONTHS:
        return None
    apart = next(apart for apart in _MONTHS_APART if len(firsts) <= apart * _MOST_TICKS)
    return [(day, f"{day:%Y-%m}") for day in firsts if (12 * day.year + day.month - 1) % apart == 0]


def _list_firsts(first: date, last: date) -> Iterator[date]:
    """The firsts of months from one day to another."""
    number = 12 * first.year + first.month - 1 + (first.day > 1)
    while (day := date(number // 12, number % 12 + 1, 1)) <= last:
        yield day
        number += 1
