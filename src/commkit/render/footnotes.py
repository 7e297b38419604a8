"""Notes beside an answer: where it comes from, what was left out, and who may read it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from commkit import words
from commkit.render.safe import safe
from commkit.render.units import format_value
from commkit.words import say

if TYPE_CHECKING:
    from commkit.result import Context, Result


def name_source(context: Context) -> str:
    """Day, zone and database on one line: `as of 2026-06-30 · Asia/Shanghai · community.duckdb`."""
    day = say("as of {date}", date=context.as_of) if context.as_of else None
    return " · ".join(safe(part) for part in (day, context.tz, context.database) if part)


def count_excluded(context: Context) -> str:
    """Who was left out and how many, or nothing."""
    parts = (safe(words.count(number, name)) for name, number in context.excluded.items() if number)
    listed = say(", ").join(parts)
    return say("excluded: {list}", list=listed) if listed else ""


def warn_of_people() -> str:
    """What stands above a list of people by name."""
    return say("Confidential: shows members' names.")


def warn_of_names(context: Context) -> str:
    """The warning that names are shown, or nothing."""
    return warn_of_people() if context.confidential else ""


def count_hidden(shown: int, whole: int) -> str:
    """How many rows are hidden and how to see them, or nothing."""
    if shown >= whole:
        return ""
    return say("{shown} of {whole} rows; --limit 0 shows all", shown=f"{shown:,}", whole=f"{whole:,}")


def list_remarks(result: Result, context: Context) -> list[str]:
    """Totals without a column of their own, the notes, and the exclusions."""
    return [*list_notes(result), *filter(None, [count_excluded(context)])]


def list_summary(result: Result) -> list[str]:
    """What stands above the table, a sentence a line."""
    return [text[:1].upper() + text[1:] for text in (safe(each, None) for each in result.summary)]


def list_unsaid(result: Result, context: Context) -> list[str]:
    """The remarks, without what stands above the table."""
    unsaid = tuple(each for each in result.notes if each not in result.summary)
    return list_remarks(replace(result, notes=unsaid), context)


def list_notes(result: Result) -> list[str]:
    """Totals without a column of their own, and the notes."""
    return [line for line in (*_totals(result), *(safe(note, None) for note in result.notes)) if line]


def _totals(result: Result) -> list[str]:
    beside = {name: value for name, value in (result.total or {}).items() if name not in result.table.columns}
    return [
        say("Total {what}: {value}", what=safe(words.heading(name)), value=format_value(name, value))
        for name, value in beside.items()
    ]
