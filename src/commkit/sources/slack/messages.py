"""One day of one Slack channel: its messages, and the joins, mentions and reactions that they tell of."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from commkit.sources.faults import NOT_AN_OBJECT
from commkit.sources.slack.directory import SLACKBOT
from commkit.sources.text.json_values import items, mapping, mappings, parse, text
from commkit.sources.text.stamps import within_years
from commkit.store.fields import BOT, EDITED, PINNED

if TYPE_CHECKING:
    from collections.abc import Container

    from commkit.sources.files.file import File
    from commkit.sources.rows import Rows
    from commkit.sources.slack.directory import SlackMembers

# Subtypes in which somebody says something; every other one is Slack's own line.
SPEAKING = frozenset(
    {
        None,
        "bot_message",
        "file_comment",
        "file_mention",
        "file_share",
        "me_message",
        "slackbot_response",
        "thread_broadcast",
    }
)
CHANGES = {"channel_join": "join", "group_join": "join", "channel_leave": "leave", "group_leave": "leave"}
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 (instants carry no zone: they are UTC)
STAMP = re.compile(r"([0-9]{1,10})(?:\.([0-9]{1,6}))?")
MENTION = re.compile(r"<@([UW][A-Z0-9]{2,30})[|>]")
MARKUP = re.compile(r"<([^<>|]{1,4000})(?:\|([^<>]{0,4000}))?>")
SIGNS = {"@": "@", "#": "#", "!": "@"}  # a person, a channel, a call such as !here


def read_day(
    file: File, group: str, users: SlackMembers, pins: Container[str], rows: Rows, places: Container[int] | None = None
) -> None:
    """The messages of one day's file, or those with these numbers. A broken file is one reject."""
    try:
        records = parse(file.content())
    except ValueError:
        records = None
    if not isinstance(records, list):
        rows.records["message"] += 1
        rows.reject("message", (file.name, 1), "broken-file", "a day that is no list of messages")
        return
    seen: set[str] = set()
    for number, record in enumerate(records, 1):
        if places is not None and number not in places:
            continue
        rows.records["message"] += 1
        stamp = mapping(record).get("ts")
        sent_at = read_stamp(stamp)
        if not isinstance(record, dict):
            rows.reject("message", (file.name, number), *NOT_AN_OBJECT)
        elif not isinstance(stamp, str) or sent_at is None:
            rows.reject("message", (file.name, number), "bad-time", "ts is no Slack timestamp")
        elif stamp in seen:  # a reply that is shown in the channel too
            rows.skipped["message", "repeated"] += 1
        else:
            seen.add(stamp)
            _add(record, f"{group}/{stamp}", group, sent_at, users, pins, rows)


def read_stamp(stamp: object) -> datetime | None:
    """The instant of a `ts`, to the microsecond that makes it an id."""
    found = STAMP.fullmatch(stamp) if isinstance(stamp, str) else None
    if not found:
        return None
    return within_years(EPOCH + timedelta(seconds=int(found[1]), microseconds=int((found[2] or "").ljust(6, "0"))))


def strip_markup(words: str) -> str:
    """The text as people see it, without Slack's markup and escapes."""
    return MARKUP.sub(_shown, words).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _shown(found: re.Match[str]) -> str:
    sign = SIGNS.get(found[1][0], "")
    return sign + (found[2] or found[1][len(sign) :]).removeprefix(sign)


def _add(
    message: dict[str, object],
    native: str,
    group: str,
    sent_at: datetime,
    users: SlackMembers,
    pins: Container[str],
    rows: Rows,
) -> None:
    subtype = text(message.get("subtype"))
    author = _author(message, subtype)
    words = _words(message, subtype)
    kind = _kind(message, subtype, words)
    spoken = kind in {"text", "media"}
    rows.add(
        "message",
        native=native,
        group=group,
        author=author,
        author_name=_name(message, author, users),
        sent_at=sent_at,
        kind=kind,
        text=strip_markup(words) if words else None,
        reply_to=_parent(message, group) if spoken else None,
        flags=_flags(message, subtype, author, users) | (PINNED if native in pins else 0),
    )
    if author and subtype in CHANGES:
        inviter = text(message.get("inviter"))
        rows.add(
            "membership",
            group=group,
            member=author,
            happened_at=sent_at,
            change=CHANGES[subtype],
            how="invite" if inviter else None,
            inviter=inviter,
        )
    if author and spoken:
        mention = {"group": group, "message": native, "sender": author, "kind": "mention", "happened_at": sent_at}
        for receiver in dict.fromkeys(MENTION.findall(words or "")):
            rows.add("interaction", receiver=receiver, **mention)
    for reaction in mappings(message.get("reactions")):
        for sender in filter(None, map(text, items(reaction.get("users")))):
            rows.add("interaction", group=group, message=native, sender=sender, kind="reaction")


def _author(message: dict[str, object], subtype: str | None) -> str | None:
    """Who wrote it. Slackbot is shown in place of the unknown author of a deleted message."""
    user = text(message.get("user")) or text(mapping(message.get("comment")).get("user"))
    if subtype == "tombstone" and user == SLACKBOT:
        return None
    return user or text(message.get("bot_id")) or text(message.get("username"))


def _name(message: dict[str, object], author: str | None, users: SlackMembers) -> str | None:
    """The name on the message for an author who is not in the list of users, such as a bot or a guest."""
    if author is None or author in users.known:
        return None
    profile = mapping(message.get("user_profile")) or mapping(message.get("bot_profile"))
    names = (message.get("username"), profile.get("display_name"), profile.get("real_name"), profile.get("name"))
    return next((name for name in map(text, names) if name), None)


def _words(message: dict[str, object], subtype: str | None) -> str | None:
    """What the author wrote, without the line that the 2015 schema puts around a file."""
    words = text(message.get("text"))
    if subtype == "file_comment":
        return text(mapping(message.get("comment")).get("comment"))
    if subtype == "file_share" and "files" not in message:
        return (words or "").partition(" and commented: ")[2] or None
    return words


def _kind(message: dict[str, object], subtype: str | None, words: str | None) -> str:
    if subtype == "tombstone":
        return "deleted"
    if subtype not in SPEAKING:
        return "system"
    shows = mapping(message.get("file")) or any(
        mappings(message.get(key)) for key in ("files", "attachments", "blocks")
    )
    return "media" if shows and not words else "text"


def _parent(message: dict[str, object], group: str) -> str | None:
    """The message that opened the thread, for a reply."""
    thread = text(message.get("thread_ts"))
    return f"{group}/{thread}" if thread and thread != message.get("ts") else None


def _flags(message: dict[str, object], subtype: str | None, author: str | None, users: SlackMembers) -> int:
    by_app = bool(message.get("bot_id")) and author not in users.known  # an app may also speak in a user's name
    is_bot = subtype == "bot_message" or author in users.bots or by_app
    is_pinned = bool(message.get("pinned_to"))
    return (EDITED if message.get("edited") else 0) | (PINNED if is_pinned else 0) | (BOT if is_bot else 0)
