"""Tables in Excel workbooks: refused where they are bombs, else the rows of one sheet as text."""

from __future__ import annotations

import tempfile
import warnings
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from commkit.errors import CommkitError
from commkit.sources.files.file import UNREADABLE
from commkit.sources.files.portions import ENOUGH
from commkit.sources.table.sheet_rows import read_sheet
from commkit.sources.table.structure import SAMPLE, Form, Head, TableRows, squeeze_header
from commkit.sources.table.workbook_parts import Parts, broken_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import BinaryIO

    from commkit.sources.files.file import File
    from commkit.sources.table.structure import Layout

MAGIC = b"PK\x03\x04"
ROWS = 20_000
MOST_TITLES = 10  # rows among which the header of a further sheet stands
OF_SUMS = (
    "汇总",
    "合计",
    "总计",
    "总表",
    "total",
    "summary",
    "overview",
    "alldata",
)  # in a sheet's name: it repeats others


def read_heads(file: File, above: int = 0) -> Sequence[Head]:
    """The beginning of every sheet below so many rows that are not blank, in order."""
    found = []
    for title, rows in _samples(file.book or file):
        if len(rows) > above and file.sheet in ("", title):
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
                rows = [(line, cells) for line, cells in _some(read_sheet(sheet, file.base), SAMPLE) if any(cells)]
                if rows:
                    found.append((sheet.title, rows))
    return found


def read_rows(file: File, layout: Layout) -> Iterator[TableRows]:
    """All rows of the sheet below its header, and of those with the same header; bytes are not known."""
    form = layout.form
    with _opened(file) as book:
        for title, above in ((form.sheet, form.above), *form.sheets):
            yield from _pieces(read_sheet(book[title], file.base), above, layout)


def _pieces(rows: Iterator[tuple[int, list[str]]], above: int, layout: Layout) -> Iterator[TableRows]:
    header_due = layout.has_header
    while some := _some(rows, ROWS):
        piece = TableRows()
        for line, cells in some:
            if any(cells) and line > above:
                piece.records += 1
                piece.add(_fitted(cells, len(layout.header)), line, 0, 0)
        if header_due and piece.records:
            piece.drop_first()
            header_due = False
        if piece.records:
            yield piece


def with_like_sheets(file: File, head: Head) -> Head:
    """The head with the sheets that have the same header: a sheet a month is one table. Sums and copies are none."""
    wanted = tuple(map(squeeze_header, head.header))
    above = {
        title: next((line - 1 for line, cells in rows[:MOST_TITLES] if _is_like(cells, wanted)), None)
        for title, rows in _samples(file.book or file)
        if title != head.form.sheet and not sums_up(title) and title not in find_copies(file.book or file)
    }
    if sums_up(head.form.sheet):
        return head
    sheets = tuple((title, line) for title, line in above.items() if line is not None)
    return replace(head, form=replace(head.form, sheets=sheets))


@lru_cache(maxsize=1)
def find_copies(file: File) -> Mapping[str, str]:
    """The sheets that hold the same rows as one before them, and which that is."""
    alike: dict[str, list[str]] = {}
    for title, rows in _samples(file):
        if len(rows) > 1 and not sums_up(title):
            alike.setdefault(repr([cells for _, cells in rows]), []).append(title)
    if all(len(titles) == 1 for titles in alike.values()):  # nearly always, and then no sheet is read as a whole
        return {}
    first: dict[bytes, str] = {}
    with _opened(file) as book:
        several = (title for titles in alike.values() if len(titles) > 1 for title in titles)
        whole = {title: _digest(read_sheet(book[title], file.base)) for title in several}
    return {title: first[rows] for title, rows in whole.items() if first.setdefault(rows, title) != title}


def _digest(rows: Iterator[tuple[int, list[str]]]) -> bytes:
    said = blake2b()
    for _, cells in rows:
        said.update(repr(cells).encode() if any(cells) else b"")
    return said.digest()


def sums_up(title: str) -> bool:
    """Whether a sheet of this name repeats what stands in others."""
    return any(word in squeeze_header(title) for word in OF_SUMS)


def _is_like(cells: list[str], wanted: tuple[str, ...]) -> bool:
    return tuple(map(squeeze_header, cells)) == wanted


def find_sheets(file: File) -> list[str]:
    """The sheets that may be tables: two rows and two columns at least."""
    return [
        title
        for title, rows in _samples(file.book or file)
        if len(rows) > 1 and max(len(cells) for _, cells in rows) > 1
    ]


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


def _fitted(cells: list[str], width: int) -> list[str]:
    """A row as wide as the header: rows end at their last cell, and notes beside the table do not belong to it."""
    return cells[:width] + [""] * (width - len(cells))
