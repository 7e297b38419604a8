"""One page of Telegram Desktop's HTML export: its title and its messages, as the page states them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from commkit.sources.text.html_page import HtmlPage

if TYPE_CHECKING:
    from collections.abc import Sequence

ID = re.compile(r"message(-?\d{1,18})")
TARGET = re.compile(r"#go_to_message(-?\d{1,18})")


@dataclass(slots=True)
class PageEntry:
    """One message, service message or day of a page, in the page's own words."""

    native: str | None
    line: int
    is_service: bool
    is_joined: bool  # by the author of the one before
    stamp: str = ""
    name: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    target: str | None = None  # the message it answers or pins
    has_media: bool = False
    reactions: list[str] = field(default_factory=list)  # the names of who reacted
    calls: list[list[str]] = field(default_factory=list)  # the names that the text links to


class TelegramPage(HtmlPage[PageEntry]):
    """A page of a chat."""

    def __init__(self) -> None:
        super().__init__()
        self.title: list[str] = []
        self._entry: PageEntry | None = None
        self._entry_depth = 0
        self._header_depth = 0
        self._forwarded_depth = 0

    def opened(self, tag: str, classes: Sequence[str], attributes: dict[str, str]) -> None:
        """A message begins, or a piece of one."""
        if tag == "div" and classes[:1] == ["message"]:
            self._begin(classes, attributes)
        elif self._entry is None:
            self._open_header(classes)
        elif tag == "a":
            self._open_link(self._entry, attributes)
        elif tag in {"div", "span"}:
            self._open_piece(self._entry, classes, attributes)

    def _begin(self, classes: Sequence[str], attributes: dict[str, str]) -> None:
        self.finish()
        found = ID.fullmatch(attributes.get("id", ""))
        native = found[1] if found else None
        self._entry = PageEntry(native, self.line, "service" in classes, "joined" in classes)
        self._entry_depth = self.depth
        self._forwarded_depth = 0
        self.read_into(None)

    def _open_header(self, classes: Sequence[str]) -> None:
        if "page_header" in classes:
            self._header_depth = self.depth
        elif self._header_depth and classes[:1] == ["text"]:
            self.read_into(self.title)

    def _open_link(self, entry: PageEntry, attributes: dict[str, str]) -> None:
        if (found := TARGET.search(attributes.get("href", ""))) and entry.target is None:
            entry.target = found[1]
        elif "ShowMentionName" in attributes.get("onclick", ""):
            entry.calls.append([])

    def _open_piece(self, entry: PageEntry, classes: Sequence[str], attributes: dict[str, str]) -> None:
        first = classes[0] if classes else ""
        if first == "initials" and attributes.get("title"):
            entry.reactions.append(attributes["title"])
        elif "date" in classes and "title" in attributes:
            entry.stamp = entry.stamp or attributes["title"]
            self.read_into(None)
        elif first == "from_name":
            self.read_into(None if self._forwarded_depth else entry.name)
        elif first == "forwarded" and "body" in classes:
            self._forwarded_depth = self.depth
        elif first == "media_wrap":
            entry.has_media = True
            self.read_into(None)
        elif first == "text" or (entry.is_service and classes == ["body", "details"]):
            self.read_into(entry.words)
        elif first in {"reply_to", "signature", "reactions", "userpic_wrap"}:
            self.read_into(None)

    def handle_data(self, data: str) -> None:
        """Text, and the names among it."""
        super().handle_data(data)
        if self._entry and self._entry.calls and not self._entry.calls[-1]:
            self._entry.calls[-1].append(data)

    def closed(self) -> None:
        """A message ends, or a piece of one."""
        if self._entry is not None and self.depth < self._entry_depth:
            self.finish()
        if self.depth < self._header_depth:
            self._header_depth = 0
        if self.depth < self._forwarded_depth:
            self._forwarded_depth = 0

    def finish(self) -> None:
        """Hand over the message that is being read."""
        if self._entry is not None:
            self.ready.append(self._entry)
        self._entry = None
