"""Members in a WhatsApp export, who have no ids: their names made comparable, in lists and in mentions."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from commkit.sources.whatsapp.lines import MARKS
from commkit.sources.whatsapp.notices import CJK_LIST, LIST, YOU

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

MARK = re.compile(f"[{MARKS}]")
PHONE = re.compile(r"\+\d[\d ()./\u2010-\u2015-]{5,30}")
NO_DIGIT = re.compile(r"\D")
MENTION = re.compile(r"(?<!\w)@(?:\u2068([^\u2068\u2069\n]{1,100})\u2069|([^@\n]{1,60}))")
MENTIONED_PHONE = re.compile(r"\+?(\d{7,15})(?!\d)")
RENUMBERED = re.compile(rf"(.{{1,100}}?) changed (?:their phone number )?to (?:a new number )?({PHONE.pattern})[.]?")
FIRST_CJK = "\u2e80"  # from here on, scripts that put no spaces between words


def strip_marks(text: str) -> str:
    """The text without the invisible marks."""
    return (text if text.isascii() else MARK.sub("", text)).strip()


@lru_cache(maxsize=2**16)
def normalise_name(name: str) -> str:
    """One name for a member, however it is spaced. A phone number is + and digits; `~ X` is kept apart."""
    plain = " ".join(unicodedata.normalize("NFC", strip_marks(name)).split())
    if plain.startswith("~"):
        return f"~ {plain[1:].lstrip()}"
    return "+" + NO_DIGIT.sub("", plain) if PHONE.fullmatch(plain) else plain


def find_other(name: str | None) -> str | None:
    """A member's name; None for the exporter, whose name is not given."""
    known = normalise_name(name) if name else ""
    return None if known.casefold() in {"", *YOU} else known


def split_list(names: str | None, members: Container[str]) -> list[str | None]:
    """The members in a list of names; None for the exporter, whose name is not given."""
    if not names:
        return []
    pieces = [names] if normalise_name(names) in members else LIST.split(names)
    return [find_other(name) for piece in pieces for name in _unlisted(piece, members)]


def read_new_number(words: str) -> tuple[str, str] | None:
    """The old name and the new number of a member, if WhatsApp gives both."""
    found = RENUMBERED.fullmatch(words)
    old = find_other(found[1]) if found else None
    return (old, normalise_name(found[2])) if found and old else None


def _unlisted(piece: str, members: Container[str]) -> list[str]:
    """Chinese joins names by 和, which may be part of a name too: it separates two members only if one is known."""
    whole, parts = normalise_name(piece), [normalise_name(part) for part in CJK_LIST.split(piece)]
    return parts if whole not in members and any(part in members for part in parts) else [whole]


def find_mentions(body: str, members: Container[str]) -> Iterator[str]:
    """The members that the text mentions with an @: a phone number, or the name of a member here."""
    for marked, plain in MENTION.findall(body):
        name = normalise_name(marked) if marked else _called(plain, members)
        if name and (name in members or PHONE.fullmatch(name)):
            yield name


def _called(text: str, members: Container[str]) -> str | None:
    """The phone number, or the longest name, at the start of a text."""
    if phone := MENTIONED_PHONE.match(text):
        return "+" + phone[1]
    words = normalise_name(text) if text.startswith("~") else text
    ends = (end for end in range(len(words), 0, -1) if words[:end] in members and _is_end(words[end : end + 1]))
    return next((words[:end] for end in ends), None)


def _is_end(following: str) -> bool:
    return not following.isalnum() or following >= FIRST_CJK
