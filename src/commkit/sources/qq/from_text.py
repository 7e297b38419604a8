"""QQ's message manager, "export as text": the chats of PC QQ in one text file, each below its name.

Members have ids; groups and messages have none. Times are the exporter's wall clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.sources.faults import BAD_ENCODING, NO_SENDER, NO_SUCH_TIME
from commkit.sources.files.encoding import DAMAGED
from commkit.sources.qq.lines import classify_body, find_groups_with_ids, is_export, read_messages
from commkit.sources.qq.member_names import QqGroup, native_of, survey_groups
from commkit.sources.qq.notices import find_member, find_mentions, read_notice
from commkit.sources.rows import Rows
from commkit.sources.source import alone
from commkit.store.fields import BOT, UNPLACED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from commkit.sources.files.file import File
    from commkit.sources.qq.lines import QqMessage
    from commkit.sources.source import Reading
    from commkit.store.batch import Batch

PLATFORM = "qq"
LACKS = frozenset({"reactions", "replies", "leaves", "roster", "bots", "ids", "common_end"})


parts = alone


def recognises(file: File) -> bool:
    """Whether the file opens as such an export does, or with a message of somebody with an id."""
    return is_export(file.head)


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:  # noqa: ARG001 (the export speaks for itself)
    """Each file in three passes: which groups show ids, who has which name, and the messages."""
    for file in files:
        with_ids = find_groups_with_ids(file)
        groups = survey_groups(read_messages(file, with_ids))
        rows = Rows()
        _add_groups(groups, rows)
        _add_staff(groups, rows)
        for record in read_messages(file, with_ids):
            rows.records["message"] += 1
            if record.is_preamble:
                rows.skipped["message", "preamble"] += 1
            elif fault := _add(record, groups, rows):
                rows.reject("message", (file.name, record.line), *fault)
            if rows.is_full:
                yield rows.batch(naive=True)
                rows = Rows()
        yield rows.batch(naive=True)


def _add_groups(groups: Mapping[str, QqGroup], rows: Rows) -> None:
    """The groups. The title of a group of two is a member's name."""
    for title, group in groups.items():
        rows.records["group"] += 1
        rows.add(
            "group",
            native=title,
            title=title,
            kind="direct" if group.is_direct else "group",
            is_private=group.is_direct,
        )


def _add_staff(groups: Mapping[str, QqGroup], rows: Rows) -> None:
    """The members that a message shows as owner or administrator."""
    staff = {native: name for group in groups.values() for native, name in group.staff.items()}
    for native, name in staff.items():
        rows.records["member"] += 1
        rows.add("member", native=native, name=name or None, is_bot=False, is_staff=True)


def _add(record: QqMessage, groups: Mapping[str, QqGroup], rows: Rows) -> tuple[str, str] | None:
    """One record's rows, or the code and the reason why there are none."""
    group = groups[record.group]
    if record.sent_at is None:
        return NO_SUCH_TIME
    if DAMAGED in (record.body if record.is_system else record.name):
        return BAD_ENCODING
    if record.is_system:
        rows.add("message", group=record.group, sent_at=record.sent_at, kind="system", text=record.body, flags=0)
        _add_membership(record, record.sent_at, group, rows)
        return None
    author = None if record.is_anonymous else native_of(record, group)
    if not author and not record.is_anonymous:
        return NO_SENDER
    _add_message(record, author, record.sent_at, group, rows)
    return None


def _add_message(record: QqMessage, author: str | None, sent_at: datetime, group: QqGroup, rows: Rows) -> None:
    kind, words = classify_body(record.body)
    rows.add(
        "message",
        group=record.group,
        author=author,
        author_name=record.name or None if author else None,
        sent_at=sent_at,
        kind=kind,
        text=words,
        flags=BOT if record.is_bot else 0,
    )
    for name in find_mentions(words, group.named) if author and words and "@" in words else ():
        if receiver := group.named[name]:
            rows.add(
                "interaction", group=record.group, sender=author, receiver=receiver, kind="mention", happened_at=sent_at
            )


def _add_membership(record: QqMessage, sent_at: datetime, group: QqGroup, rows: Rows) -> None:
    """Who joined or left, if it is known whose name it is."""
    notice = read_notice(record.body)
    if notice is None:
        return
    inviter = find_member(notice.by, group.named) if notice.by else None
    how = "invite" if notice.change == "join" and notice.by else None
    known = [member for name in notice.who if (member := find_member(name, group.named))]
    rows.notices[UNPLACED] += notice.unnamed + len(notice.who) - len(known)
    for member in known:
        rows.add(
            "membership",
            group=record.group,
            member=member,
            happened_at=sent_at,
            change=notice.change,
            how=how,
            inviter=inviter,
        )
