"""Telegram Desktop's HTML export of one chat: messages.html, messages2.html and so on, in one folder.

Layout: export/output/export_output_html.cpp of https://github.com/telegramdesktop/tdesktop. It has no ids of people.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from commkit.errors import CannotDo
from commkit.sources.faults import NO_ID, NO_SENDER
from commkit.sources.rows import Rows
from commkit.sources.telegram.group_pages import GroupPages
from commkit.sources.telegram.notices import DAY, TOPIC, UNSUPPORTED, is_of_group, normalise_name, read_changes
from commkit.sources.telegram.page import TelegramPage
from commkit.sources.text.html_page import join_line, join_text, read_page
from commkit.store.fields import PINNED, UNPLACED
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading
    from commkit.sources.telegram.page import PageEntry
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


def recognises(file: File) -> bool:
    """Whether this is a page of a group, and not one of an account's lists."""
    return all(each.search(file.head) for each in (TITLE, HEADER, PAGE))


def parts(file: File, files: Sequence[File]) -> list[File]:
    """The pages of the group, which lie in one folder, by their numbers."""
    if not NAMED.fullmatch(file.base):
        return [file]
    beside = [each for each in files if each.folder == file.folder and NAMED.fullmatch(each.base) and recognises(each)]
    return [file, *sorted((each for each in beside if each is not file), key=page_number)]


def page_number(file: File) -> int:
    """A page's number. The first page has no number in its name."""
    found = NAMED.fullmatch(file.base)
    return int(found[1] or 1) if found else 0


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:  # noqa: ARG001 (the export speaks for itself)
    """The group, then its messages. Messages whose stamps have no offset go into batches of their own."""
    by_clock = {False: Rows(), True: Rows()}
    group: GroupPages | None = None
    pinned = frozenset(each.decode() for file in files for each in PINS.findall(file.content()))
    for file in sorted(files, key=page_number):
        page = TelegramPage()
        for entry in read_page(file, page):
            group = group or _start_group(page, pinned, file, by_clock[False])
            yield from _taken(entry, group, file, by_clock)
    for file, entry in group.waiting if group else ():
        by_clock[False].records["message"] += 1
        by_clock[False].reject("message", (file.name, entry.line), "bad-time", "no message says when this was")
    if group and group.speaks_itself:
        by_clock[False].records["member"] += 1
        by_clock[False].add("member", native=group.native, is_bot=True)
    for naive, rest in by_clock.items():
        if rest.records:
            yield rest.batch(naive=naive, zone=group.zone if group and not naive else None)


def _start_group(page: TelegramPage, pinned: frozenset[str], file: File, rows: Rows) -> GroupPages:
    """The group by its title, which is all that the pages give. They do not tell whether it is private."""
    title = join_line(page.title)
    if not title:
        raise CannotDo(
            say("{file} is cut or damaged", file=file.base),
            hint=say("export it again, or check that the copy is whole"),
        )
    rows.records["group"] += 1
    rows.add("group", native=title, title=title, kind="group", is_private=True)
    return GroupPages(title, pinned)


def _taken(entry: PageEntry, group: GroupPages, file: File, by_clock: dict[bool, Rows]) -> Iterator[Batch]:
    """One entry of a page; service messages take the time of the message before them, or of the first one."""
    if entry.is_service:
        if _is_day(entry, group):
            return
        if group.last is None:
            group.waiting.append((file, entry))
            return
    elif (sent_at := _moment(entry.stamp)) is not None:
        group.last = sent_at
        group.offsets.add(sent_at.utcoffset())
        waiting, group.waiting = group.waiting, []
        for early_file, early in waiting:
            _count(early, group, early_file, by_clock)
    naive = _count(entry, group, file, by_clock)
    if by_clock[naive].is_full:
        yield by_clock[naive].batch(naive=naive)
        by_clock[naive] = Rows()


def _is_day(entry: PageEntry, group: GroupPages) -> bool:
    """Whether this is the heading of a day. For entries without a time, the day begins at midnight."""
    if not (entry.native or "-").startswith("-"):
        return False
    try:
        day = datetime.strptime(join_line(entry.words), DAY).date()  # noqa: DTZ007 (the zone is that of the messages)
    except ValueError:
        return False
    if group.last is not None and day > group.last.date():
        group.last = datetime.combine(day, time(), group.last.tzinfo)
    return True


