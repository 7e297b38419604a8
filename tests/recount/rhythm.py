"""At which hours of which days people talk."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.recount.scope import Scope

    Row = dict[str, object]

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def rhythm(scope: Scope) -> list[Row]:
    """Every column of the question."""
    said: dict[str | None, dict[tuple[int, int], list[int]]] = defaultdict(lambda: defaultdict(list))
    for deed in scope.deeds:
        if deed.does == "speak" and scope.term_of(deed.happened_at.date()):
            cell = deed.happened_at.weekday(), deed.happened_at.hour
            said[scope.slice_of(deed.member, deed.group)][cell].append(deed.member)
    return [
        {
            "slice": key,
            "weekday": WEEKDAYS[day],
            "local_hour": hour,
            "messages": len(by_cell[day, hour]),
            "members": len({*by_cell[day, hour]}),
        }
        for key, by_cell in said.items()
        for day in range(7)
        for hour in range(24)
    ]
