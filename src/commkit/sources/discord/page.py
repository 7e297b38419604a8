"""One page of DiscordChatExporter's HTML: its channel and its messages, as the page states them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from commkit.sources.text.html_page import HtmlPage, join_text

if TYPE_CHECKING:
    from collections.abc import Sequence

MESSAGE = frozenset({"chatlog__message-container", "chatlog__message"})  # of today, and of before 2022
AUTHOR = frozenset({"chatlog__author", "chatlog__author-name", "chatlog__system-notification-author"})
TAG = frozenset({"chatlog__author-tag", "chatlog__bot-tag"})
SHOWN = frozenset({"chatlog__attachment", "chatlog__embed", "chatlog__sticker", "chatlog__forwarded"})
MENTION = frozenset({"chatlog__markdown-mention", "mention"})
EDITED = "chatlog__edited-timestamp"
NOTICE = "chatlog__system-notification-content"
UNKNOWN = frozenset({"chatlog__reply-unknown", "chatlog__reference-unknown"})  # answers what was deleted
DELETED = "deleted"  # stands for the message that was
LINK = re.compile(r"scrollToMessage\(event, ?['\"](\d{1,20})['\"]\)")


@dataclass(slots=True)
class Writer:
    """Who wrote a block of messages, as stated once above them."""

    native: str | None = None
    full_name: str | None = None  # as mentions show it
    name: list[str] = field(default_factory=list)
    is_bot: bool = False


@dataclass(slots=True)
class DiscordPost:
    """One message in the page's own words."""

    native: str
    line: int
    writer: Writer
    words: list[str] = field(default_factory=list)
    notice: list[str] = field(default_factory=list)
    is_notice: bool = False
    is_pinned: bool = False
    is_edited: bool = False
    is_shown: bool = False  # it holds a medium, a card or a forwarded message
    answers: str | None = None
    calls: list[str] = field(default_factory=list)  # full names


class DiscordPage(HtmlPage[DiscordPost]):
    """A page of a channel."""

    def __init__(self) -> None:
        super().__init__()
        self.heading: list[list[str]] = []  # the server, the channel, the topic
        self._writer = Writer()
        self._answers: str | None = None  # before 2022 it was written above the first message of a block
        self._post: DiscordPost | None = None
        self._post_depth = 0
        self._shown_depth = 0

    def opened(self, tag: str, classes: Sequence[str], attributes: dict[str, str]) -> None:
        """A message begins, or a piece of one."""
        found = set(classes)
        if "chatlog__message-group" in found:
            self.finish()
            self._writer, self._answers = Writer(), None
        elif found & MESSAGE and "data-message-id" in attributes:
            self._begin(classes, attributes)
        elif found & AUTHOR and "data-user-id" in attributes:
            self._open_author(attributes, is_notice="chatlog__system-notification-author" in found)
        elif found & TAG:
            self._writer.is_bot = True
            self.read_into(None)
        elif self._post is not None:
            self._open_piece(self._post, tag, found, attributes)
        elif answered := _find_answered(found, attributes):
            self._answers = answered
        elif "preamble__entry" in found:
            self.heading.append([])
            self.read_into(self.heading[-1])

    def _begin(self, classes: Sequence[str], attributes: dict[str, str]) -> None:
        self.finish()
        self._post = DiscordPost(attributes["data-message-id"], self.line, self._writer)
        self._post.answers, self._answers = self._answers, None
        self._post.is_pinned = any(each.endswith("--pinned") for each in classes)
        self._post_depth = self.depth
        self._shown_depth = 0
        self.read_into(None)

    def _open_author(self, attributes: dict[str, str], *, is_notice: bool) -> None:
        self._writer = Writer(attributes["data-user-id"], attributes.get("title"))
        self.read_into(self._writer.name)
        if self._post is not None:
            self._post.writer = self._writer
            self._post.is_notice = is_notice

    def _open_piece(self, post: DiscordPost, tag: str, found: set[str], attributes: dict[str, str]) -> None:
        post.answers = _find_answered(found, attributes) or post.answers
        if found & SHOWN:
            post.is_shown = True
            self._shown_depth = self._shown_depth or self.depth
            self.read_into(None)
        elif self._shown_depth:
            return
        elif tag == "img":
            self.handle_data(attributes.get("alt", ""))  # an emoji
        elif "chatlog__content" in found:
            self.read_into(post.words)
        elif EDITED in found:
            post.is_edited = True
            self.read_into(None)
        elif NOTICE in found:
            self.read_into(post.notice)
        elif "chatlog__system-notification-link" in found or found & MENTION:
            post.calls.append(attributes.get("title", ""))
        elif any(each.startswith(("chatlog__reply", "chatlog__reference", "chatlog__reaction")) for each in found):
            self.read_into(None)

    def closed(self) -> None:
        """A message ends, or a card in it."""
        if self._post is not None and self.depth < self._post_depth:
            self.finish()
        if self.depth < self._shown_depth:
            self._shown_depth = 0

    def finish(self) -> None:
        """Hand over the message that is being read."""
        if self._post is not None:
            self.ready.append(self._post)
        self._post = None


def _find_answered(found: set[str], attributes: dict[str, str]) -> str | None:
    """The message that an element says is answered."""
    link = LINK.search(attributes.get("onclick", ""))
    return link[1] if link else DELETED if found & UNKNOWN else None


def name_of(writer: Writer) -> str | None:
    """The name that is shown."""
    return join_text(writer.name) or None
