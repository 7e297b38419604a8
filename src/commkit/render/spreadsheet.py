"""Answers as an Excel workbook: numbers are numbers, no cell acts, and the same answer has the same bytes."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from commkit import words
from commkit.errors import WrongUse
from commkit.render import footnotes
from commkit.render.number_formats import DATE, MOMENT, format_cell
from commkit.render.safe import safe
from commkit.render.separated import is_formula
from commkit.render.sheet_names import name_sheets
from commkit.render.units import find_unit, format_value, translate_total, translate_words
from commkit.render.widths import count_cells
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import polars as pl
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from commkit.result import Context, Result

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # of a sheet, the heading among them
MOST_CHARACTERS = 32_767  # of a cell, in units of UTF-16
_EXACT = 2**53  # beyond it a spreadsheet rounds whole numbers
_MOST = 9.99999999999999e307  # that a spreadsheet holds
_FIRST_DAY = date(1900, 3, 1)  # spreadsheets disagree about days before it
_UNDATED = datetime(1980, 1, 1, tzinfo=UTC)  # a workbook must say when it was made
_WIDEST, _MEASURED = 60, 1000  # cells of a column's width, and rows that it is fitted to
_BUTTON = 3  # cells that the button of a filter covers
_CLOSED = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a workbook, under this name; characters that no sheet may be called by are replaced."""

    name: str
    result: Result


@dataclass(slots=True)
class _Book:
    """A workbook in the making: its formats, each made once, and how many texts did not fit."""

    book: Workbook
    formats: dict[tuple[tuple[str, object], ...], Format] = field(default_factory=dict)

    def style(self, **said: object) -> Format:
        key = tuple(said.items())
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"valign": "top", **said})
        return self.formats[key]


def render_spreadsheet(result: Result, context: Context, whole: int) -> bytes:
    """One answer as a workbook of its table and of what is said beside it; `whole` counts the rows before any were cut.

    Raises WrongUse for more rows than a sheet holds.
    """
    warning = footnotes.warn_of_names(context)
    beside = [(say("Title"), result.title), (say("Command"), f"commkit {context.command}")]
    beside += [(say("Confidential"), warning)] if warning else []
    places = ((say("As of"), context.as_of), (say("Time zone"), context.tz), (say("Database"), context.database))
    beside += [(head, text) for head, text in places if text]
    lines = (footnotes.count_hidden(result.table.height, whole), *footnotes.list_remarks(result, context))
    beside += [(say("Note"), line) for line in lines if line]
    return render_workbook([Sheet(result.title, result)], beside, warning)


def render_workbook(sheets: Sequence[Sheet], beside: Sequence[tuple[str, str]] = (), warning: str = "") -> bytes:
    """A workbook of these tables, and of a last sheet that says what stands beside them: heads and texts.

    A warning is printed at the head of every page. Raises WrongUse for more rows or columns than a sheet holds.
    """
    from xlsxwriter import Workbook

    for sheet in sheets:
        _refuse_large(sheet.result.table)
    made = BytesIO()
    book = _Book(Workbook(made, _CLOSED))
    book.book.set_properties({"created": _UNDATED, "title": safe(sheets[0].name)})
    names = name_sheets([*(sheet.name for sheet in sheets), say("Notes")])
    for sheet, name in zip(sheets, names, strict=False):
        _write_table(book, _open_sheet(book, name, warning), sheet.result)
    if beside:
        _write_beside(book, _open_sheet(book, names[-1], warning), beside)
    book.book.close()
    return made.getvalue()


def _refuse_large(table: pl.DataFrame) -> None:
    """Refuse what no sheet holds; a line is left for the heading and one for the total. Raises WrongUse."""
    if table.height <= MOST_ROWS - 2 and table.width <= MOST_COLUMNS:
        return
    told = {"rows": f"{table.height:,}", "columns": f"{table.width:,}", "most": f"{MOST_ROWS:,}"}
    raise WrongUse(
        say("{rows} rows of {columns} columns are more than a sheet of {most} rows holds.", **told),
        hint=say("Write .parquet or .csv, or fewer rows with --limit."),
    )


