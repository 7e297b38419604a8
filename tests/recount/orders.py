"""What members buy, and how much of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from tests.recount.engagement import opening_of, present_of
from tests.recount.stays import stays
from tests.recount.trade import known, trade

if TYPE_CHECKING:
    from datetime import date

    from tests.recount.facts import World
    from tests.recount.scope import Scope, Term
    from tests.recount.stays import Stay
    from tests.recount.trade import Payment

    Row = dict[str, object]


@dataclass
class Part:
    """The trade of one slice and period."""

    orders: list[Payment] = field(default_factory=list)
    refunds: list[Payment] = field(default_factory=list)


def orders(scope: Scope) -> list[Row]:
    """Every column of the family."""
    found: dict[str | None, dict[Term, Part]] = defaultdict(lambda: defaultdict(Part))
    for name in ("orders", "refunds"):
        for each in known(scope, getattr(trade(scope.world), name)):
            term = scope.term_of(each.happened_at.date())
            if term:
                key = None if each.buyer is None else scope.slice_of(each.buyer, None)
                getattr(found[key][term], name).append(each)
    first_on: dict[int | None, date] = {}
    for each in known(scope, trade(scope.world).orders):
        first_on.setdefault(each.buyer, each.happened_at.date())
    present, opening = present_of(scope), opening_of(scope)
    return [
        {"slice": key, "starts_on": term.starts_on, "status": term.status}
        | {"members": len(present[key][term])}
        | _firsts(term, opening[key][term], first_on)
        | _known_by(scope, key, _sums(found[key][term]) | _shares(scope, found[key][term]))
        for key in {*found, *present, *opening}
        for term in scope.terms
    ]


def _known_by(scope: Scope, key: str | None, columns: Row) -> Row:
    """Nobody knows in which group an order was placed."""
    return dict.fromkeys(columns) if scope.by == "group" and key is not None else columns


def _sums(part: Part) -> Row:
    bought = [each for each in part.orders if each.buyer is not None]
    gmv = sum((each.amount for each in bought), Decimal(0))
    refunded = sum((each.amount for each in part.refunds if each.buyer is not None), Decimal(0))
    return {
        "gmv_amount": gmv,
        "refunded_amount": refunded,
        "net_amount": gmv - refunded,
        "orders": len(bought),
        "buyers": len({each.buyer for each in bought}),
    }


def _firsts(term: Term, opening: set[int], first_on: dict[int | None, date]) -> Row:
    """Of those who are there as the period opens and had not bought before it, who buys in it."""
    unpaid = {who for who in opening if first_on.get(who, term.opens_on) >= term.opens_on}
    return {
        "of_unpaid_members": len(unpaid),
        "first_order_members": sum(first_on[who] < term.closes_on for who in unpaid if who in first_on),
    }


def _shares(scope: Scope, part: Part) -> Row:
    """The amount of all orders, and of those by somebody who was a member on the day."""
    inside = [each for each in part.orders if _is_member(scope, each)]
    return {
        "of_all_amount": sum((each.amount for each in part.orders), Decimal(0)),
        "community_amount": sum((each.amount for each in inside), Decimal(0)),
    }


def _is_member(scope: Scope, order: Payment) -> bool:
    day = order.happened_at.date()
    return any(
        (stay.came_on is None or stay.came_on <= day) and (stay.left_on is None or day <= stay.left_on)
        for stay in _stays_by_member(scope.world, scope.known_until).get(order.buyer, ())
    )


@cache
def _stays_by_member(world: World, until: date) -> dict[int | None, list[Stay]]:
    found: dict[int | None, list[Stay]] = defaultdict(list)
    for stay in stays(world, until, by_group=False):
        found[stay.member].append(stay)
    return found
