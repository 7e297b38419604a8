"""The lines of a calendar: unfolded, with their parameters; and its times."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commkit.sources.files.file import File
    from commkit.sources.icalendar.zones import Zones

LINE = re.compile(r'([A-Za-z0-9-]+)((?:;[^:;="]+=(?:"[^"]*"|[^":;]*))*):(.*)', re.DOTALL)
PARAMETER = re.compile(r';([^:;="]+)=("[^"]*"|[^":;]*)')
TIME = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?")
ADDRESS = re.compile(r"(?:mailto:)?([^\s@:]+@[^\s@:]+)", re.IGNORECASE)
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
LINE_BREAKS = {"n": "\n", "N": "\n"}
LAST_YEAR = 9999  # that there is
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
    return read if 1 < read.year < LAST_YEAR else None  # a zone may shift it
