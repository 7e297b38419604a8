"""What is bought and paid back, told from the lines of orders."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tests.recount.facts import World
    from tests.recount.scope import Scope

    Row = dict[str, Any]


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
    """The trade of a community. An order's own amount wins over its lines; one below zero is paid back."""
    lines: dict[int, list[Row]] = defaultdict(list)
    for row in world.rows("purchase_line"):
        lines[row["order_key"]].append(row)
    orders: list[Payment] = []
    refunds: list[Payment] = []
    for its in lines.values():
        amount = _amount(its)
        (orders if amount >= 0 else refunds).append(_payment(world, its[0], abs(amount)))
        back = [line for line in its if line["refund_amount"]]
        refunds += [_payment(world, line, line["refund_amount"], line["refunded_at"]) for line in back]
    return Trade(*(sorted(found, key=lambda each: each.happened_at) for found in (orders, refunds)))


def _amount(lines: Sequence[Row]) -> Decimal:
    stated = [line["order_amount"] for line in lines if line["order_amount"] is not None]
    return stated[0] if stated else sum((line["amount"] or Decimal(0) for line in lines), Decimal(0))


def _payment(world: World, line: Row, amount: Decimal, happened_at: datetime | None = None) -> Payment:
    at = world.local(happened_at or line["ordered_at"])
    return Payment(world.person(line["account"]), at, amount)


def known(scope: Scope, payments: Sequence[Payment]) -> list[Payment]:
    """What is known of them as of the end of the scope."""
    return [each for each in payments if each.happened_at.date() <= scope.known_until]
