"""An answer as JSON: one object, or one row per line."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from json.encoder import encode_basestring
from typing import TYPE_CHECKING

from commkit.render.safe import escape_unseen

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from commkit.result import Context, Result

SCHEMA_VERSION = 1


def render_json(result: Result, context: Context, *, ascii_only: bool = False) -> Iterator[str]:
    """The answer as one JSON object with its rows, indented by two."""
    before = {
        "schema_version": SCHEMA_VERSION,
        "command": context.command,
        "as_of": context.as_of,
        "tz": context.tz,
        "database": context.database,
        **({"confidential": True} if context.confidential else {}),
        "excluded": context.excluded,
        "notes": result.notes,
    }
    yield "{\n"
    for key, value in before.items():
        yield f'  "{key}": {encode_json(value, "  ", ascii_only=ascii_only)},\n'
    yield '  "rows": ['
    for number, pairs in enumerate(_rows(result.table, ascii_only, "      ")):
        yield f"{',' if number else ''}\n    {{\n      {pairs}\n    }}"
    yield "\n  ]" if result.table.height else "]"
    for key in ("total", "parameters", "cuts"):
        if (extra := getattr(result, key)) is not None:
            yield f',\n  "{key}": {encode_json(extra, "  ", ascii_only=ascii_only)}'
    yield "\n}\n"


def render_ndjson(result: Result, *, ascii_only: bool = False) -> Iterator[str]:
    """One JSON object per row and line."""
    for pairs in _rows(result.table, ascii_only, None):
        yield f"{{{pairs}}}\n"


def encode_json(value: object, indent: str | None = None, *, ascii_only: bool = False) -> str:  # noqa: PLR0911 (one per type)
    """One value as JSON: money keeps its digits, what is not finite is null, unseen characters are spelled."""
    match value:
        case str():
            return escape_unseen(json.dumps(value) if ascii_only else encode_basestring(value))
        case None | bool():
            return json.dumps(value)
        case int():
            return int.__repr__(value)
        case float():
            return repr(value) if math.isfinite(value) else "null"
        case Decimal():
            return f"{value:f}" if value.is_finite() else "null"
        case date() | time():
            return f'"{value.isoformat()}"'
        case Mapping():
            keys = (encode_json(str(key), ascii_only=ascii_only) for key in value)
            pairs = zip(keys, value.values(), strict=True)
            return _nested("{}", [f"{key}: {_inner(each, indent, ascii_only)}" for key, each in pairs], indent)
        case list() | tuple():
            return _nested("[]", [_inner(each, indent, ascii_only) for each in value], indent)
    return encode_json(str(value), ascii_only=ascii_only)


def _rows(table: pl.DataFrame, ascii_only: bool, indent: str | None) -> Iterator[str]:
    """The inside of each row's object; its keys are spelled once, for there may be a million rows."""
    keys = [encode_json(name, ascii_only=ascii_only) for name in table.columns]
    between = ", " if indent is None else f",\n{indent}"
    for row in table.iter_rows():
        cells = [encode_json(value, indent, ascii_only=ascii_only) for value in row]
        yield between.join([f"{key}: {cell}" for key, cell in zip(keys, cells, strict=True)])


def _inner(value: object, indent: str | None, ascii_only: bool) -> str:
    return encode_json(value, None if indent is None else f"{indent}  ", ascii_only=ascii_only)


def _nested(ends: str, parts: list[str], indent: str | None) -> str:
    if not parts:
        return ends
    if indent is None:
        return ends[0] + ", ".join(parts) + ends[1]
    return f"{ends[0]}\n{indent}  " + f",\n{indent}  ".join(parts) + f"\n{indent}{ends[1]}"
