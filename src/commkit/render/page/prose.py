"""Sentences as HTML: each figure a link to its cell, each command as code."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from commkit.edition import Command, Figure
from commkit.render.page.citation import name_cell
from commkit.render.safe import safe

if TYPE_CHECKING:
    from commkit.edition import Sentence
    from commkit.render.page.citation import Citations, Part

_DATE = re.compile(r"(\d{4}-\d\d-\d\d)")


def mark_sentence(sentence: Sentence, cells: Citations) -> Markup:
    """The sentence, all that it says escaped."""
    return Markup(cells.speak(sentence, partial(_mark, cells)))  # noqa: S704 (every part is escaped)


def mark_command(text: str) -> Markup:
    """A command as code whose words are broken at spaces alone, so that no option loses its first dash."""
    words = [Markup("<span>{}</span>").format(word) if "-" in word else escape(word) for word in text.split(" ")]
    return Markup("<code>{}</code>").format(Markup(" ").join(words))


def mark_words(text: str) -> Markup:
    """A text whose words between backticks are code."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return keep_dates(text)
    shown = [
        Markup("<code>{}</code>").format(each) if index % 2 else keep_dates(each) for index, each in enumerate(pieces)
    ]
    return Markup("").join(shown)


def keep_dates(text: str) -> Markup:
    """A text whose dates no line breaks."""
    pieces = _DATE.split(text)
    shown = [
        Markup('<span class="rigid">{}</span>').format(each) if index % 2 else escape(each)
        for index, each in enumerate(pieces)
    ]
    return Markup("").join(shown)


def _mark(cells: Citations, part: Part, text: str) -> Markup:
    if isinstance(part, Figure):
        looks, shown = ("cited rigid", escape(text)) if cells.is_rigid(part) else ("cited", keep_dates(text))
        return Markup('<a class="{}" href="#{}">{}</a>').format(looks, name_cell(part), shown)
    if isinstance(part, Command):
        return mark_command(safe(text, None))
    return escape(safe(text, None))
