"""Points that members are given and spend."""

from __future__ import annotations

from functools import partial

from commkit.indicators.indicator import Indicator

_indicator = partial(Indicator, family="rewards", unit="number", needs=("points",))

INDICATORS = (
    _indicator(
        name="points_issued",
        definition="Points given to members in the period.",
        good="neither",
        numerator="issued_points",
        sample="issues",
    ),
    _indicator(
        name="points_redeemed",
        definition="Points that members spent, or that were taken back, in the period.",
        good="neither",
        numerator="redeemed_points",
        sample="redemptions",
    ),
)
