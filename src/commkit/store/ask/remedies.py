"""What to load where a community lacks a kind of fact."""

from __future__ import annotations

from commkit.errors import NotEnoughData
from commkit.words import say, value

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
    "surveys": "load a table of survey answers",
    "labels": "load a table of labels, or a member list with columns such as city or occupation",
    "cases": "load a table of tickets, complaints or other cases",
    "tickets": "load a table of tickets",
    "complaints": "load a table of complaints",
    "disputes": "load a table of disputes",
    "incidents": "load a table of incidents",
    "suggestions": "load a table of suggestions",
    "tasks": "load a table of tasks",
    "decisions": "load a table of decisions",
    "costs": "load a table of costs, or a ledger",
    "income": "load a ledger with what came in",
    "budgets": "load a budget: a ledger of what is planned",
    "mentions": "load a table of mentions from other platforms",
    "points": "load a table of points",
    "daily_counts": "load a table of daily counts: day, name, value",
}


def lacks(kind: str, file: str) -> NotEnoughData:
    """The refusal where a kind of fact was never loaded into this file."""
    return NotEnoughData(say("needs {kinds}: {file} has none", kinds=value(kind), file=file), hint=say(LOADS[kind]))
