"""What one record of a WhatsApp export is: somebody's words, a medium, a deleted message, or WhatsApp's own notice."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from commkit.sources.whatsapp.member_names import strip_marks
from commkit.sources.whatsapp.notices import WhatsappNotice, read_notice
from commkit.sources.whatsapp.placeholders import (
    ATTACHED,
    ATTACHED_ENDS,
    DELETED_BY,
    DELETERS,
    EDITED_ENDS,
    KINDS,
    SPECIALS,
    STRANGE_STUB,
)
from commkit.store.fields import EDITED, NAMING

if TYPE_CHECKING:
    from collections.abc import Container

MARK = "\u200e"  # iPhones put it before what WhatsApp itself writes
CALL = "@\u2068"  # a name follows, which the exporting phone chooses
MOST_NAME = 100  # characters of a name
QUOTES = frozenset('"“„«「『')
SPECIAL_STARTS = frozenset(special[:2] for special in SPECIALS)  # a quick check
NOTHING = WhatsappNotice(None, None, None, None, None)


def split_name(text: str) -> tuple[str | None, str]:
    """The name before the first colon, and the words after it; None for the name if WhatsApp itself speaks."""
    name, colon, body = text.partition(": ")
    if colon and is_name(name):
        return name, body
    head, colon, body = text.partition(":\n")
    if colon and is_name(head):  # the words begin on the next line
        return head, body
    if text.endswith(":") and is_name(text[:-1]):
        return text[:-1], ""
    is_own = not colon or len(name) > MOST_NAME or "\n" in name or read_notice(strip_marks(text))
    return (None, text) if is_own else (name, body)


@lru_cache(maxsize=2**16)
def is_name(text: str) -> bool:
    """Whether this is certainly a name, and not the beginning of a notice such as: Ana created group "Plan: B"."""
    return len(text) <= MOST_NAME and "\n" not in text and QUOTES.isdisjoint(text) and not read_notice(text)


def read_body(body: str) -> tuple[str, str | None, int]:
    """Kind, words and flags of the text after a name. The words of a medium are its caption."""
    words, flags = strip_marks(body), NAMING if CALL in body else 0
    if words.endswith(">") and words.endswith(EDITED_ENDS):
        words, flags = words[: words.rindex("<")].rstrip(), flags | EDITED
    first, _, rest = words.partition("\n")
    kind = KINDS.get(first)
    if kind == "media" or (first.endswith(")") and first.endswith(ATTACHED_ENDS)):
        return "media", rest or None, flags
    if (kind == "deleted" and not rest) or _is_deleted_by_admin(words):
        return "deleted", None, flags
    if not words or (words[:2] in SPECIAL_STARTS and words.startswith(SPECIALS)):  # empty: what cannot be exported
        return "media", words or None, flags
    if "<" in words and ATTACHED.search(words):
        return "media", ATTACHED.sub("", words, count=1).strip() or None, flags
    if not body.isascii():
        caption, mark, stub = body.rpartition(MARK)
        if mark and KINDS.get(strip_marks(stub)) == "media":
            return "media", strip_marks(caption) or None, flags
    return "text", words, flags


def find_notice(name: str | None, body: str, subjects: Container[str]) -> WhatsappNotice | None:
    """What WhatsApp itself says in a record; None if a member speaks.

    Androids leave the name out. iPhones put the group's or a member's name before it, and a mark before the words;
    old ones leave out the mark, but no person has the group's name.
    """
    if name is None:
        return read_notice(strip_marks(body)) or NOTHING
    if body.startswith(MARK):
        return (read_notice(strip_marks(body)) or NOTHING) if read_body(body)[0] == "text" else None
    return read_notice(strip_marks(body)) if name in subjects else None


def is_strange_stub(words: str) -> bool:
    """Whether these words seem to stand in the place of a medium, in a language that is not known."""
    return words.startswith("<") and STRANGE_STUB.fullmatch(words) is not None


def _is_deleted_by_admin(words: str) -> bool:
    return any(word in words for word in DELETERS) and DELETED_BY.fullmatch(words) is not None
