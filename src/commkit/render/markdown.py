"""An answer as a GitHub Markdown table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from commkit.render import footnotes
from commkit.render.columns import columns_of
from commkit.render.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from commkit.result import Context, Result

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;"}  # @ would call the person of that name
_MARKUP = re.compile(r"[\\`*_{}\[\]|~$!#]")
_LINK = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)
_BLOCK = re.compile(r"^(\d{1,9})?([-+.)=])(?=\s|$)")


def markdown_lines(result: Result, context: Context, whole: int) -> Iterator[str]:
    """Title, table, source line and remarks; `whole` counts the rows before any were cut."""
    yield f"## {literal(result.title)}\n\n"
    yield from _table(result)
    beside = [
        footnotes.cut(result.table.height, whole),
        footnotes.source(context),
        *footnotes.remarks(result, context),
        footnotes.confidential(context),
    ]
    for line in filter(None, beside):
        yield f"\n{literal(line)}\n"


def literal(text: str) -> str:
    """Text that Markdown and HTML leave as it is."""
    text = _MARKUP.sub(r"\\\g<0>", safe(text, None).strip())
    text = "".join(_ENTITIES.get(character, character) for character in text)
    return _BLOCK.sub(r"\1\\\2", _LINK.sub(lambda match: f"&#{ord(match[0])};", text))


def _table(result: Result) -> Iterator[str]:
    columns = columns_of(result)
    yield _row(literal(column.head) for column in columns)
    yield _row("---:" if column.number else "---" for column in columns)
    for cells in zip(*(column.cells for column in columns), strict=True):
        yield _row(literal(cell) for cell in cells)
    if result.total:
        yield _row(f"**{literal(column.foot)}**" if column.foot else "" for column in columns)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
