"""Workbooks that are bombs or broken, and odd ones that are not."""

from __future__ import annotations

import io
import time
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

import openpyxl
import pytest

from commkit.errors import CannotDo
from commkit.sources.files.file import File
from commkit.sources.registry import find
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


def sheets(**named: list[list[object]]) -> bytes:
    """A workbook of sheets by their titles."""
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for title, rows in named.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(content)
    return content.getvalue()


def orders(*numbers: str) -> list[list[object]]:
    return [list(HEADER), *([number, "2026-01-05", "ana", 5] for number in numbers)]


def read_all(content: bytes) -> tuple[list[str], list[str], tuple[str, ...]]:
    """The orders and the members that a workbook loads, and its sheets that nothing is read from."""
    found, _ = find([file_of(content)])
    batches = [batch for export in found for batch in export.source.read(export.files, Reading())]
    frames = [frame for batch in batches for kind, frame in getattr(batch, "frames").items()  # noqa: B009 (a batch here)
              if kind in ("order_line", "member")]  # fmt: skip
    native = {kind: [each for frame in frames if ("ordered_at" in frame.columns) is (kind == "order") for each in
                     frame["native"]] for kind in ("order", "member")}  # fmt: skip
    unplaced = found[0].unplaced(Reading())
    assert len({export.files[0].digest for export in found}) == len(found)
    return sorted(native["order"]), native["member"], unplaced.sheets if unplaced else ()


MEMBERS: list[list[object]] = [["member id", "joined at"], ["ben", "2026-01-02"]]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"Q1": orders("1"), "Q2": orders("2", "3")}, (["1", "2", "3"], [], ())),
        ({"一月": [["月报"], [], *orders("1")], "二月": orders("2"), "说明": [["无"]]}, (["1", "2"], [], ())),
        ({"汇总": orders("1", "2"), "a": orders("1"), "b": orders("2")}, (["1", "2"], [], ("a", "b"))),
        ({"a": orders("1"), "b": orders("2"), "Total": orders("1", "2")}, (["1", "2"], [], ("Total",))),
        ({"people": MEMBERS, "sales": orders("1")}, (["1"], ["ben"], ())),
        ({"sales": orders("1"), "people": MEMBERS, "more": [*MEMBERS[:1], ["cy", "2026-01-03"]]},
         (["1"], ["ben", "cy"], ())),
        ({"sales": orders("1"), "notes": [["colour", "shape"], ["red", "round"]]}, (["1"], [], ("notes",))),
    ],
)  # fmt: skip
def test_every_sheet_is_read_or_named(
    content: dict[str, list[list[object]]], expected: tuple[list[str], list[str], tuple[str, ...]]
) -> None:
    assert read_all(sheets(**content)) == expected


def test_a_copy_of_a_sheet_is_read_once_and_named() -> None:
    """Of four sheets of 600 rows the second is a copy, the third differs in its last row, the last is of another kind.

    The orders have no ids, so that equal ones would count as several.
    """
    rows: list[list[object]] = [["date", "customer", "amount"], *(["2026-01-05", "ana", 5] for _ in range(600))]
    book = {"Jan": rows, "Jan (2)": [[], *rows], "Feb": [*rows[:-1], ["2026-01-05", "ana", 6]], "people": MEMBERS}
    book["people (2)"] = MEMBERS
    found, _ = find([file_of(sheets(**book))])
    batches = [batch for export in found for batch in export.source.read(export.files, Reading())]
    records = Counter[str]()
    for batch in batches:
        records.update(getattr(batch, "records"))  # noqa: B009 (a batch here)
    assert records == {"order_line": 1200, "member": 1}
    unplaced = found[0].unplaced(Reading())
    assert unplaced is not None
    assert (unplaced.sheets, unplaced.copies) == ((), (("Jan (2)", "Jan"), ("people (2)", "people")))


@pytest.mark.parametrize(
    "broken",
    [(b'<c r="D2" t="n"><v>5<', b'<c r="D2" t="n"><v>five<'), (b'<c r="D2" t="n"><v>5<', b'<c r="D2" t="s"><v>999<'),
     (b'<c r="D2" t="n"><v>5<', b'<c r="D2" t="d"><v>soon<'), (b'<c r="D2" t="n"><v>5<', b'<c r="D2" t="e"><v>#REF!<')],
)  # fmt: skip
def test_a_broken_cell_costs_one_record(broken: tuple[bytes, bytes]) -> None:
    """The amount of one order of two cannot be read."""
    content = io.BytesIO()
    source = workbook(["1", "2026-01-05", "ana", 5], ["2", "2026-01-06", "ben", 6])
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(content, "w") as new:
        for each in old.namelist():
            assert each != SHEET or broken[0] in old.read(each)
            new.writestr(each, old.read(each).replace(*broken) if each == SHEET else old.read(each))
    [found] = read(content.getvalue())
    assert getattr(found, "frames")["order_line"]["native"].to_list() == ["2"]  # noqa: B009 (a batch here)
    assert [(each.line, each.code) for each in getattr(found, "rejects")] == [(2, "bad-amount")]  # noqa: B009


def test_an_error_is_nobodys_id_and_a_long_number_was_rounded() -> None:
    [found] = read(workbook(["1", "2026-01-05", "#N/A", 5], [2.02403050000123e17, "2026-01-05", "ben", 5]))
    assert [each.code for each in getattr(found, "rejects")] == ["broken-cell", "rounded-id"]  # noqa: B009


@pytest.mark.parametrize("above", [3, 9, 14])
def test_titles_may_stand_above_the_header(above: int) -> None:
    """Beyond the tenth row it must be said where the header is."""
    titles: list[list[object]] = [[f"report {number}", None, "of sales"] for number in range(above)]
    file = file_of(sheets(s=[*titles, *orders("1", "2")]))
    reading = Reading(header_row=above + 1)
    assert table.recognises(file) is (above < 10)
    found, _ = find([file], reading)
    [batch] = found[0].source.read(found[0].files, reading)
    assert getattr(batch, "frames")["order_line"]["native"].to_list() == ["1", "2"]  # noqa: B009 (a batch here)


def test_a_header_row_that_is_said_holds_against_one_that_fits_before() -> None:
    """Two tables one above the other: the second is meant."""
    file = file_of(sheets(s=[*orders("1"), ["订单号", "下单时间", "买家", "金额"], ["7", "2026-02-05", "cy", 9]]))
    [batch] = table.read([file], Reading(header_row=3))
    assert getattr(batch, "frames")["order_line"]["native"].to_list() == ["7"]  # noqa: B009 (a batch here)
