"""QQ's message manager, "export as text": the chats of PC QQ in one text file, each below its name.

People have ids, chats and messages have none; times are the exporter's wall clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.sources.files.encoding import DAMAGED
from commkit.sources.qq.lines import chats_with_ids, kind_of, opens, records
from commkit.sources.qq.people import Chat, native_of, survey
from commkit.sources.rows import Rows
from commkit.sources.source import alone
from commkit.sources.text.tencent_notices import mentioned, person, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from commkit.sources.files.folder import File
    from commkit.sources.qq.lines import Record
    from commkit.sources.source import Reading
    from commkit.store.batch import Batch

PLATFORM = "qq"
LACKS = frozenset({"reactions", "replies", "leaves", "roster", "bots", "ids"})


parts = alone


def recognises(file: File) -> bool:
    """Whether the file opens as such an export does, or with a message of somebody with an id."""
    return opens(file.head)


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:  # noqa: ARG001 (the export speaks for itself)
    """Each file in three passes: which chats show ids, who wears which name, and the messages."""
    for file in files:
        with_ids = chats_with_ids(file)
        chats = survey(records(file, with_ids))
        rows = Rows()
        _add_places(chats, rows)
        _add_staff(chats, rows)
        for record in records(file, with_ids):
            rows.records["message"] += 1
            if record.is_preamble:
                rows.skipped["message", "preamble"] += 1
            elif fault := _add(record, chats, rows):
                rows.reject("message", (file.name, record.line), *fault)
            if rows.is_full:
                yield rows.batch(naive=True)
                rows = Rows()
        yield rows.batch(naive=True)


def _add_places(chats: Mapping[str, Chat], rows: Rows) -> None:
    """The chats; the name of one between two people is a person's."""
    for title, chat in chats.items():
        rows.records["group"] += 1
        rows.add(
            "group", native=title, title=title, kind="direct" if chat.is_direct else "group", is_private=chat.is_direct
        )


def _add_staff(chats: Mapping[str, Chat], rows: Rows) -> None:
    """Who stands as owner or administrator before one of the messages."""
    staff = {native: name for chat in chats.values() for native, name in chat.staff.items()}
    for native, name in staff.items():
        rows.records["member"] += 1
        rows.add("member", native=native, name=name or None, is_bot=False, is_staff=True)


def _add(record: Record, chats: Mapping[str, Chat], rows: Rows) -> tuple[str, str] | None:
    """One record's rows, or the code and the reason why there are none."""
    chat = chats[record.chat]
    if record.sent_at is None:
        return "bad-time", "no such day or no such time"
    if DAMAGED in record.name or DAMAGED in record.body:
        return "bad-encoding", "bytes that are no text"
    if record.is_system:
        rows.add("message", group=record.chat, sent_at=record.sent_at, kind="system", text=record.body, flags=0)
        _add_membership(record, record.sent_at, chat, rows)
        return None
    author = native_of(record, chat)
    if not author:
        return "no-sender", "a message of nobody"
    _add_message(record, author, record.sent_at, chat, rows)
    return None


def _add_message(record: Record, author: str, sent_at: datetime, chat: Chat, rows: Rows) -> None:
    kind, words = kind_of(record.body)
    rows.add(
        "message",
        group=record.chat,
        author=author,
        author_name=record.name or None,
        sent_at=sent_at,
        kind=kind,
        text=words,
        flags=0,
    )
    for name in mentioned(words, chat.named) if words and "@" in words else ():
        if receiver := chat.named[name]:
            rows.add(
                "interaction", group=record.chat, sender=author, receiver=receiver, kind="mention", happened_at=sent_at
            )


def _add_membership(record: Record, sent_at: datetime, chat: Chat, rows: Rows) -> None:
    """Who came or went, where it is known whose the name is."""
    notice = told(record.body)
    if notice is None:
        return
    inviter = person(notice.by, chat.named) if notice.by else None
    how = "invite" if notice.change == "join" and notice.by else None
    for name in notice.who:
        if member := person(name, chat.named):
            rows.add(
                "membership",
                group=record.chat,
                member=member,
                happened_at=sent_at,
                change=notice.change,
                how=how,
                inviter=inviter,
            )
