"""How many are active, and how much they say."""

from __future__ import annotations

from functools import partial

from commkit.indicators.indicator import Indicator

_indicator = partial(Indicator, family="activity", needs=("messages",), good="up")

INDICATORS = (
    _indicator(
        name="dau",
        definition="Members active on a day, mean over the period's days.",
        unit="number",
        numerator="member_days",
        denominator="days",
        sample="members",
    ),
    _indicator(
        name="wau",
        definition="Members active in the 7 days to the period's end.",
        unit="count",
        numerator="wau",
    ),
    _indicator(
        name="mau",
        definition="Members active in the 30 days to the period's end.",
        unit="count",
        numerator="mau",
    ),
    _indicator(name="active_members", definition="Members active in the period.", unit="count", numerator="members"),
    _indicator(
        name="messages",
        definition="Messages that count, sent in the period.",
        unit="count",
        numerator="messages",
        of_words=True,
    ),
    _indicator(
        name="messages_per_speaker",
        definition="Messages / members active in the period.",
        unit="number",
        numerator="messages",
        denominator="members",
        of_words=True,
    ),
    _indicator(
        name="median_messages_per_speaker",
        definition="Messages of the middle member of those active in the period.",
        unit="number",
        numerator="median_messages",
        of_words=True,
        sample="members",
        adds_up=False,
    ),
)
