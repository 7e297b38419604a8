"""Values out of foreign JSON, where any field may be missing, null or of another type."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from commkit.sources.files.file import broken

if TYPE_CHECKING:
    from commkit.sources.files.file import File


def parse(content: bytes) -> object:
    """The value these bytes hold, or ValueError; bytes that are not UTF-8 become U+FFFD and spoil one text only."""
    try:
        value: object = json.loads(content.decode("utf-8-sig", errors="replace"))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return value


def parse_object(line: bytes) -> dict[str, object]:
    """The fields of the object that a line holds, or none."""
    try:
        return mapping(parse(line))
    except ValueError:
        return {}


def parse_file(file: File) -> object:
    """The value a file holds; refuses a file that is cut or not JSON."""
    try:
        return parse(file.content())
    except ValueError as error:
        raise broken(file) from error


def text(value: object) -> str | None:
    """A text without lone surrogates, or a whole number's digits; None for all else and for an empty text."""
    if isinstance(value, str):
        return (value if value.isascii() else value.encode(errors="replace").decode()) or None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def mapping(value: object) -> dict[str, object]:
    """An object's fields, or none."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[object]:
    """A list's values, or none."""
    return value if isinstance(value, list) else []


def mappings(value: object) -> list[dict[str, object]]:
    """The objects among a list's values."""
    return [each for each in items(value) if isinstance(each, dict)]
