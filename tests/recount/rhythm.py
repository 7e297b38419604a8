"""At which hours of which days people talk, and whether staff are there."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tests.recount.scope import DAY, ratio
from tests.recount.talk import said

if TYPE_CHECKING:
    from tests.recount.scope import Scope
    from tests.recount.talk import Said

    Row = dict[str, object]
    Cells = dict[tuple[int, int], list[Said]]  # by weekday and hour

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def rhythm(scope: Scope) -> list[Row]:
    """Every column of the question."""
    found: dict[str | None, Cells] = defaultdict(lambda: defaultdict(list))
    for each in said(scope.world):
        if scope.term_of(each.said_at.date()):
            cell = each.said_at.weekday(), each.said_at.hour
            found[scope.slice_of(each.author, each.group)][cell].append(each)
    days = [scope.first_on + after * DAY for after in range((scope.last_on - scope.first_on).days + 1)]
    weeks = [sum(each.weekday() == day for each in days) for day in range(7)]
    return [
        {"slice": key, "weekday": WEEKDAYS[day], "local_hour": hour} | _cell(by_cell[day, hour], weeks[day])
        for key, by_cell in found.items()
        if any(not each.is_staff for its in by_cell.values() for each in its)
        for day in range(7)
        for hour in range(24)
    ]


def _cell(found: list[Said], weeks: int) -> Row:
    spoken = [each for each in found if not each.is_staff]
    covered = len({each.said_at.date() for each in found if each.is_staff})
    return {
        "messages": len(spoken),
        "members": len({each.author for each in spoken}),
        "of_weeks": weeks,
        "weekly_messages": ratio(len(spoken), weeks),
        "staff_weeks": covered,
        "staff_rate": ratio(covered, weeks),
    }
