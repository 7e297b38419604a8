"""The zones of a calendar: by the names that all know, by the calendar's own rules, or by the names of Windows."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from commkit.sources.icalendar.lines import Property

_DAY = r"(?:1[6-9]|20)\d{6}"
_TIME = rf"{_DAY}T\d{{6}}"
_PART = "|".join(
    (
        *("FREQ=YEARLY", "INTERVAL=1", "WKST=[A-Z]{2}", r"BYMONTH=(?:0?[1-9]|1[0-2])", "BYDAY=[+-]?[1-5]?[A-Z]{2}"),
        *(
            r"BYMONTHDAY=-?\d{1,2}(?:,-?\d{1,2}){0,6}",
            r"BY(?:HOUR|MINUTE|SECOND)=\d{1,2}",
            rf"UNTIL={_DAY}(?:T\d{{6}}Z?)?",
        ),
    )
)
# How rules may be written. Others could take hours to work out, such as one that holds every second.
SHAPES: Mapping[str, re.Pattern[str]] = {
    "BEGIN": re.compile("STANDARD|DAYLIGHT"),
    "END": re.compile("STANDARD|DAYLIGHT"),
    "DTSTART": re.compile(_TIME),
    "RDATE": re.compile(rf"{_TIME}(?:,{_TIME})*"),
    "RRULE": re.compile(rf"(?=.*BYMONTH=)(?:{_PART})(?:;(?:{_PART}))*"),
    "TZOFFSETFROM": re.compile(r"[+-]\d{4}(?:\d{2})?"),
    "TZOFFSETTO": re.compile(r"[+-]\d{4}(?:\d{2})?"),
}
EXCEPTIONS = ("EXDATE", "EXRULE")  # are not worked out
MOST_BYTES = 16 * 1024  # of the rules of a calendar
KNOWN_UNTIL = datetime(2038, 1, 1)  # noqa: DTZ001 (a wall clock); rules without an end are worked out so far


class Offsets(NamedTuple):
    """What a zone is ahead of UTC from each wall clock on, in order."""

    starts: list[datetime]
    ahead: list[timedelta]

    def utc(self, clock: datetime) -> datetime | None:
        """The instant; None before the first rule, or after the last day that is worked out."""
        place = bisect_right(self.starts, clock) - 1
        is_known = place >= 0 and (clock < KNOWN_UNTIL or len(self.starts) == 1)
        return clock - self.ahead[place] if is_known else None


@dataclass(slots=True)
class Zones:
    """The zones that a calendar explains by rules, and the calendar's own zone."""

    own: str | None = None
    _rules: dict[str, list[str]] = field(default_factory=dict)
    _offsets: dict[str, Offsets | None] = field(default_factory=dict)
    _name: str = ""
    _open: list[str] | None = None  # the rules of the zone that is being read
    _room: int = MOST_BYTES

    def learn(self, line: Property) -> None:
        """Take what this line tells of zones."""
        if line.name == "X-WR-TIMEZONE":
            zone = find_zone(line.value) or find_windows_zone(line.value)
            self.own = zone.key if zone else self.own
        elif line.name == "BEGIN" and line.value.upper() == "VTIMEZONE":
            self._name, self._open = "", []
        elif self._open is None:
            return
        elif line.name == "END" and line.value.upper() == "VTIMEZONE":
            if self._room > 0:
                self._rules.setdefault(self._name, self._open)
            self._open = None
        elif line.name == "TZID":
            self._name = line.value
        elif line.name in (*SHAPES, *EXCEPTIONS) and self._room > 0:
            self._open.append(f"{line.name}:{line.value.upper()}")
            self._room -= len(self._open[-1])

    def utc(self, clock: datetime, name: str) -> datetime | None:
        """The instant at which clocks in this zone show this time; None if that is not known."""
        if zone := find_zone(name):
            return _in_utc(clock, zone)
        if name not in self._offsets:
            self._offsets[name] = explain(self._rules.get(name, ()))
        offsets = self._offsets[name]
        if offsets and (at := offsets.utc(clock)):
            return at
        zone = find_windows_zone(name)
        return _in_utc(clock, zone) if zone else None


def explain(rules: Sequence[str]) -> Offsets | None:
    """What the zone with these rules, the lines of a VTIMEZONE, is ahead of UTC; None if they do not tell it.

    A clock that is shown twice is taken for the first time; one that is skipped, as before the skip (RFC 5545, 3.3.5).
    """
    pairs = [rule.split(":", 1) for rule in rules]
    if not rules or any(name in EXCEPTIONS or not SHAPES[name].fullmatch(value) for name, value in pairs):
        return None
    from icalendar import Timezone

    # Under a name that is not known, the library would keep the rules for whatever it reads later; and which of them
    # are of summer does not matter here, while it would look for that again and again.
    lines = ["BEGIN:VTIMEZONE", "TZID:UTC", *rules, "END:VTIMEZONE", ""]
    try:
        zone = Timezone.from_ical("\r\n".join(lines).replace(":DAYLIGHT", ":STANDARD"))
        both = any("RRULE" in each and "RDATE" in each for each in zone.subcomponents)  # one would be passed over
        if both or not isinstance(zone, Timezone):
            return None
        instants, told = zone.get_transitions()
    except (ValueError, KeyError, AttributeError, TypeError, OverflowError):
        return None
    ahead = [offset for offset, *_ in told]
    if len(set(ahead)) == 1:
        return Offsets([datetime.min], ahead[:1])  # noqa: DTZ901 (a wall clock)
    before = [*ahead[:1], *ahead]
    return Offsets([at + max(two) for at, *two in zip(instants, before, ahead, strict=False)], ahead)


@lru_cache(maxsize=256)  # a name that is none is looked for in many places
def find_zone(name: str) -> ZoneInfo | None:
    """The zone of this name, where there is one."""
    try:
        return ZoneInfo(name.strip("/"))
    except (KeyError, ValueError, OSError):
        return None


def find_windows_zone(name: str) -> ZoneInfo | None:
    """The zone that Windows, and so Outlook and Exchange, call by this name."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return find_zone(WINDOWS_TO_OLSON.get(name, ""))


def _in_utc(clock: datetime, zone: ZoneInfo) -> datetime:
    return clock.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
