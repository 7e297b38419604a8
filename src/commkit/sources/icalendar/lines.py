"""The lines of a calendar: unfolded, with their parameters; and its times and zones."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commkit.sources.files.file import File

LINE = re.compile(r'([A-Za-z0-9-]+)((?:;[^:;="]+=(?:"[^"]*"|[^":;]*))*):(.*)', re.DOTALL)
PARAMETER = re.compile(r';([^:;="]+)=("[^"]*"|[^":;]*)')
TIME = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?")
OFFSET = re.compile(r"([+-])(\d{2})(\d{2})(?:\d{2})?")
ADDRESS = re.compile(r"(?:mailto:)?([^\s@:]+@[^\s@:]+)", re.IGNORECASE)
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
LINE_BREAKS = {"n": "\n", "N": "\n"}
MOST_BYTES = 64 * 1024  # of one line with its folds; what is longer is cut


class Property(NamedTuple):
    """A property: its name in capitals, its parameters and its value, with its place in the file."""

    name: str
    parameters: dict[str, str]
    value: str
    number: int
    start: int
    end: int

    @property
    def address(self) -> str | None:
        """The mail address in it, in lower case."""
        found = ADDRESS.fullmatch(self.value.strip()) or ADDRESS.fullmatch(self.parameters.get("EMAIL", ""))
        return found[1].lower() if found else None


class Moment(NamedTuple):
    """An instant in UTC, or a wall clock without a zone (floating); lost if its zone is not known."""

    at: datetime
    is_floating: bool = False
    is_lost: bool = False


@dataclass(slots=True)
class Zones:
    """The zones that a calendar explains: the offsets of each by name, and the calendar's own zone."""

    own: str | None = None
    offsets: dict[str, set[timedelta]] = field(default_factory=dict)
    _open: str | None = None

    def learn(self, line: Property) -> None:
        """Take what this line tells of zones."""
        if line.name == "X-WR-TIMEZONE" and find_zone(line.value):
            self.own = line.value
        elif line.name == "TZID":
            self._open = line.value
        elif line.name == "TZOFFSETTO" and self._open and (found := OFFSET.fullmatch(line.value)):
            sign = -1 if found[1] == "-" else 1
            offset = sign * timedelta(hours=int(found[2]), minutes=int(found[3]))
            self.offsets.setdefault(self._open, set()).add(offset)

    def utc(self, clock: datetime, name: str) -> datetime | None:
        """The instant at which clocks in this zone show this time; None if the zone is not known."""
        if zone := find_zone(name):
            return clock.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
        offsets = self.offsets.get(name, set())
        return clock - next(iter(offsets)) if len(offsets) == 1 else None


def read_properties(file: File) -> Iterator[Property]:
    """Every property of the file. Other lines are ignored."""
    for number, start, end, raw in _unfolded(file):
        if found := LINE.fullmatch(raw.decode("utf-8", "replace").strip("\r\n\ufeff")):
            parameters = {name.upper(): value.strip('"') for name, value in PARAMETER.findall(found[2])}
            value = ESCAPED.sub(lambda sign: LINE_BREAKS.get(sign[1], sign[1]), found[3])
            yield Property(found[1].upper(), parameters, value, number, start, end)


def _unfolded(file: File) -> Iterator[tuple[int, int, int, bytes]]:
    """Lines joined with their continuations, each with its number and bytes."""
    held, first, begin, start = b"", 1, 0, 0
    with file.stream() as stream:
        for number, line in enumerate(stream, 1):
            if line[:1] in (b" ", b"\t") and held:
                held = held.rstrip(b"\r\n") + line[1:] if len(held) < MOST_BYTES else held
            else:
                if held:
                    yield first, begin, start, held
                held, first, begin = line, number, start
            start += len(line)
    if held:
        yield first, begin, start, held


def read_moment(line: Property, zones: Zones) -> Moment | None:
    """The time of this property. A date without a time is a floating midnight."""
    found = TIME.fullmatch(line.value.strip())
    clock = _clock(found[1], found[2] or "000000") if found else None
    if found is None or clock is None:
        return None
    zone = line.parameters.get("TZID")
    if found[3]:
        return Moment(clock)
    if zone is None or found[2] is None:
        return Moment(clock, is_floating=True)
    at = zones.utc(clock, zone)
    return Moment(at) if at else Moment(clock, is_lost=True)


def _clock(day: str, time: str) -> datetime | None:
    try:
        read = datetime.strptime(day + time, "%Y%m%d%H%M%S")  # noqa: DTZ007 (its zone stands elsewhere)
    except ValueError:
        return None
    return read if read.year > 1 else None  # a zone may shift it


def find_zone(name: str) -> ZoneInfo | None:
    """The zone of this name, where there is one."""
    try:
        return ZoneInfo(name.strip("/"))
    except (KeyError, ValueError, OSError):
        return None
