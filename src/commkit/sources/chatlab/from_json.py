"""ChatLab's exchange format, JSON or JSON lines, which tools write from chats of QQ, WeChat and others.

Format: ChatLab's docs/cn/chatlab-format.md, version 0.0.2.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from commkit.sources.faults import NO_RECORD_ID, NO_SENDER, NO_UNIX_TIME, NOT_AN_OBJECT_LINE
from commkit.sources.files.file import broken
from commkit.sources.rows import Rows
from commkit.sources.source import alone
from commkit.sources.text.json_objects import peek_objects, read_objects
from commkit.sources.text.json_stream import read_document, stream_messages
from commkit.sources.text.json_values import items, mapping, mappings, text
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
        found = _lines(file) if first.get("_type") == "header" else _records(file)
        _, header, _ = next(found, ("header", None, (0, 0, 0)))
        group, rows = _group(mapping(header), file), Rows()
        _add_group(mapping(mapping(header).get("meta")), group, rows)
        for kind, record, place in found:
            _add(kind, record, group, (file.name, *place), rows)
            if rows.is_full:
                yield rows.batch(observed_at=group.made_at, covers_until=group.made_at)
                rows = Rows()
        yield rows.batch(observed_at=group.made_at, covers_until=group.made_at)


def _lines(file: File) -> Iterator[tuple[str, object, tuple[int, int, int]]]:
    """The kind of each line, its content and its place; a line that begins with # is a remark."""
    for number, start, end, line in read_objects(file, note=b"#"):
        yield text(mapping(line).get("_type")) or "message", line, (number, start, end)


def _records(file: File) -> Iterator[tuple[str, object, tuple[int, int, int]]]:
    """The same from one JSON object: what surrounds the messages first, then members and messages by number."""
    header = read_document(file)
    yield "header", header, (1, 0, 0)
    for kind, records in (("member", items(header.get("members"))), ("message", stream_messages(file, header))):
        for number, record in enumerate(records, 1):
            yield kind, record, (number, 0, 0)


def _group(header: dict[str, object], file: File) -> ChatlabGroup:
    """The group that the header describes. Raises CannotDo where it has neither an id nor a name."""
    meta = mapping(header.get("meta"))
    native = text(meta.get("groupId")) or text(meta.get("name"))
    if native is None:
        raise broken(file)
    return ChatlabGroup(native, read_unix(mapping(header.get("chatlab")).get("exportedAt")))


def _add_group(meta: dict[str, object], group: ChatlabGroup, rows: Rows) -> None:
    is_private = meta.get("type") != "group"
    rows.records["group"] += 1
    rows.add(
        "group",
        native=group.native,
        title=text(meta.get("name")),
        kind="direct" if is_private else "group",
        is_private=is_private,
    )


def _add(kind: str, record: object, group: ChatlabGroup, place: tuple[str, int, int, int], rows: Rows) -> None:
    """Count one record, and take it, skip it or reject it."""
    file, line, start, end = place
    counted = "member" if kind == "member" else "message"
    rows.records[counted] += 1
    if not isinstance(record, dict):
        rows.reject(counted, (file, line), *NOT_AN_OBJECT_LINE, (start, end))
    elif kind not in {"member", "message"}:
        rows.skipped["message", "unsupported"] += 1
    elif fault := (_add_member if kind == "member" else _add_message)(record, group, rows):
        rows.reject(counted, (file, line), *fault, (start, end))


def _add_member(member: dict[str, object], group: ChatlabGroup, rows: Rows) -> tuple[str, str] | None:
    """One member's row, or the code and the reason why there is none."""
    native = text(member.get("platformId"))
    if native is None:
        return NO_RECORD_ID
    is_staff = any(role.get("id") in STAFF for role in mappings(member.get("roles")) if text(role.get("id")))
    rows.add("member", native=native, name=_name(member), is_staff=is_staff, group=group.native)
    return None


def _add_message(message: dict[str, object], group: ChatlabGroup, rows: Rows) -> tuple[str, str] | None:
    """One message's row, or the code and the reason why there is none."""
    author, sent_at = text(message.get("sender")), read_unix(message.get("timestamp"))
    if sent_at is None:
        return NO_UNIX_TIME
    kind = _kind(message.get("type"))
    if kind == "system":
        author = None
    elif author is None:
        return NO_SENDER
    words = text(message.get("content"))
    if kind == "deleted" or (kind == "media" and words and PLACEHOLDER.fullmatch(words)):
        words = None
    native, answered = text(message.get("platformMessageId")), text(message.get("replyToMessageId"))
    name = _name(message) if author else None
    is_reply = answered and kind != "system"
    rows.add(
        "message",
        native=f"{group.native}/{native}" if native else None,
        group=group.native,
        author=author,
        author_name=name,
        sent_at=sent_at,
        kind=kind,
        text=words,
        reply_to=f"{group.native}/{answered}" if is_reply else None,
        flags=0,
    )
    return None


def _kind(said: object) -> str:
    number = said if isinstance(said, int) else None
    if number in OWN_LINES:
        return "system"
    if number == RECALLED:
        return "deleted"
    return "text" if number in WORDS else "media"


def _name(fields: dict[str, object]) -> str | None:
    return text(fields.get("groupNickname")) or text(fields.get("accountName"))
