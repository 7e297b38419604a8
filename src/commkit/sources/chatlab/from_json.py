"""ChatLab's exchange format, JSON or JSON lines, which tools write from chats of QQ, WeChat and others.

Format: ChatLab's docs/cn/chatlab-format.md, version 0.0.2.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from commkit.sources.faults import NO_RECORD_ID, NO_SENDER, NO_UNIX_TIME, NOT_AN_OBJECT_LINE
from commkit.sources.files.file import broken
from commkit.sources.rows import Rows
from commkit.sources.source import alone
from commkit.sources.text.json_objects import peek_objects, read_objects
from commkit.sources.text.json_stream import read_document, stream_messages
from commkit.sources.text.json_structs import fit
from commkit.sources.text.json_values import text
from commkit.sources.text.stamps import read_unix

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading
    from commkit.store.batch import Batch

PLATFORM = "chatlab"
LACKS = frozenset({"joins", "leaves", "roster", "bots", "reactions", "mentions"})

parts = alone  # one file is one export

START = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}\{")
CHATLAB = re.compile(rb'"chatlab"\s{0,9}:\s{0,9}\{\s{0,99}"(?:version|exportedAt|generator|description)"')
META = re.compile(rb'"meta"\s{0,9}:\s{0,9}\{')
WORDS = frozenset({0, 25})  # types of message: text, and an answer
OWN_LINES = frozenset({22, 80})  # the platform speaks: somebody was poked, came or went
RECALLED = 81
STAFF = frozenset({"owner", "admin"})
PLACEHOLDER = re.compile(r"\[[^\[\]\n]{1,20}\]")  # [图片] stands for a picture; it is not the author's words


class Role(Struct, gc=False):
    """What a member is in the group."""

    id: str | None = None


class ChatlabMember(Struct, gc=False, rename="camel"):
    """What is read of a member."""

    platform_id: str | None = None
    account_name: str | None = None
    group_nickname: str | None = None
    roles: tuple[Role, ...] | None = None


class ChatlabMessage(Struct, gc=False, rename="camel"):
    """What is read of a message."""

    sender: str | None = None
    account_name: str | None = None
    group_nickname: str | None = None
    timestamp: int | None = None
    type: int | None = None
    content: str | None = None
    platform_message_id: str | None = None
    reply_to_message_id: str | None = None


class Origin(Struct, rename="camel"):
    """When an export was made."""

    exported_at: int | None = None


class ChatlabMeta(Struct, rename="camel"):
    """Of which group it is."""

    group_id: str | None = None
    name: str | None = None
    type: str | None = None


class ChatlabExport(Struct):
    """The document, or its first line; its messages are those alone that are not read as a stream."""

    chatlab: Origin | None = None
    meta: ChatlabMeta | None = None
    members: tuple[ChatlabMember | None, ...] | None = None
    messages: tuple[ChatlabMessage | None, ...] | None = None


Record = ChatlabMember | ChatlabMessage | None


class ChatlabGroup(NamedTuple):
    """What every record of an export must know: the group's id, and when the export was made."""

    native: str
    made_at: datetime | None


def recognises(file: File) -> bool:
    """Whether this is one JSON object of the format, or JSON lines that begin with its header."""
    if not START.match(file.head) or not CHATLAB.search(file.head) or not META.search(file.head):
        return False
    (first,) = peek_objects(file, 1) or [{}]
    return "_type" not in first or first["_type"] == "header"


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:  # noqa: ARG001 (the export speaks for itself)
    """The group, then its members, then its messages."""
    for file in files:
        (first,) = peek_objects(file, 1) or [{}]
        is_lines = first.get("_type") == "header"
        header = fit(first, ChatlabExport) if is_lines else read_document(file, ChatlabExport)
        group, rows = _group(header, file), Rows()
        _add_group(header.meta or ChatlabMeta(), group, rows)
        for kind, record, place in _lines(file) if is_lines else _records(file, header):
            _add(kind, record, group, (file.name, *place), rows)
            if rows.is_full:
                yield rows.batch(observed_at=group.made_at, covers_until=group.made_at)
                rows = Rows()
        yield rows.batch(observed_at=group.made_at, covers_until=group.made_at)


