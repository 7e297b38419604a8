"""A chat that an Android phone exported in English, as text."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from tests.recount.exports.records import Author, Change, Export, Mention, Message, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from zoneinfo import ZoneInfo

TELLS = frozenset({"joins", "leaves"})
OPENING = re.compile(r"(\d\d/\d\d/\d{4}, \d\d:\d\d) - (.*)")
SAID = re.compile(r"(.+?): (.*)", re.DOTALL)
DIRECTION = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202c"))  # what phones put around names and numbers
JOINED = re.compile(r"(.+) joined using this group's invite link")
ADDED = re.compile(r"(.+?) added (.+)")
CREATED = re.compile(r'(.+?) created group ".*"')
LEFT = re.compile(r"(.+) left")
CALLED = re.compile("@\u2068(.+?)\u2069")
DELETED = {"This message was deleted", "You deleted this message"}


class Entry(NamedTuple):
    """A line of the file with those that continue it."""

    stamp: str
    text: str


def read(path: Path, tz: ZoneInfo) -> Export:
    """The whole chat, called by the name of its file."""
    place = Place("whatsapp", path.stem.removeprefix("WhatsApp Chat with "))
    export = Export("whatsapp", "whatsapp", TELLS)
    export.places.add(place)
    export.records["group"] += 1
    for number, entry in enumerate(_entries(path.read_text("utf-8"))):
        export.records["message"] += 1
        at = datetime.strptime(entry.stamp, "%d/%m/%Y, %H:%M").replace(tzinfo=tz)
        message = SAID.fullmatch(entry.text)
        if message:
            _add_message(export, place, number, at, message)
        else:
            export.messages.append(Message((place, number), None, place, at, "system"))
            _add_change(export, place, at, entry.text.translate(DIRECTION))
    return export


def _entries(text: str) -> Iterator[Entry]:
    now: Entry | None = None
    for line in text.split("\n"):
        opening = OPENING.match(line)
        if opening:
            yield from (now,) if now else ()
            now = Entry(opening[1], opening[2])
        elif now:
            now = now._replace(text=f"{now.text}\n{line}")
    yield from (now,) if now else ()


def _add_message(export: Export, place: Place, number: int, at: datetime, message: re.Match[str]) -> None:
    author = _account(export, message[1].translate(DIRECTION))
    kind = "deleted" if message[2].strip() in DELETED else "text"
    export.messages.append(Message((place, number), author, place, at, kind))
    named = {name.translate(DIRECTION) for name in CALLED.findall(message[2])} if kind == "text" else set()
    export.mentions += [Mention(author, Author("whatsapp", name), at) for name in sorted(named)]


def _add_change(export: Export, place: Place, at: datetime, text: str) -> None:
    if joined := JOINED.fullmatch(text) or CREATED.fullmatch(text):
        export.changes.append(Change(_account(export, joined[1]), place, at, "join"))
    elif added := ADDED.fullmatch(text):
        inviter, invitee = (_account(export, name) for name in added.groups())
        export.changes.append(Change(invitee, place, at, "join", inviter))
    elif left := LEFT.fullmatch(text):
        export.changes.append(Change(_account(export, left[1]), place, at, "leave"))


def _account(export: Export, name: str) -> Author:
    author = Author("whatsapp", name)
    export.accounts.add(author)
    return author
