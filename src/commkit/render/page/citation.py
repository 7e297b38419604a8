"""Sentences with their figures filled in, each figure the text of its cell."""

from __future__ import annotations

from dataclasses import replace
from string import Formatter
from typing import TYPE_CHECKING

from commkit.edition import Command, Figure
from commkit.render.columns import lay_out_columns
from commkit.render.units import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from commkit.edition import Chapter, Edition, Sentence
    from commkit.render.columns import Column

Part = str | Figure | Command


class Citations:
    """The cells of an edition as people read them."""

    def __init__(self, edition: Edition) -> None:
        plain = {chapter.key: replace(chapter.result, grid=None, unseen=()) for chapter in edition.chapters}
        self._columns = {key: {each.name: each for each in lay_out_columns(result)} for key, result in plain.items()}

    def read(self, figure: Figure) -> str:
        """The text of a cell. Raises KeyError or IndexError where there is no such cell."""
        column: Column = self._columns[figure.chapter][figure.column]
        return (column.foot or NOTHING) if figure.row is None else column.cells[figure.row]

    def is_rigid(self, figure: Figure) -> bool:
        """Whether the cell holds a number or a date, which no line may break."""
        return self._columns[figure.chapter][figure.column].rigid

    def speak(self, sentence: Sentence, write: Callable[[Part, str], str]) -> str:
        """The sentence in one piece; `write` gives each part its form, from the part and its text."""
        return "".join(write(part, self._spell(part)) for part in split(sentence))

    def _spell(self, part: Part) -> str:
        if isinstance(part, Figure):
            return self.read(part)
        return part.text if isinstance(part, Command) else part


def split(sentence: Sentence) -> Iterator[Part]:
    """The sentence part by part: words, cells and commands."""
    for words, name, _, _ in Formatter().parse(sentence.text):
        if words:
            yield words
        if name is not None:
            yield sentence.parts[name]


def name_cell(figure: Figure) -> str:
    """What a cell is called where sentences point to it."""
    row = "total" if figure.row is None else str(figure.row)
    return f"{figure.chapter}-{row}-{figure.column}".replace("_", "-")


def list_sentences(edition: Edition) -> Iterator[Sentence]:
    """Every sentence of an edition but those for the group itself."""
    yield from edition.head
    for finding in edition.findings:
        yield from (finding.problem, finding.evidence, finding.action, finding.outlook)
    for chapter in edition.chapters:
        yield from chapter.sentences


def show_cited(edition: Edition) -> Edition:
    """The edition with every column in sight that a sentence cites."""
    cited = {(figure.chapter, figure.column) for figure in list_cited(list(list_sentences(edition)))}

    def show(chapter: Chapter) -> Chapter:
        unseen = tuple(name for name in chapter.result.unseen if (chapter.key, name) not in cited)
        return replace(chapter, result=replace(chapter.result, unseen=unseen))

    return replace(edition, chapters=tuple(map(show, edition.chapters)))


def list_cited(sentences: Sequence[Sentence]) -> set[Figure]:
    """The cells that sentences cite."""
    return {part for sentence in sentences for part in split(sentence) if isinstance(part, Figure)}
