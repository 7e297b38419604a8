"""What the group itself may read: only what everybody may know of all, never of those who leave or are at risk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.edition import Sentence
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commkit.report.citable import Citable, Row

FEWEST = 5  # fewer people are not counted in public


def write_notice(cells: Citable) -> tuple[Sentence, ...]:
    """How many talked, how much was said, whom to welcome, and when most is said."""
    quiet = Sentence(say("It was quiet this time: what would you like to talk about?"))
    return tuple(_tell(cells)) or (quiet,)


def _tell(cells: Citable) -> Iterator[Sentence]:
    rows = [row for row in cells.list_rows("activity") if row["status"] not in ("running", "not_covered")]
    if rows and _is_many(rows[-1], "members"):
        cited = {"members": rows[-1].cite("members"), "messages": rows[-1].cite("messages")}
        if rows[-1]["messages"] is not None:
            yield Sentence(say("{members} of us talked, in {messages} messages."), cited)
    if rows and _is_many(rows[-1], "new_members"):
        cited = {"newcomers": rows[-1].cite("new_members")}
        yield Sentence(say("{newcomers} joined the talk for the first time: welcome!"), cited)
    busiest = max(cells.list_rows("rhythm"), key=lambda row: row["messages"], default=None)
    if busiest and _is_many(busiest, "messages"):
        cited = {"weekday": busiest.cite("weekday"), "hour": busiest.cite("local_hour")}
        yield Sentence(say("Most is said on {weekday} at {hour} o'clock: come by."), cited)


def _is_many(row: Row, column: str) -> bool:
    return row[column] is not None and row[column] >= FEWEST
