"""The proof of a report: every number that its sentences print is read again and compared with its cell."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from commkit.edition import PUBLIC, Command, Figure
from commkit.errors import CannotDo
from commkit.render.page.citation import Citations, split
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from commkit.edition import Edition, Sentence

_NUMBER = re.compile(r"\d+(?:[.,:-]\d+)*")
_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "wbr"})
_CODE = re.compile("`[^`]*`")
_LINK = re.compile(r"\[((?:\\.|[^\]\\])*)\]\(#([^)]+)\)")
_ANCHORED = re.compile(r'<a id="([^"]+)"></a>((?:\\.|[^|\\])*)')


def prove_lines(edition: Edition, sentences: Sequence[Sentence], lines: Sequence[str]) -> None:
    """Each line is a sentence: its numbers are those of its cells, in their order. Raises CannotDo."""
    if len(lines) != len(sentences):
        raise refuse("")
    cells = Citations(edition)
    for sentence, line in zip(sentences, lines, strict=True):
        told = [cells.read(part) for part in split(sentence) if isinstance(part, Figure)]
        if list_numbers(leave_commands_out(sentence, line)) != [
            number for text in told for number in list_numbers(text)
        ]:
            raise refuse(line)


def prove_public(sentences: Sequence[Sentence]) -> None:
    """What is said to the group cites only what everybody may know, and names no command. Raises CannotDo."""
    for sentence in sentences:
        for part in split(sentence):
            is_public = isinstance(part, Figure) and part.column in PUBLIC.get(part.chapter, ())
            if not (isinstance(part, str) or is_public):
                raise refuse(sentence.text)


def prove_markdown(text: str) -> None:
    """Each quoted line has no number but in links, and each link is the text of the cell that it leads to."""
    cells = {name: content.strip() for name, content in _ANCHORED.findall(text)}
    for line in (each for each in text.splitlines() if each.startswith(">")):
        _compare(line, ((name, shown) for shown, name in _LINK.findall(_CODE.sub("", line))), cells)
        if _NUMBER.search(_LINK.sub("", _CODE.sub("", line))):
            raise refuse(line)


def prove_html(text: str) -> None:
    """Each element of class `said` has no number but in links, and each link is the text of its cell."""
    page = _Page()
    page.feed(text)
    page.close()
    if not page.said:
        raise refuse("")
    _compare(text, page.links, page.cells)
    for words in page.said:
        if _NUMBER.search(words):
            raise refuse(words)


def _compare(where: str, links: Iterable[tuple[str, str]], cells: dict[str, str]) -> None:
    for name, shown in links:
        if cells.get(name, "").strip() != shown.strip():
            raise refuse(f"{shown} #{name}" if name in cells or len(where) > len(shown) else where)


class _Page(HTMLParser):
    """What is said outside links and commands, the links of it, and the text of every cell that has a name."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.cells: dict[str, str] = {}
        self._open: list[tuple[str, str | None, str]] = []  # tag, id, what it is: said, cited, code or nothing

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter an element."""
        if tag in _VOID:
            return
        told = dict(attrs)
        classes = (told.get("class") or "").split()
        kind = next((each for each in ("said", "cited") if each in classes), "code" if tag == "code" else "")
        self._open.append((tag, told.get("id"), kind))
        if kind == "said":
            self.said.append("")
        if kind == "cited":
            self.links.append(((told.get("href") or "").removeprefix("#"), ""))
        if told.get("id") is not None:
            self.cells.setdefault(str(told["id"]), "")

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Note text where it belongs."""
        for _, name, _ in self._open:
            if name is not None:
                self.cells[name] += data
        kinds = [kind for _, _, kind in self._open if kind]
        if "said" not in kinds:
            return
        if kinds[-1] == "cited":
            name, shown = self.links[-1]
            self.links[-1] = (name, shown + data)
        elif kinds[-1] == "said":
            self.said[-1] += data


def leave_commands_out(sentence: Sentence, text: str) -> str:
    """The text of a sentence without its commands, whose numbers are no figures."""
    for part in split(sentence):
        if isinstance(part, Command):
            text = text.replace(part.text, "", 1)
    return text


def list_numbers(text: str) -> list[str]:
    """The numbers that a text prints, in their order."""
    return _NUMBER.findall(text)


def refuse(where: str) -> CannotDo:
    """The refusal of a report in which a sentence does not agree with its tables."""
    what = say("a sentence of the report does not agree with its tables: {where}", where=where[:80])
    return CannotDo(what, hint=say("this is a fault of commkit, so nothing is written: please report it"))
