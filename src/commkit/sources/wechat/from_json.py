"""WeChat chats in JSON as WeFlow and echotrace export them: one chat with people's ids.

Layout: a `session` with its wxid, then `messages`; https://github.com/hicccc77/WeFlow
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct

from commkit.sources.faults import NO_SENDER, NOT_AN_OBJECT
from commkit.sources.files.file import broken
from commkit.sources.qq.notices import find_member, find_mentions, read_notice
from commkit.sources.rows import Rows
from commkit.sources.source import alone
from commkit.sources.text.json_stream import read_document, stream_messages
from commkit.sources.text.stamps import read_unix_text
from commkit.store.fields import UNPLACED

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


class WechatSession(Struct, rename="camel"):
    """The chat."""

    wxid: str | None = None
    display_name: str | None = None
    remark: str | None = None
    nickname: str | None = None


class WechatMessage(Struct, gc=False, rename="camel"):
    """What is read of a message."""

    create_time: int | str | None = None
    sender_username: str | None = None
    sender_display_name: str | None = None
    type: str | None = None
    content: str | None = None

    @property
    def kind(self) -> str:
        """What it is in our words."""
        return "system" if self.type in SYSTEM else "text" if self.type in SPOKEN else "media"


class WechatExport(Struct):
    """The document; its messages are those alone that are not read as a stream."""

    session: WechatSession | None = None
    messages: list[WechatMessage | None] | None = None


def recognises(file: File) -> bool:
    """Whether this is one chat with its session."""
    head = file.head.decode("utf-8-sig", errors="replace")
    return bool(OBJECT.match(head) and SESSION.search(head) and KIND.search(head))


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:  # noqa: ARG001 (the export speaks for itself)
    """The chat, then its messages."""
    for file in files:
        export = read_document(file, WechatExport)
        session, group = export.session, export.session and export.session.wxid
        if not session or not group or export.messages is None:
            raise broken(file)
        rows = Rows()
        _add_group(group, session, rows)
        names = _names(filter(None, _messages(file, export)))
        for number, message in enumerate(_messages(file, export), 1):
            rows.records["message"] += 1
            if fault := _add(message, group, names, rows):
                rows.reject("message", (file.name, number), *fault)
            if rows.is_full:
                yield rows.batch()
                rows = Rows()
        yield rows.batch()


def _messages(file: File, export: WechatExport) -> Iterator[WechatMessage | None]:
    return chain(stream_messages(file, list[WechatMessage | None]), export.messages or ())


def _add_group(native: str, session: WechatSession, rows: Rows) -> None:
    """The group. The title of a group of two is a member's name."""
    is_room = native.endswith(ROOM)
    rows.records["group"] += 1
    rows.add(
        "group",
        native=native,
        title=session.display_name or session.remark or session.nickname or None,
        kind="group" if is_room else "direct",
        is_private=not is_room,
    )


def _names(said: Iterable[WechatMessage]) -> dict[str, str | None]:
    """The member that each name stands for; None if several members have had it."""
    found: dict[str, str | None] = {}
    for message in said:
        native, name = message.sender_username, message.sender_display_name
        if native and name and message.kind != "system":
            found[name] = native if found.get(name, native) == native else None
    return found


def _add(
    message: WechatMessage | None, group: str, names: Mapping[str, str | None], rows: Rows
) -> tuple[str, str] | None:
    """One message's rows, or the code and the reason why there are none."""
    if message is None:
        return NOT_AN_OBJECT
    sent_at, author = read_unix_text(message.create_time), message.sender_username
    kind, words = message.kind, message.content or None
    if sent_at is None:
        return "bad-time", "createTime is no Unix time in seconds"
    if kind == "system":
        rows.add("message", group=group, sent_at=sent_at, kind=kind, text=words, flags=0)
        _add_membership(words or "", group, sent_at, names, rows)
        return None
    if not author or (author == group and author.endswith(ROOM)):
        return NO_SENDER
    name, own = message.sender_display_name or None, words if kind == "text" else None
    rows.add("message", group=group, author=author, author_name=name, sent_at=sent_at, kind=kind, text=own, flags=0)
    for called in find_mentions(own, names) if own and "@" in own else ():
        if receiver := names[called]:
            rows.add("interaction", group=group, sender=author, receiver=receiver, kind="mention", happened_at=sent_at)
    return None


def _add_membership(words: str, group: str, sent_at: datetime, names: Mapping[str, str | None], rows: Rows) -> None:
    """Who joined or left, if it is known whose name it is."""
    if notice := read_notice(words):
        inviter = find_member(notice.by, names) if notice.by else None
        how = "invite" if notice.change == "join" and notice.by else None
        known = [member for name in notice.who if (member := find_member(name, names))]
        rows.notices[UNPLACED] += notice.unnamed + len(notice.who) - len(known)
        for member in known:
            of = {"group": group, "happened_at": sent_at, "change": notice.change, "how": how, "inviter": inviter}
            rows.add("membership", member=member, **of)
