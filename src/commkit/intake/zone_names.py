"""Time zones as people name them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from commkit.errors import WrongUse
from commkit.words import say, suggest

_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE)
_WINTER = datetime(2026, 1, 15)  # noqa: DTZ001 (a wall clock, of which each zone tells the offset)
# A city or two of each offset in which many communities live.
_CITIES = (
    *("Asia/Shanghai", "Asia/Singapore", "Asia/Tokyo", "Asia/Seoul", "Asia/Kolkata", "Asia/Bangkok", "Asia/Jakarta"),
    *("Asia/Dubai", "Asia/Karachi", "Asia/Dhaka", "Asia/Tehran", "Asia/Kathmandu", "Europe/Moscow", "Europe/Istanbul"),
    *("Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Athens", "Africa/Lagos", "Africa/Cairo"),
    *("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Sao_Paulo"),
    *("America/Halifax", "America/Anchorage", "Pacific/Honolulu", "Australia/Sydney", "Pacific/Auckland"),
)


def parse_zone(name: str | None) -> str | None:
    """The zone's name where there is such a zone. Raises WrongUse."""
    if name is None or name in available_timezones():
        return name
    if found := _OFFSET.fullmatch(name.strip()):
        hint = say("zones are named by a city: {names}", names=say(", ").join(_find_cities(found)))
    elif near := suggest(name, available_timezones()):
        hint = say("try {name}", name=near[0])
    else:
        hint = say("for example Asia/Shanghai")
    raise WrongUse(say("there is no time zone {name!r}", name=name), hint=hint)


def _find_cities(offset: re.Match[str]) -> list[str]:
    """Cities that are so far from UTC in January; one for an example where none is known."""
    sign, hours, minutes = offset.groups("0")
    distance = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
    return [name for name in _CITIES if ZoneInfo(name).utcoffset(_WINTER) == distance] or [_CITIES[0]]
