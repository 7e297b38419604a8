"""How many of those who see the community click, register and buy."""

from __future__ import annotations

from functools import partial

from commkit.indicators.indicator import Indicator

_indicator = partial(Indicator, family="conversion", unit="rate", good="up")

INDICATORS = (
    _indicator(
        name="click_rate",
        definition="Events `click` / events `impression` in the period.",
        needs=("clicks", "impressions"),
        numerator="clicks",
        denominator="of_impressions",
    ),
    _indicator(
        name="registration_rate",
        definition="Members with the event `register` / members with the event `visit` in the period.",
        needs=("registrations", "visits"),
        numerator="registered_members",
        denominator="of_visitors",
    ),
    _indicator(
        name="purchase_rate",
        definition="Members with an order / members with the event `visit` in the period.",
        needs=("orders", "visits"),
        numerator="buyers",
        denominator="of_visitors",
    ),
)
