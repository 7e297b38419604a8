"""How wide each column of a table may be, in terminal cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commkit.render.columns import Column

NARROWEST = 20
HAN = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60"
CLOSING = "、。，．：；！？）】》〉」』”’…%"  # never at the start of a line
_PIECE = re.compile(f"[{HAN}][{CLOSING}]*|(?:[^\\s{HAN}/]+/?|/)[{CLOSING}]*|\\s+")
# a gap, and the cells that a word of a heading or of a text keeps before it is broken
_GAP = 2
_WHOLE = ((_GAP, 12, 14), (1, 12, 14))
_BROKEN = ((1, 9, 10), (1, 5, 8))
_HEAD_LEAST, _TEXT_LEAST = 4, 8


@dataclass(frozen=True, slots=True)
class Fit:
    """The width of every column and the gap between two."""

    widths: tuple[int, ...]
    gap: int


def fit_columns(columns: list[Column], room: int, *, breaking: bool = True) -> Fit | None:
    """The widest fit into `room`: first text folds, then gaps shrink, then headings break; None if digits had to break.

    Without `breaking`, headings keep their words whole.
    """
    natural = [max(count_cells(text) for text in (column.head, column.foot, *column.cells)) for column in columns]
    if sum(natural) + _GAP * (len(columns) - 1) <= room:
        return Fit(tuple(natural), _GAP)
    for gap, head, text in (*_WHOLE, *(_BROKEN if breaking else ())):
        floors = [min(_floor(column, head, text), wide) for column, wide in zip(columns, natural, strict=True)]
        space = room - gap * (len(columns) - 1)
        if sum(floors) <= space:
            return Fit(tuple(_shrink(natural, floors, columns, space)), gap)
    return None


def fold(text: str, width: int) -> list[str]:
    """The text on lines of at most `width` cells, broken at spaces and, where a word is too wide, inside it."""
    lines = [""]
    for piece in _PIECE.findall(text):
        if count_cells(lines[-1]) + count_cells(piece) <= width:
            lines[-1] += piece
        elif not piece.isspace():
            first, *rest = _chop(piece, width)
            lines = [*lines, first, *rest] if lines[-1].strip() else [*lines[:-1], first, *rest]
    return [line.rstrip() for line in lines]


def shorten(text: str, width: int, lines: int) -> str:
    """The text folded to this width, its end replaced by an ellipsis when that takes more than so many lines."""
    parts = fold(text, width) if count_cells(text) > width else [text]
    if len(parts) <= lines:
        return "\n".join(parts)
    return "\n".join([*parts[: lines - 1], clip(" ".join(parts[lines - 1 :]), width)])


def clip(text: str, width: int) -> str:
    """The text in exactly `width` cells, padded on the right or cut with an ellipsis."""
    from rich.cells import set_cell_size

    return set_cell_size(text, width) if count_cells(text) <= width else set_cell_size(text, width - 1) + "…"


def _floor(column: Column, head: int, text: int) -> int:
    cells = (column.foot, *column.cells)
    words = max((count_cells(word) for cell in cells for word in _PIECE.findall(cell)), default=1)
    heading = max((count_cells(word) for word in _PIECE.findall(column.head)), default=1)
    least = max(map(count_cells, cells)) if column.rigid else min(max(words, _TEXT_LEAST), text)
    return max(least, min(max(heading, _HEAD_LEAST), head))


def _shrink(natural: list[int], floors: list[int], columns: list[Column], space: int) -> list[int]:
    widths = list(natural)
    for _ in range(sum(natural) - space):
        slack = [
            (not column.rigid, wide - floor, wide) for column, wide, floor in zip(columns, widths, floors, strict=True)
        ]
        widest = max((i for i, (_, spare, _) in enumerate(slack) if spare > 0), key=lambda i: slack[i])
        widths[widest] -= 1
    return widths


def _chop(word: str, width: int) -> Iterator[str]:
    from rich.cells import chop_cells

    yield from chop_cells(word, max(width, 2))


def count_cells(text: str) -> int:
    """The cells that a text fills on a terminal: two for 汉, none for an accent."""
    from rich.cells import cell_len

    return cell_len(text)
