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
    Value = int | Decimal
    Measures = tuple[int, int, Decimal]  # days since the last order, negative; orders; net amount

LEVELS = (range(3, 5), range(5, 8), range(8, 11), range(11, 13), range(13, 16))  # of the three scores together


def customers(scope: Scope) -> list[Row]:
    """Every column of the family."""
    orders: dict[str | None, list[Payment]] = defaultdict(list)
    refunds: dict[str | None, list[Payment]] = defaultdict(list)
    for payments, found in ((trade(scope.world).orders, orders), (trade(scope.world).refunds, refunds)):
        for each in known(scope, payments):
            if each.buyer is not None:
                found[scope.slice_of(each.buyer, None)].append(each)
    ends_on = scope.known_until
    held = [_measures(orders[key], refunds[key], ends_on) for key in orders]
    cuts = cuts_of([each for its in held for each in its])
    return [_row(term, key, its, refunds[key], cuts) for key, its in orders.items() for term in scope.terms]


def _row(
    term: Term, key: str | None, orders: Sequence[Payment], refunds: Sequence[Payment], cuts: Sequence[Sequence[Value]]
) -> Row:
    last_on = term.closes_on - DAY
    known_orders = [order for order in orders if order.happened_at.date() <= last_on]
    days: dict[int | None, set[date]] = defaultdict(set)
    for order in known_orders:
        days[order.buyer].add(order.happened_at.date())
    totals = [_total(each, cuts) for each in _measures(orders, refunds, last_on)]
    levels = [sum(total in level for total in totals) for level in LEVELS]
    return {
        "slice": key,
        "starts_on": term.starts_on,
        "status": term.status,
        "of_buyers": len(days),
        "repeat_buyers": sum(len(its) > 1 for its in days.values()),
        **{f"level{level}_members": members for level, members in enumerate(levels, 1)},
        "high_value_members": sum(levels[3:]),
    }


def _measures(orders: Sequence[Payment], refunds: Sequence[Payment], last_on: date) -> list[Measures]:
    """Recency, frequency and money of each buyer as a day ends."""
    days: dict[int | None, list[date]] = defaultdict(list)
    net: dict[int | None, Decimal] = defaultdict(Decimal)
    for order in orders:
        if order.happened_at.date() <= last_on:
            days[order.buyer].append(order.happened_at.date())
            net[order.buyer] += order.amount
    for refund in refunds:
        if refund.happened_at.date() <= last_on:
            net[refund.buyer] -= refund.amount
    return [((max(its) - last_on).days, len(its), net[who]) for who, its in days.items()]


def cuts_of(measures: Sequence[Measures]) -> list[list[Value]]:
    """Of each measure the values at which a new score begins: 1, and 1 more for each fifth of all who are worse."""
    return [_cuts(sorted(values)) for values in zip(*measures, strict=True)]


def _cuts(ranked: Sequence[Value]) -> list[Value]:
    """The lowest value of each score that anybody reaches; one that is passed over begins with the next."""
    scores = [min(5, 1 + 5 * bisect_left(ranked, value) // len(ranked)) for value in ranked]
    at = (bisect_left(scores, score) for score in range(2, 6))
    return [ranked[first] for first in at if first < len(ranked)]


def _total(measures: Measures, cuts: Sequence[Sequence[Value]]) -> int:
    """The three scores together."""
    return sum(score_of(measures[at], its) for at, its in enumerate(cuts))


def score_of(value: Value, cuts: Sequence[Value]) -> int:
    """The score of a value: 1, and 1 more for each cut-point that it reaches."""
    return 1 + sum(value >= cut for cut in cuts)
