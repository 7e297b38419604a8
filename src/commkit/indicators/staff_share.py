"""How much of the talk is staff's."""

from __future__ import annotations

from commkit.indicators.indicator import Indicator

INDICATORS = (
    Indicator(
        name="staff_message_share",
        definition="Messages of staff / messages of staff and members, where it is told who is staff.",
        family="staff_share",
        unit="rate",
        good="between",
        needs=("messages",),
        numerator="staff_messages",
        denominator="of_all_messages",
        of_words=True,
        low=0.05,
        high=0.4,
    ),
)
