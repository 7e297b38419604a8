"""What an impact is measured by, and held against."""

from __future__ import annotations

from enum import StrEnum


class ImpactMeasure(StrEnum):
    """What is counted by day."""

    messages = "messages"
    active_members = "active-members"
    orders = "orders"
    amount = "amount"

    @property
    def kind(self) -> str:
        """The kind of fact that tells it."""
        return "messages" if self in (ImpactMeasure.messages, ImpactMeasure.active_members) else "orders"

    @property
    def column(self) -> str:
        """What it is called in the answer of the database."""
        return self.value.replace("-", "_")


class Yardstick(StrEnum):
    """What tells how it would have gone without the event."""

    rest = "rest"
    matched = "matched"
    last_year = "last-year"
    before = "before"

    @property
    def is_groups(self) -> bool:
        """Whether it is other groups."""
        return self in (Yardstick.rest, Yardstick.matched)
