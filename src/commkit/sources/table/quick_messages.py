"""The quick way through a clean table of messages: the engine reads it itself, by quick_messages.sql.

Its twin, which reads all else, is cells.py with the messages of kinds.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.sources.table.cells import ERROR, ROUNDED, clean_cell
from commkit.store.batch import Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import polars as pl

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading
    from commkit.sources.table.structure import Layout
    from commkit.store.batch import Batch

ROLES = frozenset({"platform", "id", "group", "author", "author_name", "time", "text", "reply_to"})


def make_stream(
    file: File, layout: Layout, reading: Reading, otherwise: Callable[[], Iterator[Batch]]
) -> Stream | None:
    """The table as a stream, if its layout is one that the engine reads exactly as the careful way does."""
    form = layout.form
    is_text = form.container == "delimited" and form.delimiter and form.delimiter.isascii()
    is_named = _is_named_by_id(layout)
    columns = {role: at for role, at in layout.columns.items() if role != "author_name" or not is_named}
    is_plain = layout.kind == "messages" and ROLES.issuperset(columns) and len(set(columns.values())) == len(columns)
    if not (is_text and is_plain):
        return None
    moments = layout.times["time"]
    if moments.form != "clock" or moments.order != "ymd" or moments.zoned:
        return None
    names = {at: role for role, at in columns.items()}
    declared = {names.get(at, f"_{at}"): "VARCHAR" for at in range(len(layout.header))}
    shape = {"delimiter": form.delimiter, "has_header": layout.has_header, "has_text": "text" in columns}
    shape["group"] = layout.group
    shape["takes_days"] = reading.clock_zone in (None, reading.own_zone)  # else they are in another zone than clocks
    parameters = {"columns": declared, "layout": shape}
    content = file.as_it_is or file.chunks()
    sql = "sources/table/quick_messages"
    return Stream("message", sql, content, parameters, are_plain, otherwise, naive=layout.naive, ids_are_names=is_named)


def are_plain(ids: pl.Series) -> bool:
    """Whether the careful way would keep these ids of members and groups as they are."""
    is_clean = ids.to_frame("author").select(clean_cell("author")).to_series().equals(ids, null_equal=True)
    return is_clean and not ids.str.contains(f"{ROUNDED}|{ERROR}").any()


def _is_named_by_id(layout: Layout) -> bool:
    """Whether members' ids are also their names."""
    columns = layout.columns
    return "author_name" in columns and columns["author_name"] == columns.get("author")
