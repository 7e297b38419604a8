"""Cases that members open: complaints, suggestions, decisions, and what became of them."""

from __future__ import annotations

from functools import partial

from commkit.indicators.indicator import Indicator

_indicator = partial(Indicator, family="service")

INDICATORS = (
    _indicator(
        name="tickets",
        definition="Requests for help that were opened in the period.",
        unit="count",
        good="neither",
        needs=("tickets",),
        numerator="tickets",
    ),
    _indicator(
        name="complaints",
        definition="Complaints that were opened in the period.",
        unit="count",
        good="down",
        needs=("complaints",),
        numerator="complaints",
    ),
    _indicator(
        name="incidents",
        definition="Incidents that were opened in the period.",
        unit="count",
        good="down",
        needs=("incidents",),
        numerator="incidents",
    ),
    _indicator(
        name="severe_incidents",
        definition="Incidents open in the period that are a leak, brushing or fraud, or of the highest severity.",
        unit="count",
        good="down",
        needs=("incidents",),
        numerator="severe_incidents",
    ),
    _indicator(
        name="adopted_rate",
        definition="Suggestions of the period that are adopted by now / suggestions raised in it.",
        unit="rate",
        good="up",
        needs=("suggestions",),
        numerator="adopted_suggestions",
        is_revised=True,
        denominator="suggestions",
    ),
    _indicator(
        name="decided_with_evidence_rate",
        definition="Decisions of the period that rest on evidence / decisions taken in it.",
        unit="rate",
        good="up",
        needs=("decisions",),
        numerator="evident_decisions",
        denominator="decisions",
    ),
)
