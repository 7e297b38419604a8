"""An answer as CSV or TSV: complete, with values for machines, and no cell that a spreadsheet would run."""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from commkit.render.jsontext import encode_json
from commkit.render.safe import safe
from commkit.words import language

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

_FORMULA = re.compile("[\\s\ufeff\u200b-\u200f\u2060]*[=+\\-@\t\r\n\0＝＋－＠]")
_BREAK = re.compile("\r\n|[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
_QUOTED = re.compile('[",\r\n]')


def marks_files() -> bool:
    """Whether CSV files begin with the mark by which Excel on Windows knows UTF-8: in Chinese, unless it is refused."""
    return language() == "zh"


def render_csv(table: pl.DataFrame, *, neutral: bool = False, bom: bool = False) -> Iterator[str]:
    """The header and every row, quoted where needed; `neutral` for a terminal, `bom` for Excel on Windows."""
    if bom:
        yield "\ufeff"
    for row in (tuple(table.columns), *table.iter_rows()):
        line = ",".join(_csv(value, neutral) for value in row)
        yield (line or '""') + "\n"  # readers take an empty line for a missing row


def render_tsv(table: pl.DataFrame, *, neutral: bool = False) -> Iterator[str]:
    """The header and every row, never quoted; line breaks and tabs inside a cell become spaces."""
    for row in (tuple(table.columns), *table.iter_rows()):
        yield "\t".join(_tsv(value, neutral) for value in row) + "\n"


def is_formula(text: str) -> bool:
    """Whether a spreadsheet into which the text is typed would take it for a formula."""
    return bool(_FORMULA.match(text))


def guard(text: str) -> str:
    """Text with a leading apostrophe if a spreadsheet would take it for a formula."""
    return f"'{text}" if is_formula(text) else text


def _csv(value: object, neutral: bool) -> str:
    if not isinstance(value, str):
        text = _format(value)
        return _quote(text) if _QUOTED.search(text) else text
    text = guard(safe(value, None) if neutral else value)
    return _quote(text) if not text or _QUOTED.search(text) else text


def _tsv(value: object, neutral: bool) -> str:
    text = _BREAK.sub(" ", value if isinstance(value, str) else _format(value))
    if isinstance(value, str):
        text = guard(text)
    return safe(text, None) if neutral else text


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _format(value: object) -> str:  # noqa: PLR0911 (one per type)
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
            return encode_json(value)
    return str(value)
