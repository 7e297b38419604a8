"""Discord channels and threads as DiscordChatExporter writes them in JSON, one file each.

Format: https://github.com/Tyrrrz/DiscordChatExporter (JsonMessageWriter.cs); types that it does not name are numbers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from commkit.sources.discord.messages import add_message, read_stamp
from commkit.sources.files.file import broken
from commkit.sources.files.portions import group_portions
from commkit.sources.rows import Rows
from commkit.sources.source import alone
from commkit.sources.text.json_stream import find_doubtful, frame_of, split_document
from commkit.sources.text.json_values import mapping, parse, text
from commkit.store.batch import Texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading
    from commkit.sources.text.json_stream import Stretch
    from commkit.store.batch import Batch

PLATFORM = "discord"
LACKS = frozenset({"leaves", "roster"})

OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}\{")
KEYS = (b'"guild"', b'"channel"', b'"messages"')
# https://discord.com/developers/docs/resources/channel#channel-object-channel-types
DIRECT = {"1", "3", "DirectTextChat", "DirectGroupTextChat"}
THREADS = {"10", "11", "12", "GuildNewsThread", "GuildPublicThread", "GuildPrivateThread"}
PRIVATE = DIRECT | {"12", "GuildPrivateThread"}
SHAPED = "sources/discord/shaped"
ROWS = {
    "message": "sources/discord/message",
    "membership": "sources/discord/membership",
    "interaction": "sources/discord/interaction",
}

parts = alone


class DiscordGroup(NamedTuple):
    """What its messages need to know of an exported channel or thread."""

    file: str
    native: str
    fields: dict[str, object]
    messages: list[object]  # those that are not indented as the exporter does it; they stay in the document
    exported_at: datetime | None
    covers_until: datetime | None


def recognises(file: File) -> bool:
    """Whether this is one exported channel or thread."""
    return bool(OBJECT.match(file.head)) and all(key in file.head for key in KEYS)


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch | Texts]:  # noqa: ARG001 (it speaks for itself)
    """The channel, then its messages."""
    for file in files:
        around: list[bytes] = []
        for some in group_portions(_stretches(file, around), lambda pair: len(pair[0].body)):
            yield _texts([stretch for stretch, _ in some], some[0][1])
        yield from _batches(_group(file, b"".join(around)))


def _stretches(file: File, around: list[bytes]) -> Iterator[tuple[Stretch, DiscordGroup]]:
    """The messages with their channel, which comes before them. The text around them is put into `around`."""
    group = None
    for piece in split_document(file):
        if isinstance(piece, bytes):
            around.append(piece)
        else:
            group = group or _group(file, b"".join(around) + b"]}")
            yield piece, group


def _group(file: File, document: bytes) -> DiscordGroup:
    """The channel that a document describes. Raises CannotDo if the document is cut."""
    try:
        export = mapping(parse(document))
    except ValueError as error:
        raise broken(file) from error
    fields = mapping(export.get("channel"))
    native, messages = text(fields.get("id")), export.get("messages")
    if native is None or not isinstance(messages, list):
        raise broken(file)
    exported_at = read_stamp(export.get("exportedAt"))
    return DiscordGroup(file.name, native, fields, messages, exported_at, _covers_until(export, exported_at))


def _texts(stretches: Sequence[Stretch], group: DiscordGroup) -> Texts:
    import polars as pl

    frame = frame_of(stretches, pl.DataFrame({"channel": [group.native] * len(stretches)}))
    size = sum(stretch.count for stretch in stretches)
    return Texts(SHAPED, ROWS, frame, lambda places: _doubtful(find_doubtful(stretches, places), group), size)


def _doubtful(messages: Iterable[tuple[int, int, object]], group: DiscordGroup) -> Iterator[Batch]:
    """Those messages of a channel that the engine leaves to us."""
    rows = Rows()
    for _, number, message in messages:
        _count(message, number, group, rows)
    yield rows.batch(observed_at=group.exported_at, covers_until=group.covers_until)


def _batches(group: DiscordGroup) -> Iterator[Batch]:
    """The channel itself, with the messages that stand in its document."""
    rows = Rows()
    _add_group(group.native, group.fields, rows)
    for number, message in enumerate(group.messages, 1):
        _count(message, number, group, rows)
        if rows.is_full:
            yield rows.batch(observed_at=group.exported_at, covers_until=group.covers_until)
            rows = Rows()
    yield rows.batch(observed_at=group.exported_at, covers_until=group.covers_until)


def _count(message: object, number: int, group: DiscordGroup, rows: Rows) -> None:
    rows.records["message"] += 1
    if fault := add_message(message, group.native, rows):
        rows.reject("message", (group.file, number), *fault)


def _covers_until(export: dict[str, object], exported_at: datetime | None) -> datetime | None:
    """The end of the range that was exported, or the time of the export if that was earlier."""
    asked = read_stamp(mapping(export.get("dateRange")).get("before"))
    return min((moment for moment in (asked, exported_at) if moment), default=None)


def _add_group(native: str, channel: dict[str, object], rows: Rows) -> None:
    kind = text(channel.get("type")) or ""
    word = "direct" if kind in DIRECT else "thread" if kind in THREADS else "channel"
    rows.records["group"] += 1
    rows.add("group", native=native, title=text(channel.get("name")), kind=word, is_private=kind in PRIVATE)
