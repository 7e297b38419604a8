"""Telegram's own lines in the HTML export, which are always in English; and members, who have only names there."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

DAY = "%d %B %Y"
UNSUPPORTED = "This message is not supported by this version"
# A title stands between « and », and may hold anything.
TOPIC = re.compile(r"[^«]{1,200}? created topic «")
CREATED = re.compile(r"([^«]{1,200}?) created group «.{0,300}»(?: with members (.{1,900}))?")
INVITED = re.compile(r"([^«]{1,200}?) invited (?!.{1,900} to the (?:voice|video) chat$)(.{1,900})")
REMOVED = re.compile(r"([^«]{1,200}?) removed (?!group photo$)(.{1,200})")
BY_LINK = re.compile(r"([^«]{1,200}?) joined group by link(?: from .{0,200})?")
BY_REQUEST = re.compile(r"([^«]{1,200}?) joined group by request")
OF_GROUP = re.compile(
    r"[^«]{1,200}? (?:created|changed|removed|joined|converted) (?:this |a |basic ){0,3}(?:super)?group\b"
)
LIST = re.compile(r", (?:and )?| and ")
VIA = re.compile(r" via @\w{1,64}$")
WHEN = re.compile(r"[\s,]{1,4}\d{2}\.\d{2}\.\d{4}[^\n]{0,40}$")  # the time of a reaction, after the name
GONE = "Deleted Account"

Change = tuple[str | None, str, str | None, str | None]  # member, change, how, inviter


@lru_cache(maxsize=2**16)
def normalise_name(name: str) -> str | None:
    """One name for a member, however it is written; empty for a deleted account, a name that all of them share."""
    plain = " ".join(unicodedata.normalize("NFC", WHEN.sub("", VIA.sub("", name))).split())
    return ("" if plain == GONE else plain) if plain else None


def read_changes(words: str, spoken: Container[str]) -> Iterator[Change]:
    """Who joined or left by this notice; None for a deleted account. The inviter is taken if that member has spoken."""
    if found := BY_LINK.fullmatch(words):
        yield from _joins(found[1], "link", None)
    elif found := BY_REQUEST.fullmatch(words):
        yield from _joins(found[1], "approved", None)
    elif found := CREATED.fullmatch(words):
        yield from _joins(found[1], None, None)
        for name in _names(found[2] or "", spoken):
            yield from _joins(name, "added", found[1])
    elif found := INVITED.fullmatch(words):
        for name in _names(found[2], spoken):
            by_itself = is_same(found[1], name)
            inviter = None if by_itself or found[1] not in spoken else found[1]
            yield from _joins(name, None if by_itself else "added", inviter)
    elif found := REMOVED.fullmatch(words):
        member = normalise_name(found[2]) or None
        yield member, "leave" if member and is_same(found[1], member) else "removed", None, None


def is_of_group(words: str) -> bool:
    """Whether this notice is one that only groups have."""
    return OF_GROUP.match(words) is not None or any(read_changes(words, ()))


def is_same(one: str, other: str) -> bool:
    """Whether two names are one member's: Telegram sometimes gives the first name only."""
    return other == one or other.startswith(f"{one} ")


def _joins(name: str, how: str | None, inviter: str | None) -> Iterator[Change]:
    yield normalise_name(name) or None, "join", how, normalise_name(inviter) or None if inviter else None


def _names(text: str, spoken: Container[str]) -> list[str]:
    """The names in a list. A text with an "and" is one name if a member of that name has spoken."""
    return [text] if text in spoken else [name for name in LIST.split(text) if name]
