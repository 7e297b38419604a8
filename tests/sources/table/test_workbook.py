"""Workbooks that are bombs or broken, and odd ones that are not."""

from __future__ import annotations

import io
import time
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from commkit.errors import CannotDo
from commkit.sources.files.file import File
from commkit.sources.source import Reading
from commkit.sources.table import from_table as table

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.batch import Batch, Stream

HEADER = ["order id", "date", "customer", "amount"]
SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = b"<!DOCTYPE a [<!ENTITY l0 'ha'>%s]>" % b"".join(
    b"<!ENTITY l%d '%s'>" % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10)
)


def workbook(*rows: list[object], cell: str = "") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in [HEADER, *rows]:
        sheet.append(row)
    if cell:
        sheet[cell] = 1
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def changed(name: str, change: Callable[[bytes], bytes]) -> bytes:
    content = io.BytesIO()
    source = workbook(["1", "2026-01-05", "ana", 5])
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            new.writestr(each, change(old.read(each)) if each == name else old.read(each))
    return content.getvalue()


def file_of(content: bytes) -> File:
    return File("book.xlsx", len(content), lambda: io.BytesIO(content))


def read(content: bytes) -> list[Batch | Stream]:
    return list(table.read([file_of(content)], Reading()))


BOMBS = {
    "a cell in the last corner": lambda: workbook(cell="XFD1048576"),
    "a cell in column 513": lambda: workbook(cell="SS3"),
    "a row beyond the last": lambda: changed(SHEET, lambda text: text.replace(b'r="2"', b'r="1048577"')),
    "a row far away in UTF-16": lambda: changed(
        SHEET, lambda text: text.decode().replace('r="2"', 'r="9999999999"').encode("utf-16")
    ),
    "a stated size": lambda: changed(SHEET, lambda text: text.replace(b"A1:D2", b"A1:XFD9")),
    "entities in the sheet": lambda: changed(SHEET, lambda text: LAUGHS + text.replace(b"<v>5<", b"<v>&l9;<")),
    "entities in the list of sheets": lambda: changed(
        "xl/workbook.xml", lambda text: LAUGHS + text.replace(b'name="Sheet"', b'name="&l9;"')
    ),
    "zeros": lambda: changed(SHEET, lambda text: text + b" " * 30_000_000),
}


@pytest.mark.parametrize("make", BOMBS.values(), ids=list(BOMBS))
def test_bombs_are_refused(make: Callable[[], bytes]) -> None:
    content = make()
    began = time.process_time()
    assert table.recognises(file_of(content))
    with pytest.raises(CannotDo):
        read(content)
    assert time.process_time() - began < 20


def test_a_cell_in_the_last_column_that_is_taken() -> None:
    [found] = read(workbook(["1", "2026-01-05", "ana", 5], cell="SR2"))
    assert getattr(found, "records", None) == {"order_line": 1}


def test_a_broken_workbook_is_refused_and_another_zip_is_not_one() -> None:
    assert not table.recognises(file_of(workbook().replace(b"xl/", b"wd/")))
    with pytest.raises(CannotDo):
        read(changed(SHEET, lambda text: text[:200]))


def test_a_number_is_read_as_shown_and_an_id_is_not_a_float() -> None:
    [found] = table.read([file_of(workbook([1001, "2026-01-05", 14075.0, 0.1 + 0.2]))], Reading())
    rows = getattr(found, "frames")["order_line"]  # noqa: B009 (a batch here)
    assert rows.select("native", "member").rows() == [("1001", "14075")]
    assert str(rows["amount"][0]) == "0.3000"


SHAPES = {
    "elements within elements": lambda: changed(SHEET, lambda text: text.replace(b"<sheetData>", b"<a>" * 100)),
    "elements within a cell": lambda: changed(SHEET, lambda text: text.replace(b"<v>5<", b"<is>" * 100 + b"<v>5<")),
    "a row of many cells": lambda: changed(
        SHEET, lambda text: text.replace(b"</row>", b"<c/>" * 20_000 + b"</row>", 1)
    ),
    "many elements beside the rows": lambda: changed(
        SHEET, lambda text: text.replace(b"</worksheet>", b"<a/>" * 300_001 + b"</worksheet>")
    ),
    "many styles": lambda: changed(
        "xl/styles.xml", lambda text: text.replace(b"<cellXfs", b"<a/>" * 100_001 + b"<cellXfs")
    ),
    "many sheets": lambda: changed(
        "xl/workbook.xml", lambda text: text.replace(b"<sheets>", b"<sheets>" + b"<sheet/>" * 1_001)
    ),
}


@pytest.mark.parametrize("make", SHAPES.values(), ids=list(SHAPES))
def test_a_part_of_more_than_memory_should_hold_is_refused(make: Callable[[], bytes]) -> None:
    with pytest.raises(CannotDo, match="unpacks to far more"):
        read(make())
