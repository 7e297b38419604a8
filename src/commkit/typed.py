"""What people type beside commands, read: days, instants, lengths of time, working hours, keys with values."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from commkit.errors import WrongUse
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

# Of these years the days before and after, a year away, in any zone, are days too.
YEARS = range(1900, 2201)


def parse_day(text: str) -> date:
    """An inclusive day on the command line. Raises WrongUse."""
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError as error:
        raise WrongUse(say("{day!r} is not a day", day=text), hint=say("write days as 2026-06-30")) from error
    _refuse_far(day, text)
    return day


def _refuse_far(day: date, text: str) -> None:
    if day.year not in YEARS:
        what = say("{day} is not of the years {first} to {last}", day=text, first=YEARS[0], last=YEARS[-1])
        raise WrongUse(what, hint=say("leave it out to look at everything"))


def parse_hours(text: str) -> tuple[int, int]:
    """When work begins and ends, in seconds of the day, as 9-18 or 9:30-18:00. Raises WrongUse."""
    found = re.fullmatch(r"(\d{1,2})(?::([0-5]\d))?-(\d{1,2})(?::([0-5]\d))?", text.strip())
    opens, closes = (3600 * int(found[at]) + 60 * int(found[at + 1] or 0) for at in (1, 3)) if found else (0, 0)
    if not 0 <= opens < closes <= 24 * 3600:
        raise WrongUse(
            say("{given!r} are no working hours", given=text), hint=say("write when they begin and end, as 9-18")
        )
    return opens, closes


def parse_names(text: str) -> list[str]:
    """Names with commas between, each once and in order."""
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def parse_pairs(texts: Iterable[str] | None) -> list[tuple[str, str]]:
    """Keys and values on the command line, as city=Chengdu. Raises WrongUse."""
    pairs = []
    for text in texts or ():
        key, sign, given = text.partition("=")
        if not (key.strip() and sign and given.strip()):
            raise WrongUse(
                say("{given!r} is no KEY=VALUE", given=text), hint=say("write both, as --only platform=slack")
            )
        pairs.append((key.strip(), given.strip()))
    return pairs


def parse_number(text: str) -> float:
    """A number on the command line, a percentage as a share of 1. Raises WrongUse."""
    written = text.strip()
    try:
        number = float(written.removesuffix("%"))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise WrongUse(say("{given!r} is no number", given=text), hint=say("write numbers as 12.5 or 10%"))
    return number / 100 if written.endswith("%") else number


def parse_instant(text: str) -> datetime:
    """An instant on the command line, in UTC. Raises WrongUse."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise WrongUse(
            say("{instant!r} is no instant", instant=text), hint=say("write instants in UTC as 2026-06-30T12:00")
        ) from error
    _refuse_far(instant, text)
    return (instant.astimezone(UTC) if instant.tzinfo else instant).replace(tzinfo=None)


def tell_length(text: str) -> str:
    """A length of time that `parse_microseconds` takes, in words."""
    text = text.strip().lower()
    if text[:-1] == "1":
        return {"s": say("1 second"), "m": say("1 minute"), "h": say("1 hour")}.get(text[-1:], say("1 day"))
    units = {"s": say("{number} seconds"), "m": say("{number} minutes"), "h": say("{number} hours")}
    return units.get(text[-1:], say("{number} days")).format(number=text[:-1])


def parse_microseconds(text: str) -> int:
    """A number of seconds, minutes, hours or days on the command line, such as 90m. Raises WrongUse."""
    found = re.fullmatch(r"(\d{1,6}(?:\.\d{1,3})?)([smhd])", text.strip().lower())
    if not found:
        raise WrongUse(
            say("{given!r} is no length of time", given=text), hint=say("write a number and s, m, h or d, as 7d or 90m")
        )
    return round(float(found[1]) * {"s": 1, "m": 60, "h": 3600, "d": 86400}[found[2]] * 1_000_000)
