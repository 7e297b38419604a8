"""One message of a Telegram group, and the joins, leaves, mentions and reactions that it tells of."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from commkit.sources.faults import NO_ID, NO_SENDER, NOT_AN_OBJECT
from commkit.sources.text.json_values import items, mapping, mappings, text
from commkit.sources.text.stamps import within_years
from commkit.store.batch import Reject
from commkit.store.fields import BOT, EDITED, PINNED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from commkit.sources.files.file import File
    from commkit.sources.rows import Rows

DIRECT = frozenset({"personal_chat", "bot_chat", "saved_messages", "replies", "verification_codes"})
MEDIA = frozenset(
    {
        "media_type",
        "photo",
        "file",
        "poll",
        "todo_list",
        "sticker_emoji",
        "contact_information",
        "location_information",
        "place_name",
        "game_title",
        "invoice_information",
        "giveaway_information",
        "giveaway_results",
        "paid_stars_amount",
    }
)
GENERAL = "1"  # the topic that every forum has
JOINS = {
    "join_group_by_link": "link",
    "join_group_by_request": "approved",
    "create_group": None,
    "create_channel": None,
}
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 (instants carry no zone: they are UTC)
DIGITS_OF_TIME = 12  # of a Unix time, to the year 33658


class TelegramGroup(NamedTuple):
    """What its messages need to know of a group."""

    native: str
    is_private: bool
    bot: str | None  # the account on the other side of a chat with a bot
    channel: str | None  # the account that speaks in a channel if a post names no author
    topics: frozenset[str]  # messages that open a topic of a forum; a reply to one is a post in the topic
    pinned: frozenset[str]


def read_group(fields: dict[str, object], native: str, messages: Sequence[object]) -> TelegramGroup:
    """The group, known from its own fields and from its service messages."""
    kind = text(fields.get("type")) or ""
    service = [each for each in messages if isinstance(each, dict) and "action" in each]
    topics = {text(each.get("id")) for each in service if each["action"] == "topic_created"}
    pinned = {text(each.get("message_id")) for each in service if each["action"] == "pin_message"}
    return TelegramGroup(
        native,
        is_private=kind in DIRECT,
        bot=f"user{native}" if kind == "bot_chat" else None,
        channel=f"channel{native}" if kind.endswith("_channel") else None,
        topics=frozenset(each for each in (*topics, GENERAL) if each) if topics else frozenset(),
        pinned=frozenset(each for each in pinned if each),
    )


def is_local(message: object) -> bool:
    """Whether a message has only the clock of the computer that exported it."""
    fields = mapping(message)
    return fields.get("date_unixtime") is None and "date" in fields


def account_id(value: object) -> str | None:
    """An account's id as Telegram writes it today: user123, channel123; old exports have the bare number of a user."""
    native = text(value)
    return f"user{native}" if native and native.isdigit() else native


def add_message(message: object, group: TelegramGroup, seen: set[str], file: File, number: int, rows: Rows) -> None:
    """One message's rows, or why there are none; `number` is its place in the group."""
    fields = mapping(message)
    native = text(fields.get("id"))
    sent_at = _local(fields.get("date")) if is_local(message) else _instant(fields.get("date_unixtime"))
    author = account_id(fields.get("from_id") or fields.get("actor_id"))
    author = author or text(fields.get("from")) or text(fields.get("actor")) or group.channel
    if fault := _fault(fields, native, sent_at, author):
        rows.rejects.append(Reject("message", file.name, number, 0, 0, *fault))
    elif fields.get("type") == "unsupported":  # it has only an id: the exporting program was too old
        rows.skipped["message", "unsupported"] += 1
    elif native in seen:
        rows.skipped["message", "repeated"] += 1
    elif native and sent_at:
        seen.add(native)
        _add(fields, native, group, author, sent_at, rows)


def _fault(
    fields: dict[str, object], native: str | None, sent_at: datetime | None, author: str | None
) -> tuple[str, str] | None:
    """The code and the reason of a message that cannot be taken."""
    if not fields:
        return NOT_AN_OBJECT
    if native is None:
        return NO_ID
    if fields.get("type") == "unsupported":
        return None
    if sent_at is None:
        return "bad-time", "date is no time"
    return None if author or "action" in fields else NO_SENDER


