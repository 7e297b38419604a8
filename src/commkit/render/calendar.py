"""An iCalendar file of whole days, which every calendar reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


@dataclass(frozen=True, slots=True)
class WholeDay:
    """A day and what is to be done on it, with what helps to do it."""

    day: date
    what: str
    detail: str


def write_calendar(entries: Iterable[WholeDay]) -> bytes:
    """The file. The same entries give the same bytes, and an entry that is imported again is the same event."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//commkit//plan due//EN")
    calendar.add("version", "2.0")
    for entry in entries:
        event = Event()
        event.add("uid", f"{sha256(f'{entry.day} {entry.what}'.encode()).hexdigest()[:32]}@commkit")
        event.add("dtstamp", datetime.combine(entry.day, time.min, UTC))
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("summary", entry.what)
        event.add("description", entry.detail)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
