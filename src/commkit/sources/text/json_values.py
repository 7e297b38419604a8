"""Values from foreign JSON, in which any field may be missing, null or of another type."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from commkit.sources.files.file import broken

if TYPE_CHECKING:
    from commkit.sources.files.file import File


def parse(content: bytes) -> object:
    """The value in these bytes. Raises ValueError. Bytes that are not UTF-8 become U+FFFD and spoil one text only."""
    try:
        value: object = json.loads(content.decode("utf-8-sig", errors="replace"))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return value


def parse_object(line: bytes) -> dict[str, object]:
    """The fields of the object in a line, or an empty mapping."""
    try:
        return mapping(parse(line))
    except ValueError:
        return {}


def parse_file(file: File) -> object:
    """The value in a file. Refuses a file that is cut or is not JSON."""
    try:
        return parse(file.content())
    except ValueError as error:
        raise broken(file) from error


def text(value: object) -> str | None:
    """A text without lone surrogates, or the digits of a whole number; None for anything else and for an empty text."""
    if isinstance(value, str):
        return (value if value.isascii() else value.encode(errors="replace").decode()) or None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def mapping(value: object) -> dict[str, object]:
    """The fields of an object; empty for anything else."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[object]:
    """The values of a list; empty for anything else."""
    return value if isinstance(value, list) else []


def mappings(value: object) -> list[dict[str, object]]:
    """The objects among a list's values."""
    return [each for each in items(value) if isinstance(each, dict)]
