"""The lines of a QQ export: where a chat begins, which lines open a message, and what belongs to it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from commkit.sources.files import encoding

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from commkit.sources.files.file import File

TOP = "消息记录（此消息记录为文本格式"
FRAME = re.compile(r"={16,128}")
GROUP = "消息对象:"
FOLDER = "消息分组:"
# 2016-07-19 9:27:15 Ana(97070019)   2016-07-19 9:27:15 PM 【管理员】Ana<ana@example.com>   2016-07-19 9:27:15 Ana
DAY = r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})"
OPENING = re.compile(rf"{DAY} (\d{{1,2}}):(\d\d):(\d\d)(?: ([AP])M)? (.{{0,200}})", re.DOTALL)
SENDER = re.compile(r"(.{0,150}?)(?:\((\d{4,12})\)|<([^<>\s]{3,100})>)", re.DOTALL)
TITLE = re.compile(r"【(群主|管理员)】")
OWN_MAIL = re.compile(r"(\d{5,12})@qq\.com", re.IGNORECASE)
SYSTEM = frozenset({"10000", "1000000"})  # QQ itself speaks under them
ANONYMOUS = "80000000"  # all who speak in disguise share it
OFFICIAL_BOTS = re.compile("28541[0-9]{5}")  # such as Q群管家
NOON = 12
# What stands for a picture, an animation, a voice ... in a text.
MEDIA = re.compile(
    r"(?:\s|\[(?:图片|表情|动画表情|语音|视频|文件|闪照|位置|名片|分享|QQ红包|红包|音乐|礼物|戳一戳)\])+"
    r"(?:.{0,20}请使用(?:最新版|新版)?手机QQ.{0,40})?"
)


class QqMessage(NamedTuple):
    """One message, or a line above the first: its group, its place, when and by whom, and its words."""

    group: str
    line: int
    sent_at: datetime | None
    name: str
    native: str  # empty where the line names nobody by id
    is_staff: bool
    body: str
    is_preamble: bool = False

    @property
    def is_system(self) -> bool:
        """Whether QQ itself speaks."""
        return self.native in SYSTEM

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody can know who speaks."""
        return self.native == ANONYMOUS

    @property
    def is_bot(self) -> bool:
        """Whether one of QQ's own bots speaks."""
        return OFFICIAL_BOTS.fullmatch(self.native) is not None


def is_export(head: bytes) -> bool:
    """Whether a file with this beginning is an export."""
    text = head.decode("utf-8-sig", errors="ignore").lstrip()
    opening = OPENING.fullmatch(text.split("\n", 1)[0].rstrip("\r"))
    return text.startswith(TOP) or (opening is not None and SENDER.fullmatch(opening[9]) is not None)


def read_messages(file: File, with_ids: Container[str]) -> Iterator[QqMessage]:
    """Every message with the lines that belong to it. Without a head, the group is named by the file.

    In a group that shows ids every message begins with one: a line without an id was pasted.
    """
    group = file.base.removesuffix(".txt")
    head: QqMessage | None = None
    body: list[str] = []
    before = ""
    for number, line in _lines(file):
        title = line.removeprefix(GROUP).strip() if line.startswith(GROUP) and FRAME.fullmatch(before) else ""
        found = None if title else _opened(line, group, number, needs_id=group in with_ids)
        if title or found:
            if head:
                yield _whole(head, body)
            group, head, body = title or group, found, []
        elif head:
            body.append(line)
        elif line.strip() and not line.startswith((TOP, FOLDER)) and not FRAME.fullmatch(line):
            yield QqMessage(group, number, None, "", "", is_staff=False, body="", is_preamble=True)
        before = line
    if head:
        yield _whole(head, body)


def find_groups_with_ids(file: File) -> set[str]:
    """The chats in which somebody has an id."""
    found: set[str] = set()
    group, before = file.base.removesuffix(".txt"), ""
    for number, line in _lines(file):
        if line.startswith(GROUP) and FRAME.fullmatch(before):
            group = line.removeprefix(GROUP).strip() or group
        elif group not in found and (record := _opened(line, group, number, needs_id=True)) and not record.is_system:
            found.add(group)
        before = line
    return found


def _lines(file: File) -> Iterator[tuple[int, str]]:
    """Every line with its number. QQ ends lines with CR LF; a single CR or LF is part of a message."""
    end = _end_of_lines(file.head.decode(errors="ignore"))
    number, rest = 1, ""
    for piece in encoding.decode_chunks(file.chunks()):
        *lines, rest = (rest + piece).split(end)
        for line in lines:
            yield number, line.removeprefix("\ufeff").removesuffix("\r")
            number += 1 + line.count("\n")
    yield number, rest.removeprefix("\ufeff").removesuffix("\r")


def _end_of_lines(head: str) -> str:
    """What ends the first line: other programs may have saved the file with line feeds alone."""
    return "\r\n" if head.partition("\n")[0].endswith("\r") else "\n"


def _opened(line: str, group: str, number: int, *, needs_id: bool) -> QqMessage | None:
    """The beginning of a message, if this line is one."""
    if not line[:4].isdecimal() or not (opening := OPENING.fullmatch(line)):
        return None
    who = opening[9].strip()
    sender = SENDER.fullmatch(who)
    if not who or (needs_id and sender is None):
        return None
    name, native = (sender[1], sender[2] or _mail(sender[3])) if sender else (who, "")
    shown = TITLE.sub("", name, count=1).strip() if TITLE.match(name) else name.strip()
    return QqMessage(group, number, _moment(opening), shown, native, is_staff=bool(TITLE.match(name)), body="")


def _mail(address: str) -> str:
    """The id for an address or a phone number. An address at QQ contains the account's number."""
    own = OWN_MAIL.fullmatch(address)
    return own[1] if own else address.lower()


def _moment(opening: re.Match[str]) -> datetime | None:
    year, month, day, hour, minute, second = (int(opening[each]) for each in (1, 3, 4, 5, 6, 7))
    if opening[8]:
        hour = hour % NOON + (NOON if opening[8] == "P" else 0) if hour <= NOON else 24
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 (what the exporter's clock showed)
    except ValueError:
        return None


def _whole(head: QqMessage, body: list[str]) -> QqMessage:
    while body and (FRAME.fullmatch(body[-1]) or body[-1].startswith(FOLDER)):  # the next chat's frame
        body.pop()
    text = "\n".join(body).replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return head._replace(body=text)


def classify_body(body: str) -> tuple[str, str | None]:
    """Kind and words. An empty body is something that could not be exported."""
    return ("text", body) if body.strip() and not MEDIA.fullmatch(body) else ("media", None)
