"""What members buy, and how much of it."""

from __future__ import annotations

from functools import partial

from commkit.indicators.indicator import Indicator

_indicator = partial(Indicator, family="orders", good="up", needs=("orders",))

INDICATORS = (
    _indicator(
        name="paid_conversion",
        definition="Of members at its start who had never ordered: who first orders in the period / those members.",
        unit="rate",
        needs=("orders", "members"),
        numerator="first_order_members",
        denominator="of_unpaid_members",
        of_members=True,
        version=2,
    ),
    _indicator(
        name="gmv",
        definition="Amount of the orders of the period, before refunds.",
        unit="amount",
        numerator="gmv_amount",
        sample="orders",
    ),
    _indicator(
        name="refunded",
        definition="Amount paid back in the period.",
        unit="amount",
        good="down",
        numerator="refunded_amount",
        sample="orders",
    ),
    _indicator(
        name="net_revenue",
        definition="Amount of the orders of the period, less what was paid back in it.",
        unit="amount",
        numerator="net_amount",
        sample="orders",
    ),
    _indicator(name="orders", definition="Orders of the period.", unit="count", numerator="orders"),
    _indicator(name="buyers", definition="Members with an order in the period.", unit="count", numerator="buyers"),
    _indicator(
        name="arpu",
        definition="Net amount of the period / members.",
        unit="amount",
        numerator="net_amount",
        denominator="members",
        of_members=True,
    ),
    _indicator(
        name="aov",
        definition="Net amount of the period / its orders.",
        unit="amount",
        numerator="net_amount",
        denominator="orders",
    ),
    _indicator(
        name="community_revenue_share",
        definition="Amount of orders placed while the buyer was a member / amount of all orders, anonymous ones too.",
        unit="rate",
        needs=("orders", "members"),
        numerator="community_amount",
        denominator="of_all_amount",
        sample="orders",
        of_members=True,
    ),
)
