"""WeCom's message archive (会话内容存档): the messages as its SDK decrypts them, one JSON object a line.

Layout: https://developer.work.weixin.qq.com/document/path/91774
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from commkit.sources.files.portions import read_whole_lines
from commkit.sources.rows import Rows
from commkit.sources.source import alone
from commkit.sources.text.json_values import mapping, parse_object, text
from commkit.sources.wecom.messages import (
    classify_record,
    has_kind,
    is_bot,
    is_outside,
    read_milliseconds,
    read_receivers,
    read_words,
)
from commkit.store.fields import BOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading
    from commkit.store.batch import Batch

PLATFORM = "wecom"
LACKS = frozenset({"reactions", "replies", "joins", "leaves", "roster", "mentions"})

ACTIONS = frozenset({"send", "recall", "switch"})
FIRST_LINES = 20
MARK = b"\xef\xbb\xbf"

parts = alone


@dataclass(slots=True)
class MetArchive:
    """What is known of a file while it is read: all its recalls, and the members and groups so far."""

    recalled: set[str]
    met: set[str] = field(default_factory=set)  # recalled messages that were met
    waiting: list[tuple[str, dict[str, object]]] = field(default_factory=list)  # recalls before their messages
    staff: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)  # the messages of this batch


def recognises(file: File) -> bool:
    """Whether one of the first lines is a message of the archive."""
    if not file.head.removeprefix(MARK).lstrip().startswith(b"{"):
        return False
    return any(_is_archived(parse_object(line)) for line in file.head.split(b"\n", FIRST_LINES)[:FIRST_LINES])


def _is_archived(record: dict[str, object]) -> bool:
    is_known = "msgid" in record and text(record.get("action")) in ACTIONS
    return is_known and (record.keys() >= {"from", "msgtime", "msgtype"} or record.keys() >= {"time", "user"})


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:  # noqa: ARG001 (the archive speaks for itself)
    """Each file in two passes: which messages are taken back, then all messages."""
    for file in files:
        archive = MetArchive(_recalled(file))
        rows = Rows()
        for number, (start, line) in enumerate(_lines(file), 1):
            if not line.removeprefix(MARK).strip():
                continue
            if fault := _add(parse_object(line), archive, rows):
                rows.records["message"] += 1
                rows.reject("message", (file.name, number), *fault, (start, start + len(line)))
            if rows.is_full:
                yield rows.batch()
                rows = Rows()
                archive.seen.clear()
        for target, row in archive.waiting:
            _add_recall(target, row, archive, rows)
        yield rows.batch()


def _lines(file: File) -> Iterator[tuple[int, bytes]]:
    """Every line with its first byte."""
    start = 0
    for line in read_whole_lines(file):
        yield start, line
        start += len(line)


def _recalled(file: File) -> set[str]:
    found = (_target(parse_object(line)) for _, line in _lines(file) if b'"revoke"' in line)
    return {target for target in found if target}


def _target(record: dict[str, object]) -> str | None:
    return text(mapping(record.get("revoke")).get("pre_msgid"))


def _add(record: dict[str, object], archive: MetArchive, rows: Rows) -> tuple[str, str] | None:
    """One line's rows, or the code and the reason why there are none."""
    if record.get("action") == "switch":  # somebody's archive moved to another company
        rows.records["message"] += 1
        rows.skipped["message", "log switch"] += 1
        return None
    native, sent_at = text(record.get("msgid")), read_milliseconds(record.get("msgtime"))
    author, others = text(record.get("from")), read_receivers(record.get("tolist"))
    room, is_recall = text(record.get("roomid")), record.get("msgtype") == "revoke"
    target = _target(record) if is_recall else native
    for code, reason, is_so in (
        ("not-an-object", "the line is no JSON object", not record),
        ("no-id", "a message without an id", native is None),
        ("bad-time", "msgtime is no Unix time in milliseconds", sent_at is None),
        ("no-sender", "a message of nobody", author is None),
        ("no-kind", "a message that does not say of what kind it is", not has_kind(record)),
        ("no-room", "a message with neither a room nor a receiver", not room and not others),
        ("no-target", "a recall that names no message", target is None),
    ):
        if is_so:
            return code, reason
    if native and author and target:
        is_deleted = is_recall or native in archive.recalled
        kind, words = ("deleted", None) if is_deleted else (classify_record(record), read_words(record))
        group = room or _direct(author, others, archive, rows)
        row: dict[str, object] = {
            "native": target,
            "group": group,
            "author": author,
            "sent_at": sent_at,
            "kind": kind,
            "text": words,
            "flags": BOT if is_bot(author) else 0,
        }
        _add_staff(author, archive, rows)
        if is_recall:
            archive.waiting.append((target, row))
        else:
            _add_message(native, row, archive, rows)
    return None


def _direct(author: str, others: Sequence[str], archive: MetArchive, rows: Rows) -> str:
    """The direct group of these members, whose id is their ids. A room has its own id, and its title is elsewhere."""
    native = ",".join(sorted({author, *others}))
    if native not in archive.groups:
        archive.groups.add(native)
        rows.records["group"] += 1
        rows.add("group", native=native, kind="direct", is_private=True)
    return native


def _add_staff(author: str, archive: MetArchive, rows: Rows) -> None:
    """Add an account that is not an outside contact: it belongs to the company."""
    if not is_outside(author) and author not in archive.staff:
        archive.staff.add(author)
        rows.records["member"] += 1
        rows.add("member", native=author, is_bot=False, is_staff=True)


def _add_message(native: str, row: dict[str, object], archive: MetArchive, rows: Rows) -> None:
    rows.records["message"] += 1
    if native in archive.recalled:
        archive.met.add(native)
    if native in archive.seen:
        rows.skipped["message", "repeated"] += 1
    else:
        archive.seen.add(native)
        rows.add("message", **row)


def _add_recall(target: str, row: dict[str, object], archive: MetArchive, rows: Rows) -> None:
    """A recall. If its message is in another file, a deleted message with that id is added instead."""
    rows.records["message"] += 1
    if target in archive.met:
        rows.skipped["message", "recall"] += 1
    else:
        archive.met.add(target)
        rows.add("message", **row)
