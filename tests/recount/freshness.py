"""How fresh and how whole the data are."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tests.recount.scope import NOW

if TYPE_CHECKING:
    from datetime import datetime

    from tests.recount.scope import Scope

    Row = dict[str, object]


def freshness(scope: Scope) -> list[Row]:
    """Every column of the family; one row a slice, and records belong to none."""
    spoken: dict[str | None, list[datetime]] = defaultdict(list)
    for deed in scope.deeds:
        if deed.does == "speak" and scope.term_of(deed.happened_at.date()):
            spoken[scope.slice_of(deed.member, deed.group)].append(deed.happened_at)
    return [_row(scope, key, spoken[key]) for key in {*spoken, None}]


def _row(scope: Scope, key: str | None, spoken: list[datetime]) -> Row:
    now = scope.world.local(NOW)
    return {
        "slice": key,
        "starts_on": scope.terms[-1].starts_on,
        "status": "complete",
        "hours_since_last_message": (now.timestamp() - spoken[-1].timestamp()) / 3600 if spoken else None,
        "messages": len(spoken),
        "of_records": None if key else scope.world.records.total(),
        "rejected_records": None if key else 0,
    }
