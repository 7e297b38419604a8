"""Workbooks made to burst what reads them, written by hand."""

from __future__ import annotations

import base64
import io
import random
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SPREADSHEET = f'xmlns="{MAIN}"'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{CONTENT}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{CONTENT}.worksheet+xml"/>'
    "{}</Types>"
)
RELATED = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
SHEET = "xl/worksheets/sheet1.xml"
HEADER_ROW = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in ("author", "time", "text"))
LARGE = 9_000_000
NESTED = 9_000_000  # elements, in 57 MB

Part = str | bytes


def workbook(sheet: Part, *, strings: Part = "", styles: Part = "", sheets: int = 1) -> bytes:
    """A workbook of one sheet, listed so many times."""
    parts = {"sharedStrings": strings, "styles": styles}
    listed = "".join(f'<sheet name="S{at}" sheetId="{at}" r:id="rId0"/>' for at in range(1, sheets + 1))
    related = f'<Relationship Id="rId0" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
    types = ""
    for name, part in parts.items():
        if part:
            related += f'<Relationship Id="{name}" Type="{LINKS}/{name}" Target="{name}.xml"/>'
            types += f'<Override PartName="/xl/{name}.xml" ContentType="{CONTENT}.{name}+xml"/>'
    root = f'<Relationship Id="rId0" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/>'
    return zipped(
        {
            "[Content_Types].xml": TYPES.format(types),
            "_rels/.rels": RELATED.format(root),
            "xl/workbook.xml": f'<workbook {SPREADSHEET} xmlns:r="{LINKS}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": RELATED.format(related),
            SHEET: _as_written(sheet),
            **{f"xl/{name}.xml": _as_written(part) for name, part in parts.items() if part},
        }
    )


def _as_written(part: Part) -> Part:
    return padded(part) if isinstance(part, str) and len(part) > LARGE else part


def padding(size: int) -> str:
    """Text that packs badly, as much as keeps content of this size under the limit of what unpacking may add."""
    return base64.b64encode(random.Random(1).randbytes(size // 180)).decode()


def padded(part: str) -> str:
    """The part with a remark above it that packs badly."""
    return f"<!-- {padding(len(part))} -->{part}"


def zipped(parts: Mapping[str, Part]) -> bytes:
    """These parts as a zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def sheet(rows: str, before: str = "", after: str = "") -> str:
    """A sheet with a header of a table of messages, and these rows."""
    data = f"<sheetData><row>{HEADER_ROW}</row>{rows}</sheetData>"
    return f"{before}<worksheet {SPREADSHEET}>{data}{after}</worksheet>"


def laughs() -> str:
    """An entity that stands for ten of another, ten times over."""
    entities = ['<!ENTITY a "ha">']
    entities += [f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(10)]
    cell = '<row><c t="inlineStr"><is><t>&k;</t></is></c></row>'
    return sheet(cell, f"<!DOCTYPE worksheet [{''.join(entities)}]>")


def long_entity() -> str:
    """An entity of 100 KB that is named 50,000 times."""
    cell = f'<row><c t="inlineStr"><is><t>{"&a;" * 50_000}</t></is></c></row>'
    return sheet(cell, f'<!DOCTYPE worksheet [<!ENTITY a "{"a" * 100_000}">]>')


def nested(count: int = NESTED) -> str:
    """Elements within elements, none of which ends."""
    return "<a>" * count


def misstated(size: int) -> bytes:
    """A workbook whose directory states another size of the sheet than there is."""
    content = bytearray(workbook(sheet("<row><c/></row>" * 2_000_000)))
    at = content.rindex(SHEET.encode()) - 46  # its entry of the directory, of which bytes 24 to 28 are the size
    content[at + 24 : at + 28] = size.to_bytes(4, "little")
    return bytes(content)


def corner(text: str = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>') -> str:
    """A sheet with a cell in the last corner."""
    return sheet(text)


BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "far cell": ("sheet.xlsx", lambda: workbook(corner())),
    "far dimension": (
        "sheet.xlsx",
        lambda: workbook(sheet("").replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')),
    ),
    "far cell in UTF-16": ("sheet.xlsx", lambda: workbook(corner().encode("utf-16"))),
    "wide rows in UTF-16": (
        "sheet.xlsx",
        lambda: workbook(sheet('<row><c r="XFD2"><v>1</v></c></row>' * 50_000).encode("utf-16")),
    ),
    "billion laughs": ("sheet.xlsx", lambda: workbook(laughs())),
    "long entity": ("sheet.xlsx", lambda: workbook(long_entity())),
    "nested elements of a sheet": ("sheet.xlsx", lambda: workbook(sheet(nested()))),
    "nested elements of the styles": (
        "sheet.xlsx",
        lambda: workbook(sheet(""), styles=f"<styleSheet {SPREADSHEET}>{nested()}"),
    ),
    "nested elements of the strings": (
        "sheet.xlsx",
        lambda: workbook(sheet(""), strings=f"<sst {SPREADSHEET}><si>{nested()}"),
    ),
    "row of 10 million cells": ("sheet.xlsx", lambda: workbook(sheet(f"<row>{'<c/>' * 10_000_000}</row>"))),
    "9 million elements beside the rows": ("sheet.xlsx", lambda: workbook(sheet("", after="<a/>" * 9_000_000))),
    "9 million rows of another kind": ("sheet.xlsx", lambda: workbook(sheet('<row xmlns="a"/>' * 3_000_000))),
    "9 million empty rows": ("sheet.xlsx", lambda: workbook(sheet("<row/>" * 9_000_000))),
    "strings of 300 MB": (
        "sheet.xlsx",
        lambda: workbook(
            sheet(""), strings=f"<sst {SPREADSHEET}>".encode() + b"<si><t>tea</t></si>" * 16 * 1024**2 + b"</sst>"
        ),
    ),
    "4 million strings": (
        "sheet.xlsx",
        lambda: workbook(
            sheet(""), strings=f"<sst {SPREADSHEET}>{''.join(f'<si><t>{n}</t></si>' for n in range(3_000_000))}</sst>"
        ),
    ),
    "cells of 400 MB": (
        "sheet.xlsx",
        lambda: workbook(
            sheet(
                "".join(
                    f'<row><c t="inlineStr"><is><t>{n}{"ab" * 10_000}</t></is></c></row>' * 10 for n in range(2_000)
                )
            )
        ),
    ),
    "one sheet listed 20,000 times": ("sheet.xlsx", lambda: workbook(sheet("<row><c/></row>" * 50_000), sheets=20_000)),
    "2 million styles": (
        "sheet.xlsx",
        lambda: workbook(
            sheet(""), styles=f"<styleSheet {SPREADSHEET}><cellXfs>{'<xf/>' * 2_000_000}</cellXfs></styleSheet>"
        ),
    ),
    "size stated too small": ("sheet.xlsx", lambda: misstated(1000)),
    "size stated too large": ("sheet.xlsx", lambda: misstated(2**32 - 2)),
}
