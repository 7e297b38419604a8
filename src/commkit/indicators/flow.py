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
        definition="Members who joined in the period by an export's word, moves between groups apart.",
        unit="count",
        good="up",
        needs=("joins",),
        numerator="joined_members",
        version=2,
    ),
    _indicator(
        name="first_seen_members",
        definition="Members born in the period: who joined by an export's word, or did something for the first time.",
        unit="count",
        good="up",
        needs=("members",),
        numerator="first_seen_members",
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
        of_members=True,
        version=2,
    ),
    _indicator(
        name="leave_rate",
        definition="Members at the start who left by themselves / members then, where an export can tell who leaves.",
        unit="rate",
        good="down",
        needs=("leaves",),
        numerator="leave_members",
        denominator="of_telling_members",
        of_members=True,
        version=2,
    ),
)
