"""The names of files and folders, as sentences show them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from pathlib import PurePath

MOST_CELLS = 80
_BEGINNING = 30  # cells of a longer name that are kept of its beginning; the rest is kept of its end
_BYTES = range(0xDC80, 0xDD00)  # how Python holds the bytes of a name that is not UTF-8


def show_path(path: PurePath | str) -> str:
    r"""The path with whatever cannot be seen spelled out, as \x1b, and its middle left out where it is long."""
    text = spell_out(str(path))
    if sum(map(_cells, text)) <= MOST_CELLS:
        return text
    return f"{_first(text, _BEGINNING)}…{_first(text[::-1], MOST_CELLS - _BEGINNING - 1)[::-1]}"


def decode_name(name: str) -> str:
    """A file's name as text; its bytes may be in the encoding of a Chinese Windows, or in none."""
    raw = name.encode("utf-8", "surrogateescape")
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    return spell_out(name)


def spell_out(text: str) -> str:
    r"""The text with whatever cannot be seen spelled out: control characters, bytes that are not UTF-8."""
    return text if text.isprintable() else "".join(map(_spell, text))


def _spell(character: str) -> str:
    if character.isprintable():
        return character
    if ord(character) in _BYTES:
        return f"\\x{ord(character) - 0xDC00:02x}"
    return character.encode("unicode_escape").decode("ascii")


def _first(text: str, room: int) -> str:
    """As much of the text's beginning as fits into so many cells."""
    taken = 0
    for place, character in enumerate(text):
        taken += _cells(character)
        if taken > room:
            return text[:place]
    return text


def _cells(character: str) -> int:
    return 2 if east_asian_width(character) in "WF" else 1
