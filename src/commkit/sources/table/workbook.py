"""Tables in Excel workbooks: refused where they are bombs, else the rows of one sheet as text."""

from __future__ import annotations

import tempfile
import warnings
from contextlib import contextmanager, suppress
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from commkit.errors import CommkitError
from commkit.sources.files.file import UNREADABLE
from commkit.sources.files.portions import ENOUGH
from commkit.sources.table.structure import SAMPLE, Form, Head, TableRows
from commkit.sources.table.workbook_parts import MOST_COLUMNS, MOST_ROWS, Parts, broken_workbook, too_large

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from commkit.sources.files.file import File
    from commkit.sources.table.structure import Layout

MAGIC = b"PK\x03\x04"
ROWS = 20_000


def read_heads(file: File, above: int = 0) -> Sequence[Head]:
    """The beginning of every sheet below so many rows that are not blank, in order."""
    found = []
    for title, rows in _samples(file):
        if len(rows) > above:
            line, cells = rows[above]
            titles = tuple(" ".join(filter(None, each)) for _, each in rows[:above])
            body = [_fitted(each, len(cells)) for _, each in rows[above + 1 :]]
            form = Form("workbook", sheet=title, above=line - 1)
            found.append(Head(form, tuple(cells), body, titles=(*titles, title)))
    return found


@lru_cache(maxsize=1)  # it is asked again and again, and a workbook is slow to open
def _samples(file: File) -> Sequence[tuple[str, list[tuple[int, list[str]]]]]:
    """The title and the first rows of every sheet that has any, with their lines."""
    found = []
    if file.head.startswith(MAGIC) and _is_workbook(file):
        with _opened(file) as book:
            for sheet in book.worksheets:
                rows = [(line, cells) for line, cells in _some(_rows(sheet, file.base), SAMPLE) if any(cells)]
                if rows:
                    found.append((sheet.title, rows))
    return found


def read_rows(file: File, layout: Layout) -> Iterator[TableRows]:
    """All rows of the sheet below its header; bytes are not known."""
    with _opened(file) as book:
        rows, header_due = _rows(book[layout.form.sheet], file.base), layout.has_header
        while some := _some(rows, ROWS):
            piece = TableRows()
            for line, cells in some:
                if any(cells) and line > layout.form.above:
                    piece.records += 1
                    piece.add(_fitted(cells, len(layout.header)), line, 0, 0)
            if header_due and piece.records:
                piece.drop_first()
                header_due = False
            if piece.records:
                yield piece


def _is_workbook(file: File) -> bool:
    with suppress(*UNREADABLE), _stream(file) as stream, Parts(stream, file.base) as archive:
        return any(name.startswith("xl/") for name in archive.namelist())
    return False


def _stream(file: File) -> BinaryIO:
    """The workbook's bytes, in which one can go back and forth: a file without a path where it is in an archive."""
    if file.packed is None:
        return file.open_raw()
    spool = tempfile.TemporaryFile()  # noqa: SIM115 (closed by whoever reads it)
    for piece in file.raw():
        spool.write(piece)
    spool.seek(0)
    return cast("BinaryIO", spool)


@contextmanager
def _opened(file: File) -> Iterator[Any]:
    """The workbook, checked. Anything that goes wrong in it becomes a refusal."""
    from openpyxl.reader.excel import ExcelReader

    try:
        with _stream(file) as stream, Parts(stream, file.base) as parts:
            reader = ExcelReader(stream, read_only=True, data_only=True, keep_links=False)
            reader.archive = parts
            with _quiet():
                reader.read()
            yield reader.wb
    except CommkitError:
        raise
    except Exception as error:  # openpyxl raises anything on a broken workbook
        raise broken_workbook(file.base) from error


def _quiet() -> warnings.catch_warnings[None]:
    """Hide openpyxl's warnings about styles and extensions that it does not know."""
    return warnings.catch_warnings(action="ignore")


def _some(rows: Iterator[tuple[int, list[str]]], count: int) -> list[tuple[int, list[str]]]:
    """The next rows, so many at most, and fewer where they are long."""
    found, held = [], 0
    with _quiet():
        for row in islice(rows, count):
            found.append(row)
            held += sum(map(len, row[1]))
            if held > ENOUGH:
                break
    return found


def _rows(sheet: Any, name: str) -> Iterator[tuple[int, list[str]]]:  # noqa: ANN401 (openpyxl has no types)
    sheet.reset_dimensions()  # the dimensions that a sheet states are often wrong
    for line, values in enumerate(sheet.iter_rows(values_only=True), 1):
        if line > MOST_ROWS or len(values) > MOST_COLUMNS:
            raise too_large(name)
        cells = [_text(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        yield line, cells


def _fitted(cells: list[str], width: int) -> list[str]:
    """A row as wide as the header: rows end at their last cell, and notes beside the table do not belong to it."""
    return cells[:width] + [""] * (width - len(cells))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    return str(value)
