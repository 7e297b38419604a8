"""Texts to paste: one for those who run the community, and one for the group itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.render import footnotes
from commkit.render.page.citation import Citations, Part
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from commkit.edition import Edition, Sentence

_OF_FINDING = 4  # sentences


def write_text(edition: Edition) -> str:
    """For operators: the title, the head, and what is wrong with what to do, a sentence a line."""
    opening = [edition.title, footnotes.name_source(edition.context)]
    told = _speak(list_told(edition), edition)
    head, rest = told[: len(edition.head)], told[len(edition.head) :]
    problems = [line for number, text in enumerate(rest) for line in _indent(text, number % _OF_FINDING)]
    return _join([*opening, "", *head, *problems])


def _indent(text: str, place: int) -> list[str]:
    """A line of a finding: the problem opens it, and what should come of it ends it."""
    if place == 0:
        return ["", f"■ {text}"]
    return [f"  {say('Next: ')}{text}" if place == _OF_FINDING - 1 else f"  {text}"]


def list_told(edition: Edition) -> list[Sentence]:
    """The sentences of the text for operators, in their order."""
    findings = [each for one in edition.findings for each in (one.problem, one.evidence, one.action, one.outlook)]
    return [*edition.head, *findings]


def write_notice(edition: Edition) -> str:
    """For the group: sums over all, nobody's name, nothing of risk and of those who leave."""
    return _join([say("Our community, {period}", period=edition.period), *_speak(edition.notice, edition)])


def _speak(sentences: Sequence[Sentence], edition: Edition) -> list[str]:
    cells = Citations(edition)
    return [cells.speak(each, _write) for each in sentences]


def _write(part: Part, text: str) -> str:  # noqa: ARG001 (all parts are written as they are)
    return text


def _join(lines: Sequence[str]) -> str:
    return "\n".join(lines) + "\n"
