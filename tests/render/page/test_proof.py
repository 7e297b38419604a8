from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import polars as pl
import pytest
from openpyxl import load_workbook

from commkit.edition import Command, Edition, Figure, Sentence
from commkit.errors import CannotDo
from commkit.render.page.book import find_place, prove_sheets, render_book
from commkit.render.page.citation import list_cited, list_sentences, name_cell
from commkit.render.page.plain import list_told, write_text
from commkit.render.page.report_faces import render_report, said_in
from commkit.render.page.verification import prove_lines, prove_markdown, prove_public
from commkit.render.page.written import write_markdown
from commkit.report_choices import ReportFace
from commkit.words import speak
from tests.report.told import tell_each

if TYPE_CHECKING:
    from collections.abc import Iterator

EDITIONS = tell_each()
LANGUAGES = ("en", "zh")


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    speak(request.param)
    yield request.param
    speak("en")


@pytest.fixture(params=EDITIONS)
def edition(request: pytest.FixtureRequest, language: str) -> Edition:  # noqa: ARG001 (spoken while it is told)
    return tell_each()[request.param]


def numbers_of(edition: Edition, sentences: list[Sentence]) -> list[Figure]:
    """The cells that sentences cite and that hold a number or a day."""
    found = sorted(list_cited(sentences), key=str)
    return [figure for figure in found if isinstance(value_of(edition, figure), int | float | date)]


def value_of(edition: Edition, figure: Figure) -> object:
    result = edition.find_chapter(figure.chapter).result
    if figure.row is None:
        assert result.total
        return result.total[figure.column]
    return result.table[figure.column][figure.row]


def change_cell(edition: Edition, figure: Figure) -> Edition:
    """The edition with another number, or the next day, in this cell."""
    value = value_of(edition, figure)
    other = value + timedelta(days=1) if isinstance(value, date) else value + 1  # type: ignore[operator]
    chapter = edition.find_chapter(figure.chapter)
    result = chapter.result
    if figure.row is None:
        result = replace(result, total={**(result.total or {}), figure.column: other})
    else:
        column = result.table[figure.column]
        values = [other if row == figure.row else each for row, each in enumerate(column)]
        result = replace(result, table=result.table.with_columns(pl.Series(figure.column, values, column.dtype)))
    changed = replace(chapter, result=result)
    return replace(edition, chapters=tuple(changed if each is chapter else each for each in edition.chapters))


def test_a_report_proves_itself_in_each_face(edition: Edition) -> None:
    for face in (ReportFace.md, ReportFace.text, ReportFace.notice, ReportFace.xlsx):
        assert render_report(edition, face)


def test_a_text_is_refused_for_each_cell_that_is_otherwise(edition: Edition) -> None:
    told = list_told(edition)
    lines = said_in(write_text(edition), ReportFace.text)
    cited = numbers_of(edition, told)
    assert cited
    for figure in cited:
        with pytest.raises(CannotDo):
            prove_lines(change_cell(edition, figure), told, lines)


def test_markdown_is_refused_for_each_cell_that_is_otherwise(edition: Edition) -> None:
    text = write_markdown(edition)
    cited = list_cited(list(list_sentences(edition)))
    assert cited
    for figure in cited:
        anchor = f'<a id="{name_cell(figure)}"></a>'
        assert text.count(anchor) == 1
        with pytest.raises(CannotDo):
            prove_markdown(text.replace(anchor, f"{anchor}1"))


def test_a_workbook_is_refused_for_each_cell_that_is_otherwise(edition: Edition) -> None:
    book = load_workbook(BytesIO(render_book(edition)))
    prove_sheets(edition, book)
    for figure in numbers_of(edition, list(list_sentences(edition))):
        sheet, line, column = find_place(edition, figure)
        cell = book.worksheets[sheet].cell(line, column)
        kept = cell.value
        cell.value = kept + timedelta(days=1) if isinstance(kept, date) else kept + 1
        with pytest.raises(CannotDo):
            prove_sheets(edition, book)
        cell.value = kept


def test_a_number_that_no_cell_gives_is_refused() -> None:
    edition = EDITIONS["calm"]
    with pytest.raises(CannotDo):
        prove_lines(
            edition, [Sentence("12 of them, see {command}", {"command": Command("commkit kpi")})], ["12 of them"]
        )
    with pytest.raises(CannotDo):
        prove_markdown("> 12 of them")
    with pytest.raises(CannotDo):
        prove_markdown("> [12](#nowhere) of them")


def test_a_line_too_many_or_too_few_is_refused() -> None:
    edition = EDITIONS["calm"]
    lines = said_in(write_text(edition), ReportFace.text)
    for wrong in (lines[1:], [*lines, "and more"]):
        with pytest.raises(CannotDo):
            prove_lines(edition, list_told(edition), wrong)


@pytest.mark.parametrize(
    "part", [Figure("flow", 0, "left_members"), Figure("activity", 0, "wau"), Command("commkit churn rules")], ids=str
)
def test_the_group_is_never_told_of_risk_or_leavers(part: Figure | Command) -> None:
    with pytest.raises(CannotDo):
        prove_public([Sentence("{it} of us", {"it": part})])


def test_the_group_is_told_sums_alone() -> None:
    """111 talked, 258 messages, 11 newcomers; most is said on Sunday at 21."""
    assert render_report(EDITIONS["calm"], ReportFace.notice).decode() == (
        "Our community, 2024-W09\n"
        "111 of us talked, in 258 messages.\n"
        "11 joined the talk for the first time: welcome!\n"
        "Most is said on Sunday at 21 o'clock: come by.\n"
    )
