"""What is said of the community on other sites."""

from __future__ import annotations

from functools import partial

from commkit.indicators.indicator import Indicator

_indicator = partial(Indicator, family="voice", needs=("mentions",))

INDICATORS = (
    _indicator(
        name="mentions",
        definition="How often other sites spoke of the community in the period.",
        unit="count",
        good="up",
        numerator="mentions",
    ),
    _indicator(
        name="negative_mentions",
        definition="Mentions of the period that are negative.",
        unit="count",
        good="down",
        numerator="negative_mentions",
    ),
    _indicator(
        name="positive_share",
        definition="Positive mentions of the period / its mentions of known sentiment.",
        unit="rate",
        good="up",
        numerator="positive_mentions",
        denominator="judged_mentions",
    ),
)
