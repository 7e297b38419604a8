"""How fresh and how whole the data are."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tests.recount.scope import NOW
from tests.recount.trade import known, trade

if TYPE_CHECKING:
    from datetime import datetime

    from tests.recount.scope import Scope

    Row = dict[str, object]


def freshness(scope: Scope) -> list[Row]:
    """Every column of the family; one row a slice, and records belong to none."""
    spoken: dict[str | None, list[datetime]] = defaultdict(list)
    ordered: dict[str | None, list[datetime]] = defaultdict(list)
    for deed in scope.deeds:
        if deed.does == "speak" and scope.term_of(deed.happened_at.date()):
            spoken[scope.slice_of(deed.member, deed.group)].append(deed.happened_at)
    for order in known(scope, trade(scope.world).orders):
        if order.buyer is not None and scope.term_of(order.happened_at.date()):
            ordered[scope.slice_of(order.buyer, None)].append(order.happened_at)
    return [_row(scope, key, spoken[key], ordered[key]) for key in {*spoken, *ordered, None}]


def _row(scope: Scope, key: str | None, spoken: list[datetime], ordered: list[datetime]) -> Row:
    return {
        "slice": key,
        "starts_on": scope.terms[-1].starts_on,
        "status": "complete",
        "hours_since_last_message": _hours_since(scope, spoken),
        "messages": len(spoken),
        "hours_since_last_order": _hours_since(scope, ordered),
        "orders": len(ordered),
        "of_records": None if key else scope.world.records.total(),
        "rejected_records": None if key else 0,
    }


def _hours_since(scope: Scope, instants: list[datetime]) -> float | None:
    """From the last of them to the instant of the answer."""
    now = scope.world.local(NOW)
    return (now.timestamp() - max(each.timestamp() for each in instants)) / 3600 if instants else None