def _open_sheet(book: _Book, name: str, warning: str) -> Worksheet:
    sheet: Worksheet = book.book.add_worksheet(name)
    if warning:
        sheet.set_header(f"&C{warning.replace('&', '&&')}")
    return sheet


def _write_table(book: _Book, sheet: Worksheet, result: Result) -> None:
    """The table below its headings, which stay in sight, with a bold total where it has one."""
    table = translate_words(result.table, result.vocabulary)
    units = result.table["unit"].to_list() if result.unit_of else []
    shown = [column for column in table.get_columns() if column.name not in result.unseen]
    for place, column in enumerate(shown):
        head = safe(result.heads.get(column.name) or words.heading(column.name))
        sheet.write_string(0, place, head, book.style(bold=True, bottom=1, text_wrap=True))
        named = [f"{column.name}_{unit}" for unit in units] if column.name in result.unit_of else []
        for line, value in enumerate(column.to_list()):
            _write(book, sheet, (line + 1, place), named[line] if named else column.name, value)
        texts = (format_value(column.name, value) for value in column.head(_MEASURED).to_list())
        sheet.set_column(place, place, _fit(head, texts))
    _write_total(book, sheet, result, [column.name for column in shown])
    if shown:
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, table.height, len(shown) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{table.height + 2}"})
    sheet.repeat_rows(0)


def _write_total(book: _Book, sheet: Worksheet, result: Result, names: Sequence[str]) -> None:
    total, line = translate_total(result.total or {}, result.vocabulary), result.table.height + 1
    told = [name for name in names if name in total]
    for name in told:
        _write(book, sheet, (line, names.index(name)), name, total[name], bold=True)
    if told and names[0] not in total:
        _write(book, sheet, (line, 0), "", say("Total"), bold=True)


def _write_beside(book: _Book, sheet: Worksheet, beside: Iterable[tuple[str, str]]) -> None:
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 100)
    for line, (head, text) in enumerate(beside):
        sheet.write_string(line, 0, head, book.style(bold=True))
        sheet.write_string(line, 1, _cut(safe(text, None)), book.style(text_wrap=True))


def _write(book: _Book, sheet: Worksheet, place: tuple[int, int], name: str, value: object, **style: object) -> None:
    """One value as what it is; nothing where there is none, and text where a spreadsheet would round it."""
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(*place, value, book.style(**style))
        case int() | float() | Decimal() if not math.isfinite(value):
            return
        case int() | float() | Decimal() if _is_beyond(value):
            sheet.write_string(*place, str(value), book.style(**style, align="right"))
        case int() | float() | Decimal():
            sheet.write_number(*place, value, book.style(**style, num_format=format_cell(name, value)))
        case date() if _day_of(value) >= _FIRST_DAY:
            moment = isinstance(value, datetime) and find_unit(name) != "on"
            plain = value.replace(tzinfo=None) if isinstance(value, datetime) else value
            sheet.write_datetime(*place, plain, book.style(**style, num_format=MOMENT if moment else DATE))
        case _:
            text = _cut(safe(value, None) if isinstance(value, str) else format_value(name, value))
            extra: dict[str, object] = {"quote_prefix": True} if is_formula(text) else {}
            sheet.write_string(*place, text, book.style(**style, **extra))


def _is_beyond(value: float | Decimal) -> bool:
    """Whether a spreadsheet would round it, or not hold it."""
    most = _EXACT if isinstance(value, int) else _MOST
    return not -most <= value <= most


def _day_of(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _cut(text: str) -> str:
    """The text as far as a cell holds it; an ellipsis says that there was more."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * MOST_CHARACTERS:
        return text
    return units[: 2 * (MOST_CHARACTERS - 1)].decode("utf-16-le", "ignore") + "…"


def _fit(head: str, texts: Iterable[str]) -> int:
    """The width at which a heading beside its filter and the texts below it are read whole, within reason."""
    widest = max(count_cells(head) + _BUTTON, *map(count_cells, texts), 0)
    return min(widest + 1, _WIDEST)
