"""Telegram Desktop's HTML export of one chat: messages.html, messages2.html and so on, in one folder.

Layout: export/output/export_output_html.cpp of https://github.com/telegramdesktop/tdesktop. It has no ids of people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from commkit.errors import CannotDo
from commkit.sources.rows import Rows
from commkit.sources.telegram.notices import DAY, TOPIC, UNSUPPORTED, changes_of, person
from commkit.sources.telegram.page import ChatPage, Entry
from commkit.sources.text.html_page import joined, records, squeezed
from commkit.store.batch import PINNED
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from commkit.sources.files.folder import File
    from commkit.sources.source import Reading
    from commkit.store.batch import Batch

PLATFORM = "telegram"
LACKS = frozenset({"roster", "bots", "ids"})

TITLE = re.compile(rb"<title>\s{0,9}Exported Data\s{0,9}</title>")
PAGE = re.compile(rb'class="page_body chat_page"|<div class="message (?:default|service)')
HEADER = re.compile(rb'class="page_header"')
NAMED = re.compile(r"messages(\d{0,6})\.html")
PINS = re.compile(rb'pinned\s{1,9}<a href="[^"#]{0,99}#go_to_message(-?\d{1,18})"')
STAMP = re.compile(r"(\d{2})\.(\d{2})\.(\d{4}) (\d{2}:\d{2}:\d{2})(?: UTC([+-]\d{2}:\d{2}))?")
GENERAL = "1"  # the topic that every forum has


@dataclass(slots=True)
class Chat:
    """What is known of a chat while its pages are read."""

    native: str
    pinned: frozenset[str]
    seen: set[str] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)
    spoken: set[str] = field(default_factory=set)
    author: str | None = None  # of the message before
    last: datetime | None = None  # the last stamp, with its offset if it has one
    waiting: list[tuple[File, Entry]] = field(default_factory=list)  # service messages above the first stamp


def recognises(file: File) -> bool:
    """Whether this is a page of a chat; the pages of an account's lists are none."""
    return all(each.search(file.head) for each in (TITLE, HEADER, PAGE))


def parts(file: File, files: Sequence[File]) -> list[File]:
    """The pages of the chat, which lie in one folder, by their numbers."""
    if not NAMED.fullmatch(file.base):
        return [file]
    beside = [each for each in files if each.folder == file.folder and NAMED.fullmatch(each.base) and recognises(each)]
    return [file, *sorted((each for each in beside if each is not file), key=number_of)]


def number_of(file: File) -> int:
    """A page's number; the first has none in its name."""
    found = NAMED.fullmatch(file.base)
    return int(found[1] or 1) if found else 0


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:  # noqa: ARG001 (the export speaks for itself)
    """The chat, then its messages; those whose stamps have no offset go into batches of their own."""
    by_clock = {False: Rows(), True: Rows()}
    chat: Chat | None = None
    pinned = frozenset(each.decode() for file in files for each in PINS.findall(file.content()))
    for file in sorted(files, key=number_of):
        page = ChatPage()
        for entry in records(file, page):
            chat = chat or _chat(page, pinned, file, by_clock[False])
            yield from _taken(entry, chat, file, by_clock)
    for file, entry in chat.waiting if chat else ():
        by_clock[False].records["message"] += 1
        by_clock[False].reject("message", (file.name, entry.line), "bad-time", "no message says when this was")
    for naive, rest in by_clock.items():
        if rest.records:
            yield rest.batch(naive=naive)


def _chat(page: ChatPage, pinned: frozenset[str], file: File, rows: Rows) -> Chat:
    """The chat goes by its title, which is all that the pages tell; whether it is private they do not tell."""
    title = squeezed(page.title)
    if not title:
        raise CannotDo(
            say("{file} is cut or damaged", file=file.base),
            hint=say("export it again, or check that the copy is whole"),
        )
    rows.records["group"] += 1
    rows.add("group", native=title, title=title, kind="group", is_private=True)
    return Chat(title, pinned)


def _taken(entry: Entry, chat: Chat, file: File, by_clock: dict[bool, Rows]) -> Iterator[Batch]:
    """One entry of a page; service messages take the time of the message before them, or of the first one."""
    if entry.is_service:
        if _is_day(entry, chat):
            return
        if chat.last is None:
            chat.waiting.append((file, entry))
            return
    elif (sent_at := _moment(entry.stamp)) is not None:
        chat.last = sent_at
        waiting, chat.waiting = chat.waiting, []
        for early_file, early in waiting:
            _count(early, chat, early_file, by_clock)
    naive = _count(entry, chat, file, by_clock)
    if by_clock[naive].is_full:
        yield by_clock[naive].batch(naive=naive)
        by_clock[naive] = Rows()


