"""Tables of delimited text: which delimiter, and the records below the header."""

from __future__ import annotations

import csv
from itertools import chain
from typing import TYPE_CHECKING

from commkit.sources.files import encoding
from commkit.sources.files.encoding import HEAD_BYTES
from commkit.sources.files.file import undecided
from commkit.sources.table.records import MARK, MOST_BYTES, MOST_LINES, CutRules, cut_records
from commkit.sources.table.structure import SAMPLE, Form, Head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commkit.sources.files.file import File
    from commkit.sources.table.structure import Layout, TableRows

DELIMITERS = (",", "\t", ";", "|", "；", "")  # an empty one is any white space
ENOUGH = 16 * 1024  # bytes of a table below a title, from which it is judged
NO_TEXT = (b"PAR1", b"%PDF", b"<", b"{", b"[", b"\x89PNG", b"PK\x03\x04", b"\xff\xd8\xff")


def read_heads(file: File, above: int = 0) -> Iterator[Head]:
    """The beginning of this text below so many lines that are not blank, once for each delimiter in the first line."""
    if file.head.removeprefix(b"\xef\xbb\xbf").lstrip()[:4].startswith(NO_TEXT) or not file.head.strip():
        return
    if file.encoding in (encoding.UNKNOWN, encoding.RAW):
        raise undecided(file)
    text = file.head
    whole = len(text) < HEAD_BYTES
    text = text if whole else text[: max(text.rfind(b"\n"), text.rfind(b"\r")) + 1]
    titles, passed, text = _pass_over(text, above)
    for delimiter in (DELIMITERS[:-1] if above else DELIMITERS) if text else ():  # below prose, spaces say nothing
        header = _first_row(text, delimiter)
        if len(header) > 1:
            rules = CutRules(delimiter, len(header), skip_first=True)
            sample = next(iter(cut_records([text], rules)))
            regular = len(sample.rows) / sample.records if sample.records else 1.0
            yield Head(Form("delimited", delimiter, above=passed), header, sample.rows[:SAMPLE], regular, titles)


def read_rows(file: File, layout: Layout) -> Iterator[TableRows]:
    """All records of the file below its header."""
    form = layout.form
    rules = CutRules(form.delimiter, len(layout.header), layout.has_header, form.above)
    return cut_records(file.chunks(), rules)


def _pass_over(text: bytes, above: int) -> tuple[tuple[str, ...], int, bytes]:
    """The first lines that are not blank, how many lines they are with the blank ones among them, and what follows."""
    if not above:
        return (), 0, text
    lines = text.removeprefix(MARK)[:MOST_BYTES].splitlines(keepends=True)
    filled = [at for at, line in enumerate(lines) if line.strip(b" \t\r\n,;|")]
    if len(filled) <= above:
        return (), 0, b""
    start = filled[above]
    titles = tuple(lines[at].decode("utf-8", "replace").strip() for at in filled[:above])
    begins = sum(map(len, lines[:start]))
    return titles, start, text.removeprefix(MARK)[begins : begins + ENOUGH]


def _first_row(text: bytes, delimiter: str) -> tuple[str, ...]:
    lines = text.removeprefix(b"\xef\xbb\xbf")[:MOST_BYTES].lstrip(b"\r\n").splitlines(keepends=True)[:MOST_LINES]
    texts = (line.decode("utf-8", "replace") for line in lines)
    if not delimiter:
        return tuple(next(texts, "").split())
    try:
        rows = csv.reader(texts, delimiter=delimiter, strict=True)
        return next((tuple(row) for row in chain(rows, ()) if any(row)), ())
    except csv.Error:
        return ()
