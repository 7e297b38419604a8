"""What members answer when they are asked."""

from __future__ import annotations

from functools import partial

from commkit.indicators.indicator import Indicator

_indicator = partial(Indicator, family="opinion", good="up", needs=("surveys",))

INDICATORS = (
    _indicator(
        name="nps",
        definition="Share of answers of 9 and 10 less that of 0 to 6, times 100, to whether members would recommend.",
        unit="number",
        numerator="nps_points",
        denominator="nps_answers",
        warns_of_few=True,
    ),
    _indicator(
        name="csat",
        definition="Answers in the upper two of a scale / answers to how satisfied members are.",
        unit="rate",
        numerator="satisfied_answers",
        denominator="csat_answers",
    ),
)
