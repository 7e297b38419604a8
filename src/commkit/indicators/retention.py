"""Who is active again so many days after coming."""

from __future__ import annotations

from commkit.indicators.indicator import Indicator

INDICATORS = tuple(
    Indicator(
        name=f"d{days}",
        definition=f"Members active on day {days} after birth / members born.",
        family="retention",
        unit="rate",
        good="up",
        needs=("messages",),
        numerator=f"d{days}_members",
        denominator=f"of_d{days}_members",
        days_after=days,
        version=2,
    )
    for days in (1, 7, 30, 90)
)
