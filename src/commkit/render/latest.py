"""The last periods of an answer over time: what people see first, and most often all that they need."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from commkit import words
from commkit.words import say

if TYPE_CHECKING:
    from commkit.result import Result

LAST = 12


def keep_last(result: Result, last: int) -> Result:
    """The rows of the last so many periods, and a note on those before; 0 keeps all, as does what has no periods."""
    import polars as pl

    if not last or "starts_on" not in result.keys:
        return result
    periods = result.table["starts_on"].drop_nulls().unique().sort()
    hidden = len(periods) - last
    if hidden <= 0:
        return result
    is_kept = pl.col("starts_on").is_in(periods.tail(last).implode()) | pl.col("starts_on").is_null()
    table = result.table.filter(is_kept)
    notes = (*_tell_hidden(result, hidden, len(periods)), *result.notes)
    return replace(result, table=table, notes=notes)


def _tell_hidden(result: Result, hidden: int, every_one: int) -> list[str]:
    """How many periods are not shown, how to see them, and what the numbers of no one period are of."""
    every = (result.parameters or {}).get("every", "period")
    periods = words.call_counted(words.value(f"{every}s"), hidden)
    notes = [say("{number} earlier {periods}: --last {all}.", number=hidden, periods=periods, all=every_one)]
    if result.total or result.table["starts_on"].has_nulls():
        notes.append(say("totals and means are of all periods."))
    return notes
