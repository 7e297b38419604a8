"""Who keeps on, who begins, who comes back and who falls silent."""

from __future__ import annotations

from functools import partial

from commkit.indicators.indicator import Indicator

_indicator = partial(Indicator, family="lifecycle", needs=("messages",), unit="count", good="up")

INDICATORS = (
    _indicator(
        name="new_members",
        definition="Members born in the period and active in it.",
        numerator="told_new_members",
        version=2,
    ),
    _indicator(
        name="returning_members",
        definition="Members active in the period and in the one before, the new ones apart.",
        numerator="returning_members",
        is_from_before=True,
    ),
    _indicator(
        name="resurrected_members",
        definition="Members active in the period but not in the one before, the new ones apart.",
        numerator="resurrected_members",
        version=2,
        is_from_before=True,
    ),
    _indicator(
        name="dormant_members",
        definition="Members active in the period before but not in this one.",
        good="down",
        numerator="dormant_members",
        is_from_before=True,
    ),
    _indicator(
        name="churn_rate",
        definition="Members active in the period before but not in this one / members active in the period before.",
        unit="rate",
        good="down",
        numerator="dormant_members",
        denominator="of_before_members",
        is_from_before=True,
    ),
    _indicator(
        name="core_churn_rate",
        definition="The churn rate of members who stand at core or above in the pyramid as the period starts.",
        unit="rate",
        good="down",
        numerator="dormant_members",
        denominator="of_before_members",
        levels=("core", "koc"),
        is_from_before=True,
    ),
    _indicator(
        name="quick_ratio",
        definition="Members who are new or come back / members who fell silent.",
        unit="number",
        numerator="gained_members",
        denominator="dormant_members",
        version=2,
        is_from_before=True,
    ),
    _indicator(
        name="first_speakers",
        definition="Members who came in an earlier period and are active for the first time.",
        needs=("messages", "joins"),
        numerator="first_speakers",
        version=2,
    ),
)
