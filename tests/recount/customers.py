"""What has become of those who bought."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.recount.scope import DAY
from tests.recount.trade import known, trade

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tests.recount.scope import Scope, Term
    from tests.recount.trade import Payment

    Row = dict[str, object]
    Measures = tuple[int, int, Decimal]  # days since the last order, negative; orders; net amount

HIGH = 11  # of recency, frequency and money together: levels 4 and 5


def customers(scope: Scope) -> list[Row]:
    """Every column of the family."""
    orders: dict[str | None, list[Payment]] = defaultdict(list)
    refunds: dict[str | None, list[Payment]] = defaultdict(list)
    for payments, found in ((trade(scope.world).orders, orders), (trade(scope.world).refunds, refunds)):
        for each in known(scope, payments):
            if each.buyer is not None:
                found[scope.slice_of(each.buyer, None)].append(each)
    return [_row(term, key, its, refunds[key]) for key, its in orders.items() for term in scope.terms]


def _row(term: Term, key: str | None, orders: Sequence[Payment], refunds: Sequence[Payment]) -> Row:
    days: dict[int | None, list[date]] = defaultdict(list)
    net: dict[int | None, Decimal] = defaultdict(Decimal)
    for order in orders:
        if order.happened_at.date() < term.closes_on:
            days[order.buyer].append(order.happened_at.date())
            net[order.buyer] += order.amount
    for refund in refunds:
        if refund.happened_at.date() < term.closes_on:
            net[refund.buyer] -= refund.amount
    last_on = term.closes_on - DAY
    measures = [((max(its) - last_on).days, len(its), net[who]) for who, its in days.items()]
    return {
        "slice": key,
        "starts_on": term.starts_on,
        "status": term.status,
        "of_buyers": len(days),
        "repeat_buyers": sum(len({*its}) > 1 for its in days.values()),
        "high_value_members": _high(measures),
    }


def _high(measures: list[Measures]) -> int:
    """How many score high: each score is 1, and 1 more for each fifth of all who are strictly worse."""
    scores = [0] * len(measures)
    for values in zip(*measures, strict=True):
        ranked = sorted(values)
        for who, value in enumerate(values):
            scores[who] += min(5, 1 + 5 * bisect_left(ranked, value) // len(values))
    return sum(score >= HIGH for score in scores)