def _count(entry: PageEntry, group: GroupPages, file: File, by_clock: dict[bool, Rows]) -> bool:
    """Add one record or say why not; returns whether it has only the exporter's clock."""
    naive = group.last is not None and group.last.tzinfo is None
    rows = by_clock[naive]
    rows.records["message"] += 1
    fault = _add(entry, group, rows)
    if fault and fault[1]:
        rows.reject("message", (file.name, entry.line), *fault)
    elif fault:
        rows.skipped["message", fault[0]] += 1
    return naive


def _add(entry: PageEntry, group: GroupPages, rows: Rows) -> tuple[str, str] | None:
    """One record's rows; or the code and the reason of a reject; or the word of a skip and nothing."""
    sent_at = group.last if entry.is_service else _moment(entry.stamp)
    if not entry.is_service and not entry.is_joined:
        group.author = normalise_name(join_line(entry.name))
    if entry.native is None:
        return NO_ID
    if sent_at is None:
        return "bad-time", "title is no time"
    if entry.native in group.seen:
        return "repeated", ""
    if entry.is_service:
        return _add_notice(entry, group, _utc(sent_at), rows)
    if group.author is None:
        return NO_SENDER
    _add_message(entry, entry.native, group, _utc(sent_at), rows)
    return None


def _add_notice(entry: PageEntry, group: GroupPages, sent_at: datetime, rows: Rows) -> tuple[str, str] | None:
    native, words = entry.native or "", join_line(entry.words)
    if words.startswith(UNSUPPORTED):
        return "unsupported", ""
    group.seen.add(native)
    if TOPIC.match(words):
        group.topics |= {native, GENERAL}
    group.is_told |= is_of_group(words)
    key = f"{group.native}/{native}"
    rows.add("message", native=key, group=group.native, sent_at=sent_at, kind="system", text=words or None, flags=0)
    for member, change, how, inviter in read_changes(words, group.spoken):
        of = {"group": group.native, "happened_at": sent_at, "change": change, "how": how, "inviter": inviter}
        if member:
            rows.add("membership", member=member, **of)
        else:
            rows.notices[UNPLACED] += 1
    return None


def _add_message(entry: PageEntry, native: str, group: GroupPages, sent_at: datetime, rows: Rows) -> None:
    """A message, its mentions and its reactions. A deleted account is nobody."""
    group.seen.add(native)
    key = f"{group.native}/{native}"
    author = group.author or None
    kind = "media" if entry.has_media else "text"
    reply = f"{group.native}/{entry.target}" if entry.target and entry.target not in group.topics else None
    flags = PINNED if native in group.pinned else 0
    words = join_text(entry.words) or None
    rows.add(
        "message",
        native=key,
        group=group.native,
        author=author,
        author_name=author,
        sent_at=sent_at,
        kind=kind,
        text=words,
        reply_to=reply,
        flags=flags,
    )
    if author:
        group.spoken.add(author)
        called = [normalise_name(join_line(call).removeprefix("@")) for call in entry.calls]
        for receiver in dict.fromkeys(name for name in called if name and name in group.spoken):
            rows.add(
                "interaction",
                group=group.native,
                message=key,
                sender=author,
                receiver=receiver,
                kind="mention",
                happened_at=sent_at,
            )
    for sender in dict.fromkeys(filter(None, map(normalise_name, entry.reactions))):
        rows.add("interaction", group=group.native, message=key, sender=sender, kind="reaction")


def _moment(stamp: str) -> datetime | None:
    """02.12.2018 20:38:06 UTC+04:00, in older exports without the offset."""
    found = STAMP.fullmatch(stamp.strip())
    try:
        return datetime.fromisoformat(f"{found[3]}-{found[2]}-{found[1]}T{found[4]}{found[5] or ''}") if found else None
    except ValueError:
        return None


def _utc(stamp: datetime) -> datetime:
    return stamp.astimezone(UTC).replace(tzinfo=None) if stamp.tzinfo else stamp
