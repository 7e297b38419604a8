"""The quick way through a clean table of messages: the engine reads it itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.store.batch import Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from commkit.sources.files import File
    from commkit.sources.tabular import Layout
    from commkit.store.batch import Batch

ROLES = frozenset({"platform", "id", "group", "author", "author_name", "time", "text", "reply_to"})


def stream(file: File, layout: Layout, otherwise: Callable[[], Iterator[Batch]]) -> Stream | None:
    """The table as a stream, if its layout is one that the engine reads exactly as the careful way does."""
    form = layout.form
    is_text = form.container == "delimited" and form.delimiter
    columns = _without_echo(layout)
    is_plain = layout.kind == "messages" and ROLES.issuperset(columns) and len(set(columns.values())) == len(columns)
    if not (is_text and is_plain):
        return None
    moments = layout.times["time"]
    if moments.form != "clock" or moments.order != "ymd" or moments.zoned:
        return None
    names = {at: role for role, at in columns.items()}
    declared = {names.get(at, f"_{at}"): "VARCHAR" for at in range(len(layout.header))}
    shape = {"delimiter": form.delimiter, "has_header": layout.has_header, "has_text": "text" in columns}
    parameters = {"columns": declared, "layout": shape}
    text = file.as_it_is or file.chunks()
    return Stream("message", "sources/quick_messages", text, parameters, otherwise, naive=layout.naive)


def _without_echo(layout: Layout) -> dict[str, int]:
    """The columns by role; a name that is the id itself need not be said twice."""
    columns = dict(layout.columns)
    if "author_name" in columns and columns["author_name"] == columns.get("author"):
        del columns["author_name"]
    return columns
