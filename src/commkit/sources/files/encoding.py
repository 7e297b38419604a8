"""The encoding of a text file: given or detected, and always reported. Every source receives UTF-8."""

from __future__ import annotations

import codecs
import contextlib
import re
from collections import Counter
from difflib import get_close_matches
from encodings.aliases import aliases
from functools import lru_cache
from typing import TYPE_CHECKING

from commkit.errors import WrongUse
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HEAD_BYTES = 64 * 1024  # by which a file is recognised
ASCII = bytes(range(128))
UTF8 = ("utf-8", "utf-8-sig")
UNKNOWN = ""  # not a text, or in an encoding that commkit does not know
AS_IT_IS = (*UTF8, UNKNOWN)
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The ranges of punctuation, kana and everyday characters in each encoding.
EVERYDAY = {
    "gb18030": re.compile(rb"[\xa1-\xd7][\xa1-\xfe]"),
    "big5": re.compile(rb"[\xa1-\xc6][\x40-\xfe]"),
    "shift_jis": re.compile(rb"[\x81-\x98][\x40-\xfc]"),
}
LEAST_EVERYDAY = 0.3
# Two in five characters of a Chinese text are among these; hardly any are if it is decoded wrongly.
COMMON = frozenset(
    "的一是不了在人有我他她你中大小上下来來个個们們这這那到说說地为為和国國以时時要就出会會可也对對生能而子得着著自之年过過"
    "发發后後作里裡用道行所然家种種事成方多经經么麼怎去法学學如都同现現当當没沒动動面起看定天分还還进進好部其些主样樣理心本前"
    "开開但因只从從想实實日月今明早晚请請谢謝吗嗎吧呢群友者送间間内內容金额額订訂单單号號员員名话話"
)
WIDE = re.compile("[\t\r\n -~\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")
NEARLY_ALL = 0.95
# The first bytes of files that are not text.
NO_TEXT = (b"PK\x03\x04", b"PAR1", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"SQLite", b"OggS")
# A mailbox: every mail in it states its own encoding.
MAILBOX = re.compile(rb"\s{0,9}From [^\r\n]{1,400}\r?\n[!-9;-~]{1,80}:")
ODD = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "utf_7"})
TEXT = frozenset({*aliases, *aliases.values()}) - ODD - {"hex", "rot13"}
# Ignored when an encoding is detected: control characters, marks of direction, emoji.
SIGNS = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b-\u206f\u2600-\u27bf\ufe0f\ufeff\U00010000-\U0010ffff]")
DAMAGED = "\ufffd"  # replaces bytes that do not decode
MOST_DAMAGE = 0.05  # of the bytes beyond ASCII; damaged UTF-8 stays under 1%, another encoding is over 77%
SPOILED = "commkit_spoiled"  # keeps such a byte as one that is not UTF-8 either, so that its record is rejected
codecs.register_error(SPOILED, lambda error: ("\udcff", getattr(error, "end", 0)))


def find_encoding(wish: str) -> str:
    """Python's name of the encoding that the operator gives. Raises WrongUse."""
    try:
        "a".encode(wish)  # there are codecs of other things than text, which read and write bytes
        name = codecs.lookup(wish).name
    except (LookupError, ValueError):
        name = ""
    if name.replace("-", "_") in TEXT or name in UTF8:
        return name
    near = get_close_matches(wish.lower().replace("-", "_"), sorted(TEXT), 1)
    known = "utf-8, gb18030, big5, shift_jis, utf-16"
    hint = say("--encoding {name}", name=near[0]) if near else say("one of {names}", names=known)
    raise WrongUse(say("no encoding {name}", name=wish), hint=hint)


def settle_encoding(said: str | None, head: bytes) -> str:
    """The encoding of a file with this beginning: the given one, else the detected one, else UNKNOWN."""
    if head.startswith(NO_TEXT) or MAILBOX.match(head):
        return UNKNOWN
    return detect_encoding(head) if said is None else said


def detect_encoding(head: bytes) -> str:
    """The encoding of a text with this beginning, by Python's name; UNKNOWN if it is not one of those below."""
    for mark, name in MARKS:
        if head.startswith(mark):
            return name
    if head.count(0) > 0.2 * len(head):
        return "utf_16_le" if head[1::2].count(0) > head[::2].count(0) else "utf_16_be"
    if _damage(head) <= MOST_DAMAGE:
        return "utf-8"
    return _legacy(head)


def encode_utf8(chunks: Iterable[bytes], encoding: str) -> Iterable[bytes]:
    """The text in UTF-8; the bytes stay as they are if it is UTF-8 already, or not a text."""
    if encoding in AS_IT_IS:
        return chunks
    texts = _texts(chunks, encoding, SPOILED)
    return (text.encode("utf-8", "surrogateescape") for text in texts if text)


def decode_chunks(chunks: Iterable[bytes]) -> Iterator[str]:
    """The text of this UTF-8. Bytes that do not decode become U+FFFD, so that the reader can reject the record."""
    return _texts(chunks, "utf-8-sig", "replace")


def decode_head(head: bytes) -> str:
    """The beginning of a text in UTF-8, cut at a whole character."""
    return codecs.getincrementaldecoder("utf-8-sig")(errors="replace").decode(head)


def _texts(chunks: Iterable[bytes], encoding: str, errors: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)(errors=errors)
    for piece in chunks:
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)


def _damage(head: bytes, encoding: str = "utf-8") -> float:
    """The share of non-ASCII bytes that are not in this encoding; a character cut at the end does not count."""
    with contextlib.suppress(UnicodeDecodeError):  # usually there is no damage, and this check is ten times as fast
        codecs.getincrementaldecoder(encoding)().decode(head)
        return 0.0
    beyond = len(head.translate(None, ASCII))
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    return decoder.decode(head).count(DAMAGED) / beyond


@lru_cache(maxsize=16)  # this runs whenever a file is opened
def _legacy(head: bytes) -> str:
    """The encoding in which nearly all of this decodes, with more everyday characters than in any other."""
    whole = head[: head.rfind(b"\n") + 1] if len(head) >= HEAD_BYTES and b"\n" in head else head
    shares = {name: _everyday(whole, name) for name in EVERYDAY if _damage(whole, name) <= MOST_DAMAGE}
    best = max(shares, key=lambda name: shares[name], default=UNKNOWN)
    if best and shares[best] >= LEAST_EVERYDAY:
        return best
    return next((name for name in ("utf_16_le", "utf_16_be") if _is_wide(whole, name)), UNKNOWN)


def _is_wide(text: bytes, name: str) -> bool:
    """Whether this is Chinese or Japanese in two bytes per character, with hardly any zero bytes."""
    return len(WIDE.findall(text.decode(name, "replace"))) * 2 > NEARLY_ALL * len(text)


def _everyday(text: bytes, name: str) -> float:
    """The share of characters beyond ASCII that are in the encoding's everyday range; common ones count twice."""
    beyond = Counter(text.decode(name, "ignore"))
    beyond = Counter({sign: count for sign, count in beyond.items() if not sign.isascii() and not SIGNS.match(sign)})
    usual = sum(count for sign, count in beyond.items() if EVERYDAY[name].fullmatch(sign.encode(name)))
    common = sum(count for sign, count in beyond.items() if sign in COMMON)
    return (usual + common) / max(beyond.total(), 1)
