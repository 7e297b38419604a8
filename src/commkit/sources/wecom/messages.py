"""What one message of WeCom's archive says: when, from whom, to whom, of what kind, and its words."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from commkit.sources.text.json_values import items, mapping, mappings, parse_object, text

# Customers on WeChat begin with wm, those on WeCom with wo, bots with wb; other ids belong to the company.
OUTSIDE = re.compile(r"w[mob][A-Za-z0-9_-]{22,62}")
BOT_MARK = "wb"
SYSTEM = frozenset({"agree", "disagree", "meeting_notification"})
WORDS = {"text": "text", "markdown": "info"}  # type -> the field with the words
# A quoted answer: the words of another, a line, and the author's own.
QUOTE = re.compile(r"这是一条引用/回复消息[：:].*?\n-{3,}\n", re.DOTALL)
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 (instants carry no zone: they are UTC)
DIGITS_OF_TIME = 15  # of milliseconds, to the year 33658


def is_outside(native: str) -> bool:
    """Whether an account is a customer's or a bot's."""
    return OUTSIDE.fullmatch(native) is not None


def is_bot(native: str) -> bool:
    """Whether an account is a bot's."""
    return native.startswith(BOT_MARK) and is_outside(native)


def read_milliseconds(value: object) -> datetime | None:
    """A Unix time in milliseconds; the archive has 0 where it knows none."""
    digits = text(value)
    if not digits or not digits.isascii() or not digits.isdigit() or len(digits) > DIGITS_OF_TIME or not int(digits):
        return None
    try:
        return EPOCH + timedelta(milliseconds=int(digits))
    except OverflowError:
        return None


def read_receivers(value: object) -> list[str]:
    """The accounts that a message went to."""
    return [each for each in map(text, items(value)) if each]


def has_kind(record: dict[str, object]) -> bool:
    """Whether what stands for the kind of the message can be one; without any, it is of a kind that nobody names."""
    return record.get("msgtype") is None or isinstance(record["msgtype"], str)


def classify_record(record: dict[str, object]) -> str:
    """Text, media or system. Everything except words, and mixtures that contain words, is media."""
    msgtype = record.get("msgtype")
    if msgtype in SYSTEM:
        return "system"
    is_words = msgtype in WORDS or (msgtype == "mixed" and read_words(record))
    return "text" if is_words else "media"


def read_words(record: dict[str, object]) -> str | None:
    """The author's words, without those that they quote."""
    msgtype = text(record.get("msgtype")) or ""
    if msgtype == "mixed":
        return _mixed(record)
    words = text(mapping(record.get(WORDS.get(msgtype, ""))).get("content"))
    return QUOTE.sub("", words, count=1) if words and QUOTE.match(words) else words


def _mixed(record: dict[str, object]) -> str | None:
    """The pieces of words in a mixture; each piece is JSON within a string."""
    pieces = (each for each in mappings(mapping(record.get("mixed")).get("item")) if each.get("type") == "text")
    return "".join(text(_inner(piece.get("content")).get("content")) or "" for piece in pieces) or None


def _inner(value: object) -> dict[str, object]:
    return parse_object((text(value) or "").encode())
