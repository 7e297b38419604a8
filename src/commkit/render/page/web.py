"""A report as one page of HTML that asks nothing of anybody: no script, no request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from commkit import words
from commkit.render import footnotes, shapes
from commkit.render.page.citation import Citations, list_cited, list_sentences
from commkit.render.page.exhibit import SYMBOLS, lay_out_exhibit
from commkit.render.page.page_texts import compose_page
from commkit.render.page.plot import plot_lines
from commkit.render.page.prose import mark_sentence
from commkit.render.page.sparkline import draw_spark
from commkit.render.page.template import fill_template, read_asset
from commkit.render.safe import safe
from commkit.result import Line

if TYPE_CHECKING:
    from collections.abc import Collection

    from commkit.edition import Chapter, Edition, Figure
    from commkit.render.page.exhibit import Exhibit
    from commkit.render.page.plot import Panel

MOST_ROWS = 100  # of a table, beside the cited ones
_FEW_NOTES = 3


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter as the page shows it; `tally` counts the lights by colour."""

    key: str
    title: str
    command: str
    said: tuple[Markup, ...]
    panels: tuple[Panel, ...]
    exhibit: Exhibit
    is_folded: bool
    is_grid: bool
    is_confidential: bool
    tally: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]
    are_notes_open: bool


def render_html(edition: Edition) -> str:
    """The page: head, findings, chapters, what is not covered, and what its words mean."""
    cells = Citations(edition)
    cited = list_cited(list(list_sentences(edition)))
    defined = {each.name for each in edition.definitions}
    return fill_template(
        "web.html.j2",
        **compose_page(edition, cells),
        style=Markup(read_asset("page.css")),  # noqa: S704 (a file of ours)
        parts=[_compose(chapter, edition, cells, cited, defined) for chapter in edition.chapters],
        draw_spark=draw_spark,
    )


def _compose(
    chapter: Chapter, edition: Edition, cells: Citations, cited: Collection[Figure], defined: Collection[str]
) -> Part:
    result = chapter.result
    panels: tuple[Panel, ...] = ()
    if isinstance(result.chart, Line):
        lines = shapes.shape_lines(shapes.read_drawn(result), result.chart)
        panels = tuple(plot_lines(chapter, lines, edition.occasions))
    notes = tuple(footnotes.list_notes(result))
    is_cited = any(each.chapter == chapter.key for each in cited)
    return Part(
        key=chapter.key.replace("_", "-"),
        title=safe(chapter.title, None),
        command=safe(chapter.command, None),
        said=tuple(mark_sentence(each, cells) for each in chapter.sentences),
        panels=panels,
        exhibit=lay_out_exhibit(chapter, cited, defined, MOST_ROWS),
        is_folded=bool(panels) and not is_cited and not result.grid,
        is_grid=result.grid is not None,
        is_confidential=chapter.confidential,
        tally=tuple(_count_lights(chapter)),
        notes=notes,
        are_notes_open=len(notes) <= _FEW_NOTES,
    )


def _count_lights(chapter: Chapter) -> list[tuple[str, str, str]]:
    """How many lights are of each colour: the word of the programs, the words of people, the number."""
    drawn = chapter.result.charted
    if "light" not in drawn.columns:
        return []
    counts = dict(drawn["light"].value_counts().iter_rows())
    return [(light, words.value(light, "light"), f"{counts.get(light, 0):,}") for light in SYMBOLS["light"]]
