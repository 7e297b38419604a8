"""What the names of a report mean, and how its scores are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit import catalog
from commkit.edition import Definition
from commkit.indicators.inventory import INDICATORS
from commkit.segment.scheme_texts import tell_levels
from commkit.segment.schemes import PYRAMID, find_scheme
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from commkit.edition import Chapter

_SCORED = {"levels": "pyramid", "moves": "transitions", "at_risk": "churn rules", "scores": "churn score"}


def define(chapters: Sequence[Chapter]) -> Iterator[Definition]:
    """Each indicator that the chapters show, as their boards call it."""
    shown = [name for chapter in chapters for name in _list_indicators(chapter)]
    for name in dict.fromkeys(shown):
        yield Definition(name, value(name, "indicator"), say(INDICATORS[name].definition))


def tell_methods(chapters: Sequence[Chapter], schemes: Mapping[str, Any]) -> Iterator[Definition]:
    """How the levels and the scores of the chapters are made."""
    for chapter in chapters:
        if chapter.key in _SCORED:
            text = say(catalog.definition(_SCORED[chapter.key]))
            if chapter.key == "levels":
                text = "\n".join([text, *tell_levels(find_scheme(PYRAMID, schemes))])
            yield Definition(chapter.key, chapter.title, text)


def _list_indicators(chapter: Chapter) -> list[str]:
    table = chapter.result.table
    return table["indicator"].to_list() if {"indicator", "recent_values"} <= set(table.columns) else []
