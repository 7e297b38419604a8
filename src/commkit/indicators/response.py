"""Whether messages are answered, and how soon."""

from __future__ import annotations

from functools import partial

from commkit.indicators.indicator import Indicator

_indicator = partial(
    Indicator, family="response", needs=("messages", "replies"), of_words=True, matured=("openings", "of_openings")
)

INDICATORS = (
    _indicator(
        name="reply_coverage",
        definition="Opening messages that somebody else answered within 7 days, staff included / opening messages.",
        unit="rate",
        good="up",
        numerator="replied_openings",
        denominator="of_openings",
    ),
    _indicator(
        name="median_first_reply_hours",
        definition="Hours to the first reply, the middle one of opening messages answered within 7 days.",
        unit="hours",
        good="down",
        numerator="median_reply_hours",
        sample="replied_openings",
        adds_up=False,
    ),
)
