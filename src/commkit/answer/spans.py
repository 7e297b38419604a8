"""The first and the last day to look at, as people name them: a day, 30d, last-week, 2026-06."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from commkit.choices import Period
from commkit.errors import WrongUse
from commkit.indicators.periods import end_of, move, start_of
from commkit.typed import YEARS, parse_day
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.params import QuestionOptions

_DAY = timedelta(days=1)
_DAYS_BACK = re.compile(r"([1-9][0-9]{0,4})([dw])")
_NAMED = re.compile(rf"(this|last)-({'|'.join(Period)})")
_MONTHS = re.compile(r"([0-9]{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")


def date_span(asked: QuestionOptions, find_day: Callable[[], date]) -> QuestionOptions:
    """The options with days for what is named in --since and --until; `find_day` gives the day they count from."""
    if all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) for text in (asked.since, asked.until) if text):
        return asked
    day = find_day()
    since, until = (read_span(text, day) if text else None for text in (asked.since, asked.until))
    return replace(asked, since=str(since[0]) if since else None, until=str(until[1]) if until else None)


def read_span(text: str, day: date) -> tuple[date, date]:
    """The first and the last day of what is named: 30d and 4w end with the day, last-week is over by it.

    Raises WrongUse.
    """
    text = text.strip()
    if found := _DAYS_BACK.fullmatch(text):
        return day - (int(found[1]) * (7 if found[2] == "w" else 1) - 1) * _DAY, day
    if found := _NAMED.fullmatch(text):
        every = Period(found[2])
        first = start_of(day, every) if found[1] == "this" else move(start_of(day + _DAY, every), every, -1)
        return first, end_of(first, every) - _DAY
    if (found := _MONTHS.fullmatch(text)) and int(found[1]) in YEARS:
        return _read_months(int(found[1]), found[2], found[3])
    try:
        named = parse_day(text)
    except WrongUse as error:
        hint = say("write a day as 2026-06-30, a month as 2026-06, the last 30 days as 30d, or last-week")
        raise WrongUse(str(error), hint=hint) from error
    return named, named


def _read_months(year: int, quarter: str | None, month: str | None) -> tuple[date, date]:
    """The first and the last day of a month, a quarter or a year."""
    every = Period.quarter if quarter else Period.month if month else Period.year
    first = date(year, int(quarter) * 3 - 2 if quarter else int(month or 1), 1)
    return first, end_of(first, every) - _DAY