def _is_day(entry: Entry, chat: Chat) -> bool:
    """Whether this is the line above a day's messages; the day begins at midnight for what has no time."""
    if not (entry.native or "-").startswith("-"):
        return False
    try:
        day = datetime.strptime(squeezed(entry.words), DAY).date()  # noqa: DTZ007 (the zone is that of the messages)
    except ValueError:
        return False
    if chat.last is not None and day > chat.last.date():
        chat.last = datetime.combine(day, time(), chat.last.tzinfo)
    return True


def _count(entry: Entry, chat: Chat, file: File, by_clock: dict[bool, Rows]) -> bool:
    """Take one record or say why not; gives whether it has only the exporter's clock."""
    naive = chat.last is not None and chat.last.tzinfo is None
    rows = by_clock[naive]
    rows.records["message"] += 1
    fault = _add(entry, chat, rows)
    if fault and fault[1]:
        rows.reject("message", (file.name, entry.line), *fault)
    elif fault:
        rows.skipped["message", fault[0]] += 1
    return naive


def _add(entry: Entry, chat: Chat, rows: Rows) -> tuple[str, str] | None:
    """One record's rows; or the code and the reason of a reject; or the word of a skip and nothing."""
    sent_at = chat.last if entry.is_service else _moment(entry.stamp)
    if not entry.is_service and not entry.is_joined:
        chat.author = person(squeezed(entry.name))
    if entry.native is None:
        return "no-id", "a message without an id"
    if sent_at is None:
        return "bad-time", "title is no time"
    if entry.native in chat.seen:
        return "repeated", ""
    if entry.is_service:
        return _add_notice(entry, chat, _utc(sent_at), rows)
    if chat.author is None:
        return "no-sender", "a message of nobody"
    _add_message(entry, entry.native, chat, _utc(sent_at), rows)
    return None


def _add_notice(entry: Entry, chat: Chat, sent_at: datetime, rows: Rows) -> tuple[str, str] | None:
    native, words = entry.native or "", squeezed(entry.words)
    if words.startswith(UNSUPPORTED):
        return "unsupported", ""
    chat.seen.add(native)
    if TOPIC.match(words):
        chat.topics |= {native, GENERAL}
    key = f"{chat.native}/{native}"
    rows.add("message", native=key, group=chat.native, sent_at=sent_at, kind="system", text=words or None, flags=0)
    for member, change, how, inviter in changes_of(words, chat.spoken):
        rows.add(
            "membership", group=chat.native, member=member, happened_at=sent_at, change=change, how=how, inviter=inviter
        )
    return None


def _add_message(entry: Entry, native: str, chat: Chat, sent_at: datetime, rows: Rows) -> None:
    """A message, whom it calls and who reacted to it; whoever deleted the account is nobody."""
    chat.seen.add(native)
    key = f"{chat.native}/{native}"
    author = chat.author or None
    kind = "media" if entry.has_media else "text"
    reply = f"{chat.native}/{entry.target}" if entry.target and entry.target not in chat.topics else None
    flags = PINNED if native in chat.pinned else 0
    words = joined(entry.words) or None
    rows.add(
        "message",
        native=key,
        group=chat.native,
        author=author,
        author_name=author,
        sent_at=sent_at,
        kind=kind,
        text=words,
        reply_to=reply,
        flags=flags,
    )
    if author:
        chat.spoken.add(author)
        called = [person(squeezed(call).removeprefix("@")) for call in entry.calls]
        for receiver in dict.fromkeys(name for name in called if name and name in chat.spoken):
            rows.add(
                "interaction",
                group=chat.native,
                message=key,
                sender=author,
                receiver=receiver,
                kind="mention",
                happened_at=sent_at,
            )
    for sender in dict.fromkeys(filter(None, map(person, entry.reactions))):
        rows.add("interaction", group=chat.native, message=key, sender=sender, kind="reaction")


def _moment(stamp: str) -> datetime | None:
    """02.12.2018 20:38:06 UTC+04:00, in older exports without the offset."""
    found = STAMP.fullmatch(stamp.strip())
    try:
        return datetime.fromisoformat(f"{found[3]}-{found[2]}-{found[1]}T{found[4]}{found[5] or ''}") if found else None
    except ValueError:
        return None


def _utc(stamp: datetime) -> datetime:
    return stamp.astimezone(UTC).replace(tzinfo=None) if stamp.tzinfo else stamp
