"""What the books say of money, beside orders."""

from __future__ import annotations

from functools import partial

from commkit.indicators.indicator import Indicator

_indicator = partial(Indicator, family="books", unit="amount")

INDICATORS = (
    _indicator(
        name="spending",
        definition="Amount spent in the period, as the ledger tells.",
        good="down",
        needs=("costs",),
        numerator="spent_amount",
        sample="outlays",
    ),
    _indicator(
        name="income",
        definition="Amount taken in in the period, as the ledger tells.",
        good="up",
        needs=("income",),
        numerator="income_amount",
        sample="receipts",
    ),
)
