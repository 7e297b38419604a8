"""Calendars (.ics): who accepted an invitation has registered for the event, on the day on which it begins."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from commkit.sources.icalendar.lines import read_moment, read_properties
from commkit.sources.icalendar.zones import Zones
from commkit.sources.rows import Rows
from commkit.sources.source import alone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from commkit.sources.files.file import File
    from commkit.sources.icalendar.lines import Property
    from commkit.sources.source import Reading
    from commkit.store.batch import Batch

PLATFORM = "mail"
LACKS = frozenset({"reactions", "replies", "joins", "leaves", "roster", "bots", "mentions"})

STAMPS = ("DTSTAMP", "LAST-MODIFIED", "CREATED")
THINGS = ("ROOM", "RESOURCE", "GROUP")  # that are invited too
HIDDEN = ("PRIVATE", "CONFIDENTIAL")
NO_MEMBER = ("no-member", "a guest without an address")
NO_ZONE = ("no-zone", "an event in a time zone that the calendar does not explain")
BAD_TIME = ("bad-time", "an event without a beginning that is a time")

parts = alone


@dataclass(slots=True)
class Calendar:
    """What is known of a file: its zones, when it was written, and the guests and events so far."""

    zones: Zones = field(default_factory=Zones)
    written_at: datetime | None = None
    members: set[str] = field(default_factory=set)
    met: set[tuple[str | None, ...]] = field(default_factory=set)


def recognises(file: File) -> bool:
    """Whether the file begins like a calendar."""
    return file.head.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].upper() == b"BEGIN:VCALENDAR"


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:  # noqa: ARG001 (calendars speak for themselves)
    """Each file in two passes: its zones and when it was written, then all events; those without a zone apart."""
    for file in files:
        calendar = _surveyed(file)
        zoned, floating = Rows(), Rows()
        for event in _events(file):
            _add_event(file.name, event, calendar, (zoned, floating))
            if zoned.is_full or floating.is_full:
                yield from _batches(zoned, floating, calendar)
                zoned, floating = Rows(), Rows()
        yield from _batches(zoned, floating, calendar)


def _batches(zoned: Rows, floating: Rows, calendar: Calendar) -> Iterator[Batch]:
    at, zone = calendar.written_at, calendar.zones.own
    yield zoned.batch(zone=zone, observed_at=at)
    if floating.records:
        yield floating.batch(naive=True, zone=zone, observed_at=at)


def _surveyed(file: File) -> Calendar:
    calendar = Calendar()
    for line in read_properties(file):
        calendar.zones.learn(line)
        if line.name in STAMPS and (stamp := read_moment(line, calendar.zones)):
            calendar.written_at = max(filter(None, (calendar.written_at, stamp.at)))
    return calendar


def _events(file: File) -> Iterator[list[Property]]:
    """The lines of every event, without those of its alarms; an event that is cut ends with the file."""
    event: list[Property] = []
    depth = 0
    for line in read_properties(file):
        is_begin, is_end = line.name == "BEGIN", line.name == "END"
        if is_begin and line.value.upper() == "VEVENT":
            event, depth = [line], 1
        elif depth:
            depth += is_begin - is_end
            if depth == 1 and not is_end:
                event.append(line)
            if not depth:
                yield event
    if depth:
        yield event


def _add_event(name: str, event: list[Property], calendar: Calendar, zoned_and_floating: tuple[Rows, Rows]) -> None:
    """A row for each guest who accepted; guests and things that did not are skipped with a reason."""
    known = {line.name: line for line in event}
    start = read_moment(known["DTSTART"], calendar.zones) if "DTSTART" in known else None
    zoned, floating = zoned_and_floating
    rows = floating if start and start.is_floating else zoned
    guests = [line for line in event if line.name == "ATTENDEE"]
    if not guests:
        rows.records["event"] += 1
        rows.skipped["event", "no guests"] += 1
    words = {each: known[each].value.upper() for each in map(str, ("STATUS", "CLASS")) if each in known}
    titles = [known[each].value if each in known else None for each in ("UID", "RECURRENCE-ID", "SUMMARY")]
    for guest in guests:
        rows.records["event"] += 1
        address = guest.address
        key = (*titles, str(start and start.at), address)
        if reason := _skip(guest, words, start and start.at, calendar.written_at) or (
            key in calendar.met and "repeated"
        ):
            rows.skipped["event", reason] += 1
        elif start is None or start.is_lost or address is None:
            fault = NO_MEMBER if address is None else NO_ZONE if start else BAD_TIME
            rows.reject("event", (name, guest.number), *fault, (guest.start, guest.end))
        else:
            calendar.met.add(key)
            rows.add("event", member=address, name="register", happened_at=start.at, campaign=titles[-1])
            _add_member(address, guest, calendar, rows)


def _skip(guest: Property, words: Mapping[str, str], start: datetime | None, written_at: datetime | None) -> str:
    """Why a guest is skipped, or an empty text."""
    answer = guest.parameters.get("PARTSTAT", "NEEDS-ACTION").upper()
    for reason, is_so in (
        ("cancelled", words.get("STATUS") == "CANCELLED"),
        ("private", words.get("CLASS") in HIDDEN),
        ("no person", guest.parameters.get("CUTYPE", "").upper() in THINGS),
        ("declined", answer == "DECLINED"),
        ("unanswered", answer != "ACCEPTED"),
        ("to come", start is not None and written_at is not None and start > written_at),
    ):
        if is_so:
            return reason
    return ""


def _add_member(address: str, guest: Property, calendar: Calendar, rows: Rows) -> None:
    if address not in calendar.members:
        calendar.members.add(address)
        called = guest.parameters.get("CN")
        rows.records["member"] += 1
        rows.add("member", native=address, name=called, is_bot=False, is_staff=False)
