"""The log of WeCom groups as a table, in the encoding of Chinese Windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.recount.exports.records import Author, Export, Message, Place
from tests.recount.exports.tables import instant, rows_of

if TYPE_CHECKING:
    from pathlib import Path
    from zoneinfo import ZoneInfo

KINDS = {"文本": "text", "系统": "system", "撤回": "deleted"}


def read(path: Path, tz: ZoneInfo) -> Export:
    """The whole table; it has no column for replies, reactions, joins or leaves."""
    export = Export("table", None, frozenset())
    for number, row in enumerate(rows_of(path, "gb18030")):
        export.records["message"] += 1
        place = Place(row["平台"], row["群名称"])
        author = Author(row["平台"], row["发送人ID"]) if row["发送人ID"] else None
        export.places.add(place)
        export.accounts |= {author} if author else set()
        kind = KINDS.get(row["消息类型"], "media")
        export.messages.append(Message((place, number), author, place, instant(row["发送时间"], tz), kind))
    return export
