"""The parts of an Excel workbook, looked through before anything is built of them, and refused if they would burst."""

from __future__ import annotations

import os
import re
import zipfile
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from commkit.errors import CannotDo
from commkit.sources.files.encoding import HEAD_BYTES, encode_utf8, settle_encoding
from commkit.sources.files.file import FREE_BYTES, MOST_FILE_BYTES
from commkit.sources.files.zip_directory import lists_more
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO, BinaryIO

MOST_ROWS, MOST_COLUMNS = 1_048_576, 512
MOST_SWOLLEN = 100  # unpacked to packed, past the first 10 MB; sheets of equal rows come to about 40
MOST_TEXT_BYTES = 64 * 1024**2  # of shared strings, which openpyxl holds in memory as a whole
MOST_STRINGS = 1_000_000
MOST_PARTS = 20_000
MOST_SHEETS = 1_000
MOST_DEPTH = 64
MOST_WITHIN = 16_384  # elements of one row or string
MOST_ROW_BYTES = 16 * 1024**2
MOST_BESIDE = 300_000  # elements of a part that are in no row and no string: openpyxl holds them all
MOST_BESIDE_BYTES = 32 * 1024**2
MOST_STYLES = 100_000  # elements; Excel has at most 65,490 styles
MOST_OPENED = 8  # times for one part; a part that stands for many sheets is no workbook of anybody's
CHUNK = 1024 * 1024
OVERLAP = 64  # bytes; the longest place is shorter
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SHEET, STRINGS, STYLES, BOOK = (f"{MAIN}{name}" for name in ("worksheet", "sst", "styleSheet", "workbook"))
# By the root of a part: the element of which there may be many, at which depth, and how many.
MANY = {SHEET: (f"{MAIN}row", 3, MOST_ROWS), STRINGS: (f"{MAIN}si", 2, MOST_STRINGS)}
LISTED = f"{MAIN}sheet"
# A cell, a row or the stated dimension beyond column SR (the 512th) or row 999,999.
FAR = re.compile(
    rb"""(?:\sr=["']|<(?:\w{1,9}:)?dimension\s{1,4}ref=["'](?:[A-Z]{1,3}\d{1,7}:)?)"""
    rb"""(?:(?P<wide>[A-Z]{3}|S[S-Z]|[T-Z][A-Z])\d|[A-Z]{0,3}(?P<row>\d{7,20}))"""
)


class Parts(zipfile.ZipFile):
    """A workbook's archive. Raises CannotDo for a part that would burst, when it is first opened."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        if lists_more(stream, MOST_PARTS):
            raise too_much(name)
        super().__init__(stream)
        self.name = name
        self._opened = Counter[str]()
        self._refuse_swollen()

    def open(self, name: Any, *said: Any, **named: Any) -> IO[bytes]:  # noqa: ANN401 (whatever openpyxl says)
        """The part as a stream."""
        called = name.filename if isinstance(name, zipfile.ZipInfo) else name
        self._opened[called] += 1
        if self._opened[called] == 1:
            with super().open(called) as part:
                _look_through(self.name, part)
        if self._opened[called] > MOST_OPENED:
            raise too_much(self.name)
        return super().open(name, *said, **named)

    def _refuse_swollen(self) -> None:
        entries = self.infolist()
        size = self.fp.seek(0, os.SEEK_END) if self.fp else 0
        overlap = sum(each.compress_size for each in entries) > size
        swollen = overlap or any(
            each.file_size > max(FREE_BYTES, MOST_SWOLLEN * each.compress_size) for each in entries
        )
        if swollen or sum(each.file_size for each in entries) > MOST_FILE_BYTES:
            raise too_much(self.name)


class _Shape:
    """How much of what a part holds, counted while it is parsed; nothing of it is kept."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root = ""
        self.depth = self.beside = self.listed = self.records = self.within = 0
        self.is_within = False
        self.many = ("", 0, 0)
        self.begins = self.bytes_within = 0
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype

    def feed(self, chunk: bytes) -> None:
        """The next bytes of the part. Raises CannotDo where there is too much of anything."""
        self.parser.Parse(chunk, False)
        at = self.parser.CurrentByteIndex
        row = at - self.begins if self.is_within else 0
        if row > MOST_ROW_BYTES or at - row - self.bytes_within > MOST_BESIDE_BYTES:
            raise too_much(self.name)
        if self.root == STRINGS and at > MOST_TEXT_BYTES:
            raise too_much(self.name)

    def _start(self, element: str, _: object) -> None:
        self.depth += 1
        if self.is_within:
            self.within += 1
            if self.within > MOST_WITHIN or self.depth > MOST_DEPTH:
                raise too_much(self.name)
        elif (element, self.depth) == self.many[:2]:
            self._begin_record()
        else:
            self._count_beside(element)

    def _begin_record(self) -> None:
        self.is_within, self.within, self.begins = True, 0, self.parser.CurrentByteIndex
        self.records += 1
        if self.records > self.many[2]:
            raise too_large(self.name) if self.root == SHEET else too_much(self.name)

    def _count_beside(self, element: str) -> None:
        if self.depth == 1:
            self.root, self.many = element, MANY.get(element, self.many)
        self.beside += 1
        self.listed += element == LISTED and self.root == BOOK
        most = MOST_STYLES if self.root == STYLES else MOST_BESIDE
        if self.beside > most or self.listed > MOST_SHEETS or self.depth > MOST_DEPTH:
            raise too_much(self.name)

    def _end(self, _: str) -> None:
        if self.is_within and self.depth == self.many[1]:
            self.is_within = False
            self.bytes_within += self.parser.CurrentByteIndex - self.begins
        self.depth -= 1

    def _refuse_doctype(self, *_: object) -> None:
        raise broken_workbook(self.name)


def _look_through(name: str, part: IO[bytes]) -> None:
    """Refuse a part with more elements than openpyxl could hold, or with cells far beyond a table."""
    shape = _Shape(name)
    try:
        for text in _fed(part, shape):
            if any(found["wide"] or int(found["row"]) > MOST_ROWS for found in FAR.finditer(text)):
                raise too_large(name)
    except expat.ExpatError:  # not XML: whoever reads it says so
        return


def _fed(part: IO[bytes], shape: _Shape) -> Iterator[bytes]:
    """The text of a sheet in pieces that overlap, once the shape has seen them; nothing of other parts."""
    first = part.read(CHUNK)
    held = b""

    def seen() -> Iterator[bytes]:
        for chunk in chain((first,), iter(lambda: part.read(CHUNK), b"")):
            shape.feed(chunk)
            yield chunk

    for chunk in encode_utf8(seen(), settle_encoding(None, first[:HEAD_BYTES])):
        if shape.root == SHEET:
            held = held[-OVERLAP:] + chunk
            yield held


def too_large(name: str) -> CannotDo:
    """The refusal of a sheet that reaches far beyond a table."""
    return CannotDo(
        say("{file} has a cell beyond row {row:,} or column {column}", file=name, row=MOST_ROWS, column=MOST_COLUMNS),
        hint=say("delete the stray cells, or save the sheet as CSV and load that"),
    )


def too_much(name: str) -> CannotDo:
    """The refusal of a workbook that takes far more memory than its size on the disk lets expect."""
    return CannotDo(
        say("{file} unpacks to far more than it holds", file=name), hint=say("save the sheet as CSV and load that")
    )


def broken_workbook(name: str) -> CannotDo:
    """The refusal of a workbook that cannot be read."""
    return CannotDo(say("{file} is a broken workbook", file=name), hint=say("open it and save it again as XLSX or CSV"))
