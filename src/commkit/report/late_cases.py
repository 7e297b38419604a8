"""Cases that wait beyond their limit: a finding where surely more than half of them do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.choices import Served
from commkit.edition import Command
from commkit.report.chance import is_one_sided
from commkit.report.concern import make_concern
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commkit.edition import Figure
    from commkit.report.citable import Citable
    from commkit.report.concern import Concern

_COLUMNS = {"clock": "clock", "limit": "limit", "late": "late_cases", "all": "of_cases", "hours": "median_hours"}


def tell_late(cells: Citable) -> Iterator[Concern]:
    """Kinds of case of which more than half, and by more than chance brings, took longer than they may.

    The first limit is for an answer, the last for the end of a case.
    """
    for served in Served:
        rows = list(cells.list_rows(f"late_{served}"))
        limits = [row["limit"] for row in rows]
        for row in rows:
            is_meant = row["limit"] == (limits[0] if row["clock"] == "answered" else limits[-1])
            if not is_meant or not is_one_sided(row["late_cases"] or 0, row["on_time_cases"] or 0):
                continue
            cited: dict[str, Figure | Command | str] = {name: row.cite(column) for name, column in _COLUMNS.items()}
            cited |= {"cases": value(served), "command": Command(cells.command(row.chapter))}
            yield make_concern(
                cited,
                problem=say("Most {cases} were {clock} later than {limit}"),
                evidence=say("in twelve weeks {late} of {all} were late; the middle one took {hours} hours"),
                action=say("See what held them up: {command}"),
                outlook=say("More than half are {clock} within {limit}"),
                todo=say(
                    "To do first: in twelve weeks {late} of {all} {cases} were {clock} later than {limit}: {command}"
                ),
            )
