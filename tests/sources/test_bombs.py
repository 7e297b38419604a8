"""Files made to burst what reads them: each refused within ten seconds and 512 MB, in a process of its own."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import subprocess
import sys
import tarfile
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MOST_MEMORY = 512 * 1024  # KB
MOST_SECONDS = 30  # of a slow processor
CANNOT = 3
PIECE = b"ana,2024-01-05 10:00,tea\n" * 40_000  # a megabyte
MANY = 300
# What a process is told to do; it says how much memory it held at most.
LOADING = """
import pathlib, sys, time
from commkit.cli import app as cli
code = cli.run(["load", sys.argv[1]])
status = pathlib.Path("/proc/self/status")
said = dict(line.split(":") for line in status.read_text().splitlines()) if status.exists() else {"VmHWM": "0 kB"}
print(said["VmHWM"].split()[0], time.process_time())
sys.exit(code)
"""
SPREADSHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{CONTENT}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{CONTENT}.worksheet+xml"/>'
    "{}</Types>"
)
STRINGS = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{CONTENT}.sharedStrings+xml"/>'
RELATED = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
HEADER_ROW = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in ("author", "time", "text"))


def workbook(sheet: bytes | str, strings: bytes | str | None = None) -> bytes:
    """A workbook of one sheet, written by hand."""
    sheets = '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets>'
    book = f'<workbook {SPREADSHEET} xmlns:r="{LINKS}">{sheets}</workbook>'
    related = f'<Relationship Id="rId1" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
    related += f'<Relationship Id="rId2" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>' if strings else ""
    root = f'<Relationship Id="rId1" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/>'
    parts = {
        "[Content_Types].xml": TYPES.format(STRINGS if strings else ""),
        "_rels/.rels": RELATED.format(root),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": RELATED.format(related),
        "xl/worksheets/sheet1.xml": sheet,
    }
    if strings:
        parts["xl/sharedStrings.xml"] = strings
    return zipped(parts)


def zipped(parts: dict[str, str] | dict[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def sheet(cells: str, before: str = "") -> str:
    return f"{before}<worksheet {SPREADSHEET}><sheetData><row>{HEADER_ROW}</row>{cells}</sheetData></worksheet>"


def table(pack: Callable[[bytes], bytes]) -> bytes:
    """A packed table of 300 MB, as one stream after the other: packing so much at once takes minutes."""
    return pack(b"author,time,text\n") + pack(PIECE) * MANY


def zip_bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("chat.csv", "w") as entry:
        entry.write(b"author,time,text\n")
        for _ in range(MANY):
            entry.write(PIECE)
    return target.getvalue()


def tar_bomb(pack: Callable[[bytes], bytes]) -> bytes:
    entry = tarfile.TarInfo("chat.csv")
    entry.size = MANY * len(PIECE)
    return pack(entry.tobuf()) + pack(PIECE) * MANY


def long_name_in_a_tar(pack: Callable[[bytes], bytes]) -> bytes:
    """A header that says its path is 300 MB long."""
    entry = tarfile.TarInfo("././@LongLink")
    entry.type, entry.size = tarfile.GNUTYPE_LONGNAME, MANY * 1024**2
    return pack(entry.tobuf(tarfile.GNU_FORMAT)) + pack(b"a" * 1024**2) * MANY


def xz_of_a_huge_dictionary() -> bytes:
    """Unpacking asks for 1.5 GB of memory, whatever is in it."""
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 4096}]
    packed = bytearray(lzma.compress(b"author,time,text\n" * 10_000, check=lzma.CHECK_NONE, filters=filters))
    header = bytearray(packed[12 : 12 + (packed[12] + 1) * 4])
    header[header.index(b"\x21\x01") + 2] = 40  # 4 GiB
    header[-4:] = zlib.crc32(header[:-4]).to_bytes(4, "little")
    packed[12 : 12 + len(header)] = header
    return bytes(packed)


def laughs() -> str:
    entities = ['<!ENTITY a "ha">']
    entities += [f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(10)]
    cell = '<row><c t="inlineStr"><is><t>&k;</t></is></c></row>'
    return sheet(cell, f"<!DOCTYPE worksheet [{''.join(entities)}]>")


def nested_html() -> bytes:
    head = b'<!DOCTYPE html><html><head><title>Reef - hall</title></head><body><div class="preamble">'
    return head + b'<div class="chatlog__message-group">' * 300_000


BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "zip": ("chat.zip", zip_bomb),
    "gzip": ("chat.csv.gz", lambda: table(gzip.compress)),
    "bzip2": ("chat.csv.bz2", lambda: table(bz2.compress)),
    "xz": ("chat.csv.xz", lambda: table(lzma.compress)),
    "xz that asks for memory": ("chat.csv.xz", xz_of_a_huge_dictionary),
    "tar.gz": ("chat.tar.gz", lambda: tar_bomb(gzip.compress)),
    "tar.bz2": ("chat.tar.bz2", lambda: tar_bomb(bz2.compress)),
    "tar of one long path": ("chat.tar", lambda: long_name_in_a_tar(bytes)[: 10 * 1024**2]),
    "tar.gz of one long path": ("chat.tgz", lambda: long_name_in_a_tar(gzip.compress)),
    "far cell": ("sheet.xlsx", lambda: workbook(sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))),
    "far dimension": (
        "sheet.xlsx",
        lambda: workbook(sheet("").replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')),
    ),
    "far cell in UTF-16": (
        "sheet.xlsx",
        lambda: workbook(sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>').encode("utf-16")),
    ),
    "wide rows in UTF-16": (
        "sheet.xlsx",
        lambda: workbook(sheet('<row><c r="XFD2"><v>1</v></c></row>' * 50_000).encode("utf-16")),
    ),
    "billion laughs": ("sheet.xlsx", lambda: workbook(laughs())),
    "strings of 300 MB": (
        "sheet.xlsx",
        lambda: workbook(
            sheet(""), f"<sst {SPREADSHEET}>".encode() + b"<si><t>tea</t></si>" * 16 * 1024**2 + b"</sst>"
        ),
    ),
    "nested HTML": ("Reef - hall [5].html", nested_html),
    "nested JSON": (
        "result.json",
        lambda: b'{"name": "a", "type": "private_group", "id": 5, "messages": [' + b"[" * 5_000_000,
    ),
    "nested JSON in a line": ("lines.jsonl", lambda: b'{"author": ' + b"[" * 5_000_000),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_is_refused_before_it_bursts(kind: str, tmp_path: Path) -> None:
    name, made = BOMBS[kind]
    (tmp_path / name).write_bytes(made())
    command = [sys.executable, "-c", LOADING, name]
    ended = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=10 * MOST_SECONDS
    )
    assert ended.returncode == CANNOT, ended.stderr
    assert len(ended.stderr.splitlines()) == 2
    memory, seconds = map(float, ended.stdout.split())
    assert memory < MOST_MEMORY
    assert seconds < MOST_SECONDS  # of the processor: a busy machine must not fail a test
