"""Notices of QQ and WeChat about who joined and left, and mentions. Both give only names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# A comma may follow, and who else is there.
HERE = r"(?:本群|[该該]群|群聊|群[组組]|群)(?:[。.!！]|[，,].{0,4000})?"
CAME = "(?:加入|[进進]入)"
CODE = "(?:二[维維][码碼]| ?QR ?Code ?)"
NOTICES = tuple(
    (change, re.compile(pattern))
    for change, pattern in (
        ("join", rf"(?P<by>.{{1,60}}?)邀[请請](?P<who>.{{1,300}}?){CAME}了?{HERE}"),
        (
            "join",
            rf"(?P<who>.{{1,60}}?)[通透][过過][扫掃]描(?P<by>.{{1,60}}?)分享的{CODE}{CAME}了?{HERE}",
        ),
        ("join", rf"(?P<who>.{{1,60}}?)[通透][过過].{{1,80}}{CAME}了?{HERE}"),
        ("join", rf"(?:[欢歡]迎)?(?P<who>.{{1,60}}?)已?{CAME}了?{HERE}"),
        ("leave", rf"(?P<who>.{{1,60}}?)已?(?:退出|[离離][开開])了?{HERE}"),
        ("removed", rf"(?P<who>.{{1,60}}?)已?被.{{0,60}}?(?:移出|踢出|[请請]出)了?{HERE}"),
        ("removed", rf".{{1,60}}?[将將](?P<who>.{{1,60}}?)(?:移出|踢出|[请請]出)了?{HERE}"),
    )
)
# 和 joins two names where a quote or the exporter shows it: 你和"小满、大雪". Elsewhere it may be part of a name.
LIST = re.compile(r'[、，,]|(?<=[你您我“”"」])和(?=[“”"「])')
QUOTES = '“”"「」 \u3000'
SPANNED = re.compile(r'[“”"「」].*[“”"「」]')  # inside a name: it is two quotations and words between them, no name
YOU = frozenset({"你", "您", "我"})
# Places for names in WeChat's templates that the exporting program left as they were: $names$, also ${names} and
# $names. Only these words, since people may well be called $Cash$.
UNFILLED = re.compile(
    r"(?<!\w)\$\{?(?:(?:user|nick|kickout)?name|names|adder|from|inviter|kicker|others|identity|remark|revoke)\b",
    re.ASCII,
)
REVOKE = re.compile(r'[\s“”"]{0,9}\$\{?revoke\}?\$?[\s“”"]{0,9}$')  # the place for a link at the end of a line
MOST_NAME = 60


class TencentNotice(NamedTuple):
    """Who joined or left, who invited them, and how many more there are whose names were not filled in."""

    change: str
    who: tuple[str, ...]
    by: str | None
    unnamed: int = 0


def read_notice(body: str) -> TencentNotice | None:
    """What a line of the platform's own says about who joined or left."""
    line = REVOKE.sub("", body).strip()
    for change, pattern in NOTICES:
        if found := pattern.fullmatch(line):
            fields = found.groupdict()
            names = LIST.split(fields["who"]) if fields.get("by") else [fields["who"]]
            if any(SPANNED.search(name.strip(QUOTES)) for name in (*names, fields.get("by") or "")):
                continue
            who = tuple(name for each in names if (name := _name(each)))
            unnamed = sum(UNFILLED.search(name) is not None for name in names)
            return TencentNotice(change, who, _name(fields.get("by")), unnamed)
    return None


def find_member(name: str, people: Mapping[str, str | None]) -> str | None:
    """The member with this name; None if several have it. An unknown name becomes an id of its own."""
    return people.get(name, f"name:{name}")


def _name(written: str | None) -> str | None:
    """A name without quotes; None for the exporter and for others whose name the notice does not give."""
    name = (written or "").strip(QUOTES)
    return None if name in YOU or UNFILLED.search(name) else name or None


def find_mentions(text: str, people: Mapping[str, str | None]) -> Iterable[str]:
    """The names that a text mentions with an @, once each: the longest known name that fits."""
    found: dict[str, None] = {}
    for piece in text.split("@")[1:]:
        ends = range(min(len(piece), MOST_NAME), 0, -1)
        name = next((piece[:end] for end in ends if piece[:end] in people and _is_end(piece[end : end + 1])), None)
        if name:
            found.setdefault(name)
    return found


def _is_end(following: str) -> bool:
    return not following or following.isspace()
