"""Records cut out of their file, exactly as they are written there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from commkit.sources.files.file import File

BY_LINE = frozenset({"irc", "qq", "whatsapp"})  # sources whose records begin a line of text
WITH_HEADER = frozenset({"table", "wechat_csv", "discord_csv", "discourse_users"})
MARK = b"\xef\xbb\xbf"


class Place(NamedTuple):
    """Where a record stands in its file: its line from 1, its first byte, and its end. The bytes are 0 if not known."""

    line: int
    start: int
    end: int


def can_cut(source: str, place: Place) -> bool:
    """Whether the record's bytes are known, or it is a line. In JSON, a page or a workbook it is neither."""
    return bool(place.end) or source in BY_LINE


def cut_out(file: File, source: str, places: Sequence[Place], above: int = 0) -> Iterator[bytes]:
    """The lines of these records, below the file's header if it has one and what stands above that."""
    spans = sorted({(place.start, place.end) for place in places if place.end}, reverse=True)
    lines = {place.line for place in places if not place.end}
    wanted = lines | (set(range(1, above + 2)) if source in WITH_HEADER else set())
    end = 0
    for number, line in enumerate(_lines(file), 1):
        start, end = end, end + len(line)
        while spans and spans[-1][1] <= start:
            spans.pop()
        if number in wanted or (spans and spans[-1][0] < end):
            yield line.removeprefix(MARK if number == 1 else b"").rstrip(b"\r\n") + b"\n"


def _lines(file: File) -> Iterator[bytes]:
    """Every line with what ends it: a line feed, a carriage return, or both."""
    rest = b""
    for chunk in file.chunks():
        lines = (rest + chunk).splitlines(keepends=True)
        rest = lines.pop()
        yield from lines
    if rest:
        yield rest
