"""Discord channels and threads as DiscordChatExporter writes them in HTML, dark or light, one file each.

Format: https://github.com/Tyrrrz/DiscordChatExporter (MessageGroupTemplate.cshtml). Ids are Discord's own, so
an export of the same channel in JSON has the same records. A message's time is part of its id, whatever the locale.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from commkit.sources.discord.from_csv import NAMED, PART
from commkit.sources.discord.messages import GHOST
from commkit.sources.discord.page import DiscordPage, DiscordPost, name_of
from commkit.sources.faults import NO_ID
from commkit.sources.rows import Rows
from commkit.sources.source import alone
from commkit.sources.text.html_page import join_line, join_text, read_page
from commkit.store.fields import BOT, EDITED, PINNED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading
    from commkit.store.batch import Batch

PLATFORM = "discord"
LACKS = frozenset({"reactions", "leaves", "roster"})

OPENING = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}<(?:!doctype html|html)", re.IGNORECASE)
MARK = b"chatlog__message"  # in the style sheet, which comes before all messages
NATIVE = re.compile(r"[0-9]{1,19}")
EPOCH = datetime(2015, 1, 1)  # noqa: DTZ001 (instants carry no zone: they are UTC)
SEQUENCE_BITS = 22  # of an id, below its milliseconds

parts = alone


def recognises(file: File) -> bool:
    """Whether this page has the exporter's style."""
    return OPENING.match(file.head) is not None and MARK in file.head


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:  # noqa: ARG001 (the export speaks for itself)
    """The channel, then its messages."""
    for file in files:
        page = DiscordPage()
        rows = Rows()
        ids: dict[str, str] = {}  # by full name, which is what mentions show
        group: str | None = None
        for post in read_page(file, page):
            group = group or _add_group(page, file, rows)
            rows.records["message"] += 1
            if fault := _add(post, group, ids, rows):
                rows.reject("message", (file.name, post.line), *fault)
            if rows.is_full:
                yield rows.batch()
                rows = Rows()
        if group is None:
            _add_group(page, file, rows)
        yield rows.batch()


def _add_group(page: DiscordPage, file: File, rows: Rows) -> str:
    """Add the channel: by the id in the file's name, else by the top of the page, else by the file's name."""
    stem = PART.sub("", file.base.rpartition(".")[0] or file.base)
    named = NAMED.fullmatch(stem)
    heading = [entry for entry in map(join_line, page.heading) if entry]
    written = " / ".join(heading[:2]) or stem
    path = named[1].rpartition(" - ")[2] if named else written.rpartition(" / ")[2]
    is_private = stem.startswith("Direct Messages - ") or heading[:1] == ["Direct Messages"]
    native = named[2] if named else written
    rows.records["group"] += 1
    rows.add("group", native=native, title=path, kind="direct" if is_private else "channel", is_private=is_private)
    return native


def _add(post: DiscordPost, group: str, ids: dict[str, str], rows: Rows) -> tuple[str, str] | None:
    """One message's rows, or the code and the reason why there are none."""
    author = post.writer.native
    if not NATIVE.fullmatch(post.native):
        return NO_ID
    if not author or not NATIVE.fullmatch(author):
        return "no-sender", "a message without its author's id"
    sent_at = EPOCH + timedelta(milliseconds=int(post.native) >> SEQUENCE_BITS)
    known = None if author == GHOST else author
    if known and post.writer.full_name:
        ids[post.writer.full_name] = known
    name = name_of(post.writer) if known else None
    words = join_text(post.words) or None
    rows.add(
        "message",
        native=post.native,
        group=group,
        author=known,
        author_name=name,
        sent_at=sent_at,
        kind=_kind(post),
        text=words,
        reply_to=post.answers,
        flags=_flags(post),
    )
    if known and post.is_notice:
        _add_changes(post, known, (group, sent_at), ids, rows)
    elif known:
        called = (ids.get(each) for each in post.calls)
        for receiver in dict.fromkeys(each for each in called if each):
            rows.add(
                "interaction",
                group=group,
                message=post.native,
                sender=known,
                receiver=receiver,
                kind="mention",
                happened_at=sent_at,
            )
    return None


def _kind(post: DiscordPost) -> str:
    if post.is_notice:
        return "system"
    return "media" if post.is_shown and not join_text(post.words) else "text"


def _flags(post: DiscordPost) -> int:
    pinned = PINNED if post.is_pinned else 0
    return pinned | (EDITED if post.is_edited else 0) | (BOT if post.writer.is_bot else 0)


def _add_changes(post: DiscordPost, author: str, at: tuple[str, datetime], ids: dict[str, str], rows: Rows) -> None:
    """Who joined and left the server, which is not a group here, or a small direct group; by known names."""
    group, happened_at = at
    said = join_line(post.notice)
    others = [each for each in map(ids.get, post.calls) if each]
    if said == "joined the server.":
        rows.add("membership", member=author, happened_at=happened_at, change="join")
    elif said == "left the group.":
        rows.add("membership", group=group, member=author, happened_at=happened_at, change="leave")
    for member in others if said.startswith("added ") and said.endswith("to the group.") else ():
        rows.add(
            "membership",
            group=group,
            member=member,
            happened_at=happened_at,
            change="join",
            how="added",
            inviter=author,
        )
    for member in others if said.startswith("removed ") and said.endswith("from the group.") else ():
        rows.add("membership", group=group, member=member, happened_at=happened_at, change="removed")
