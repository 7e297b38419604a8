"""Whether what was loaded can be relied on."""

from __future__ import annotations

from functools import partial

from commkit.indicators.indicator import Indicator

_indicator = partial(
    Indicator, family="quality", unit="rate", good="up", needs=(), is_of_now=True, adds_up=False, denominator="records"
)

INDICATORS = (
    _indicator(
        name="completeness",
        definition="Orders whose customer is known / orders.",
        needs=("orders",),
        numerator="named_orders",
        denominator="orders",
    ),
    _indicator(
        name="uniqueness",
        definition="Records that no earlier load had brought / records of all loads.",
        numerator="new_records",
    ),
    _indicator(
        name="validity",
        definition="Records that could be read / records of all loads.",
        numerator="valid_records",
    ),
    _indicator(
        name="integrity",
        definition="Replies whose message was loaded too / replies.",
        needs=("messages", "replies"),
        numerator="sound_replies",
        denominator="replies",
    ),
)
