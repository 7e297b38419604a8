"""WeChat chats in JSON as WeFlow and echotrace export them: one chat with people's ids.

Layout: a `session` with its wxid, then `messages`; https://github.com/hicccc77/WeFlow
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from commkit.sources.faults import NO_SENDER, NOT_AN_OBJECT
from commkit.sources.files.file import broken
from commkit.sources.qq.notices import find_member, find_mentions, read_notice
from commkit.sources.rows import Rows
from commkit.sources.source import alone
from commkit.sources.text.json_stream import read_document, stream_messages
from commkit.sources.text.json_values import mapping, text
from commkit.sources.text.stamps import read_unix_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading
    from commkit.store.batch import Batch

PLATFORM = "wechat"
LACKS = frozenset({"reactions", "replies", "leaves", "roster", "bots", "ids", "common_end"})

OBJECT = re.compile(r"\s{0,99}\{")
SESSION = re.compile(r'"session"\s{0,9}:\s{0,9}\{[^{}]{0,2000}"wxid"\s{0,9}:\s{0,9}"[^"]{1,200}"')
KIND = re.compile(r'"type"\s{0,9}:\s{0,9}"(?:群聊|私聊|\\u7fa4\\u804a|\\u79c1\\u804a)"')
ROOM = "@chatroom"
SPOKEN = frozenset({"文本消息", "引用消息"})
SYSTEM = frozenset({"系统消息", "拍一拍", "拍一拍消息", "撤回消息"})

parts = alone


def recognises(file: File) -> bool:
    """Whether this is one chat with its session."""
    head = file.head.decode("utf-8-sig", errors="replace")
    return bool(OBJECT.match(head) and SESSION.search(head) and KIND.search(head))


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:  # noqa: ARG001 (the export speaks for itself)
    """The chat, then its messages."""
    for file in files:
        export = read_document(file)
        session = mapping(export.get("session"))
        group = text(session.get("wxid"))
        if group is None or not isinstance(export.get("messages"), list):
            raise broken(file)
        rows = Rows()
        _add_group(group, session, rows)
        names = _names(map(mapping, stream_messages(file, export)))
        for number, message in enumerate(stream_messages(file, export), 1):
            rows.records["message"] += 1
            if fault := _add(mapping(message), group, names, rows):
                rows.reject("message", (file.name, number), *fault)
            if rows.is_full:
                yield rows.batch()
                rows = Rows()
        yield rows.batch()


def _add_group(native: str, session: Mapping[str, object], rows: Rows) -> None:
    """The group. The title of a group of two is a member's name."""
    names = (text(session.get(key)) for key in ("displayName", "remark", "nickname"))
    is_room = native.endswith(ROOM)
    rows.records["group"] += 1
    rows.add(
        "group",
        native=native,
        title=next(filter(None, names), None),
        kind="group" if is_room else "direct",
        is_private=not is_room,
    )


def _names(said: Iterable[Mapping[str, object]]) -> dict[str, str | None]:
    """The member that each name stands for; None if several members have had it."""
    found: dict[str, str | None] = {}
    for message in said:
        native, name = text(message.get("senderUsername")), text(message.get("senderDisplayName"))
        if native and name and _kind(message) != "system":
            found[name] = native if found.get(name, native) == native else None
    return found


def _add(message: dict[str, object], group: str, names: Mapping[str, str | None], rows: Rows) -> tuple[str, str] | None:
    """One message's rows, or the code and the reason why there are none."""
    sent_at = read_unix_text(message.get("createTime"))
    author, kind = text(message.get("senderUsername")), _kind(message)
    words = text(message.get("content"))
    if not message:
        return NOT_AN_OBJECT
    if sent_at is None:
        return "bad-time", "createTime is no Unix time in seconds"
    if kind == "system":
        rows.add("message", group=group, sent_at=sent_at, kind=kind, text=words, flags=0)
        _add_membership(words or "", group, sent_at, names, rows)
        return None
    if author is None or (author == group and author.endswith(ROOM)):
        return NO_SENDER
    name = text(message.get("senderDisplayName"))
    own = words if kind == "text" else None
    rows.add("message", group=group, author=author, author_name=name, sent_at=sent_at, kind=kind, text=own, flags=0)
    for called in find_mentions(own, names) if own and "@" in own else ():
        if receiver := names[called]:
            rows.add("interaction", group=group, sender=author, receiver=receiver, kind="mention", happened_at=sent_at)
    return None


def _kind(message: Mapping[str, object]) -> str:
    word = text(message.get("type"))
    return "system" if word in SYSTEM else "text" if word in SPOKEN else "media"


def _add_membership(words: str, group: str, sent_at: datetime, names: Mapping[str, str | None], rows: Rows) -> None:
    """Who joined or left, if it is known whose name it is."""
    if notice := read_notice(words):
        inviter = find_member(notice.by, names) if notice.by else None
        how = "invite" if notice.change == "join" and notice.by else None
        for name in notice.who:
            if member := find_member(name, names):
                rows.add(
                    "membership",
                    group=group,
                    member=member,
                    happened_at=sent_at,
                    change=notice.change,
                    how=how,
                    inviter=inviter,
                )
