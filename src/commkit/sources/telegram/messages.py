"""One message of a Telegram group, and the joins, leaves, mentions and reactions that it tells of."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from msgspec import UNSET

from commkit.sources.faults import NO_ID, NO_SENDER, NOT_AN_OBJECT
from commkit.sources.telegram.structs import FormattedPart
from commkit.sources.text.json_values import text
from commkit.sources.text.stamps import EPOCH, LATEST, within_years
from commkit.store.fields import BOT, EDITED, PINNED, UNPLACED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from commkit.sources.rows import Rows
    from commkit.sources.telegram.structs import TelegramMessage

DIRECT = frozenset({"personal_chat", "bot_chat", "saved_messages", "replies", "verification_codes"})
GENERAL = "1"  # the topic that every forum has
MADE = ("create_group", "create_channel")
JOINS = {"join_group_by_link": "link", "join_group_by_request": "approved", **dict.fromkeys(MADE)}
DIGITS_OF_TIME = 12  # of a Unix time, to the year 33658
SECOND = 1_000_000  # microseconds

Fault = tuple[str, str]


class TelegramGroup(NamedTuple):
    """What its messages need to know of a group."""

    native: str
    is_private: bool
    bot: str | None  # the account on the other side of a chat with a bot
    channel: str | None  # the account that speaks in a channel if a post names no author
    topics: frozenset[str]  # messages that open a topic of a forum; a reply to one is a post in the topic
    pinned: frozenset[str]
    called: defaultdict[str, set[str]]  # the accounts that have spoken or come so far under each name

    def find_account(self, name: str | None) -> str | None:
        """The one account that was seen under a name; None where there are several or none."""
        accounts = self.called.get(name or "", ())
        return next(iter(accounts)) if len(accounts) == 1 else None


def read_group(kind: str, native: str, messages: Iterable[TelegramMessage]) -> TelegramGroup:
    """The group, known from its own fields and from its service messages."""
    told = [(each.action, text(each.id), text(each.message_id)) for each in messages]
    topics = {native for action, native, _ in told if native and action == "topic_created"}
    return TelegramGroup(
        native,
        is_private=kind in DIRECT,
        bot=f"user{native}" if kind == "bot_chat" else None,
        channel=f"channel{native}" if kind.endswith("_channel") else None,
        topics=frozenset(topics | {GENERAL} if topics else ()),
        pinned=frozenset(pinned for action, _, pinned in told if pinned and action == "pin_message"),
        called=defaultdict(set),
    )


def account_id(value: str | int | None) -> str | None:
    """An account's id as Telegram writes it today: user123, channel123; old exports have the bare number of a user."""
    native = str(value or "")
    return f"user{native}" if native.isdigit() else native or None


def add_message(message: TelegramMessage | None, group: TelegramGroup, seen: set[str], rows: Rows) -> Fault | None:
    """Add one message, or skip it; the code and the reason if it cannot be taken."""
    if message is None:
        return NOT_AN_OBJECT
    if message.id in {None, ""}:
        return NO_ID
    sent_at = _local(message.date) if message.is_local else _instant(message.date_unixtime)
    author = account_id(message.from_id or message.actor_id)
    author = author or message.sender or message.actor or group.channel
    if message.type == "unsupported":  # it has only an id: the exporting program was too old
        rows.skipped["message", "unsupported"] += 1
    elif sent_at is None:
        return "bad-time", "date is no time"
    elif author is None and message.action is UNSET:
        return NO_SENDER
    elif (key := f"{group.native}/{message.id}") in seen:
        rows.skipped["message", "repeated"] += 1
    else:
        seen.add(key)
        _add(message, key, group, author, sent_at, rows)
    return None


def _add(
    message: TelegramMessage, key: str, group: TelegramGroup, author: str | None, sent_at: int, rows: Rows
) -> None:
    kind = _kind(message)
    rows.add(
        "message",
        native=key,
        group=group.native,
        author=author,
        author_name=message.sender or message.actor or None,
        sent_at=sent_at,
        kind=kind,
        text=_words(message),
        reply_to=_parent(message, group) if kind != "system" else None,
        flags=_flags(message, group, author),
    )
    if author and (name := message.sender or message.actor):
        group.called[name].add(author)
    if kind == "system":
        _add_membership(message, group, author, sent_at, rows)
        return
    of = {"group": group.native, "message": key}
    for receiver in dict.fromkeys(_mentioned(message.text)) if isinstance(message.text, tuple) else ():
        rows.add("interaction", sender=author, receiver=receiver, kind="mention", happened_at=sent_at, **of)
    for sender, reacted_at in _reactions(message, sent_at) if message.reactions else ():
        rows.add("interaction", sender=sender, kind="reaction", happened_at=reacted_at, **of)


