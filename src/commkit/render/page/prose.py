"""Sentences as HTML: each figure a link to its cell, each command as code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from commkit.edition import Command, Figure
from commkit.render.page.citation import name_cell
from commkit.render.safe import safe

if TYPE_CHECKING:
    from commkit.edition import Sentence
    from commkit.render.page.citation import Citations, Part


def mark_sentence(sentence: Sentence, cells: Citations) -> Markup:
    """The sentence, all that it says escaped."""
    return Markup(cells.speak(sentence, _mark))  # noqa: S704 (every part is escaped)


def _mark(part: Part, text: str) -> Markup:
    if isinstance(part, Figure):
        return Markup('<a class="cited" href="#{}">{}</a>').format(name_cell(part), text)
    if isinstance(part, Command):
        return Markup("<code>{}</code>").format(safe(text, None))
    return escape(safe(text, None))
