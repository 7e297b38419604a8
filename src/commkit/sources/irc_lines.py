"""The lines of an IRC log, as loggers, bouncers and clients write them: when, who, and what was said or happened."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commkit.sources.files import File

# [00:15] <ana> hi      [00:15:31] <ana> hi      2012-10-17T09:16:21+0000  <ana> hi      00:15 <@ana> hi
# 2024-01-05 00:15:31 TAB ana TAB hi
STAMPED = re.compile(
    r"(?P<bracket>\[)?(?:(?P<day>\d{4}-\d{2}-\d{2})[T ])?(?P<clock>\d{2}:\d{2}(?::\d{2})?)(?:\.\d{1,6})?"
    r"(?P<offset>Z|[+-]\d{2}:?\d{2})?(?(bracket)\])(?P<space> {1,4}|\t)(?P<body>.*)",
    re.DOTALL,
)
SIGN = "[ @+%&~!]"  # of operators and the like, before the nick
NICK = r"[^\s<>]{1,64}"
SAID = re.compile(rf"<{SIGN}?({NICK})>[ \t]{{0,4}}(.*)", re.DOTALL)
DID = re.compile(rf"\*[ \t]{SIGN}?({NICK})(?:[ \t](.*))?", re.DOTALL)
NOTED = re.compile(r"-([^\s!(:-][^\s(:]{0,63})(?:\([^\s)]{0,99}\)|:#[^\s-]{1,64})?- (.*)", re.DOTALL)
EVENT = re.compile(r"(?:\*\*\*|-!-) (.*)", re.DOTALL)
RENAME = re.compile(rf"({NICK}) is now known as ({NICK})")
JOINED = re.compile(rb" has joined (?:channel )?(#[^\s,\x07]{1,64})")
# A client that keeps one file says in lines of its own which day it is.
NEW_DAY = re.compile(r"--- (?:Log opened|Log closed|Day changed) (.*)", re.DOTALL)
DATED = re.compile(r"\S{1,9} ([A-Z][a-z]{2}) (\d{2}) (?:\d{2}:\d{2}:\d{2} )?(\d{4})")
OPENING = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}(?:\[?\d{2}|--- )")
WEECHAT = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\t")  # also how a table may begin: its events tell it apart
ARROWS = frozenset({"-->", "<--", "--", "=!="})
COLOURS = re.compile(r"\x03(?:\d{1,2}(?:,\d{1,2})?)?|[\x00\x02\x0f\x11\x16\x1d\x1e\x1f]")
HEAD_LINES = 30
IN_PATH = re.compile(r"(?<!\d)(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")
CHANNEL = re.compile(r"#{1,4}[^#\s,/][^\s,/]{0,99}")
ENDINGS = re.compile(
    r"(?:\.(?:log|txt|weechatlog|irc|zip|gz|tar)|[-_.]?(?<!\d)\d{4}[-_.]?\d{2}[-_.]?\d{2}(?!\d))+$", re.IGNORECASE
)
PLAIN = re.compile(r"(?!(?:irc|chat)?[-_]?logs?$|irc$|chat$|standard-input$)[^\W\d][\w.+-]{0,63}", re.IGNORECASE)


class Line(NamedTuple):
    """One line with a time: the kind is said, event, or status."""

    day: str | None
    clock: str
    offset: str | None
    kind: str
    nick: str | None
    words: str


def line_of(text: str) -> Line | None:
    """What a line says, if it opens with a time."""
    found = STAMPED.match(text)
    if found is None:
        return None
    body = found["body"]
    kind, nick, words = _columns(body) if found["space"] == "\t" else _body(body)
    return Line(found["day"], found["clock"], found["offset"], kind, nick, words)


def _body(body: str) -> tuple[str, str | None, str]:
    if said := SAID.match(body):
        return "said", said[1], said[2]
    if event := EVENT.match(body):
        return "event", None, event[1]
    if did := DID.match(body):
        return "said", did[1], did[2] or ""
    if noted := NOTED.match(body):
        return "event", None, noted[2]  # programs answer by notices, people hardly ever
    return "status", None, body


def _columns(body: str) -> tuple[str, str | None, str]:
    """WeeChat's columns: a nick or a sign, a tab, the words."""
    sign, tab, words = body.partition("\t")
    plain = sign.strip()
    if not tab:
        return "status", None, body
    if plain in ARROWS:
        return "event", None, words
    if plain == "*":
        nick, _, rest = words.partition(" ")
        return "said", nick or None, rest
    nick = re.sub(rf"^{SIGN}", "", sign) if len(sign) > 1 else sign
    return ("said", nick, words) if re.fullmatch(NICK, nick) else ("status", None, words)


def texts(file: File) -> Iterator[tuple[int, str]]:
    """Every line that is not blank, with its number, without colours; bytes that are no text become U+FFFD."""
    with file.stream() as stream:
        for number, raw in enumerate(stream, 1):
            text = raw.decode("utf-8", errors="replace").rstrip("\r\n")
            if number == 1:
                text = text.removeprefix("\ufeff")
            if not text.isprintable():
                text = COLOURS.sub("", text)
            if text and not text.isspace():
                yield number, text


def is_log(file: File) -> bool:
    """Whether nearly all lines at the top are an IRC log's, and somebody speaks, comes or goes in them."""
    if not OPENING.match(file.head):
        return False
    lines = file.head.decode("utf-8-sig", errors="replace").splitlines()
    told = [each for each in lines[:HEAD_LINES] if each.strip() and not NEW_DAY.match(each)]
    read = [line_of(COLOURS.sub("", each)) for each in told]
    kinds = Counter(each.kind if each else None for each in read)
    shown = kinds["event"] + (0 if WEECHAT.match(told[0]) else kinds["said"]) if told else 0
    return bool(shown) and kinds[None] * 5 <= len(read) and kinds["status"] * 2 <= len(read)


def day_of_path(name: str) -> date | None:
    """The last day that a path names."""
    found = [day for each in IN_PATH.finditer(name) if (day := _day(*map(int, each.groups())))]
    return found[-1] if found else None


def new_day(text: str) -> tuple[bool, date | None]:
    """Whether a line says which day it is, and the day if it can be read."""
    said = NEW_DAY.match(text)
    found = DATED.match(said[1]) if said else None
    months = "JanFebMarAprMayJunJulAugSepOctNovDec"
    day = _day(int(found[3]), months.find(found[1]) // 3 + 1, int(found[2])) if found and found[1] in months else None
    return said is not None, day


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=4096)  # in a busy channel many lines share their minute
def moment(day: str, clock: str, offset: str | None) -> datetime | None:
    """The instant, in UTC if the line states an offset, else by the logger's own clock; None where there is no such."""
    try:
        stamp = datetime.fromisoformat(f"{day}T{clock}{offset or ''}")
        return stamp.astimezone(UTC).replace(tzinfo=None) if offset else stamp
    except (ValueError, OverflowError):
        return None


def channel_of(file: File) -> str | None:
    """The channel by the path, or by a line that says who joined it: in lower case, with its #."""
    for part in reversed(file.name.split("/")):
        if found := CHANNEL.search(part):
            return ENDINGS.sub("", found[0]).lower()
    if joined := JOINED.search(file.head):
        return joined[1].decode("utf-8", errors="replace").lower()
    names = (ENDINGS.sub("", part) for part in reversed(file.name.split("/")))
    return next((f"#{name.lower()}" for name in names if PLAIN.fullmatch(name)), None)
