"""What QQ and WeChat tell of who came and went, and whom a text calls: both know people by name alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# A comma may follow, and who else is there.
HERE = r"(?:本群|该群|群聊|群)(?:[。.!！]|[，,].{0,4000})?"
NOTICES = tuple(
    (change, re.compile(pattern))
    for change, pattern in (
        ("join", rf"(?P<by>.{{1,60}}?)邀请(?P<who>.{{1,300}}?)加入了?{HERE}"),
        ("join", rf"(?P<who>.{{1,60}}?)通过扫描(?P<by>.{{1,60}}?)分享的二维码加入了?{HERE}"),
        ("join", rf"(?P<who>.{{1,60}}?)通过.{{1,80}}加入了?{HERE}"),
        ("join", rf"(?:欢迎)?(?P<who>.{{1,60}}?)已?(?:加入|进入)了?{HERE}"),
        ("leave", rf"(?P<who>.{{1,60}}?)已?(?:退出|离开)了?{HERE}"),
        ("removed", rf"(?P<who>.{{1,60}}?)已?被.{{0,60}}?(?:移出|踢出|请出)了?{HERE}"),
        ("removed", rf".{{1,60}}?将(?P<who>.{{1,60}}?)(?:移出|踢出|请出)了?{HERE}"),
    )
)
LIST = re.compile(r"[、，,]")
QUOTES = '“”"「」 \u3000'
YOU = frozenset({"你", "您", "我"})
MOST_NAME = 60


class TencentNotice(NamedTuple):
    """Who came or went, and who brought them."""

    change: str
    who: tuple[str, ...]
    by: str | None


def read_notice(body: str) -> TencentNotice | None:
    """What QQ tells of who came or went."""
    line = body.strip()
    for change, pattern in NOTICES:
        if found := pattern.fullmatch(line):
            fields = found.groupdict()
            names = LIST.split(fields["who"]) if fields.get("by") else [fields["who"]]
            who = tuple(name for each in names if (name := _name(each)))
            return TencentNotice(change, who, _name(fields.get("by")))
    return None


def find_member(name: str, people: Mapping[str, str | None]) -> str | None:
    """Who a notice means: whoever wears the name, nobody if several do; a name that nobody wears stands for itself."""
    return people.get(name, f"name:{name}")


def _name(written: str | None) -> str | None:
    """A name without quotes, unless it is whoever exported the chat: that name is not told."""
    name = (written or "").strip(QUOTES)
    return None if name in YOU else name or None


def find_mentions(text: str, people: Mapping[str, str | None]) -> Iterable[str]:
    """The names that a text calls with an @, once each: the longest that somebody here has worn."""
    found: dict[str, None] = {}
    for piece in text.split("@")[1:]:
        ends = range(min(len(piece), MOST_NAME), 0, -1)
        name = next((piece[:end] for end in ends if piece[:end] in people and _is_end(piece[end : end + 1])), None)
        if name:
            found.setdefault(name)
    return found


def _is_end(following: str) -> bool:
    return not following or following.isspace()
