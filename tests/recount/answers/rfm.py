"""Who is worth most: recency, frequency and money of each buyer by fifths, and eleven segments of the grid."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.recount.engagement import present_of
from tests.recount.scope import median, ratio
from tests.recount.trade import known, trade

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.recount.scope import Scope

    Row = dict[str, Any]

GRID: dict[str, tuple[str, str]] = {  # scores of recency and of frequency; the first that holds
    "champions": ("5", "45"),
    "loyal": ("34", "45"),
    "potential_loyalist": ("45", "23"),
    "new": ("5", "1"),
    "promising": ("4", "1"),
    "need_attention": ("3", "3"),
    "about_to_sleep": ("3", "12"),
    "at_risk": ("12", "34"),
    "cannot_lose": ("12", "5"),
    "lost": ("1", "1"),
    "hibernating": ("12", "12"),
}


class Customer(NamedTuple):
    """One buyer as a day ends."""

    member: int
    recency_days: int
    orders: int
    net: Decimal


def rfm(scope: Scope) -> list[Row]:
    """A row a segment, and one for the members who never bought, if there are any."""
    found = _customers(scope)
    r, f = _scores([-each.recency_days for each in found]), _scores([each.orders for each in found])
    by_segment: dict[str, list[Customer]] = defaultdict(list)
    for each, *scores in zip(found, r, f, strict=True):
        by_segment[_segment(*scores)].append(each)
    rows = [_row(segment, by_segment[segment], len(found)) for segment in GRID]
    present = present_of(scope)[None][scope.terms[-1]]
    blank = dict.fromkeys(("of_members", "member_rate", "median_recency_days"))
    prospects = len(present - _ever_bought(scope))
    if prospects:
        rows.append({"segment": "prospects", "members": prospects, "orders": 0, "net_amount": Decimal(0), **blank})
    return rows


def _ever_bought(scope: Scope) -> set[int | None]:
    """Who had ordered by the end of the span, before it too."""
    orders = known(scope, trade(scope.world).orders)
    return {order.buyer for order in orders if order.happened_at.date() <= scope.last_on}


def _customers(scope: Scope) -> list[Customer]:
    """Recency to the end of the span; what was before it counts only where no first day is given."""
    first_on = scope.since or date.min
    days: dict[int, list[date]] = defaultdict(list)
    net: dict[int, Decimal] = defaultdict(Decimal)
    for order in known(scope, trade(scope.world).orders):
        if order.buyer is not None and first_on <= order.happened_at.date() <= scope.last_on:
            days[order.buyer].append(order.happened_at.date())
            net[order.buyer] += order.amount
    for refund in known(scope, trade(scope.world).refunds):
        if refund.buyer is not None and first_on <= refund.happened_at.date() <= scope.last_on:
            net[refund.buyer] -= refund.amount
    return [Customer(who, (scope.last_on - max(its)).days, len(its), net[who]) for who, its in days.items()]


def _scores(values: Sequence[int]) -> list[int]:
    ranked = sorted(values)
    return [min(5, 1 + 5 * bisect_left(ranked, value) // len(ranked)) for value in values]


def _segment(r: int, f: int) -> str:
    return next(name for name, (rs, fs) in GRID.items() if str(r) in rs and str(f) in fs)


def _row(segment: str, its: list[Customer], whole: int) -> Row:
    return {
        "segment": segment,
        "members": len(its),
        "of_members": whole,
        "member_rate": ratio(len(its), whole),
        "median_recency_days": median(each.recency_days for each in its),
        "orders": sum(each.orders for each in its),
        "net_amount": sum((each.net for each in its), Decimal(0)),
    }
