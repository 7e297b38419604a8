"""What members can be judged by: the columns of features.sql, the facts that each needs, and how far back it looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit.words import say

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
    "active_days": (say("days with activity"), _SPEAKING),
    "messages": (say("messages written"), _SPEAKING),
    "replies_sent": (say("replies written"), ("replies",)),
    "reactions_sent": (say("reactions given"), ("reactions",)),
    "replies_received": (say("replies drawn"), ("replies",)),
    "reactions_received": (say("reactions drawn"), ("reactions",)),
    "events": (say("events"), ("events",)),
}
FEATURES: Mapping[str, Feature] = {
    **{
        f"{name}_{days}": Feature(meaning, needs, days)
        for name, (meaning, needs) in _WINDOWED.items()
        for days in (7, 30, 90)
    },
    "active_weeks_28": Feature(say("of the last four weeks, those with activity"), _SPEAKING, 28),
    "active_spans_90": Feature(say("of the last three spans of 30 days, those with activity"), _SPEAKING, 90),
    "active_days": Feature(say("days with activity"), _SPEAKING),
    "messages": Feature(say("messages written"), _SPEAKING),
    "is_silent": Feature(say("1 if nothing was done on the last 7 whole days"), _SPEAKING, 7),
    "silent_days": Feature(say("days since the last activity"), _SPEAKING),
    "was_active": Feature(say("1 if ever active"), _SPEAKING),
    "came_back": Feature(say("1 if active again 30 days or more after the first activity"), _SPEAKING),
    "tenure_days": Feature(say("days since coming"), ("members",)),
    "is_staff": Feature(say("1 if staff"), ("members",)),
    "groups": Feature(say("groups written in"), _SPEAKING),
    "reach_30": Feature(say("members who replied or reacted"), _DRAWING, 30),
    "reach_90": Feature(say("members who replied or reacted"), _DRAWING, 90),
    "reach_rate_90": Feature(say("those who replied or reacted, as a share of the active members"), _DRAWING, 90),
    "repliers_30": Feature(say("members who replied"), ("replies",), 30),
    "repliers_90": Feature(say("members who replied"), ("replies",), 90),
    "exchanges_28": Feature(say("replies, reactions and mentions, given and drawn"), _DRAWING, 28),
    "partners_28": Feature(say("members with whom replies, reactions or mentions were exchanged"), _DRAWING, 28),
    "reads_30": Feature(say("impressions, clicks, visits and registrations"), ("events",), 30),
    "reads_90": Feature(say("impressions, clicks, visits and registrations"), ("events",), 90),
    "invitees": Feature(say("members brought"), ("referrals",)),
    "activated_invitees": Feature(say("members brought who were active within 7 days"), ("referrals",)),
    "orders": Feature(say("orders"), _BUYING),
    "order_days": Feature(say("days with orders"), _BUYING),
    "orders_90": Feature(say("orders"), _BUYING, 90),
    "net_amount": Feature(say("money spent, less refunds"), _BUYING),
    "net_amount_90": Feature(say("money spent, less refunds"), _BUYING, 90),
    "days_since_order": Feature(say("days since the last order"), _BUYING),
    "value_level": Feature(say("value level by RFM, 0 for those who never bought"), _BUYING),
}
