"""The lines of a WhatsApp export: which open a record, when it was sent, and in which order its dates are written."""

from __future__ import annotations

import re
from datetime import date, time
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from commkit.errors import WrongUse
from commkit.sources import encoding
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from commkit.sources.files import File
    from commkit.sources.reading import Reading

MARKS = "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"  # invisible: they steer the direction of writing
SPACE = "[ \u00a0\u2009\u202f]"
MORNING = ("上午", "凌晨", "早上", "清晨", "午夜", "午前", "오전")
AFTERNOON = ("下午", "晚上", "午後", "오후")
NOON = "中午"  # 11:30 lies before it, 1:30 after it
HALF = rf"(?:[AaPp]\.?{SPACE}?[Mm]\.?|{'|'.join((*MORNING, *AFTERNOON, NOON))})"
TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?"
CLOCKS = (TIME, rf"{TIME}{SPACE}{{0,2}}{HALF}", rf"{HALF}{SPACE}?{TIME}")
BETWEEN = rf",?(?: klo| um| kl\.?| à| at)?{SPACE}{{1,3}}"  # 12.3.2022 klo 14.08
# iPhone: [28/04/23, 11:02:30 AM] Ana: hi      Android: 28/04/23, 11:02 - Ana: hi
# The line feed before a line belongs to it: a search for one character is the fastest that there is.
FORMS = tuple(
    re.compile(rf"\n[{MARKS}]{{0,8}}{start}(\d{{1,4}}{sign} ?\d{{1,2}}{sign} ?\d{{1,4}}\.?){BETWEEN}({clock}){end}")
    for start, end in ((r"\[", r"\] ?"), ("", f"{SPACE}[-–]{SPACE}"))
    for sign in ("/", r"\.", "-")
    for clock in CLOCKS
)
HEAD_LINES = 30  # the first record stands at the top
ORDERS = ("dmy", "mdy", "ymd")
DIRECTIVES = re.compile(r"%([dmyY])")
NUMBER = re.compile(r"\d+")
FULL_YEAR = 1000
CENTURY = 2000  # WhatsApp is of 2009
CLEARLY = 10  # times as many steps back in time speak against an order of dates
NOON_HOUR = 12


def form_of(beginning: str) -> re.Pattern[str] | None:
    """The form in which this export opens its records: a day and a clock, then the text to the next record."""
    for line in beginning.split("\n", HEAD_LINES)[:HEAD_LINES]:
        for form in FORMS:
            if form.match(f"\n{line}"):
                return form
    return None


def records(file: File, form: re.Pattern[str]) -> Iterator[tuple[int, str, str, str]]:
    """Every record's first line, day, clock and text, with the lines that continue it.

    Without a day, the lines above the first record. A line in another form opens none: somebody pasted it.
    """
    line, day, clock, texts = 1, "", "", [""]
    for block in _blocks(file):
        pieces = form.split(block)
        texts.append(pieces[0])
        for at in range(1, len(pieces), 3):
            text = "".join(texts) if len(texts) > 1 else texts[0]
            yield line, day, clock, text
            line += text.count("\n") + bool(day)
            day, clock, texts = pieces[at], pieces[at + 1], [pieces[at + 2]]
    yield line, day, clock, "".join(texts)


def _blocks(file: File) -> Iterator[str]:
    """The text in pieces of whole lines, each line after its line feed."""
    kept = ["\n"]
    for piece in encoding.decoded(file.chunks()):
        lines, feed, rest = piece.replace("\r", "").rpartition("\n")
        if feed:
            yield "".join((*kept, lines))
            kept = ["\n"]
        kept.append(rest)
    last = "".join(kept)
    if last != "\n":
        yield last


def order_of(days: Sequence[str], file: File, reading: Reading) -> str:
    """The order of day, month and year that makes sense of the whole file: dmy, mdy or ymd.

    `days` are the dates in the order of the file. The right order makes real dates, hardly ever steps back in time
    and changes the year least; where two orders do so alike, only the person who exported it can know.
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
    """What speaks against an order: dates that do not exist, steps back in time, years."""
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
    """The hour of 24 for an hour that may be one of a half day."""
    lower = text.lower()
    if any(word in lower for word in ("a", *MORNING)):
        return hour % NOON_HOUR
    if any(word in lower for word in ("p", *AFTERNOON)):
        return hour % NOON_HOUR + NOON_HOUR
    is_after_noon = NOON in lower and hour < NOON_HOUR // 2
    return hour + NOON_HOUR if is_after_noon else hour
