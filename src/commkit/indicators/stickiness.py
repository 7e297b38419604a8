"""How often the active come back."""

from __future__ import annotations

from commkit.indicators.indicator import Indicator

INDICATORS = (
    Indicator(
        name="stickiness",
        definition="DAU / MAU of each day, mean over the period's days: a mean of ratios.",
        family="stickiness",
        unit="rate",
        good="up",
        needs=("messages",),
        numerator="dau_mau_sum",
        denominator="of_mau_days",
        sample="mau",
        adds_up=False,
    ),
)
