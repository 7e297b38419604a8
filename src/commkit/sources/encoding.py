"""Which encoding a text file is in: found, named, never guessed silently."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from commkit.errors import CannotDo
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from commkit.sources.files import File

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LEGACY = ("gb18030", "big5", "shift_jis", "utf_16_le", "utf_16_be")
MOST_DAMAGE = 0.05  # of the bytes beyond ASCII; damaged UTF-8 stays under 1%, another encoding is over 77%


def find(file: File) -> str:
    """The encoding's Python name. Judged on the head; refuses what is no text at all."""
    head = file.head
    for mark, name in MARKS:
        if head.startswith(mark):
            return name
    if _zeros(head) > 0.2 * len(head):
        return "utf_16_le" if head[1::2].count(0) > head[::2].count(0) else "utf_16_be"
    if _damage(head) <= MOST_DAMAGE:
        return "utf-8"
    return _legacy(head, file.base)


def decoded(chunks: Iterable[bytes], encoding: str) -> Iterator[str]:
    """The text piece by piece; bytes that do not decode become U+FFFD, to be rejected where they stand."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for piece in chunks:
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)


def head_text(file: File) -> str:
    """The beginning of the file as text, cut at a whole character."""
    decoder = codecs.getincrementaldecoder(find(file))(errors="replace")
    return decoder.decode(file.head)


def _zeros(head: bytes) -> int:
    return head.count(0)


def _damage(head: bytes) -> float:
    """The share of non-ASCII bytes that are not UTF-8; a character cut at the end does not count."""
    beyond = len(head) - len(head.decode("ascii", errors="ignore"))
    if not beyond:
        return 0.0
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    return decoder.decode(head).count("\ufffd") / beyond


def _legacy(head: bytes, name: str) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(head, cp_isolation=list(LEGACY), language_threshold=0.0).best()
    if best is None:
        raise CannotDo(
            say("{file} is in no encoding that commkit knows", file=name),
            hint=say("save it as UTF-8"),
        )
    return best.encoding