def _lines(file: File) -> Iterator[tuple[str, Record, tuple[int, int, int]]]:
    """The kind of each line below the header, its content and its place; a line that begins with # is a remark."""
    lines = read_objects(file, note=b"#")
    next(lines)
    for number, start, end, line in lines:
        kind = text((line or {}).get("_type")) or "message"
        yield kind, _record(kind, line), (number, start, end)


def _record(kind: str, line: dict[str, object] | None) -> Record:
    if line is None:
        return None
    return fit(line, ChatlabMember) if kind == "member" else fit(line, ChatlabMessage)


def _records(file: File, header: ChatlabExport) -> Iterator[tuple[str, Record, tuple[int, int, int]]]:
    """The same from one JSON object: members and messages by number."""
    messages = chain(stream_messages(file, list[ChatlabMessage | None]), header.messages or ())
    for kind, records in (("member", header.members or ()), ("message", messages)):
        for number, record in enumerate(records, 1):
            yield kind, record, (number, 0, 0)


def _group(header: ChatlabExport, file: File) -> ChatlabGroup:
    """The group that the header describes. Raises CannotDo where it has neither an id nor a name."""
    native = header.meta and (header.meta.group_id or header.meta.name)
    if not native:
        raise broken(file)
    return ChatlabGroup(native, read_unix(header.chatlab.exported_at if header.chatlab else None))


def _add_group(meta: ChatlabMeta, group: ChatlabGroup, rows: Rows) -> None:
    is_private = meta.type != "group"
    rows.records["group"] += 1
    rows.add(
        "group",
        native=group.native,
        title=meta.name or None,
        kind="direct" if is_private else "group",
        is_private=is_private,
    )


def _add(kind: str, record: Record, group: ChatlabGroup, place: tuple[str, int, int, int], rows: Rows) -> None:
    """Count one record, and take it, skip it or reject it."""
    file, line, start, end = place
    counted = "member" if kind == "member" else "message"
    rows.records[counted] += 1
    if record is None:
        fault: tuple[str, str] | None = NOT_AN_OBJECT_LINE
    elif kind not in {"member", "message"}:
        rows.skipped["message", "unsupported"] += 1
        return
    elif isinstance(record, ChatlabMember):
        fault = _add_member(record, group, rows)
    else:
        fault = _add_message(record, group, rows)
    if fault:
        rows.reject(counted, (file, line), *fault, (start, end))


def _add_member(member: ChatlabMember, group: ChatlabGroup, rows: Rows) -> tuple[str, str] | None:
    """One member's row, or the code and the reason why there is none."""
    if not member.platform_id:
        return NO_RECORD_ID
    is_staff = any(role.id in STAFF for role in member.roles or ())
    rows.add("member", native=member.platform_id, name=_name(member), is_staff=is_staff, group=group.native)
    return None


def _add_message(message: ChatlabMessage, group: ChatlabGroup, rows: Rows) -> tuple[str, str] | None:
    """One message's row, or the code and the reason why there is none."""
    sent_at, kind = read_unix(message.timestamp), _kind(message.type)
    author = None if kind == "system" else message.sender or None
    if sent_at is None:
        return NO_UNIX_TIME
    if author is None and kind != "system":
        return NO_SENDER
    words = message.content or None
    if kind == "deleted" or (kind == "media" and words and PLACEHOLDER.fullmatch(words)):
        words = None
    native, answered = message.platform_message_id, message.reply_to_message_id
    rows.add(
        "message",
        native=f"{group.native}/{native}" if native else None,
        group=group.native,
        author=author,
        author_name=_name(message) if author else None,
        sent_at=sent_at,
        kind=kind,
        text=words,
        reply_to=f"{group.native}/{answered}" if answered and kind != "system" else None,
        flags=0,
    )
    return None


def _kind(number: int | None) -> str:
    if number in OWN_LINES:
        return "system"
    if number == RECALLED:
        return "deleted"
    return "text" if number in WORDS else "media"


def _name(who: ChatlabMember | ChatlabMessage) -> str | None:
    return who.group_nickname or who.account_name or None
