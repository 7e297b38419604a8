"""What the path of an IRC log tells: its channel, and its day."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commkit.sources.files.file import File

JOINED = re.compile(rb" has joined (?:channel )?(#[^\s,\x07]{1,64})")
IN_PATH = re.compile(r"(?<!\d)(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")
CHANNEL = re.compile(r"#{1,4}[^#\s,/][^\s,/]{0,99}")
ENDINGS = re.compile(
    r"(?:\.(?:log|txt|weechatlog|irc|zip|gz|tar)|[-_.]?(?<!\d)\d{4}[-_.]?\d{2}[-_.]?\d{2}(?!\d))+$", re.IGNORECASE
)
PLAIN = re.compile(r"(?!(?:irc|chat)?[-_]?logs?$|irc$|chat$|standard-input$)[^\W\d][\w.+-]{0,63}", re.IGNORECASE)


def channel_of(file: File) -> str | None:
    """The channel, taken from the path or from a line about a join; in lower case, with its #."""
    for part in reversed(file.name.split("/")):
        if found := CHANNEL.search(part):
            return ENDINGS.sub("", found[0]).lower()
    if joined := JOINED.search(file.head):
        return joined[1].decode("utf-8", errors="replace").lower()
    names = (ENDINGS.sub("", part) for part in reversed(file.name.split("/")))
    return next((f"#{name.lower()}" for name in names if PLAIN.fullmatch(name)), None)


def day_of_path(name: str) -> date | None:
    """The last day that a path names."""
    found = [day for each in IN_PATH.finditer(name) if (day := day_of(*map(int, each.groups())))]
    return found[-1] if found else None


def day_of(year: int, month: int, day: int) -> date | None:
    """The date, if there is such a day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
