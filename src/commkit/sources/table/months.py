"""Whole months as people write them: 2026-03, 2026年3月, Mar 2026, or 3月 under a title that names the year."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NAME = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
YEAR = r"(?P<year>(?:19|20|21)\d\d)"
MONTH = r"(?P<month>0?[1-9]|1[0-2])"
DATED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{YEAR}\s?[-/.年]\s?{MONTH}(?:\s?月份?)?",
        rf"{YEAR}[-/.]{MONTH}[-/.]0?1(?:[ t]00:00(?::00)?)?",  # as a spreadsheet holds a month
        rf"{YEAR}(?P<month>0[1-9]|1[0-2])",
        rf"{MONTH}[-/.]{YEAR}",
        rf"{NAME}[ \-/,']{{0,3}}{YEAR}",
        rf"{YEAR}[ \-/]{{0,2}}{NAME}",
        rf"{NAME}[ \-/']{{1,2}}(?P<short>\d\d)",
    )
)
UNDATED = tuple(re.compile(pattern) for pattern in (rf"{MONTH}\s?月份?", NAME))
CHINESE = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "十一": 11,
    "十二": 12,
}


def read_month(text: str, year: int | None = None) -> date | None:
    """The first day of this month; without a year of its own it is in `year`. None if it is no month."""
    said = unicodedata.normalize("NFKC", text).strip().lower()
    for pattern in DATED:
        if found := pattern.fullmatch(said):
            return _first_day(found.groupdict(), None)
    if year is None:
        return None
    if (number := CHINESE.get(said.removesuffix("份").removesuffix("月"))) and said.endswith(("月", "月份")):
        return date(year, number, 1)
    return next((_first_day(found.groupdict(), year) for each in UNDATED if (found := each.fullmatch(said))), None)


def _first_day(parts: dict[str, str | None], year: int | None) -> date:
    number = int(parts["month"] or 0) if parts.get("month") else NAMES.index(str(parts["name"])[:3]) + 1
    short = parts.get("short")
    said = parts.get("year") or (f"20{short}" if short else None)
    return date(int(said) if said else year or 1, number, 1)


def year_of(titles: Iterable[str]) -> int | None:
    """The year that a title names; None if none does."""
    found = (re.search(r"(?<!\d)(?:19|20|21)\d\d(?!\d)", unicodedata.normalize("NFKC", each)) for each in titles)
    return next((int(each[0]) for each in found if each), None)


def find_months(column: pl.Series, year: int | None) -> dict[str, str]:
    """The first day of every whole month that a cell names, by what is written."""
    texts = column.drop_nulls().unique()
    return {text: day.isoformat() for text in texts if (day := read_month(text, year)) is not None}
