"""What members can be judged by: the columns of features.sql, the facts that each needs, and how far back it looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Feature:
    """One column: what it counts, the kinds of fact of which one must be told, and the days that it looks back."""

    meaning: str
    needs_one_of: tuple[str, ...]
    days: int = 0  # 0: as far back as anything is known


_SPEAKING, _DRAWING, _BUYING = ("messages",), ("replies", "reactions"), ("orders",)
_WINDOWED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "active_days": ("days with activity", _SPEAKING),
    "messages": ("messages written", _SPEAKING),
    "replies_sent": ("replies written", ("replies",)),
    "reactions_sent": ("reactions given", ("reactions",)),
    "replies_received": ("replies drawn", ("replies",)),
    "reactions_received": ("reactions drawn", ("reactions",)),
    "events": ("events", ("events",)),
}
FEATURES: Mapping[str, Feature] = {
    **{
        f"{name}_{days}": Feature(meaning, needs, days)
        for name, (meaning, needs) in _WINDOWED.items()
        for days in (7, 30, 90)
    },
    **{
        f"{name}_{days}": Feature(*_WINDOWED[name], days)
        for name in ("active_days", "messages")
        for days in (60, 120, 180)
    },
    "active_weeks_28": Feature("of the last four weeks, those with activity", _SPEAKING, 28),
    "active_spans_90": Feature("of the last three spans of 30 days, those with activity", _SPEAKING, 90),
    "active_days": Feature("days with activity", _SPEAKING),
    "messages": Feature("messages written", _SPEAKING),
    "is_silent": Feature("1 if nothing was done on the last 7 whole days", _SPEAKING, 7),
    "silent_days": Feature("days since the last activity", _SPEAKING),
    "was_active": Feature("1 if ever active", _SPEAKING),
    "came_back": Feature("1 if active again 30 days or more after the first activity", _SPEAKING),
    "tenure_days": Feature("days since coming", ("members",)),
    "is_staff": Feature("1 if staff", ("members",)),
    "groups": Feature("groups written in", _SPEAKING),
    "reach_30": Feature("members who replied or reacted", _DRAWING, 30),
    "reach_90": Feature("members who replied or reacted", _DRAWING, 90),
    "reach_rate_90": Feature("those who replied or reacted, as a share of the active members", _DRAWING, 90),
    "repliers_30": Feature("members who replied", ("replies",), 30),
    "repliers_90": Feature("members who replied", ("replies",), 90),
    "exchanges_28": Feature("replies, reactions and mentions, given and drawn", _DRAWING, 28),
    "partners_28": Feature("members with whom replies, reactions or mentions were exchanged", _DRAWING, 28),
    "reads_30": Feature("impressions, clicks, visits and registrations", ("events",), 30),
    "reads_90": Feature("impressions, clicks, visits and registrations", ("events",), 90),
    "invitees": Feature("members brought", ("referrals",)),
    "activated_invitees": Feature("members brought who were active within 7 days", ("referrals",)),
    "orders": Feature("orders", _BUYING),
    "order_days": Feature("days with orders", _BUYING),
    "orders_90": Feature("orders", _BUYING, 90),
    "net_amount": Feature("money spent, less refunds", _BUYING),
    "net_amount_90": Feature("money spent, less refunds", _BUYING, 90),
    "days_since_order": Feature("days since the last order", _BUYING),
    "value_level": Feature("value level by RFM, 0 for those who never bought", _BUYING),
}
