"""The lines of a WhatsApp export: which open a record, when it was sent, and in which order its dates are written."""

from __future__ import annotations

import re
from datetime import date, time
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from commkit.errors import WrongUse
from commkit.sources.files.portions import read_lines
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading

MARKS = "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"  # invisible: they steer the direction of writing
SPACE = "[ \u00a0\u2009\u202f]"
MORNING = ("上午", "凌晨", "早上", "清晨", "午夜", "午前", "오전")
AFTERNOON = ("下午", "晚上", "午後", "오후")
NOON = "中午"  # 11:30 lies before it, 1:30 after it
HALF = rf"(?:[AaPp]\.?{SPACE}?[Mm]\.?|{'|'.join((*MORNING, *AFTERNOON, NOON))})"
# Digits include those that phones write in Arabic, Persian, Hindi, Bengali and Burmese. Both Python (at the top of a
# file) and Polars (everywhere) read these expressions, so they use what both know.
DIGIT = "[0-9\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u1040-\u1049]"
TIME = f"{DIGIT}{{1,2}}[:.]{DIGIT}{{2}}(?:[:.]{DIGIT}{{2}})?"
CLOCKS = (TIME, rf"{TIME}{SPACE}{{0,2}}{HALF}", rf"{HALF}{SPACE}?{TIME}")
BETWEEN = rf",?(?: klo| um| kl\.?| à| at)?{SPACE}{{1,3}}"  # 12.3.2022 klo 14.08
# iPhone: [28/04/23, 11:02:30 AM] Ana: hi      Android: 28/04/23, 11:02 - Ana: hi
FORMS = tuple(
    re.compile(rf"[{MARKS}]{{0,8}}{start}(?P<day>{day}){BETWEEN}(?P<clock>{clock}){end}")
    for start, end in ((r"\[", r"\] ?"), ("", f"{SPACE}[-–]{SPACE}"))
    for day in (rf"{DIGIT}{{1,4}}{sign} ?{DIGIT}{{1,2}}{sign} ?{DIGIT}{{1,4}}\.?" for sign in ("/", r"\.", "-"))
    for clock in CLOCKS
)
NAME = "(?:(?P<name>[^:]{1,100}): )?"  # a name without a colon, as nearly all are
HEAD_LINES = 30  # the first record stands at the top
ORDERS = ("dmy", "mdy", "ymd")
DIRECTIVES = re.compile(r"%([dmyY])")
NUMBER = re.compile(f"{DIGIT}+")
FULL_YEAR = 1000
CENTURY = 2000  # WhatsApp is of 2009
CLEARLY = 10  # an order of dates with this many times more steps back in time is wrong
NOON_HOUR = 12


def find_form(beginning: str) -> re.Pattern[str] | None:
    """The form in which this export opens its records: a day and a clock, then the text to the next record."""
    for line in beginning.split("\n", HEAD_LINES)[:HEAD_LINES]:
        for form in FORMS:
            if form.match(line):
                return form
    return None


def read_records(file: File, form: re.Pattern[str]) -> Iterator[pl.DataFrame]:
    """Every record, many at a time: its first line's number, its day and clock, its text, and its name and body.

    The lines above the first record are left out. A line in another form does not open a record: somebody pasted it.
    """
    import polars as pl

    held: list[pl.DataFrame] = []  # records, the last of which may go on
    for some in read_lines([file]):
        found = _opened(some, form)
        opening = found["day"].is_not_null().arg_true()
        if not opening.is_empty():
            if held:
                yield _together(pl.concat([*held, found[: opening[0]]]))
            held = [found[opening[0] :]]
        elif held:
            held.append(found)
    if held:
        yield _together(pl.concat(held))


def _opened(some: pl.DataFrame, form: re.Pattern[str]) -> pl.DataFrame:
    """The lines, with day, clock, name and head for those that open a record."""
    import polars as pl

    text = pl.col("text")
    if some["text"].str.contains("\r", literal=True).any():
        some = some.with_columns(text.str.replace_all("\r", "", literal=True))
    head = f"^(?P<head>{form.pattern}){NAME}"
    return some.select("number", "text", text.str.extract_groups(head).alias("parts")).unnest("parts")


