"""What a post in HTML says: its words without tags and quotations, and the tags that say more than words."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})([^<>]*)>")
ATTRIBUTE = re.compile(r'([A-Za-z-]{1,40})="([^"]*)"')
QUOTES = frozenset({"aside", "blockquote"})
BREAKS = frozenset({"p", "br", "li", "div", "pre", "tr", "h1", "h2", "h3", "h4", "h5", "h6"})
SHOWN = frozenset({"img", "video", "audio", "iframe"})


class Tag(NamedTuple):
    """An opening tag with its attributes and the text that follows it."""

    name: str
    attributes: dict[str, str]
    text: str

    @property
    def classes(self) -> frozenset[str]:
        """The words of its class."""
        return frozenset(self.attributes.get("class", "").split())


class HtmlText(NamedTuple):
    """The author's own words and tags, and the outermost opening tags of quotations."""

    words: str
    tags: list[Tag]
    quotes: list[Tag]

    @property
    def has_media(self) -> bool:
        """Whether it shows a picture, a sound or a film."""
        return any(tag.name in SHOWN and "emoji" not in tag.classes for tag in self.tags)


def read_html(html: str) -> HtmlText:
    """The page of a post."""
    pieces, tags, quotes = [], list[Tag](), list[Tag]()
    depth, at, last = 0, 0, None
    for found in TAG.finditer(html):
        text = html[at : found.start()]
        if not depth:
            pieces.append(text)
        if last is not None:
            (quotes if depth else tags).append(_tag(last, text))
        at, last = found.end(), None
        name, closes = found[2].lower(), bool(found[1])
        if name in QUOTES:
            last = found if not closes and not depth else None
            depth = max(depth + (-1 if closes else 1), 0)
        elif not depth and not closes and found[3]:
            last = found
        if not depth and name in BREAKS:
            pieces.append("\n")
    if last is not None:
        (quotes if depth else tags).append(_tag(last, html[at:]))
    words = unescape("".join(pieces) + (html[at:] if not depth else ""))
    lines = (" ".join(line.split()) for line in words.splitlines())
    return HtmlText("\n".join(line for line in lines if line), tags, quotes)


def _tag(found: re.Match[str], text: str) -> Tag:
    attributes = {name.lower(): unescape(value) for name, value in ATTRIBUTE.findall(found[3])}
    return Tag(found[2].lower(), attributes, unescape(text))
