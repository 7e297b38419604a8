"""An answer as CSV or TSV: complete, machine values, no cell that a spreadsheet would run."""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from commkit.render.jsontext import json_text
from commkit.render.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

_FORMULA = re.compile("[\\s\ufeff\u200b-\u200f\u2060]*[=+\\-@\t\r\n\0＝＋－＠]")
_BREAK = re.compile("\r\n|[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
_QUOTED = re.compile('[",\r\n]')


def csv_lines(table: pl.DataFrame, *, neutral: bool = False) -> Iterator[str]:
    """The header and every row, quoted where needed; `neutral` for a terminal."""
    for row in (tuple(table.columns), *table.iter_rows()):
        line = ",".join(_csv(value, neutral) for value in row)
        yield (line or '""') + "\n"  # readers take an empty line for no row


def tsv_lines(table: pl.DataFrame, *, neutral: bool = False) -> Iterator[str]:
    """The header and every row, never quoted; line breaks and tabs inside a cell become spaces."""
    for row in (tuple(table.columns), *table.iter_rows()):
        yield "\t".join(_tsv(value, neutral) for value in row) + "\n"


def guarded(text: str) -> str:
    """Text with a leading apostrophe if a spreadsheet would take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def _csv(value: object, neutral: bool) -> str:
    if not isinstance(value, str):
        text = _machine(value)
        return _quoted(text) if _QUOTED.search(text) else text
    text = guarded(safe(value, None) if neutral else value)
    return _quoted(text) if not text or _QUOTED.search(text) else text


def _tsv(value: object, neutral: bool) -> str:
    text = _BREAK.sub(" ", value if isinstance(value, str) else _machine(value))
    if isinstance(value, str):
        text = guarded(text)
    return safe(text, None) if neutral else text


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _machine(value: object) -> str:  # noqa: PLR0911 (one per type)
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float():
            return repr(value) if math.isfinite(value) else ""
        case Decimal():
            return f"{value:f}" if value.is_finite() else ""
        case date():
            return value.isoformat()
        case list() | dict():
            return json_text(value)
    return str(value)
