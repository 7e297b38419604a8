"""Discord channels as DiscordChatExporter writes them in CSV: its three dialects of one header.

A file contains neither its channel's name nor its messages' ids. The channel is taken from the file's name.
"""

from __future__ import annotations

import csv
import re
from datetime import UTC, datetime
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from commkit.sources.discord.messages import GHOST
from commkit.sources.files.file import broken
from commkit.sources.files.portions import MOST_LINE_BYTES
from commkit.sources.rows import Rows
from commkit.sources.text.stamps import within_years
from commkit.store.fields import BOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading
    from commkit.store.batch import Batch

PLATFORM = "discord"
LACKS = frozenset({"reactions", "replies", "leaves", "roster", "bots", "ids", "seconds", "mentions"})

HEADER = re.compile(
    rb"(?:\xef\xbb\xbf)?AuthorID([;,])Author\1Date\1Content\1Attachments\1Reactions\1?[ \t]{0,9}(?=[\r\n]|\Z)"
)
# Every field is quoted and quotes inside are doubled, so one quote, digits, one quote at a line's start opens a row.
ROW = re.compile(rb'^"[0-9]{1,20}"[;,]', re.MULTILINE)
COLUMNS = 6
DELETED = "Deleted User#0000"
WEBHOOK = "#0000"  # ends the name of what is no account
MINUTES = "%d-%b-%y %I:%M %p"
SYSTEM = re.compile(
    r"Joined the server\.|Pinned a message\.|Started a thread\.|Changed the channel (?:name|icon)\."
    r"|Added a recipient\.|Removed a recipient\.|Started a call that lasted [0-9]{1,9} minutes\."
)
# GUILD - CATEGORY - CHANNEL [ID] (DATES) [part N]
NAMED = re.compile(r"(.{1,400}) \[([0-9]{1,20})\](?: \([^()]{1,40}\))?", re.DOTALL)
PART = re.compile(r" \[part [0-9]{1,6}\]\Z")
# Names that tell a day or a number: the channel is the folder. A longer number is a channel's id.
NUMBERED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,9}|part.{0,40}", re.IGNORECASE)


class NamedChannel(NamedTuple):
    """What a file's name says of its channel."""

    native: str
    title: str
    is_private: bool


class CsvRecord(NamedTuple):
    """One record: its line from 1, its first byte and its end, and its fields; None if it is not a row."""

    line: int
    start: int
    end: int
    fields: list[str] | None


def recognises(file: File) -> bool:
    """Whether the first line is the exporter's header."""
    return HEADER.match(file.head) is not None


def parts(file: File, files: Sequence[File]) -> list[File]:
    """All such files of the load: the exporter writes one for each channel, day or part."""
    return [file, *(each for each in files if each is not file and recognises(each))]


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:
    """The channels with their messages. Files with only the exporter's clock go into batches of their own."""
    by_clock, groups = {False: Rows(), True: Rows()}, set[str]()
    for file in files:
        channel = _name_channel(file)
        naive: bool | None = None
        for piece in _pieces(file):
            sent_at = _instant(piece.fields[2], reading.date_format) if piece.fields else None
            naive = sent_at.tzinfo is None if sent_at and naive is None else naive
            rows = by_clock[bool(naive)]
            rows.records["message"] += 1
            if piece.fields is None:
                rows.reject("message", (file.name, piece.line), "bad-row", "not six quoted fields", piece[1:3])
            elif sent_at is None or (sent_at.tzinfo is None) != naive:
                rows.reject("message", (file.name, piece.line), "bad-time", "unknown form of date", piece[1:3])
            else:
                _add(piece.fields, channel.native, sent_at.replace(tzinfo=None), rows)
            if rows.is_full:
                yield rows.batch(naive=bool(naive))
                by_clock[bool(naive)] = Rows()
        _add_group(channel, groups, by_clock[bool(naive)])
    for is_naive, rest in by_clock.items():
        if rest.records:
            yield rest.batch(naive=is_naive)


