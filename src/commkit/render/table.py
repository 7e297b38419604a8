"""An answer as a table for a terminal, never wider than the terminal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from commkit.render import footnotes
from commkit.render.condensed import condense
from commkit.render.safe import safe
from commkit.render.widths import NARROWEST, Fit, count_cells, fit_columns, fold, shorten
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from commkit.render.columns import Column
    from commkit.result import Context, Result

_UNBOUND = 100_000  # cells: off a terminal no line is folded
_FEWEST = 2  # columns that stay
_MOST_UPRIGHT = 3  # records
_MOST_HEAD_LINES = 3
_MOST_LINES = 5  # of one cell; other formats have it whole
_TO_ASCII = str.maketrans("–·…", "-|~")
_JOINED = re.compile("\u200d.|[\ufe0f\U0001f3fb-\U0001f3ff]")


@dataclass(frozen=True, slots=True)
class Screen:
    """Where a table is drawn: its width in cells (None: unbounded), whether in colour, the encoding of its text."""

    width: int | None = None
    color: bool = False
    encoding: str = "utf-8"

    @property
    def room(self) -> int:
        """The cells that a line may fill."""
        return _UNBOUND if self.width is None else max(self.width, NARROWEST)

    @property
    def unicode(self) -> bool:
        """Whether every character can be shown."""
        return self.encoding.lower().startswith("utf")

    def writable(self, text: str) -> str:
        """This text with characters that the encoding lacks replaced by others of the same width."""
        if self.unicode:
            return text
        text = _JOINED.sub("", text.translate(_TO_ASCII))
        lacking = {character for character in text if not _can_encode(self.encoding, character)}
        return text.translate({ord(character): "?" * count_cells(character) for character in lacking})


def render_table(result: Result, context: Context, screen: Screen, whole: int, drawing: list[str]) -> str:
    """Title, table, drawing, source line and remarks; `whole` counts the rows before any were cut."""
    from rich.console import Console

    console = Console(
        file=StringIO(),
        width=screen.room,
        force_terminal=screen.color,
        color_system="standard" if screen.color else None,
        legacy_windows=False,
        markup=False,
        highlight=False,
        emoji=False,
    )
    with console.capture() as captured:
        for block in _blocks(result, context, screen, whole, drawing):
            console.print(block)
    text = "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())
    return screen.writable(text)


def _blocks(
    result: Result, context: Context, screen: Screen, whole: int, drawing: list[str]
) -> Iterator[RenderableType]:
    yield from _lines("bold", [safe(result.title, None)], screen)
    yield from _lines("bold yellow", [footnotes.warn_of_names(context)], screen)
    yield from _lines("", footnotes.list_summary(result), screen)
    yield ""
    condensed = condense(result)
    yield from _bodies(condensed.columns, screen)
    empty = "" if result.table.height else say("No rows.")
    yield from _lines("dim", [condensed.same, empty, footnotes.count_hidden(result.table.height, whole)], screen)
    if drawing:
        yield ""
        yield from _lines("", drawing, screen)
    yield ""
    yield from _lines("dim", [footnotes.name_source(context)], screen)
    yield from _lines("", footnotes.list_unsaid(result, context), screen)


def _lines(style: str, lines: list[str], screen: Screen) -> Iterator[RenderableType]:
    from rich.text import Text

    for line in filter(None, lines):
        yield from (Text(part, style) for part in fold(line, screen.room))


def _bodies(columns: list[Column], screen: Screen) -> Iterator[RenderableType]:
    """The whole table. Where it does not fit, few records stand upright; of many, columns are left out.

    First go those that can be left out, then the last ones, until no word is broken; last comes a line per cell.
    """
    if _are_few(columns) and not _fits_whole(columns, screen.room):
        yield _stack(columns, screen.room)
        return
    kept, blocks = _choose(columns, screen.room)
    if not blocks:
        yield _stack(columns, screen.room)
    for number, (block, fit) in enumerate(blocks):
        if number:
            yield ""
        yield _draw_grid(block, fit, screen.unicode)
    left_out = [column.head for column in columns if column not in kept]
    if blocks and left_out:
        listed = say(", ").join(left_out)
        yield from _lines("dim", [say("no room for: {columns}; --format csv has them.", columns=listed)], screen)


def _choose(columns: list[Column], room: int) -> tuple[list[Column], list[tuple[list[Column], Fit]]]:
    """The columns that have room with their words whole, at least the first two, and the tables that they make."""
    whole = _fits_whole(columns, room)
    kept = columns if whole else [column for column in columns if not column.aside]
    is_grid = any(column.leads for column in kept)
    while not (blocks := _divide(kept, room, breaking=False)) and len(kept) > _FEWEST and not is_grid:
        kept = kept[:-1]
    return kept, blocks or _divide(kept, room)


def _are_few(columns: list[Column]) -> bool:
    """Whether there are so few records that each can stand upright."""
    return not any(column.leads for column in columns) and 0 < max(len(each.cells) for each in columns) <= _MOST_UPRIGHT


def _fits_whole(columns: list[Column], room: int) -> bool:
    """Whether every column has room, with its words whole, its heading on few lines and every cell to its end."""
    blocks = _divide(columns, room, breaking=False)
    pairs = [pair for block, fit in blocks for pair in zip(block, fit.widths, strict=True)]
    heads = (len(fold(column.head, width)) <= _MOST_HEAD_LINES for column, width in pairs)
    cells = ((cell, width) for column, width in pairs for cell in column.cells)
    ends = (count_cells(cell) <= width or len(fold(cell, width)) <= _MOST_LINES for cell, width in cells)
    return bool(blocks) and all(heads) and all(ends)


def _divide(columns: list[Column], room: int, *, breaking: bool = True) -> list[tuple[list[Column], Fit]]:
    """The columns as one table; those of a grid as the fewest tables of equal width that fit. Empty where none fits."""
    leading = [column for column in columns if column.leads]
    places = columns[len(leading) :]
    for number in range(1, len(places) + 1 if leading else 2):
        many = -(-len(places) // number) or 1
        blocks = [leading + places[start : start + many] for start in range(0, len(places) or 1, many)]
        fits = [(block, fit) for block in blocks if (fit := fit_columns(block, room, breaking=breaking))]
        if len(fits) == len(blocks):
            return fits
    return []


def _draw_grid(columns: list[Column], fit: Fit, unicode: bool) -> RenderableType:
    from rich.box import Box
    from rich.table import Table
    from rich.text import Text

    rule = " ── " if unicode else " -- "
    lines = ["    ", "    ", rule, "    ", "    ", rule, "    ", "    "]
    table = Table(
        box=Box("\n".join(lines) + "\n", ascii=not unicode),
        show_edge=False,
        pad_edge=False,
        padding=(0, fit.gap - 1, 0, 0),
        show_footer=any(column.foot for column in columns),
        header_style="bold",
        footer_style="bold",
    )
    heads = [fold(column.head, width) for column, width in zip(columns, fit.widths, strict=True)]
    tallest = max(map(len, heads), default=0)
    for column, width, head in zip(columns, fit.widths, heads, strict=True):
        table.add_column(
            Text("\n".join([""] * (tallest - len(head)) + head)),  # headings stand on the rule
            Text(column.foot),
            justify="right" if column.number else "left",
            width=width,
            overflow="fold",
        )
    for cells in zip(*(column.cells for column in columns), strict=True):
        pairs = zip(cells, fit.widths, strict=True)
        table.add_row(*(Text(shorten(cell, width, _MOST_LINES)) for cell, width in pairs))
    return table


def _can_encode(encoding: str, character: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _stack(columns: list[Column], room: int) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(max_width=room // 2, overflow="fold", style="bold")
    table.add_column(overflow="fold")
    for record in zip(*(column.cells for column in columns), strict=True):
        for column, cell in zip(columns, record, strict=True):
            table.add_row(Text(column.head), Text(cell))
        table.add_row()
    for column in columns:
        if column.foot:
            table.add_row(Text(column.head), Text(column.foot))
    return table
