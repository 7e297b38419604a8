"""What becomes of those who join."""

from __future__ import annotations

from functools import partial

from commkit.indicators.indicator import Indicator

_indicator = partial(Indicator, family="newcomers", unit="rate")

INDICATORS = (
    _indicator(
        name="first_speak_rate",
        definition="Joiners who spoke within 7 days / joiners whose 7 days are over.",
        good="up",
        needs=("messages", "joins"),
        numerator="first_speak_members",
        denominator="of_joined_members",
        matured=("joined_members", "of_joined_members"),
    ),
    _indicator(
        name="second_week_rate",
        definition="Joiners active again on days 7 to 13 / joiners whose 14 days are over.",
        good="up",
        needs=("messages", "joins"),
        numerator="second_week_members",
        denominator="of_second_week_members",
        matured=("joined_members", "of_second_week_members"),
    ),
    _indicator(
        name="early_leave_rate",
        definition="Joiners who left by themselves within 7 days / joiners whose 7 days are over, if told.",
        good="down",
        needs=("joins", "leaves"),
        numerator="early_leave_members",
        denominator="of_telling_joined_members",
        matured=("joined_members", "of_joined_members"),
        version=2,
    ),
)