def _together(found: pl.DataFrame) -> pl.DataFrame:
    """The records of these lines. A line that does not open a record belongs to the one above."""
    import polars as pl

    opens = pl.col("day").is_not_null()
    of = found.with_columns(record=opens.cum_sum())
    below = of.filter(~opens).group_by("record").agg(below=pl.col("text").str.join("\n"))
    opening = of.filter(opens).join(below, on="record", how="left", maintain_order="left")
    more = pl.concat_str("text", pl.lit("\n"), "below")
    whole = pl.when(pl.col("below").is_null()).then("text").otherwise(more)
    start = pl.col("head").str.len_chars()
    body = start + pl.col("name").str.len_chars() + len(": ")
    return opening.select(*("number", "day", "clock", "name"), text=whole.str.slice(start), body=whole.str.slice(body))


def find_order(days: Sequence[str], file: File, reading: Reading) -> str:
    """The order of day, month and year that makes sense of the whole file: dmy, mdy or ymd.

    `days` are the dates in the order of the file. The right order makes real dates, hardly ever steps back in time
    and changes the year least. If two orders are equally good, only the person who exported it can know.
    """
    if reading.date_format:
        return _asked(reading.date_format)
    numbers = NUMBER.findall(days[0]) if days else []
    if numbers and int(numbers[0]) >= FULL_YEAR:
        return "ymd"
    short_year_first = numbers and int(numbers[2]) < FULL_YEAR and "-" in days[0]  # 23-04-28, as in Canada
    doubts = {order: _doubts(days, order) for order in (ORDERS if short_year_first else ORDERS[:2])}
    fewest = min(false for false, _, _ in doubts.values())
    left = {order: doubt for order, doubt in doubts.items() if doubt[0] == fewest}
    backward = min(back for _, back, _ in left.values())
    left = {order: doubt for order, doubt in left.items() if doubt[1] <= backward * CLEARLY}
    years = min(changes for _, _, changes in left.values())
    best = [order for order, doubt in left.items() if doubt[2] == years]
    if len(best) > 1:
        hint = say("say which with --date-format {orders}", orders=say(" or ").join(best))
        raise WrongUse(say("the dates in {file} can be read in more than one way", file=file.base), hint=hint)
    return best[0]


def _asked(wish: str) -> str:
    order = "".join(DIRECTIVES.findall(wish)).lower() if "%" in wish else wish
    if order not in ORDERS:
        raise WrongUse(
            say("a date in a WhatsApp export has a day, a month and a year"),
            hint=say("give {orders}", orders=say(", ").join(ORDERS)),
        )
    return order


def _doubts(days: Sequence[str], order: str) -> tuple[int, int, int]:
    """Three numbers that speak against an order: dates that do not exist, steps back in time, years."""
    read = [day_of(day, order) for day in days]
    real = [day for day in read if day]
    backward = sum(later < earlier for earlier, later in pairwise(real))
    return len(read) - len(real), backward, len({day.year for day in real})


@lru_cache(maxsize=2**16)
def day_of(text: str, order: str) -> date | None:
    """The date, if there is such a day."""
    numbers = dict(zip(order, map(int, NUMBER.findall(text)), strict=True))
    year = numbers["y"] if numbers["y"] >= FULL_YEAR else CENTURY + numbers["y"]
    try:
        return date(year, numbers["m"], numbers["d"])
    except ValueError:
        return None


@lru_cache(maxsize=2**17)
def clock_of(text: str) -> time | None:
    """The time of day, if there is such a time."""
    hour, minute, second = [*map(int, NUMBER.findall(text)), 0][:3]
    if hour <= NOON_HOUR:
        hour = _hour(text, hour)
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def _hour(text: str, hour: int) -> int:
    """The hour of 24 for an hour that may be one of 12."""
    lower = text.lower()
    if any(word in lower for word in ("a", *MORNING)):
        return hour % NOON_HOUR
    if any(word in lower for word in ("p", *AFTERNOON)):
        return hour % NOON_HOUR + NOON_HOUR
    is_after_noon = NOON in lower and hour < NOON_HOUR // 2
    return hour + NOON_HOUR if is_after_noon else hour
