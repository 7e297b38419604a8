"""Discord channels and threads as DiscordChatExporter writes them in JSON, one file each.

Format: https://github.com/Tyrrrz/DiscordChatExporter (JsonMessageWriter.cs); types that it does not name are numbers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from commkit.sources.discord.messages import DiscordMessage, add_message
from commkit.sources.files.file import broken
from commkit.sources.rows import Rows
from commkit.sources.source import alone
from commkit.sources.text.json_stream import read_stretch, split_document
from commkit.sources.text.json_structs import decode
from commkit.sources.text.stamps import read_zoned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading
    from commkit.store.batch import Batch

PLATFORM = "discord"
LACKS = frozenset({"leaves", "roster"})

OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}\{")
KEYS = (b'"guild"', b'"channel"', b'"messages"')
# https://discord.com/developers/docs/resources/channel#channel-object-channel-types
DIRECT = {"1", "3", "DirectTextChat", "DirectGroupTextChat"}
THREADS = {"10", "11", "12", "GuildNewsThread", "GuildPublicThread", "GuildPrivateThread"}
PRIVATE = DIRECT | {"12", "GuildPrivateThread"}

parts = alone


class Channel(Struct):
    """An exported channel or thread."""

    id: str | None = None
    type: str | int | None = None
    name: str | None = None


class DateRange(Struct):
    """The range that was asked for."""

    before: str | None = None


class DiscordExport(Struct, rename="camel"):
    """The document; its messages are those alone that are not read as a stream."""

    channel: Channel | None = None
    messages: list[DiscordMessage | None] | None = None
    exported_at: str | None = None
    date_range: DateRange | None = None


class DiscordGroup(NamedTuple):
    """A channel or thread, when it was exported, and until when that covers it."""

    file: str
    native: str
    channel: Channel
    messages: Sequence[DiscordMessage | None]
    exported_at: datetime | None
    covers_until: datetime | None


def recognises(file: File) -> bool:
    """Whether this is one exported channel or thread."""
    return bool(OBJECT.match(file.head)) and all(key in file.head for key in KEYS)


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:  # noqa: ARG001 (it speaks for itself)
    """The messages, then the channel, whose document is whole only at the end."""
    for file in files:
        around: list[bytes] = []
        group, rows, number = None, Rows(), 0
        for piece in split_document(file):
            if isinstance(piece, bytes):
                around.append(piece)
                continue
            group = group or _group(file, b"".join(around) + b"]}")
            number = _add_messages(read_stretch(piece, list[DiscordMessage | None]), number, group, rows)
            if rows.is_full:
                yield _batch(rows, group)
                rows = Rows()
        group = _group(file, b"".join(around))
        _add_group(group, rows)
        _add_messages(group.messages, number, group, rows)
        yield _batch(rows, group)


def _batch(rows: Rows, group: DiscordGroup) -> Batch:
    return rows.batch(observed_at=group.exported_at, covers_until=group.covers_until)


def _group(file: File, document: bytes) -> DiscordGroup:
    """The channel that a document describes. Raises CannotDo if the document is cut."""
    try:
        export = decode(document, DiscordExport)
    except ValueError as error:
        raise broken(file) from error
    channel, messages = export.channel, export.messages
    if channel is None or not channel.id or messages is None:
        raise broken(file)
    exported_at = read_zoned(export.exported_at)
    asked = read_zoned(export.date_range.before if export.date_range else None)
    covers_until = min((moment for moment in (asked, exported_at) if moment), default=None)
    return DiscordGroup(file.name, channel.id, channel, messages, exported_at, covers_until)


def _add_group(group: DiscordGroup, rows: Rows) -> None:
    kind = str(group.channel.type or "")
    word = "direct" if kind in DIRECT else "thread" if kind in THREADS else "channel"
    rows.records["group"] += 1
    rows.add("group", native=group.native, title=group.channel.name or None, kind=word, is_private=kind in PRIVATE)


def _add_messages(messages: Sequence[DiscordMessage | None], before: int, group: DiscordGroup, rows: Rows) -> int:
    """These messages, of which so many came before; returns how many there are with these."""
    rows.records["message"] += len(messages)
    for number, message in enumerate(messages, before + 1):
        if fault := add_message(message, group.native, rows):
            rows.reject("message", (group.file, number), *fault)
    return before + len(messages)
