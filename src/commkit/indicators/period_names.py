"""What people call a period, and the one before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.choices import Period
from commkit.words import say

if TYPE_CHECKING:
    from datetime import date


def name_period(starts_on: date, every: Period) -> str:
    """The period by its first day: "in the week of 2026-06-22", "in 2026-06"."""
    match every:
        case Period.week:
            return say("in the week of {day}", day=starts_on)
        case Period.month:
            return say("in {month}", month=label_period(starts_on, every))
        case Period.quarter:
            return say("in {quarter}", quarter=label_period(starts_on, every))
        case Period.year:
            return say("in {year}", year=starts_on.year)
    return say("on {day}", day=starts_on)


def label_period(starts_on: date, every: Period) -> str:
    """The period in a title: 2026-W26, 2026-06, 2026-Q2."""
    if every is Period.week:
        return f"{starts_on:%G-W%V}"
    return f"{starts_on:%Y-%m}" if every is Period.month else f"{starts_on:%Y}-Q{(starts_on.month + 2) // 3}"


def name_before(every: Period) -> str:
    """The period before one of this length: "the previous week"."""
    named = {
        Period.day: say("the previous day"),
        Period.week: say("the previous week"),
        Period.month: say("the previous month"),
        Period.quarter: say("the previous quarter"),
        Period.year: say("the previous year"),
    }
    return named[every]
