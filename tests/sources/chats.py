"""Chats of seven formats with one fault each; all content is invented."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from tests.sources.corpus import ALIEN, SPOT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SECONDS = 1_704_448_800  # 2024-01-05 10:00 UTC
# What becomes of three equal messages among eight, where they do not all stay: an id is one message's.
EQUALS = {"slack": (8, 6, 0, 0, 2), "discord": (8, 6, 2, 0, 0), "telegram": (8, 6, 0, 0, 2)}
WHOLE_MESSAGES = {"whatsapp", "qq"}  # sources that reject a message for bytes that are no text; others lose those alone


class Chat(NamedTuple):
    """How one message is written and what stands around all of them."""

    path: str
    message: Callable[[int, str], str]  # its number and its words
    whole: Callable[[Sequence[str]], str]
    bad_time: str  # a message whose time is none
    beside: Mapping[str, str] = {}


class Case(NamedTuple):
    """A chat's files and what becomes of its messages: records, loaded, duplicate, rejected, skipped."""

    path: str
    text: str
    beside: Mapping[str, str]
    ends: tuple[int, int, int, int, int] | None  # none where it is refused
    cut: int = 0

    def files(self, encoding: str) -> dict[str, bytes]:
        """Its bytes by path."""
        raw = self.text.encode(encoding, "replace")
        raw = raw.replace(SPOT.encode("utf-16-le" if encoding == "utf-16" else "ascii"), ALIEN.get(encoding, b"\xff"))
        beside = {path: text.encode(encoding) for path, text in self.beside.items()}
        return {self.path: raw[: len(raw) - self.cut], **beside}


def _slack(number: int, words: str) -> str:
    return json.dumps(
        {"type": "message", "user": "U0ANA0001", "text": words, "ts": f"{SECONDS + number}.000100"}, ensure_ascii=False
    )


def _discord(number: int, words: str) -> str:
    said = {"id": str(900 + number), "type": "Default", "timestamp": f"2024-01-05T10:00:{number:02}+00:00"}
    return json.dumps({**said, "content": words, "author": {"id": "77", "name": "小明"}}, ensure_ascii=False)


def _telegram(number: int, words: str) -> str:
    said = {"id": number, "type": "message", "date": f"2024-01-05T10:00:{number:02}"}
    return json.dumps({**said, "from": "小明", "from_id": "user77", "text": words}, ensure_ascii=False)


def _wechat(number: int, words: str) -> str:
    said = {"localId": number, "createTime": SECONDS + number, "type": "文本消息", "content": words}
    return json.dumps({**said, "senderUsername": "wxid_ming", "senderDisplayName": "小明"}, ensure_ascii=False)


def _listed(before: str, after: str) -> Callable[[Sequence[str]], str]:
    return lambda messages: before + ",\n".join(messages) + after


CHATS = {
    "slack": Chat(
        "slack/hall/2024-01-05.json",
        _slack,
        _listed("[", "]"),
        '{"type": "message", "user": "U0ANA0001", "text": "茶", "ts": "today"}',
        {
            "slack/users.json": '[{"id": "U0ANA0001", "name": "小明", "profile": {}}]',
            "slack/channels.json": '[{"id": "C0HALL001", "name": "hall", "creator": "U0ANA0001"}]',
        },
    ),
    "discord": Chat(
        "hall.json",
        _discord,
        _listed(
            '{"guild": {"id": "1"}, "channel": {"id": "5", "type": "GuildTextChat", "name": "花の會"}, "messages": [',
            "]}",
        ),
        '{"id": "999", "type": "Default", "timestamp": "today", "content": "茶", "author": {"id": "77"}}',
    ),
    "telegram": Chat(
        "result.json",
        _telegram,
        _listed('{"name": "花の會", "type": "private_group", "id": 5, "messages": [', "]}"),
        '{"id": 999, "type": "message", "date": "today", "from": "小明", "from_id": "user77", "text": "茶"}',
    ),
    "wechat": Chat(
        "花.json",
        _wechat,
        _listed('{"session": {"wxid": "5@chatroom", "type": "群聊", "displayName": "花の會"}, "messages": [', "]}"),
        '{"localId": 9, "createTime": "today", "type": "文本消息", "content": "茶", "senderUsername": "wxid_ming"}',
    ),
    "whatsapp": Chat(
        "WhatsApp Chat with Tea.txt",
        lambda number, words: f"2024-01-05, 10:0{number} - 小明: {words}",
        lambda lines: "\n".join((*lines, "")),
        "2024-13-45, 10:00 - 小明: 茶",
    ),
    "irc": Chat(
        "#tea.log",
        lambda number, words: f"2024-01-05T10:0{number}:00 <小明> {words}",
        lambda lines: "\n".join((*lines, "")),
        "2024-13-45T10:00:00 <小明> 茶",
    ),
    "qq": Chat(
        "花.txt",
        lambda number, words: f"2024-01-05 10:0{number}:00 小明(10100001)\r\n{words}\r\n",
        lambda lines: "\r\n".join((*lines, "")),
        "2024-13-45 10:00:00 小明(10100001)\r\n茶\r\n",
    ),
}
JSON = ("slack", "discord", "telegram", "wechat")
LINES = ("whatsapp", "irc", "qq")

