"""An answer as a GitHub Markdown table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from commkit.render import footnotes
from commkit.render.condensed import condense
from commkit.render.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from commkit.result import Context, Result

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;"}  # @ would call the person of that name
_MARKUP = re.compile(r"[\\`*_{}\[\]|~$!#]")
_LINK = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)
_BLOCK = re.compile(r"^(\d{1,9})?([-+.)=])(?=\s|$)")


def render_markdown(result: Result, context: Context, whole: int) -> Iterator[str]:
    """Title, table, source line and remarks; `whole` counts the rows before any were cut."""
    yield f"## {escape_markdown(result.title)}\n\n"
    for line in footnotes.list_summary(result):
        yield f"{escape_markdown(line)}\n\n"
    yield from _table(result)
    beside = [
        footnotes.count_hidden(result.table.height, whole),
        footnotes.name_source(context),
        *footnotes.list_unsaid(result, context),
        footnotes.warn_of_names(context),
    ]
    for line in filter(None, beside):
        yield f"\n{escape_markdown(line)}\n"


def escape_markdown(text: str, *, opens_line: bool = True) -> str:
    """Text that Markdown and HTML leave as it is, at the begin of a line or within one."""
    text = _MARKUP.sub(r"\\\g<0>", safe(text, None).strip())
    text = "".join(_ENTITIES.get(character, character) for character in text)
    text = _LINK.sub(lambda match: f"&#{ord(match[0])};", text)
    return _BLOCK.sub(r"\1\\\2", text) if opens_line else text


def _table(result: Result) -> Iterator[str]:
    condensed = condense(result)
    columns = condensed.columns
    yield write_row(escape_markdown(column.head) for column in columns) + "\n"
    yield write_row("---:" if column.number else "---" for column in columns) + "\n"
    for cells in zip(*(column.cells for column in columns), strict=True):
        yield write_row(escape_markdown(cell) for cell in cells) + "\n"
    if result.total:
        yield write_row(f"**{escape_markdown(column.foot)}**" if column.foot else "" for column in columns) + "\n"
    if condensed.same:
        yield f"\n{escape_markdown(condensed.same)}\n"


def write_row(cells: Iterable[str]) -> str:
    """A row of a table."""
    return f"| {' | '.join(cells)} |"
