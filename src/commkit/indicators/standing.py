"""How many stand high in the pyramid, how many climb, and how much the core gives."""

from __future__ import annotations

from functools import partial

from commkit.indicators.indicator import Indicator

LEVELS = ("potential", "occasional", "active", "core", "koc")
_indicator = partial(Indicator, family="standing", needs=("messages",), good="up", levels=LEVELS)

INDICATORS = (
    _indicator(
        name="core_share",
        definition="Members at core or above in the pyramid as the period starts / members above its bottom level.",
        unit="rate",
        numerator="core_members",
        denominator="of_alive_members",
    ),
    _indicator(
        name="promotion_rate",
        definition="Members one level above the bottom who stand higher as the period ends / those as it starts.",
        unit="rate",
        numerator="promoted_members",
        denominator="of_occasional_members",
    ),
    _indicator(
        name="core_message_index",
        definition="The core's share of the messages of members above the bottom / its share of these members.",
        unit="number",
        numerator="core_messages_share",
        denominator="core_members_share",
        sample="core_members",
        adds_up=False,
    ),
    _indicator(
        name="wake_rate",
        definition="Members at the pyramid's bottom as the period starts who are active in it / all of that level.",
        unit="rate",
        numerator="woken_members",
        denominator="of_bottom_members",
        of_members=True,
    ),
)
