"""How many members there are, and how they come and go."""

from __future__ import annotations

from functools import partial

from commkit.indicators.indicator import Indicator

_indicator = partial(Indicator, family="flow")

INDICATORS = (
    _indicator(
        name="members",
        definition="Members as the period ends.",
        unit="count",
        good="up",
        needs=(),
        numerator="members",
        of_members=True,
    ),
    _indicator(
        name="joined_members",
        definition="Members who came in the period.",
        unit="count",
        good="up",
        needs=("joins",),
        numerator="joined_members",
    ),
    _indicator(
        name="left_members",
        definition="Members who left by themselves in the period.",
        unit="count",
        good="down",
        needs=("leaves",),
        numerator="left_members",
    ),
    _indicator(
        name="removed_members",
        definition="Members who were removed in the period.",
        unit="count",
        good="neither",
        needs=("leaves",),
        numerator="removed_members",
    ),
    _indicator(
        name="net_growth",
        definition="Members as the period ends, less those at its start.",
        unit="count",
        good="up",
        needs=("joins", "leaves"),
        numerator="net_growth",
    ),
    _indicator(
        name="leave_rate",
        definition="Members at the period's start who left by themselves in it / members at its start.",
        unit="rate",
        good="down",
        needs=("leaves",),
        numerator="leave_members",
        denominator="of_opening_members",
        of_members=True,
    ),
)
