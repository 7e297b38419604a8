"""What chapters and reports are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.report_choices import ReportKind
from commkit.words import say

if TYPE_CHECKING:
    from commkit.report.span import ReportPeriod


def name_report(kind: ReportKind, span: ReportPeriod) -> str:
    """The title of an edition."""
    named = {
        ReportKind.weekly: say("Weekly report"),
        ReportKind.monthly: say("Monthly report"),
        ReportKind.quarterly: say("Quarterly report"),
        ReportKind.risk: say("Risk report"),
        ReportKind.audit: say("Audit report"),
    }
    return f"{named[kind]} {span.label}"


def name_chapter(key: str) -> str:
    """The title of a chapter."""
    return _name_all()[key]


def _name_all() -> dict[str, str]:
    return {
        "metrics": say("The twelve core metrics"),
        "all_metrics": say("Every indicator"),
        "targets": say("Indicators that have a target"),
        "card": say("How mature the community is"),
        "outlook": say("Weekly active members: the next quarter"),
        "lights": say("Lights"),
        "activity": say("Activity"),
        "flow": say("Who came and who went"),
        "levels": say("Pyramid of members"),
        "moves": say("Who rose and who slipped"),
        "risen": say("Members who rose"),
        "fallen": say("Members who slipped"),
        "retention": say("Retention"),
        "rhythm": say("When people talk"),
        "newcomers": say("Newcomers"),
        "at_risk": say("At risk of leaving, by the rule"),
        "scores": say("At risk of leaving, by the score"),
        "funnel": say("Funnel: who goes how far"),
        "revenue": say("Revenue"),
        "repurchase": say("Coming back to buy"),
        "execution": say("What was carried out"),
        "effect": say("What came of it"),
        "word_of_mouth": say("Word of mouth"),
        "user_value": say("Value for members"),
        "organisation_value": say("Value for the organisation"),
        "society_value": say("Value for society"),
        "daily_counts": say("Daily counts"),
        "competitors": say("Competitors' moves"),
        "late_complaints": say("How long complaints wait"),
        "late_disputes": say("How long disputes wait"),
        "late_incidents": say("How long incidents wait"),
        "late_tickets": say("How long tickets wait"),
        "coverage": say("What the data cover"),
        "inputs": say("Inputs"),
    }
