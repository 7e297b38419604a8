"""What is bought and paid back, told from the orders."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tests.recount.exports.records import orders_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from decimal import Decimal

    from tests.recount.facts import World
    from tests.recount.scope import Scope


class Payment(NamedTuple):
    """An order, or what is paid back of one; nobody's if the buyer is no member that counts."""

    buyer: int | None
    happened_at: datetime  # local
    amount: Decimal


class Trade(NamedTuple):
    """All orders and all that is paid back, in order of time."""

    orders: list[Payment]
    refunds: list[Payment]


@cache
def trade(world: World) -> Trade:
    """The trade of a community. An order below zero is paid back; what is paid back of one is dated by the order."""
    orders: list[Payment] = []
    refunds: list[Payment] = []
    for order in orders_of(world.exports):
        payment = Payment(world.person(order.buyer), world.local(order.ordered_at), abs(order.amount))
        (orders if order.amount >= 0 else refunds).append(payment)
        if order.refunded:
            refunds.append(payment._replace(amount=order.refunded))
    return Trade(*(sorted(found, key=lambda each: each.happened_at) for found in (orders, refunds)))


def known(scope: Scope, payments: Sequence[Payment]) -> list[Payment]:
    """What is known of them as of the end of the scope."""
    return [each for each in payments if each.happened_at.date() <= scope.known_until]
