"""Exported web pages, read as a stream of opening tags, texts and closing tags."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Generic, TypeVar

from commkit.sources.files import encoding
from commkit.sources.files.file import broken

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from commkit.sources.files.file import File

Record = TypeVar("Record")
MOST_DEPTH = 10_000
COUNTED = frozenset({"div", "span"})  # the tags that exporters build pages from, and close


class NestedTooDeeplyError(Exception):
    """A page is nested more deeply than any exporter nests."""


class HtmlPage(HTMLParser, Generic[Record]):
    """A page while it is read; `ready` holds the records that are complete and not yet taken."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.depth = 0
        self.ready: list[Record] = []
        self._texts: list[tuple[int, list[str] | None]] = []  # being read, the innermost last

    @property
    def line(self) -> int:
        """The line that is being read."""
        return self.getpos()[0]

    def opened(self, tag: str, classes: Sequence[str], attributes: dict[str, str]) -> None:
        """A tag opens; for subclasses."""

    def closed(self) -> None:
        """A counted tag has closed; for subclasses."""

    def finish(self) -> None:
        """The page has ended; for subclasses."""

    def read_into(self, text: list[str] | None) -> None:
        """Keep the text from here to the end of what opened last; None keeps nothing."""
        self._texts.append((self.depth, text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count the depth, and call `opened`."""
        if tag in COUNTED:
            self.depth += 1
            if self.depth > MOST_DEPTH:
                raise NestedTooDeeplyError
        elif tag == "br":
            self.handle_data("\n")
        attributes = {name: value or "" for name, value in attrs}
        self.opened(tag, attributes.get("class", "").split(), attributes)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that closes itself does not change the depth."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Count down, and end the texts that began deeper."""
        if tag not in COUNTED or not self.depth:
            return
        self.depth -= 1
        while self._texts and self._texts[-1][0] > self.depth:
            self._texts.pop()
        self.closed()

    def handle_data(self, data: str) -> None:
        """Keep a text if `read_into` asked for it."""
        if self._texts and (text := self._texts[-1][1]) is not None:
            text.append(data)


def read_page(file: File, page: HtmlPage[Record]) -> Iterator[Record]:
    """The page's records as the file is read."""
    for text in encoding.decode_chunks(file.chunks()):
        try:
            page.feed(text)
        except NestedTooDeeplyError as error:
            raise broken(file) from error
        yield from page.ready
        page.ready.clear()
    page.close()
    page.finish()
    yield from page.ready


def join_text(text: Sequence[str]) -> str:
    """The text without the exporter's own line breaks around it."""
    return "".join(text).strip()


def join_line(text: Sequence[str]) -> str:
    """The text in one line."""
    return " ".join("".join(text).split())
