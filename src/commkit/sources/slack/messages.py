"""One day of one Slack channel: its messages, and the joins, mentions and reactions that they tell of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import UNSET, Struct, UnsetType

from commkit.sources.faults import NOT_AN_OBJECT
from commkit.sources.slack.directory import SLACKBOT
from commkit.sources.text.json_structs import Anything, Something, decode
from commkit.sources.text.stamps import LATEST
from commkit.store.fields import BOT, EDITED, PINNED

if TYPE_CHECKING:
    from collections.abc import Container

    from commkit.sources.files.file import File
    from commkit.sources.rows import Rows
    from commkit.sources.slack.directory import SlackMembers

# Subtypes in which somebody says something; every other one is Slack's own line.
FILES = ("file_comment", "file_mention", "file_share")
SPEAKING = frozenset({None, "bot_message", *FILES, "me_message", "slackbot_response", "thread_broadcast"})
CHANGES = {"channel_join": "join", "group_join": "join", "channel_leave": "leave", "group_leave": "leave"}
END = (LATEST + 1) * 1_000_000  # in microseconds
STAMP = re.compile(r"([0-9]{1,10})(?:\.([0-9]{1,6}))?")
MENTION = re.compile(r"<@([UW][A-Z0-9]{2,30})[|>]")
MARKUP = re.compile(r"<([^<>|]{1,4000})(?:\|([^<>]{0,4000}))?>")
SIGNS = {"@": "@", "#": "#", "!": "@"}  # a person, a channel, a call such as !here


class Comment(Struct, gc=False):
    """A word about a file, in the schema of 2015."""

    user: str | None = None
    comment: str | None = None


class Profile(Struct, gc=False):
    """How an author is called who is not in the list of users."""

    display_name: str | None = None
    real_name: str | None = None
    name: str | None = None


class SlackReaction(Struct, gc=False):
    """Who put one emoji below a message."""

    users: tuple[str | None, ...] | None = None


class SlackMessage(Struct, gc=False):
    """What is read of a message."""

    ts: str | int | None = None  # a number is no stamp
    thread_ts: str | None = None
    subtype: str | None = None
    user: str | None = None
    bot_id: str | None = None
    username: str | None = None
    inviter: str | None = None
    text: str | None = None
    user_profile: Profile | None = None
    bot_profile: Profile | None = None
    comment: Comment | None = None
    file: Something | None = None
    files: tuple[Something, ...] | UnsetType | None = UNSET
    attachments: tuple[Something, ...] | None = None
    blocks: tuple[Something, ...] | None = None
    reactions: tuple[SlackReaction, ...] | None = None
    edited: Anything = None
    pinned_to: Anything = None


def read_day(file: File, group: str, users: SlackMembers, pins: Container[str], rows: Rows) -> None:
    """The messages of one day's file. A broken file is one reject."""
    try:
        messages = decode(file.content(), list[SlackMessage | None])
    except ValueError:
        rows.records["message"] += 1
        rows.reject("message", (file.name, 1), "broken-file", "a day that is no list of messages")
        return
    rows.records["message"] += len(messages)
    seen: set[str] = set()
    for number, message in enumerate(messages, 1):
        if message is None:
            rows.reject("message", (file.name, number), *NOT_AN_OBJECT)
        elif not isinstance(message.ts, str) or (sent_at := read_stamp(message.ts)) is None:
            rows.reject("message", (file.name, number), "bad-time", "ts is no Slack timestamp")
        elif message.ts in seen:  # a reply that is shown in the channel too
            rows.skipped["message", "repeated"] += 1
        else:
            seen.add(message.ts)
            _add(message, f"{group}/{message.ts}", group, sent_at, users, pins, rows)


def read_stamp(stamp: str) -> int | None:
    """The instant of a `ts` in microseconds, which make it an id."""
    found = STAMP.fullmatch(stamp)
    if not found:
        return None
    seconds, parts = found.groups("")
    at = int(seconds + parts.ljust(6, "0"))
    return at if at < END else None


def strip_markup(words: str) -> str:
    """The text as people see it, without Slack's markup and escapes."""
    shown = MARKUP.sub(_shown, words) if "<" in words else words
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") if "&" in shown else shown


def _shown(found: re.Match[str]) -> str:
    sign = SIGNS.get(found[1][0], "")
    return sign + (found[2] or found[1][len(sign) :]).removeprefix(sign)


def _add(
    message: SlackMessage,
    native: str,
    group: str,
    sent_at: int,
    users: SlackMembers,
    pins: Container[str],
    rows: Rows,
) -> None:
    subtype = message.subtype or None
    author = _author(message, subtype)
    words = _words(message, subtype)
    kind = _kind(message, subtype, words)
    spoken = kind in {"text", "media"}
    rows.add(
        "message",
        native=native,
        group=group,
        author=author,
        author_name=None if author is None or author in users.known else _name(message),
        sent_at=sent_at,
        kind=kind,
        text=strip_markup(words) if words else None,
        reply_to=_parent(message, group) if spoken else None,
        flags=_flags(message, subtype, author, users) | (PINNED if native in pins else 0),
    )
    if author:
        users.see(author, sent_at)
    if author and subtype in CHANGES:
        change, invited = CHANGES[subtype], {"how": "invite", "inviter": message.inviter} if message.inviter else {}
        rows.add("membership", group=group, member=author, happened_at=sent_at, change=change, **invited)
    if author and spoken and words and "<@" in words:
        mention = {"group": group, "message": native, "sender": author, "kind": "mention", "happened_at": sent_at}
        for receiver in dict.fromkeys(MENTION.findall(words)):
            rows.add("interaction", receiver=receiver, **mention)
    for reaction in message.reactions or ():
        for sender in filter(None, reaction.users or ()):
            rows.add("interaction", group=group, message=native, sender=sender, kind="reaction")


def _author(message: SlackMessage, subtype: str | None) -> str | None:
    """Who wrote it. Slackbot is shown in place of the unknown author of a deleted message."""
    user = message.user or (message.comment.user if message.comment else None)
    if subtype == "tombstone" and user == SLACKBOT:
        return None
    return user or message.bot_id or message.username or None


def _name(message: SlackMessage) -> str | None:
    """The name on the message for an author who is not in the list of users, such as a bot or a guest."""
    profile = message.user_profile or message.bot_profile or Profile()
    names = (message.username, profile.display_name, profile.real_name, profile.name)
    return next(filter(None, names), None)


def _words(message: SlackMessage, subtype: str | None) -> str | None:
    """What the author wrote, without the line that the 2015 schema puts around a file."""
    if subtype == "file_comment":
        return message.comment.comment if message.comment else None
    if subtype == "file_share" and message.files is UNSET:
        return (message.text or "").partition(" and commented: ")[2]
    return message.text


def _kind(message: SlackMessage, subtype: str | None, words: str | None) -> str:
    if subtype == "tombstone":
        return "deleted"
    if subtype not in SPEAKING:
        return "system"
    if words:
        return "text"
    return "media" if message.file or message.files or message.attachments or message.blocks else "text"


def _parent(message: SlackMessage, group: str) -> str | None:
    """The message that opened the thread, for a reply."""
    thread = message.thread_ts
    return f"{group}/{thread}" if thread and thread != message.ts else None


def _flags(message: SlackMessage, subtype: str | None, author: str | None, users: SlackMembers) -> int:
    by_app = bool(message.bot_id) and author not in users.known  # an app may also speak in a user's name
    is_bot = subtype == "bot_message" or author in users.bots or by_app
    return (EDITED if message.edited else 0) | (PINNED if message.pinned_to else 0) | (BOT if is_bot else 0)
