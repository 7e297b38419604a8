"""HTML as a list of elements, for tests that look at its structure."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}


@dataclass
class Element:
    """An element: its tag, attributes, own and inner text, and what it stands in."""

    tag: str
    attributes: dict[str, str]
    inside: Element | None
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def find(self, tag: str) -> list[Element]:
        """The elements of this tag inside."""
        inner = [found for child in self.children for found in child.find(tag)]
        return ([self] if self.tag == tag else []) + inner

    @property
    def classes(self) -> list[str]:
        """Its classes."""
        return self.attributes.get("class", "").split()


class Reader(HTMLParser):
    """Reads a page; an end tag that fits no open element is a fault."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {}, None)
        self.all: list[Element] = []
        self.at = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter an element."""
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice"
        element = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(element)
        self.all.append(element)
        if tag not in VOID:
            self.at = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter an element and leave it."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave the element that is open."""
        assert self.at.tag == tag, f"</{tag}> ends <{self.at.tag}>"
        assert self.at.inside is not None
        self.at = self.at.inside

    def handle_data(self, data: str) -> None:
        """Text belongs to all that it stands in."""
        at: Element | None = self.at
        while at is not None:
            at.text += data
            at = at.inside


def read_elements(text: str) -> list[Element]:
    """Every element of a page, each closed where it should be."""
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.at is reader.root, f"<{reader.at.tag}> is not closed"
    return reader.all
