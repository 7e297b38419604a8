"""One edition of a report, as data: chapters of answers, and sentences whose figures are cells of those answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from commkit.result import Context, Result


# The cells that a notice to the group may cite, by chapter: sums over everybody, and the hour at which most is said.
PUBLIC: Mapping[str, frozenset[str]] = {
    "activity": frozenset({"members", "messages", "new_members"}),
    "rhythm": frozenset({"weekday", "local_hour"}),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """The cell that a sentence cites: a chapter by its key, a row of its table, and a column; row None is the total."""

    chapter: str
    row: int | None
    column: str


@dataclass(frozen=True, slots=True)
class Command:
    """What to type for more."""

    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in the language in force with `{named}` places, and the cell, command or words that stand in each.

    All that is not said by a cell or a command is without digits.
    """

    text: str
    parts: Mapping[str, Figure | Command | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chapter:
    """An answer as a report shows it, the command that gives the same numbers, and what is said of it.

    `result` holds the rows and the columns that are shown. Of a confidential one the rows are people by name.
    """

    key: str
    title: str
    command: str
    result: Result
    sentences: tuple[Sentence, ...] = ()
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, by what evidence, what to do about it, and what to look at in the next period."""

    problem: Sentence
    evidence: Sentence
    action: Sentence
    outlook: Sentence


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is marked on axes of time: a holiday or a campaign, from its first to its last day."""

    starts_on: date
    ends_on: date
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Definition:
    """What a name of the report means."""

    name: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Lack:
    """What the report cannot tell: the titles of chapters, why, and what to do about it."""

    titles: tuple[str, ...]
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One report: its head of three sentences, what is wrong, its chapters, and what the community may be told."""

    kind: str
    title: str
    period: str
    context: Context
    head: tuple[Sentence, ...]
    findings: tuple[Problem, ...]
    chapters: tuple[Chapter, ...]
    notice: tuple[Sentence, ...] = ()
    lacks: tuple[Lack, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    definitions: tuple[Definition, ...] = ()
    methods: tuple[Definition, ...] = ()  # how levels and scores are made
    has_news: bool = True
    has_ranges: bool = True  # whether any metric has a usual range that it could leave
    has_lights: bool = True  # whether any light can be told

    def find_chapter(self, key: str) -> Chapter:
        """The chapter of this key. Raises KeyError."""
        found = {chapter.key: chapter for chapter in self.chapters}
        return found[key]
