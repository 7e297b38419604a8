"""Tables in Excel workbooks: refused where they are bombs, else the rows of one sheet as text."""

from __future__ import annotations

import re
import warnings
import zipfile
from contextlib import contextmanager, suppress
from datetime import datetime
from decimal import Decimal
from functools import lru_cache, partial
from io import BytesIO
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from commkit.errors import CannotDo, CommkitError
from commkit.sources.files.encoding import HEAD_BYTES, encode_utf8, settle_encoding
from commkit.sources.files.file import FREE_BYTES, MOST_FILE_BYTES, MOST_RATIO, UNREADABLE
from commkit.sources.table.structure import SAMPLE, Form, Head, TableRows
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import IO, BinaryIO

    from commkit.sources.files.file import File
    from commkit.sources.table.structure import Layout

MAGIC = b"PK\x03\x04"
ROWS = 20_000
MOST_ROWS, MOST_COLUMNS = 1_048_576, 512
MOST_TEXT_BYTES = 64 * 1024**2  # of shared strings, which openpyxl holds in memory as a whole
CHUNK = 1024 * 1024
OVERLAP = 64  # bytes; the longest place is shorter
# A cell, a row or the stated dimension beyond column SR (the 512th) or row 999,999.
FAR = re.compile(
    rb"""(?:\sr=["']|<(?:\w{1,9}:)?dimension\s{1,4}ref=["'](?:[A-Z]{1,3}\d{1,7}:)?)"""
    rb"""(?:(?P<wide>[A-Z]{3}|S[S-Z]|[T-Z][A-Z])\d|[A-Z]{0,3}(?P<row>\d{7,20}))"""
)


@lru_cache(maxsize=1)  # it is asked twice in a row, and a workbook is slow to open
def read_heads(file: File) -> Sequence[Head]:
    """The beginning of every sheet, in order."""
    found = []
    if file.head.startswith(MAGIC) and _is_workbook(file):
        with _opened(file) as book:
            for sheet in book.worksheets:
                rows = [cells for _, cells in _some(_rows(sheet, file.base), SAMPLE) if any(cells)]
                if rows:
                    header = tuple(cell or "" for cell in rows[0])
                    body = [_fitted(cells, len(header)) for cells in rows[1:]]
                    found.append(Head(Form("workbook", sheet=sheet.title), header, body))
    return found


def read_rows(file: File, layout: Layout) -> Iterator[TableRows]:
    """All rows of the sheet below its header; bytes are not known."""
    with _opened(file) as book:
        rows, header_due = _rows(book[layout.form.sheet], file.base), layout.has_header
        while some := _some(rows, ROWS):
            piece = TableRows()
            for line, cells in some:
                if any(cells):
                    piece.records += 1
                    piece.add(_fitted(cells, len(layout.header)), line, 0, 0)
            if header_due and piece.records:
                piece.drop_first()
                header_due = False
            if piece.records:
                yield piece


def _is_workbook(file: File) -> bool:
    with suppress(*UNREADABLE), _stream(file) as stream, zipfile.ZipFile(stream) as archive:
        return any(name.startswith("xl/") for name in archive.namelist())
    return False


def _stream(file: File) -> BinaryIO:
    return file.open_raw() if file.packed is None else BytesIO(file.content())


@contextmanager
def _opened(file: File) -> Iterator[Any]:
    """The workbook, checked. Anything that goes wrong in it becomes a refusal."""
    from openpyxl import load_workbook

    try:
        with _stream(file) as stream:
            _refuse_bomb(file.base, stream)
            with _quiet():
                book = load_workbook(stream, read_only=True, data_only=True)
            yield book
            book.close()
    except CommkitError:
        raise
    except Exception as error:  # openpyxl raises anything on a broken workbook
        raise CannotDo(
            say("{file} is a broken workbook", file=file.base), hint=say("open it and save it again as XLSX or CSV")
        ) from error


def _quiet() -> warnings.catch_warnings[None]:
    """Hide openpyxl's warnings about styles and extensions that it does not know."""
    return warnings.catch_warnings(action="ignore")


def _refuse_bomb(name: str, stream: BinaryIO) -> None:
    """Refuse what unpacks to far more than it holds, or reaches far beyond a table."""
    with zipfile.ZipFile(stream) as archive:
        entries = archive.infolist()
        swollen = any(each.file_size > max(FREE_BYTES, MOST_RATIO * each.compress_size) for each in entries)
        texts = sum(each.file_size for each in entries if each.filename.lower().endswith("sharedstrings.xml"))
        if swollen or texts > MOST_TEXT_BYTES or sum(each.file_size for each in entries) > MOST_FILE_BYTES:
            raise CannotDo(
                say("{file} unpacks to far more than it holds", file=name),
                hint=say("save the sheet as CSV and load that"),
            )
        for entry in entries:
            if "worksheets/" in entry.filename and entry.filename.endswith(".xml"):
                with archive.open(entry) as sheet:
                    _refuse_far_cells(name, sheet)


def _refuse_far_cells(name: str, sheet: IO[bytes]) -> None:
    held = b""
    first = sheet.read(CHUNK)
    chunks = chain((first,), iter(partial(sheet.read, CHUNK), b""))
    for chunk in encode_utf8(chunks, settle_encoding(None, first[:HEAD_BYTES])):
        held = held[-OVERLAP:] + chunk
        if any(found["wide"] or int(found["row"]) > MOST_ROWS for found in FAR.finditer(held)):
            raise _too_large(name)


def _too_large(name: str) -> CannotDo:
    return CannotDo(
        say("{file} has a cell beyond row {row:,} or column {column}", file=name, row=MOST_ROWS, column=MOST_COLUMNS),
        hint=say("delete the stray cells, or save the sheet as CSV and load that"),
    )


def _some(rows: Iterator[tuple[int, list[str]]], count: int) -> list[tuple[int, list[str]]]:
    with _quiet():
        return list(islice(rows, count))


def _rows(sheet: Any, name: str) -> Iterator[tuple[int, list[str]]]:  # noqa: ANN401 (openpyxl has no types)
    sheet.reset_dimensions()  # the dimensions that a sheet states are often wrong
    for line, values in enumerate(sheet.iter_rows(values_only=True), 1):
        if line > MOST_ROWS or len(values) > MOST_COLUMNS:
            raise _too_large(name)
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
