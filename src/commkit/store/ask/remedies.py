"""What to load where a community lacks a kind of fact."""

from __future__ import annotations

LOADS = {
    "messages": "load a chat export, or a table of messages",
    "orders": "load an order export",
    "events": "load a table of events",
    "shares": "load a table of events that names who did `share`",
    "attendances": "load a table of events that names who did `attend`, or a list of attendance",
    "impressions": "load a table of events that names who did `impression`",
    "clicks": "load a table of events that names who did `click`",
    "visits": "load a table of events that names who did `visit`",
    "registrations": "load a table of events that names who did `register`",
    "referrals": "load a table of referrals, or an export that says who invited",
    "roster": "load a member list, or an export that states joins",
    "members": "load a chat export, or a member list",
    "joins": "load a member list with the day of joining, or an export that states joins",
    "leaves": "load a member list with the day of leaving, or an export that states who left",
    "replies": "load an export that says which message a message answers",
    "reactions": "load an export that names who reacted",
}
