"""A report as Markdown: what is said as quotations, each figure a link to its cell in the tables below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.edition import Command, Figure
from commkit.render import footnotes
from commkit.render.columns import lay_out_columns
from commkit.render.markdown import escape_markdown, write_row
from commkit.render.page.citation import Citations, list_cited, list_sentences, name_cell
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commkit.edition import Chapter, Edition, Problem, Sentence
    from commkit.render.page.citation import Part


def write_markdown(edition: Edition) -> str:
    """The whole report."""
    return "\n".join(_write(edition, Citations(edition), list_cited(list(list_sentences(edition))))) + "\n"


def _write(edition: Edition, cells: Citations, cited: set[Figure]) -> Iterator[str]:
    yield f"# {escape_markdown(edition.title)}"
    yield from ("", escape_markdown(footnotes.name_source(edition.context)))
    if warning := footnotes.warn_of_names(edition.context):
        yield from ("", f"**{escape_markdown(warning)}**")
    for sentence in edition.head:
        yield from ("", f"> {quote_sentence(sentence, cells)}")
    if edition.findings:
        yield from ("", f"## {say('What is wrong, and what to do')}")
    for finding in edition.findings:
        yield from _write_finding(finding, cells)
    for chapter in edition.chapters:
        yield from _write_chapter(chapter, cited)
    yield from _write_rest(edition)


def quote_sentence(sentence: Sentence, cells: Citations) -> str:
    """A sentence with its figures as links and its commands as code."""

    def write(part: Part, text: str) -> str:
        if isinstance(part, Figure):
            return f"[{escape_markdown(text)}](#{name_cell(part)})"
        return f"`{text}`" if isinstance(part, Command) else escape_words(text)

    return cells.speak(sentence, write)


def escape_words(text: str) -> str:
    """Words between parts, whose outer spaces are kept."""
    before, after = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
    return text[:before] + escape_markdown(text, opens_line=False) + (text[-after:] if after and text.strip() else "")


def _write_finding(finding: Problem, cells: Citations) -> Iterator[str]:
    parts = (
        (say("Problem"), finding.problem),
        (say("Evidence"), finding.evidence),
        (say("Action"), finding.action),
        (say("Next"), finding.outlook),
    )
    yield ""
    for head, sentence in parts:
        yield f"> **{head}** {quote_sentence(sentence, cells)}  "


def _write_chapter(chapter: Chapter, cited: set[Figure]) -> Iterator[str]:
    yield from ("", f"## {escape_markdown(chapter.title)}", "")
    if chapter.confidential:
        yield from (f"**{escape_markdown(footnotes.warn_of_people())}**", "")
    yield from _write_table(chapter, cited)
    yield ""
    for line in footnotes.list_notes(chapter.result):
        yield from (escape_markdown(line), "")
    yield f"`{chapter.command}`"


def _write_table(chapter: Chapter, cited: set[Figure]) -> Iterator[str]:
    columns = lay_out_columns(chapter.result)
    yield write_row(escape_markdown(column.head) for column in columns)
    yield write_row("---:" if column.number else "---" for column in columns)
    for number, cells in enumerate(zip(*(column.cells for column in columns), strict=True)):
        row = zip(columns, cells, strict=True)
        yield write_row(
            _anchor(Figure(chapter.key, number, each.name), cited) + escape_markdown(text) for each, text in row
        )
    if chapter.result.total:
        yield write_row(
            _anchor(Figure(chapter.key, None, each.name), cited) + escape_markdown(each.foot) for each in columns
        )


def _anchor(figure: Figure, cited: set[Figure]) -> str:
    return f'<a id="{name_cell(figure)}"></a>' if figure in cited else ""


def _write_rest(edition: Edition) -> Iterator[str]:
    if edition.lacks:
        yield from ("", f"## {say('What is not covered')}", "")
    for lack in edition.lacks:
        named = say(", ").join(lack.titles)
        yield f"- {escape_markdown(named)}: {escape_markdown(lack.reason)}; {escape_markdown(lack.remedy)}"
    for title, texts in ((say("How scores are made"), edition.methods), (say("Definitions"), edition.definitions)):
        if texts:
            yield from ("", f"## {title}", "")
        for each in texts:
            yield f"- **{escape_markdown(each.title)}**: {escape_markdown(each.text)}"
    if excluded := footnotes.count_excluded(edition.context):
        yield from ("", escape_markdown(excluded))
