"""Tables of JSON lines: every line an object, its keys the columns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from commkit.sources.files.encoding import HEAD_BYTES
from commkit.sources.table.records import MOST_BYTES
from commkit.sources.table.structure import SAMPLE, Bad, Form, Head, Number, TableRows
from commkit.sources.text.json_values import refuse_heavy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from commkit.sources.files.file import File
    from commkit.sources.table.structure import Layout


def read_heads(file: File, above: int = 0) -> Iterator[Head]:
    """The keys and values of the first lines, if they are objects; nothing stands above them."""
    if above or not file.head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return
    lines = file.head.splitlines()[:SAMPLE]
    lines = lines[:-1] if len(file.head) == HEAD_BYTES and len(lines) > 1 else lines
    objects = [each for line in lines if (each := _object(line)) is not None]
    header = tuple(dict.fromkeys(key for each in objects for key in each))
    rows = [_cells(each, header) for each in objects]
    if header:
        yield Head(Form("jsonlines"), header, rows, len(rows) / len(lines))


def read_rows(file: File, layout: Layout) -> Iterator[TableRows]:
    """All objects of the file. A line that is not an object is a bad record."""
    offset, number = 0, 0
    for lines in _blocks(file.chunks()):
        piece = TableRows()
        for line in lines:
            start, offset, number = offset, offset + len(line), number + 1
            if line.removeprefix(b"\xef\xbb\xbf").strip():
                _take(piece, line, layout, (number, start, offset))
        yield piece


def _take(piece: TableRows, line: bytes, layout: Layout, place: tuple[int, int, int]) -> None:
    piece.records += 1
    found = _object(line)
    if found is not None:
        piece.add(_cells(found, layout.header), *place)
        return
    damaged = "\ufffd" in line.decode("utf-8", "replace")
    piece.bad.append(Bad(*place, "undecodable" if damaged else "not-an-object"))


def _blocks(chunks: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Whole lines, a list for every chunk."""
    rest = b""
    for chunk in chunks:
        lines = (rest + chunk).splitlines(keepends=True)
        is_cut = lines and not lines[-1].endswith(b"\n") and len(lines[-1]) < MOST_BYTES
        rest = lines.pop() if is_cut else b""
        yield lines
    if rest:
        yield [rest]


def _object(line: bytes) -> dict[str, object] | None:
    """The object on this line, its numbers as they are written."""
    try:
        refuse_heavy(line)
        found = json.loads(line, parse_int=Number, parse_float=Number, parse_constant=_nothing)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _nothing(_: str) -> None:
    """NaN and the infinities are read as nothing."""


def _cells(found: dict[str, object], header: tuple[str, ...]) -> list[str | None]:
    return [_text(found.get(key)) for key in header]


def _text(value: object) -> str | None:
    """A value as a cell. Half a surrogate pair becomes a question mark; a nested value cannot be a cell."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode(errors="replace").decode()
    return str(value).lower() if isinstance(value, bool) else None
