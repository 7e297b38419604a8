"""Whether a few people do most of the talking."""

from __future__ import annotations

from functools import partial

from commkit.indicators.indicator import Indicator

_indicator = partial(Indicator, family="concentration", needs=("messages",), sample="speakers")

INDICATORS = (
    _indicator(
        name="top10_share",
        definition="Messages of the 10 members who wrote most / messages.",
        unit="rate",
        good="down",
        numerator="top10_messages",
        denominator="messages",
    ),
    _indicator(
        name="absence_factor",
        definition="The fewest members who wrote half of the messages.",
        unit="count",
        good="up",
        numerator="absence_members",
    ),
    _indicator(
        name="gini",
        definition="Gini coefficient of messages over the members who wrote any.",
        unit="number",
        good="down",
        numerator="gini",
    ),
)
