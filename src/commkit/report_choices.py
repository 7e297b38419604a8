"""The closed lists of words of reports."""

from __future__ import annotations

from enum import StrEnum


class ReportKind(StrEnum):
    """The reports, each of its own period or subject."""

    weekly = "weekly"
    monthly = "monthly"
    quarterly = "quarterly"
    risk = "risk"
    audit = "audit"


class ReportFace(StrEnum):
    """How a report can look; `text` is for those who run the community, `notice` for the group itself."""

    html = "html"
    md = "md"
    xlsx = "xlsx"
    eml = "eml"
    text = "text"
    notice = "notice"
