"""WeChat chats in CSV as 留痕 (MemoTrace, WeChatMsg) exports them, by its older header or by today's.

https://github.com/LC044/WeChatMsg
"""

from __future__ import annotations

import csv
import re
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from commkit.sources.files.file import broken
from commkit.sources.qq.notices import read_notice
from commkit.sources.rows import Rows
from commkit.sources.source import alone
from commkit.sources.table.from_table import REASONS
from commkit.sources.table.records import CutRules, cut_records
from commkit.sources.text.stamps import read_unix_text, within_years
from commkit.sources.wechat.from_json import ROOM
from commkit.store.fields import UNPLACED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading
    from commkit.sources.table.structure import Row, TableRows
    from commkit.store.batch import Batch

PLATFORM = "wechat"
LACKS = frozenset({"reactions", "replies", "leaves", "roster", "bots", "ids", "mentions", "common_end"})

NEW = ("消息ID", "类型", "发送人", "时间", "内容", "备注", "昵称", "更多信息")
OLD = ("localId", "TalkerId", "Type", "SubType", "IsSender", "CreateTime", "Status", "StrContent", "StrTime")
NAMED = ("Remark", "NickName", "Sender")
HEADERS = (NEW, OLD, (*OLD, *NAMED))
TEXT, QUOTE = ("1", "0"), ("49", "57")  # type and subtype
SYSTEM = frozenset({"10000", "10002", "系统消息", "拍一拍", "撤回消息"})
SPOKEN = frozenset({"文本", "文本消息", "引用", "引用消息", "回复"})

# The folder of a chat is called by its name and its id, such as 茶(10000000001@chatroom).
FOLDER = re.compile(r"(?:.*/)?([^/]{1,200})\(([0-9]{1,20}@chatroom|wxid_[A-Za-z0-9_-]{1,60})\)/", re.DOTALL)

parts = alone


class WechatRow(NamedTuple):
    """One row: its group, its sender and their name, its time as written, its kind and its content."""

    group: str
    author: str
    name: str
    stamp: str
    kind: str
    content: str
    native: str | None = None


def recognises(file: File) -> bool:
    """Whether the first line is one of the headers."""
    return _header(file) in HEADERS


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:  # noqa: ARG001 (both headers speak for themselves)
    """Each file: its chats as they are met, and its messages."""
    for file in files:
        header = _header(file)
        if header not in HEADERS:
            raise broken(file)
        is_new, group = header == NEW, _group_of_folder(file)
        rules = CutRules(",", max(len(header), _width(file)), skip_first=True)
        rows, groups, seen = Rows(), set[str](), set[str]()
        for piece in cut_records(file.chunks(), rules):
            _reject_broken(piece, file, rows)
            for row, line, start, end in zip(piece.rows, piece.lines, piece.starts, piece.ends, strict=True):
                rows.records["message"] += 1
                said = _new(row, group[1]) if is_new else _old(row, header)
                if said.group and said.group not in groups:
                    groups.add(said.group)
                    _add_group(said.group, group[0] if is_new else None, rows)
                if fault := _add(said, seen, rows, is_new=is_new):
                    rows.reject("message", (file.name, line), *fault, (start, end))
                if rows.is_full:
                    yield rows.batch(naive=is_new)
                    rows = Rows()
                    seen.clear()
        yield rows.batch(naive=is_new)


def _rows(file: File) -> Iterator[list[str]]:
    text = file.head_text.removeprefix("\ufeff")
    return csv.reader(text.splitlines(keepends=True)[:2])


def _header(file: File) -> tuple[str, ...]:
    if not file.head.removeprefix(b"\xef\xbb\xbf").startswith((b"localId,", "消息ID,".encode())):
        return ()
    try:
        return tuple(next(_rows(file), ()))
    except csv.Error:
        return ()


def _width(file: File) -> int:
    """The number of fields in the first row: the oldest header names one less than there are."""
    try:
        return min(max(map(len, _rows(file)), default=0), len(OLD) + len(NAMED))
    except csv.Error:
        return 0


def _reject_broken(piece: TableRows, file: File, rows: Rows) -> None:
    for line, start, end, code, _ in piece.bad:
        rows.records["message"] += 1
        rows.reject("message", (file.name, line), code, REASONS[code], (start, end))


def _new(row: Row, group: str) -> WechatRow:
    native, word, sender, stamp, content, remark, nickname = (cell or "" for cell in row[:7])
    kind = "system" if word in SYSTEM else "text" if word in SPOKEN else "media"
    return WechatRow(
        group, f"name:{sender}" if sender else "", remark or nickname or sender, stamp, kind, content, native
    )


def _old(row: Row, header: Sequence[str]) -> WechatRow:
    """A row of the older header. Without names, the sender is known only if it is the exporter."""
    cells = dict(zip(header, (cell or "" for cell in row), strict=False))
    kinds = (cells["Type"], cells["SubType"])
    kind = "system" if kinds[0] in SYSTEM else "text" if kinds in (TEXT, QUOTE) else "media"
    own = "exporter" if cells["IsSender"] == "1" else ""
    name = cells.get("Remark") or cells.get("NickName") or ""
    author = cells.get("Sender") or own
    return WechatRow(cells["TalkerId"], author, name, cells["CreateTime"], kind, cells["StrContent"])


def _group_of_folder(file: File) -> tuple[str, str]:
    """The title and the id of the group, from the folder that the exporter makes; else the file's name for both."""
    folder = FOLDER.fullmatch(file.folder)
    name = file.base.removesuffix(".csv")
    return (folder[1], folder[2]) if folder else (name, name)


def _add_group(native: str, title: str | None, rows: Rows) -> None:
    """The group. If the id does not show that it is a room, its title may be a member's name."""
    rows.records["group"] += 1
    rows.add("group", native=native, title=title, kind="group", is_private=not native.endswith(ROOM))


def _add(said: WechatRow, seen: set[str], rows: Rows, *, is_new: bool) -> tuple[str, str] | None:
    """One message's rows, or the code and the reason why there are none."""
    sent_at = _local(said.stamp) if is_new else read_unix_text(said.stamp)
    native = said.native if said.native and said.native != "0" else None
    if sent_at is None:
        return "bad-time", REASONS["bad-time"]
    if not said.group or (said.kind != "system" and not said.author):
        return "no-sender", REASONS["no-sender"]
    if native in seen:
        rows.skipped["message", "repeated"] += 1
        return None
    if native:
        seen.add(native)
    is_system = said.kind == "system"
    author, name = (None, None) if is_system else (said.author, said.name or None)
    words = None if said.kind == "media" else said.content or None
    rows.add(
        "message",
        native=native,
        group=said.group,
        author=author,
        author_name=name,
        sent_at=sent_at,
        kind=said.kind,
        text=words,
        flags=0,
    )
    if is_system:
        _add_membership(said, sent_at, rows)
    return None


def _add_membership(said: WechatRow, sent_at: datetime, rows: Rows) -> None:
    """Who joined or left; people go by name."""
    notice = read_notice(said.content)
    if notice is None:
        return
    rows.notices[UNPLACED] += notice.unnamed
    inviter = f"name:{notice.by}" if notice.by else None
    how = "invite" if notice.change == "join" and inviter else None
    of = {"group": said.group, "happened_at": sent_at, "change": notice.change, "how": how, "inviter": inviter}
    for who in notice.who:
        rows.add("membership", member=f"name:{who}", **of)


def _local(stamp: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return None if at.tzinfo else within_years(at)
