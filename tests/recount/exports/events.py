"""A table of events: who did what, when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.recount.exports.records import Author, Export, Happening
from tests.recount.exports.tables import instant, rows_of

if TYPE_CHECKING:
    from pathlib import Path
    from zoneinfo import ZoneInfo


def read(path: Path, tz: ZoneInfo) -> Export:
    """The whole table."""
    export = Export("table", None, frozenset({"events"}))
    for row in rows_of(path):
        export.records["event"] += 1
        author = Author(row["platform"], row["member_id"])
        export.accounts.add(author)
        export.happenings.append(Happening(author, row["event"], instant(row["happened_at"], tz)))
    return export
