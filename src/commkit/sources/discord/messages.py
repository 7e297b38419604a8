"""One Discord message, and the joins, leaves, mentions and reactions that it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.sources.faults import NO_ID, NOT_AN_OBJECT
from commkit.sources.text.json_values import mapping, mappings, text
from commkit.sources.text.stamps import read_zoned
from commkit.store.fields import BOT, EDITED, PINNED

if TYPE_CHECKING:
    from datetime import datetime

    from commkit.sources.rows import Rows

GHOST = "456226577798135808"  # the one account that Discord shows for every deleted account
# https://discord.com/developers/docs/resources/message#message-object-message-types
TYPES = {"0": "Default", "1": "RecipientAdd", "2": "RecipientRemove", "7": "GuildMemberJoin", "19": "Reply"}
SPEAKING = {"Default", "Reply", "20", "23"}  # 20 and 23: what an app answers to a command
SHOWN = ("attachments", "stickers", "embeds", "forwardedMessage", "reference")


def read_stamp(value: object) -> datetime | None:
    """The instant in UTC of an ISO 8601 stamp that states its offset."""
    return read_zoned(text(value))


def add_message(message: object, group: str, rows: Rows) -> tuple[str, str] | None:
    """Add one message and what it tells of; the code and the reason if it cannot be taken."""
    if not isinstance(message, dict):
        return NOT_AN_OBJECT
    native, sent_at = text(message.get("id")), read_stamp(message.get("timestamp"))
    writer = mapping(message.get("author"))
    author = text(writer.get("id"))
    if native is None:
        return NO_ID
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
    """Who joined and left the server, which is not a group here, or a small direct group."""
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
    """Who is mentioned. A reply mentions its addressee automatically, so in a reply only a written name counts."""
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
