"""Lines that are JSON objects, one after the other, however long the file is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.sources.files.portions import read_whole_lines
from commkit.sources.text.json_values import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commkit.sources.files.file import File

BLANK = b"\xef\xbb\xbf \t\r\n"


def read_objects(file: File, *, note: bytes = b"\n") -> Iterator[tuple[int, int, int, dict[str, object] | None]]:
    """Number, first byte, end and object of every line that is not blank; None for a line that is not an object.

    Lines that begin with `note` are remarks.
    """
    end = 0
    for number, line in enumerate(read_whole_lines(file), 1):
        start, end = end, end + len(line)
        if line.strip(BLANK) and not line.startswith(note):
            yield number, start, end, _object(line)


def peek_objects(file: File, most: int) -> list[dict[str, object]]:
    """The first whole lines of the head, if all of them are objects; otherwise none."""
    lines = [line for line in file.head.split(b"\n", most)[:most] if line.strip(BLANK)]
    is_cut = b"\n" not in file.head[-1:] and len(lines) < most
    found = [_object(line) for line in (lines[:-1] if is_cut and len(lines) > 1 else lines)]
    return [each for each in found if each is not None] if None not in found else []


def _object(line: bytes) -> dict[str, object] | None:
    try:
        found = parse(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
