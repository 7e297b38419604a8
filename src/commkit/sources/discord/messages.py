"""One Discord message, and the joins, leaves, mentions and reactions that it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from commkit.sources.faults import NO_ID, NOT_AN_OBJECT
from commkit.sources.text.json_structs import Anything, Something
from commkit.sources.text.stamps import read_zoned
from commkit.store.fields import BOT, EDITED, PINNED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commkit.sources.rows import Rows

GHOST = "456226577798135808"  # the one account that Discord shows for every deleted account
# https://discord.com/developers/docs/resources/message#message-object-message-types
TYPES = {"0": "Default", "1": "RecipientAdd", "2": "RecipientRemove", "7": "GuildMemberJoin", "19": "Reply"}
SPEAKING = {"Default", "Reply", "20", "23"}  # 20 and 23: what an app answers to a command


class User(Struct, gc=False, rename="camel"):
    """An account, as each place that names it states it."""

    id: str | None = None
    name: str | None = None
    nickname: str | None = None
    is_bot: bool | None = None


class DiscordReaction(Struct, gc=False):
    """Who put one emoji below a message; older exports only count them."""

    users: tuple[User, ...] | None = None


class Reference(Struct, gc=False, rename="camel"):
    """The message that another points at."""

    message_id: str | None = None


class DiscordMessage(Struct, gc=False, rename="camel"):
    """What is read of a message."""

    id: str | None = None
    type: str | int | None = None
    timestamp: str | None = None
    timestamp_edited: Anything = None
    is_pinned: bool | None = None
    content: str | None = None
    author: User | None = None
    mentions: tuple[User, ...] | None = None
    reactions: tuple[DiscordReaction, ...] | None = None
    reference: Reference | None = None
    attachments: tuple[Something, ...] | None = None
    stickers: tuple[Something, ...] | None = None
    embeds: tuple[Something, ...] | None = None
    forwarded_message: Something | None = None


def add_message(message: DiscordMessage | None, group: str, rows: Rows) -> tuple[str, str] | None:
    """Add one message and what it tells of; the code and the reason if it cannot be taken."""
    if message is None:
        return NOT_AN_OBJECT
    if not message.id:
        return NO_ID
    sent_at = read_zoned(message.timestamp)
    if sent_at is None:
        return "bad-time", "timestamp is no ISO 8601 stamp with an offset"
    author = message.author
    if author is None or not author.id:
        return "no-sender", "a message without its author's id"
    known = None if author.id == GHOST else author.id
    what = "Default" if message.type in {None, ""} else str(message.type)
    what = TYPES.get(what, what)
    rows.add(
        "message",
        native=message.id,
        group=group,
        author=known,
        author_name=(author.nickname or author.name or None) if known else None,
        sent_at=sent_at,
        kind=_kind(message, what),
        text=message.content or None,
        reply_to=(message.reference.message_id or None) if message.reference and what == "Reply" else None,
        flags=_flags(message, author),
    )
    if known and (message.mentions or what == "GuildMemberJoin"):
        at = {"group": group, "happened_at": sent_at}
        for change in _changes(message, what, known):
            rows.add("membership", **(at | change))
        for receiver in _mentioned(message, what):
            rows.add("interaction", message=message.id, sender=known, receiver=receiver, kind="mention", **at)
    for sender in (user.id for reaction in message.reactions or () for user in reaction.users or ()):
        if sender:
            rows.add("interaction", group=group, message=message.id, sender=sender, kind="reaction")
    return None


def _kind(message: DiscordMessage, what: str) -> str:
    if what not in SPEAKING:
        return "system"
    if message.content:
        return "text"
    is_shown = message.attachments or message.stickers or message.embeds
    return "media" if is_shown or message.forwarded_message or message.reference else "text"


def _flags(message: DiscordMessage, author: User) -> int:
    edited = EDITED if message.timestamp_edited else 0
    return edited | (PINNED if message.is_pinned else 0) | (BOT if author.is_bot else 0)


def _changes(message: DiscordMessage, what: str, author: str) -> Iterator[dict[str, str | None]]:
    """Who joined and left the server, which is not a group here, or a small direct group."""
    if what == "GuildMemberJoin":
        yield {"group": None, "member": author, "change": "join"}
    for user in message.mentions or () if what in {"RecipientAdd", "RecipientRemove"} else ():
        if user.id and what == "RecipientAdd":
            yield {"member": user.id, "change": "join", "how": "added", "inviter": author}
        elif user.id:
            yield {"member": user.id, "change": "leave" if user.id == author else "removed"}


def _mentioned(message: DiscordMessage, what: str) -> Iterator[str]:
    """Who is mentioned. A reply mentions its addressee automatically, so in a reply only a written name counts."""
    for user in message.mentions or () if what in SPEAKING else ():
        if user.id and (what != "Reply" or _is_written(user, message.content or "")):
            yield user.id


def _is_written(user: User, content: str) -> bool:
    return f"<@{user.id}>" in content or any(name and f"@{name}" in content for name in (user.nickname, user.name))
