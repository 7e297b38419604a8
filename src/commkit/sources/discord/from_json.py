"""Discord channels and threads as DiscordChatExporter writes them in JSON, one file each.

Format: https://github.com/Tyrrrz/DiscordChatExporter (JsonMessageWriter.cs); types that it does not name are numbers.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from commkit.sources.files.portions import portions
from commkit.sources.rows import Rows
from commkit.sources.source import alone
from commkit.sources.text.json_stream import doubts, frame_of, pieces
from commkit.sources.text.json_values import broken, mapping, mappings, parsed, text
from commkit.store.batch import BOT, EDITED, PINNED, Texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from commkit.sources.files.folder import File
    from commkit.sources.source import Reading
    from commkit.sources.text.json_stream import Stretch
    from commkit.store.batch import Batch

PLATFORM = "discord"
LACKS = frozenset({"leaves", "roster"})

OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}\{")
KEYS = (b'"guild"', b'"channel"', b'"messages"')
GHOST = "456226577798135808"  # the one account that Discord puts in the place of everybody deleted
# https://discord.com/developers/docs/resources/message#message-object-message-types
TYPES = {"0": "Default", "1": "RecipientAdd", "2": "RecipientRemove", "7": "GuildMemberJoin", "19": "Reply"}
SPEAKING = {"Default", "Reply", "20", "23"}  # 20 and 23: what an app answers to a command
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
SHOWN = ("attachments", "stickers", "embeds", "forwardedMessage", "reference")

parts = alone


class Channel(NamedTuple):
    """What its messages need to know of an exported channel or thread."""

    file: str
    native: str
    fields: dict[str, object]
    messages: list[object]  # those that are not indented as the exporter does it, and so stand in the document
    exported_at: datetime | None
    covers_until: datetime | None


def recognises(file: File) -> bool:
    """Whether this is one exported channel or thread."""
    return bool(OBJECT.match(file.head)) and all(key in file.head for key in KEYS)


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch | Texts]:  # noqa: ARG001 (it speaks for itself)
    """The channel, then its messages."""
    for file in files:
        around: list[bytes] = []
        for some in portions(_stretches(file, around), lambda pair: len(pair[0].body)):
            yield _texts([stretch for stretch, _ in some], some[0][1])
        yield from _batches(_channel(file, b"".join(around)))


def _stretches(file: File, around: list[bytes]) -> Iterator[tuple[Stretch, Channel]]:
    """The messages with their channel, which stands before them; the text around them is put aside."""
    channel = None
    for piece in pieces(file):
        if isinstance(piece, bytes):
            around.append(piece)
        else:
            channel = channel or _channel(file, b"".join(around) + b"]}")
            yield piece, channel


def _channel(file: File, document: bytes) -> Channel:
    """The channel that a document tells of. Raises CannotDo where it is cut."""
    try:
        export = mapping(parsed(document))
    except ValueError as error:
        raise broken(file) from error
    fields = mapping(export.get("channel"))
    native, messages = text(fields.get("id")), export.get("messages")
    if native is None or not isinstance(messages, list):
        raise broken(file)
    exported_at = instant(export.get("exportedAt"))
    return Channel(file.name, native, fields, messages, exported_at, _covers_until(export, exported_at))


def _texts(stretches: Sequence[Stretch], channel: Channel) -> Texts:
    import polars as pl

    frame = frame_of(stretches, pl.DataFrame({"channel": [channel.native] * len(stretches)}))
    size = sum(stretch.count for stretch in stretches)
    return Texts(SHAPED, ROWS, frame, lambda places: _doubtful(doubts(stretches, places), channel), size)


def _doubtful(messages: Iterable[tuple[int, int, object]], channel: Channel) -> Iterator[Batch]:
    """Those messages of a channel that the engine leaves to us."""
    rows = Rows()
    for _, number, message in messages:
        _count(message, number, channel, rows)
    yield rows.batch(observed_at=channel.exported_at, covers_until=channel.covers_until)


def _batches(channel: Channel) -> Iterator[Batch]:
    """The channel itself, with the messages that stand in its document."""
    rows = Rows()
    _add_group(channel.native, channel.fields, rows)
    for number, message in enumerate(channel.messages, 1):
        _count(message, number, channel, rows)
        if rows.is_full:
            yield rows.batch(observed_at=channel.exported_at, covers_until=channel.covers_until)
            rows = Rows()
    yield rows.batch(observed_at=channel.exported_at, covers_until=channel.covers_until)


def _count(message: object, number: int, channel: Channel, rows: Rows) -> None:
    rows.records["message"] += 1
    if fault := _add(message, channel.native, rows):
        rows.reject("message", (channel.file, number), *fault)


def instant(value: object) -> datetime | None:
    """The instant in UTC of an ISO 8601 stamp that states its offset."""
    try:
        stamp = datetime.fromisoformat(text(value) or "")
        return stamp.astimezone(UTC).replace(tzinfo=None) if stamp.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _covers_until(export: dict[str, object], exported_at: datetime | None) -> datetime | None:
    """The end that was asked for, or the moment of the export if that was earlier."""
    asked = instant(mapping(export.get("dateRange")).get("before"))
    return min((moment for moment in (asked, exported_at) if moment), default=None)


def _add_group(native: str, channel: dict[str, object], rows: Rows) -> None:
    kind = text(channel.get("type")) or ""
    word = "direct" if kind in DIRECT else "thread" if kind in THREADS else "channel"
    rows.records["group"] += 1
    rows.add("group", native=native, title=text(channel.get("name")), kind=word, is_private=kind in PRIVATE)


def _add(message: object, group: str, rows: Rows) -> tuple[str, str] | None:
    """One message with what it tells of; the code and reason if it cannot be taken."""
    if not isinstance(message, dict):
        return "not-an-object", "a message that is no object"
    native, sent_at = text(message.get("id")), instant(message.get("timestamp"))
    writer = mapping(message.get("author"))
    author = text(writer.get("id"))
    if native is None:
        return "no-id", "a message without an id"
    if sent_at is None:
        return "bad-time", "timestamp is no ISO 8601 stamp with an offset"
    if author is None:
        return "no-sender", "a message without its author's id"
    known = None if author == GHOST else author
    kind = text(message.get("type")) or "Default"
    kind = TYPES.get(kind, kind)
    reply_to = text(mapping(message.get("reference")).get("messageId")) if kind == "Reply" else None
    rows.add(
        "message",
        native=native,
        group=group,
        author=known,
        author_name=_name(writer) if known else None,
        sent_at=sent_at,
        kind=_kind(message, kind),
        text=text(message.get("content")),
        reply_to=reply_to,
        flags=_flags(message, writer),
    )
    if known:
        _add_changes(message, kind, known, (group, sent_at), rows)
        _add_mentions(message, kind, known, (group, native, sent_at), rows)
    _add_reactions(message, group, native, rows)
    return None


def _name(user: dict[str, object]) -> str | None:
    return text(user.get("nickname")) or text(user.get("name"))


def _kind(message: dict[str, object], kind: str) -> str:
    if kind not in SPEAKING:
        return "system"
    return "media" if not message.get("content") and any(message.get(key) for key in SHOWN) else "text"


def _flags(message: dict[str, object], writer: dict[str, object]) -> int:
    edited = EDITED if message.get("timestampEdited") else 0
    pinned = PINNED if message.get("isPinned") is True else 0
    return edited | pinned | (BOT if writer.get("isBot") is True else 0)


def _add_changes(message: dict[str, object], kind: str, author: str, at: tuple[str, datetime], rows: Rows) -> None:
    """Who came and went: to the server, which is no channel, or to a chat among few."""
    group, happened_at = at
    others = [each for user in mappings(message.get("mentions")) if (each := text(user.get("id")))]
    if kind == "GuildMemberJoin":
        rows.add("membership", member=author, happened_at=happened_at, change="join")
    for member in others if kind == "RecipientAdd" else ():
        rows.add(
            "membership",
            group=group,
            member=member,
            happened_at=happened_at,
            change="join",
            how="added",
            inviter=author,
        )
    for member in others if kind == "RecipientRemove" else ():
        rows.add(
            "membership",
            group=group,
            member=member,
            happened_at=happened_at,
            change="leave" if member == author else "removed",
        )


def _add_mentions(
    message: dict[str, object], kind: str, author: str, at: tuple[str, str, datetime], rows: Rows
) -> None:
    """The people named; an answer names whom it answers by itself, so there only a written name counts."""
    group, native, happened_at = at
    content = text(message.get("content")) or ""
    for user in mappings(message.get("mentions")) if kind in SPEAKING else ():
        receiver = text(user.get("id"))
        if receiver and (kind != "Reply" or _is_written(user, content)):
            rows.add(
                "interaction",
                group=group,
                message=native,
                sender=author,
                receiver=receiver,
                kind="mention",
                happened_at=happened_at,
            )


def _is_written(user: dict[str, object], content: str) -> bool:
    native, names = text(user.get("id")), (text(user.get("nickname")), text(user.get("name")))
    return f"<@{native}>" in content or any(name and f"@{name}" in content for name in names)


def _add_reactions(message: dict[str, object], group: str, native: str, rows: Rows) -> None:
    for reaction in mappings(message.get("reactions")):
        for user in mappings(reaction.get("users")):
            if sender := text(user.get("id")):
                rows.add("interaction", group=group, message=native, sender=sender, kind="reaction")
