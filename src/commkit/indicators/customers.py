"""What has become of those who bought."""

from __future__ import annotations

from functools import partial

from commkit.indicators.indicator import Indicator

_indicator = partial(Indicator, family="customers", unit="rate", good="up", needs=("orders",), denominator="of_buyers")

INDICATORS = (
    _indicator(
        name="repurchase_rate",
        definition="Members who ordered on two days or more / members who ever ordered, to the period's end.",
        numerator="repeat_buyers",
    ),
    _indicator(
        name="high_value_share",
        definition="Members of value level 4 or 5, by the same cut-points in every period / members who ever ordered.",
        numerator="high_value_members",
        is_revised=True,
        version=2,
    ),
)
