"""A table of members: one row a member and group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.recount.exports.records import Author, Change, Export, Listed, Place
from tests.recount.exports.tables import instant, rows_of

if TYPE_CHECKING:
    from pathlib import Path
    from zoneinfo import ZoneInfo

TELLS = frozenset({"joins", "leaves", "roster"})
STAFF = {"群主", "管理员"}


def read(path: Path, tz: ZoneInfo) -> Export:
    """The whole table."""
    export = Export("table", None, TELLS)
    for row in rows_of(path):
        export.records["member"] += 1
        _add(export, row, tz)
    return export


def _add(export: Export, row: dict[str, str], tz: ZoneInfo) -> None:
    author, place = Author(row["平台"], row["成员ID"]), Place(row["平台"], row["群名称"])
    inviter = Author(row["平台"], row["邀请人ID"]) if row["邀请人ID"] else None
    export.accounts |= {author, inviter} - {None} if inviter else {author}
    export.staff |= {author} if row["角色"] in STAFF else set()
    export.places.add(place)
    export.listed.append(Listed(author, place, row["来源渠道"] or None))
    if row["入群时间"]:
        export.changes.append(Change(author, place, instant(row["入群时间"], tz), "join", inviter))
    if row["退群时间"]:
        export.changes.append(Change(author, place, instant(row["退群时间"], tz), "leave"))
