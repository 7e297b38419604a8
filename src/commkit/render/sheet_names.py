"""What the sheets of a workbook may be called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from commkit.render.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_CHARACTERS = 31  # in units of UTF-16
_FORBIDDEN = re.compile(r"[\[\]:*?/\\：？＊／＼［］]")  # Excel takes the wide ones for the narrow ones
_RESERVED = {"history", "历史记录"}


def name_sheets(titles: Iterable[str]) -> list[str]:
    """A name for each sheet that Excel accepts: short enough, without forbidden characters, and each only once."""
    names: list[str] = []
    taken = set(_RESERVED)
    for title in titles:
        plain = _FORBIDDEN.sub(" ", safe(title, None)).strip("' ")
        name, number = _cut(plain, ""), 1
        while not name or name.casefold() in taken:
            number += 1
            name = _cut(plain, f" {number}")
        taken.add(name.casefold())
        names.append(name)
    return names


def _cut(text: str, end: str) -> str:
    room = 2 * (MOST_CHARACTERS - len(end))
    return (text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore").rstrip("' ") + end).strip()