def _add(
    fields: dict[str, object], native: str, group: TelegramGroup, author: str | None, sent_at: datetime, rows: Rows
) -> None:
    key = f"{group.native}/{native}"
    kind = _kind(fields)
    reply = text(fields.get("reply_to_message_id"))
    is_reply = reply and kind != "system" and "reply_to_peer_id" not in fields and reply not in group.topics
    rows.add(
        "message",
        native=key,
        group=group.native,
        author=author,
        author_name=text(fields.get("from")) or text(fields.get("actor")),
        sent_at=sent_at,
        kind=kind,
        text=_words(fields.get("text")),
        reply_to=f"{group.native}/{reply}" if is_reply else None,
        flags=_flags(fields, native, group, author),
    )
    if kind == "system":
        _add_membership(fields, group, author, sent_at, rows)
        return
    for receiver in dict.fromkeys(_mentioned(fields.get("text"))):
        rows.add(
            "interaction",
            group=group.native,
            message=key,
            sender=author,
            receiver=receiver,
            kind="mention",
            happened_at=sent_at,
        )
    for sender, reacted_at in _reactions(fields, sent_at):
        rows.add("interaction", group=group.native, message=key, sender=sender, kind="reaction", happened_at=reacted_at)


def _add_membership(
    fields: dict[str, object], group: TelegramGroup, actor: str | None, sent_at: datetime, rows: Rows
) -> None:
    """A join or a leave, where the account is known.

    Members who were invited or removed by somebody else are given by name alone, and names are not ids. But if the
    list contains the actor, the actor joined or left without somebody else.
    """
    action = text(fields.get("action"))
    if actor is None or actor.startswith(("channel", "chat")):
        return
    by_itself = text(fields.get("actor")) in {text(each) for each in items(fields.get("members"))} - {None}
    if action in JOINS or (action == "invite_members" and by_itself):
        rows.add(
            "membership", group=group.native, member=actor, happened_at=sent_at, change="join", how=JOINS.get(action)
        )
    elif action == "remove_members" and by_itself:
        rows.add("membership", group=group.native, member=actor, happened_at=sent_at, change="leave")


def _kind(fields: dict[str, object]) -> str:
    if fields.get("type") == "service" or "action" in fields:
        return "system"
    return "text" if all(fields.get(each) is None for each in MEDIA) else "media"


def _flags(fields: dict[str, object], native: str, group: TelegramGroup, author: str | None) -> int:
    """A message sent with the help of an inline bot (`via_bot`) is still its author's."""
    is_edited = "edited" in fields or "edited_unixtime" in fields
    is_bot = author is not None and author == group.bot
    return (EDITED if is_edited else 0) | (PINNED if native in group.pinned else 0) | (BOT if is_bot else 0)


def _words(value: object) -> str | None:
    """The text: one string, or strings and formatted parts."""
    if isinstance(value, str):
        return text(value)
    return "".join(text(part if isinstance(part, str) else mapping(part).get("text")) or "" for part in items(value))


def _mentioned(value: object) -> Sequence[str]:
    """The accounts that a text links to by id; an @username has no id in the export."""
    found = (account_id(part.get("user_id")) for part in mappings(value) if part.get("type") == "mention_name")
    return [each for each in found if each]


def _reactions(fields: dict[str, object], sent_at: datetime) -> list[tuple[str, datetime | None]]:
    """Who reacted and when, as far as the export tells: `recent` is a sample of all reactions."""
    local = _local(fields.get("date"))
    recent = [each for reaction in mappings(fields.get("reactions")) for each in mappings(reaction.get("recent"))]
    found = [(account_id(each.get("from_id")), _shifted(each.get("date"), local, sent_at)) for each in recent]
    return [(sender, reacted_at) for sender, reacted_at in found if sender]


def _shifted(value: object, local: datetime | None, sent_at: datetime) -> datetime | None:
    """The instant of a time that has only the exporter's clock; its message has two stamps, which give the offset."""
    at = _local(value)
    try:
        return at + (sent_at - local) if at and local else None
    except OverflowError:
        return None


def _local(value: object) -> datetime | None:
    """A wall clock's time, as 2024-09-21T14:15:36."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return None if at is None or at.tzinfo else within_years(at)


def _instant(value: object) -> datetime | None:
    """A Unix time in seconds, as text or as a number."""
    digits = text(value)
    if not digits or not digits.isascii() or not digits.isdigit() or len(digits) > DIGITS_OF_TIME:
        return None
    try:
        return within_years(EPOCH + timedelta(seconds=int(digits)))
    except OverflowError:
        return None