WORDS = {
    "quote": '茶"一"杯',
    "comma and bracket": "茶,}]一杯",
    "escape": "茶\\",
    "formula": "=1+1",
    "marks of direction": "\u202e茶\u202c\u200f",
    "zero width": "茶\u200b\u200d",
    "byte order mark": "茶\ufeff杯",
    "emoji": "茶🍵👩‍👩‍👧",
    "long": "茶" * 50_000,
    "no words": "",
}
# A message in JSON that is one, however odd; `{}` stands for the fields of a good one.
ODD = {
    "half a surrogate pair": '{{{}, "text": "\\ud800", "content": "\\udc00茶"}}',
    "keys twice": "{{{0}, {0}}}",
    "wrong types": '{{{}, "text": {{"a": [1]}}, "content": 7, "reactions": 5, "attachments": "x", "profile": []}}',
    "NaN and infinity": '{{{}, "size": NaN, "width": -Infinity}}',
    "escaped control characters": '{{{}, "text": "\\u0000\\u001b[31m", "content": "\\u0007"}}',
    "a nested list": '{{{}, "more": ' + "[" * 200 + "]" * 200 + "}}",
    "a huge float": '{{{}, "size": 1e999999}}',
}
NO_MESSAGE = {"null": "null", "number": "7", "text": '"茶"', "list": "[[]]", "empty object": "{}"}
BROKEN = {
    "comma too many": "{},,{}",
    "raw control character": '{"text": "a\nb"}',
    "single quotes": "{'text': 'a'}",
    "bracket too few": '{"text": ["a"',
    "nested too deeply": '{"more": ' + "[" * 100_000 + "]" * 100_000 + "}",
    "a number of 5,000 digits": '{"size": ' + "9" * 5000 + "}",
}

UNREAD = ("a number of 5,000 digits",)  # nobody looks at the field


def made(name: str, middle: Sequence[str], ends: tuple[int, int, int, int, int] | None, cut: int = 0) -> Case:
    """Three good messages, these, and two good ones."""
    chat = CHATS[name]
    good = [chat.message(number, f"茶一杯 {number}") for number in range(1, 6)]
    return Case(chat.path, chat.whole([*good[:3], *middle, *good[3:]]), chat.beside, ends, cut)


def cases() -> dict[tuple[str, str], Case]:
    """All of them, by format and kind of fault."""
    found = {}
    for name, chat in CHATS.items():
        for kind, words in WORDS.items():
            found[name, kind] = made(name, [chat.message(7, words)], (6, 6, 0, 0, 0))
        found[name, "no such time"] = made(name, [chat.bad_time], (6, 5, 0, 1, 0))
        found[name, "empty"] = Case(chat.path, "", chat.beside, (0, 0, 0, 0, 0) if chat.beside else None)
        found[name, "equal messages"] = made(name, [chat.message(7, "茶")] * 3, EQUALS.get(name, (8, 8, 0, 0, 0)))
        found[name, "bytes that are no text"] = made(
            name, [chat.message(7, f"茶{SPOT}杯")], (6, 5, 0, 1, 0) if name in WHOLE_MESSAGES else (6, 6, 0, 0, 0)
        )
    for name in JSON:
        fields = CHATS[name].message(7, "茶").strip("{}") if name != "discord" else CHATS[name].message(7, "茶")[1:-1]
        for kind, form in ODD.items():
            found[name, kind] = made(name, [form.format(fields)], (6, 6, 0, 0, 0))
        for kind, value in NO_MESSAGE.items():
            found[name, kind] = made(name, [value], (6, 5, 0, 1, 0))
        for kind, value in BROKEN.items():
            rejects = 2 if kind == "comma too many" else 1  # what stands around it are two empty objects
            one_reject = None if kind == "bracket too few" else (5 + rejects, 5, 0, rejects, 0)  # it swallows the rest
            is_whole = name == "slack" and kind not in UNREAD  # a day is read whole or not
            found[name, kind] = made(name, [value], (1, 0, 0, 1, 0) if is_whole else one_reject)
        found[name, "truncated"] = made(name, [], (1, 0, 0, 1, 0) if name == "slack" else None, cut=40)
    return found
