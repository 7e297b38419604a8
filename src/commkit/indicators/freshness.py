"""How fresh and how complete the data are."""

from __future__ import annotations

from functools import partial

from commkit.indicators.indicator import Indicator

_indicator = partial(Indicator, family="freshness", good="down", is_of_now=True)

INDICATORS = (
    _indicator(
        name="hours_since_last_message",
        definition="Hours from the last message that counts to as-of.",
        unit="hours",
        needs=("messages",),
        numerator="hours_since_last_message",
        of_words=True,
        sample="messages",
        adds_up=False,
    ),
    _indicator(
        name="hours_since_last_order",
        definition="Hours from the last order to as-of.",
        unit="hours",
        needs=("orders",),
        numerator="hours_since_last_order",
        sample="orders",
    ),
    _indicator(
        name="reject_ratio",
        definition="Rejected records / records of all loads.",
        unit="rate",
        needs=(),
        numerator="rejected_records",
        denominator="of_records",
        adds_up=False,
    ),
)
