"""Whether a few people do most of the talking."""

from __future__ import annotations

from functools import partial

from commkit.indicators.indicator import Indicator

_indicator = partial(Indicator, family="concentration", needs=("messages",), of_words=True, sample="speakers")

INDICATORS = (
    _indicator(
        name="top10_share",
        definition="Messages of the 10 members who wrote most / messages.",
        unit="rate",
        good="between",
        low=0.1,
        high=0.5,
        numerator="top10_messages",
        denominator="messages",
        adds_up=False,
    ),
    _indicator(
        name="absence_factor",
        definition="The fewest members who wrote half of the messages.",
        unit="count",
        good="up",
        numerator="absence_members",
        adds_up=False,
    ),
    _indicator(
        name="gini",
        definition="Gini coefficient of messages over the members who wrote any.",
        unit="number",
        good="between",
        low=0.3,
        high=0.8,
        numerator="gini",
        adds_up=False,
    ),
)
