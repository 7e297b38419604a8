"""Values from foreign JSON, in which any field may be missing, null or of another type."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING

import msgspec

from commkit.sources.files.file import broken

if TYPE_CHECKING:
    from commkit.sources.files.file import File

FREE_BYTES = 2 * 1024**2  # of text that may hold anything
OBJECT_BYTES, VALUE_BYTES = 72, 40  # in memory
FREE_WEIGHT = 128 * 1024**2
MOST_WEIGHT = 4  # bytes of memory a byte of text; records of chats take about 2


def parse(content: bytes) -> object:
    """The value in these bytes. Raises ValueError. Bytes that are not UTF-8 become U+FFFD and spoil one text only."""
    refuse_heavy(content)
    with contextlib.suppress(msgspec.MsgspecError, RecursionError):  # seldom: it is stricter, and three times as fast
        return msgspec.json.decode(content)
    try:
        value: object = json.loads(content.decode("utf-8-sig", errors="replace"))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return value


def refuse_heavy(content: bytes) -> None:
    """Raise ValueError where so many values stand in so little text that memory would not hold them."""
    if len(content) > FREE_BYTES:
        weight = OBJECT_BYTES * (content.count(b"{") + content.count(b"[")) + VALUE_BYTES * content.count(b",")
        if weight > max(FREE_WEIGHT, MOST_WEIGHT * len(content)):
            raise ValueError("more values than memory holds")


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
        return clean(value) or None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def clean(text: str) -> str:
    """The text with question marks for lone surrogates."""
    return text if text.isascii() else text.encode(errors="replace").decode()


def mapping(value: object) -> dict[str, object]:
    """The fields of an object; empty for anything else."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[object]:
    """The values of a list; empty for anything else."""
    return value if isinstance(value, list) else []


def mappings(value: object) -> list[dict[str, object]]:
    """The objects among a list's values."""
    return [each for each in items(value) if isinstance(each, dict)]