def _pieces(file: File) -> Iterator[CsvRecord]:
    """The records below the header. A broken one ends where the next row begins."""
    header = HEADER.match(file.head)
    if header is None:
        return
    line, start = 1, header.end()
    for stretch in _stretches(file, start):
        lines = stretch.splitlines(keepends=True)
        decoded = [each.decode("utf-8", errors="replace") for each in lines]
        ends = list(accumulate(map(len, lines), initial=start))
        for first, last, fields in _rows(decoded, header[1].decode()):
            yield CsvRecord(line + first, ends[first], ends[last], fields)
        line, start = line + len(lines), ends[-1]


def _stretches(file: File, top: int) -> Iterator[bytes]:
    """The bytes from there to the first row, then from each row to the next."""
    rest, at = b"", top
    for chunk in file.chunks():
        rest += chunk
        for found in ROW.finditer(rest, at + 1):
            yield rest[at : found.start()]
            at = found.start()
        if len(rest) > at:
            rest, at = rest[at:], 0
        if len(rest) > MOST_LINE_BYTES:
            raise broken(file)
    yield rest[at:]


def _rows(lines: list[str], delimiter: str) -> Iterator[tuple[int, int, list[str] | None]]:
    """The records of a stretch that should be one row. A fault spoils the rest of its stretch."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    taken = 0
    while taken < len(lines):
        try:
            fields, after = _six(next(reader)), reader.line_num
        except csv.Error:
            fields, after = None, len(lines)
        if any(map(str.strip, lines[taken:after])):
            yield taken, after, fields
        taken = after


def _six(fields: list[str]) -> list[str] | None:
    """The six columns of a row, or None. The oldest dialect has an empty seventh column."""
    if len(fields) == COLUMNS + 1 and not fields[COLUMNS]:
        fields = fields[:COLUMNS]
    return fields if len(fields) == COLUMNS and fields[0].isascii() and fields[0].isdecimal() else None


@lru_cache(maxsize=1024)  # in a busy channel many messages share their minute
def _instant(words: str, date_format: str | None) -> datetime | None:
    """The instant of a row: in UTC if the row states an offset, otherwise by the exporter's own clock."""
    try:
        if "T" in words:
            stamp = datetime.fromisoformat(words)
            return within_years(stamp.astimezone(UTC) if stamp.tzinfo else stamp)
        form = date_format if date_format and "%" in date_format else MINUTES
        return within_years(datetime.strptime(words, form))  # noqa: DTZ007 (what the exporter's clock showed)
    except (ValueError, OverflowError):
        return None


def _name_channel(file: File) -> NamedChannel:
    """The channel that the file's name gives: by its id if the exporter put it there, otherwise by its name."""
    stem = PART.sub("", file.base.rpartition(".")[0] or file.base)
    folder = file.folder.rstrip("/").rpartition("/")[2]
    title = folder if folder and NUMBERED.fullmatch(stem) else stem
    is_private = stem.startswith("Direct Messages - ")
    if named := NAMED.fullmatch(stem):
        return NamedChannel(named[2], _last(named[1]), is_private)
    return NamedChannel(title, title, is_private)


def _add_group(channel: NamedChannel, groups: set[str], rows: Rows) -> None:
    """Add a channel, once for all of its files."""
    if channel.native not in groups:
        groups.add(channel.native)
        kind = "direct" if channel.is_private else "channel"
        rows.records["group"] += 1
        rows.add("group", native=channel.native, title=channel.title, kind=kind, is_private=channel.is_private)


def _last(path: str) -> str:
    """The last part of GUILD - CATEGORY - CHANNEL."""
    return path.rpartition(" - ")[2]


def _add(fields: list[str], group: str, sent_at: datetime, rows: Rows) -> None:
    native, name, _, content, attachments, _ = fields
    is_ghost = native == GHOST or name == DELETED
    author = None if is_ghost else native
    is_system = SYSTEM.fullmatch(content) is not None and not attachments
    kind = "system" if is_system else "text" if content else "media"  # a sticker or a card leaves no text here
    author_name = None if is_ghost else name or None
    rows.add(
        "message",
        group=group,
        author=author,
        author_name=author_name,
        sent_at=sent_at,
        kind=kind,
        text=content or None,
        flags=BOT if author and name.endswith(WEBHOOK) else 0,
    )
    if author and is_system and content.startswith("Joined"):
        rows.add(
            "membership", member=author, happened_at=sent_at, change="join"
        )  # of the server, which is not a group here