def _add_membership(
    message: TelegramMessage, group: TelegramGroup, actor: str | None, sent_at: int, rows: Rows
) -> None:
    """The joins and leaves of a service message, and the number of those that nobody can place."""
    person = None if actor is None or actor.startswith(("channel", "chat")) else actor
    for member, change, how in _moves(message, group, person):
        if member:
            rows.add("membership", group=group.native, member=member, happened_at=sent_at, change=change, how=how)
        else:
            rows.notices[UNPLACED] += 1


def _moves(
    message: TelegramMessage, group: TelegramGroup, person: str | None
) -> Iterator[tuple[str | None, str, str | None]]:
    """Who joins or leaves, and how; the account is None where it is not known.

    Members who were invited or removed by somebody else are given by name alone, and names are not ids. But if the
    list contains the actor, the actor joined or left without somebody else; and who is removed is known where exactly
    one account has spoken or come under the name.
    """
    action = message.action
    if action in MADE and person is None:
        return
    if action in JOINS:
        yield person, "join", JOINS[action]
    for name in message.members or () if action in {"invite_members", "remove_members"} else ():
        is_actor = name is not None and name == message.actor
        if action == "invite_members":
            yield person if is_actor else None, "join", None
        elif is_actor:
            yield person, "leave", None
        else:
            yield group.find_account(name), "removed", None


def _kind(message: TelegramMessage) -> str:
    if message.type == "service" or message.action is not UNSET:
        return "system"
    return "media" if message.shows_media else "text"


def _parent(message: TelegramMessage, group: TelegramGroup) -> str | None:
    """The message of this group that it answers."""
    reply = message.reply_to_message_id
    if not reply or message.reply_to_peer_id is not UNSET or str(reply) in group.topics:
        return None
    return f"{group.native}/{reply}"


def _flags(message: TelegramMessage, group: TelegramGroup, author: str | None) -> int:
    """A message sent with the help of an inline bot (`via_bot`) is still its author's.

    In a group, what is posted in its own name or in that of a channel is no member's, and counts as a bot's.
    """
    flags = 0
    if message.edited is not UNSET or message.edited_unixtime is not UNSET:
        flags |= EDITED
    if group.pinned and str(message.id) in group.pinned:
        flags |= PINNED
    if author is not None and (author == group.bot or (group.channel is None and author.startswith("channel"))):
        flags |= BOT
    return flags


def _words(message: TelegramMessage) -> str | None:
    """The text: one string, or strings and formatted parts."""
    if isinstance(message.text, tuple):
        return "".join(part if isinstance(part, str) else part.text or "" for part in message.text) or None
    return message.text or None


def _mentioned(parts: Iterable[str | FormattedPart]) -> Iterator[str]:
    """The accounts that a text links to by id; an @username has no id in the export."""
    for part in parts:
        if isinstance(part, FormattedPart) and part.type == "mention_name" and (account := account_id(part.user_id)):
            yield account


def _reactions(message: TelegramMessage, sent_at: int) -> Iterator[tuple[str, int | None]]:
    """Who reacted and when, as far as the export tells: `recent` is a sample of all reactions.

    A reaction has only the exporter's clock; its message has two stamps, which give the offset.
    """
    for recent in (each for reaction in message.reactions or () for each in reaction.recent or ()):
        if sender := account_id(recent.from_id):
            at, local = _local(recent.date), _local(message.date)
            yield sender, at + sent_at - local if at is not None and local is not None else None


def _local(value: object) -> int | None:
    """A wall clock's time, as 2024-09-21T14:15:36, in microseconds."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    at = None if at and at.tzinfo else within_years(at)
    return None if at is None else (at - EPOCH) // timedelta(microseconds=1)


def _instant(value: object) -> int | None:
    """A Unix time in seconds, as text or as a number, in microseconds."""
    digits = value if isinstance(value, str) else text(value) or ""
    if len(digits) > DIGITS_OF_TIME or not (digits.isascii() and digits.isdigit()):
        return None
    seconds = int(digits)
    return seconds * SECOND if seconds <= LATEST else None
