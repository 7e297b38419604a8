"""What the group itself may read: only what everybody may know of all, never of those who leave or are at risk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.edition import Sentence
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from commkit.report.citable import Citable, Row

FEWEST = 5  # fewer people are not counted in public


def write_notice(cells: Citable, starts_on: date) -> tuple[Sentence, ...]:
    """How many talked in the period, how much was said, whom to welcome, and when most is said."""
    question = Sentence(say("What would you like to talk about next?"))
    return tuple(_tell(cells, starts_on)) or (question,)


def _tell(cells: Citable, starts_on: date) -> Iterator[Sentence]:
    row = cells.find_row("activity", "starts_on", starts_on)
    if row is None or row["messages"] is None or not _is_many(row, "members"):
        return
    cited = {"members": row.cite("members"), "messages": row.cite("messages")}
    yield Sentence(say("{members} of us talked, in {messages} messages."), cited)
    if _is_many(row, "new_members"):
        cited = {"newcomers": row.cite("new_members")}
        yield Sentence(say("{newcomers} joined the talk for the first time: welcome!"), cited)
    ranked = sorted(cells.list_rows("rhythm"), key=lambda row: row["messages"], reverse=True)
    is_tied = len(ranked) > 1 and ranked[0]["messages"] == ranked[1]["messages"]
    if ranked and not is_tied and _is_many(busiest := ranked[0], "messages"):
        cited = {"weekday": busiest.cite("weekday"), "hour": busiest.cite("local_hour")}
        yield Sentence(say("Most is said on {weekday} at {hour} o'clock: come by."), cited)


def _is_many(row: Row, column: str) -> bool:
    return row[column] is not None and row[column] >= FEWEST
