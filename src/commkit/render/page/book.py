"""A report as a workbook: what is said first, then a sheet a chapter, and last what stands beside them."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

from commkit.edition import Figure
from commkit.render import footnotes
from commkit.render.page.citation import Citations, Part, split
from commkit.render.page.verification import leave_commands_out, list_numbers, refuse
from commkit.render.spreadsheet import Sheet, render_workbook
from commkit.render.textbars import write_spark
from commkit.render.units import format_value
from commkit.result import Result
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.workbook import Workbook

    from commkit.edition import Chapter, Edition, Sentence

_SAID = 1  # the column of the first sheet that holds the sentences, from 0


def render_book(edition: Edition) -> bytes:
    """The workbook, proved.

    Raises CannotDo where a sentence does not agree with its cell, and WrongUse for too many rows.
    """
    sheets = [Sheet(edition.title, _say_all(edition)), *map(_draw, edition.chapters)]
    made = render_workbook(sheets, list(_tell_beside(edition)), footnotes.warn_of_names(edition.context))
    prove_book(edition, made)
    return made


def _say_all(edition: Edition) -> Result:
    """What is said, a sentence a row, with what it is: the head, or a part of what is wrong."""
    import polars as pl

    cells = Citations(edition)
    rows = [(part, cells.speak(sentence, _write)) for part, sentence in _list_said(edition)]
    table = pl.DataFrame(rows, {"part": pl.String, "said": pl.String}, orient="row")
    return Result(edition.title, table, heads={"part": say("Part"), "said": edition.title})


def _list_said(edition: Edition) -> Iterator[tuple[str, Sentence]]:
    yield from ((say("In short"), sentence) for sentence in edition.head)
    for finding in edition.findings:
        yield say("Problem"), finding.problem
        yield say("Evidence"), finding.evidence
        yield say("Action"), finding.action
        yield say("Next"), finding.outlook


def _write(part: Part, text: str) -> str:  # noqa: ARG001 (all parts are written as they are)
    return text


def _draw(chapter: Chapter) -> Sheet:
    """The sheet of a chapter, with small lines of characters for numbers over time."""
    import polars as pl

    table = chapter.result.table
    for name in set(chapter.result.sparks) & set(table.columns):
        drawn = [write_spark(values) if values else None for values in table[name].to_list()]
        table = table.with_columns(pl.Series(name, drawn, pl.String))
    return Sheet(chapter.title, replace(chapter.result, table=table))


def _tell_beside(edition: Edition) -> Iterator[tuple[str, str]]:
    yield say("Title"), edition.title
    yield say("Command"), f"commkit {edition.context.command}"
    if warning := footnotes.warn_of_names(edition.context):
        yield say("Confidential"), warning
    yield say("As of"), footnotes.name_source(edition.context)
    for lack in edition.lacks:
        yield say("What is not covered"), f"{say(', ').join(lack.titles)}: {lack.reason}; {lack.remedy}"
    for chapter in edition.chapters:
        yield chapter.title, chapter.command
        yield from ((chapter.title, line) for line in footnotes.list_notes(chapter.result))
    for each in (*edition.methods, *edition.definitions):
        yield each.title, each.text
    if excluded := footnotes.count_excluded(edition.context):
        yield say("Note"), excluded


def prove_book(edition: Edition, made: bytes) -> None:
    """Read the workbook again: each sentence has the numbers of its cells, as the sheets hold them. Raises CannotDo."""
    from openpyxl import load_workbook

    prove_sheets(edition, load_workbook(BytesIO(made)))


def prove_sheets(edition: Edition, book: Workbook) -> None:
    """The same of a workbook that is open."""
    said = book.worksheets[0]
    for line, (_, sentence) in enumerate(_list_said(edition), 2):
        text = str(said.cell(line, _SAID + 1).value)
        cited = [part for part in split(sentence) if isinstance(part, Figure)]
        told = [number for figure in cited for number in list_numbers(_read(book, edition, figure))]
        if list_numbers(leave_commands_out(sentence, text)) != told:
            raise refuse(text)


def find_place(edition: Edition, figure: Figure) -> tuple[int, int, int]:
    """Where a cell stands: its sheet from 0, its line and its column from 1."""
    number = next(place for place, chapter in enumerate(edition.chapters) if chapter.key == figure.chapter)
    result = edition.chapters[number].result
    shown = [name for name in result.table.columns if name not in result.unseen]
    line = result.table.height if figure.row is None else figure.row
    return number + 1, line + 2, shown.index(figure.column) + 1


def _read(book: Workbook, edition: Edition, figure: Figure) -> str:
    """The text of a cell of the workbook, as people read it."""
    sheet, line, column = find_place(edition, figure)
    value: Any = book.worksheets[sheet].cell(line, column).value
    result = edition.find_chapter(figure.chapter).result
    unit = result.table["unit"][figure.row] if figure.column in result.unit_of and figure.row is not None else None
    return format_value(f"{figure.column}_{unit}" if unit else figure.column, value)
