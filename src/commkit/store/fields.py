"""Kinds of record: their fields, and what loads may do with them."""

from __future__ import annotations

# Kinds of record and their columns. `native` is the platform's own id; a null `platform` means the export's own.
# Instants carry no zone: they are UTC, or in the zone of the export if the batch is naive.
SHAPES: dict[str, dict[str, str]] = {
    "group": {"native": "text", "title": "text", "kind": "text", "is_private": "bool"},
    "member": {
        "platform": "text",
        "native": "text",
        "name": "text",
        "is_bot": "bool",
        "is_staff": "bool",
        "joined_at": "instant",
        "left_at": "instant",
        "channel": "text",
        "inviter": "text",
        "group": "text",
    },
    "message": {
        "platform": "text",
        "native": "text",
        "group": "text",
        "author": "text",
        "author_name": "text",
        "sent_at": "instant",
        "kind": "text",
        "text": "text",
        "reply_to": "text",
        "flags": "int",
    },
    "order_line": {
        "platform": "text",
        "native": "text",
        "member": "text",
        "member_name": "text",
        "ordered_at": "instant",
        "product": "text",
        "quantity": "amount",
        "amount": "amount",
        "order_amount": "amount",
        "refund_amount": "amount",
        "refunded_at": "instant",
        "currency": "text",
        "channel": "text",
        "category": "text",
        "cost": "amount",
        "due_on": "day",
    },
    "event": {
        "platform": "text",
        "member": "text",
        "group": "text",
        "name": "text",
        "happened_at": "instant",
        "campaign": "text",
        "variant": "text",
        "value": "amount",
        "content": "text",
        "subject": "text",
    },
    "referral": {
        "platform": "text",
        "inviter": "text",
        "invitee": "text",
        "happened_at": "instant",
        "campaign": "text",
    },
    "survey": {
        "platform": "text",
        "member": "text",
        "group": "text",
        "answered_at": "instant",
        "survey": "text",
        "question": "text",
        "scale": "text",
        "score": "amount",
        "invited": "int",
        "text": "text",
    },
    "campaign": {
        "campaign": "text",
        "starts_at": "instant",
        "ends_at": "instant",
        "channel": "text",
        "budget": "amount",
        "currency": "text",
    },
    # What is said of a member, a group, a content or a campaign: one of the four is named.
    "label": {
        "platform": "text",
        "member": "text",
        "group": "text",
        "content": "text",
        "campaign": "text",
        "dimension": "text",
        "value": "text",
        "said_by": "text",
        "labelled_by": "text",
        "valid_from": "instant",
        "valid_until": "instant",
    },
    "case": {
        "platform": "text",
        "native": "text",
        "kind": "text",
        "member": "text",
        "group": "text",
        "assignee": "text",
        "opened_at": "instant",
        "answered_at": "instant",
        "closed_at": "instant",
        "outcome": "text",
        "topic": "text",
        "severity": "text",
        "satisfaction": "amount",
        "has_evidence": "bool",
    },
    # An entry is of a day, or of all days from it to `until_on`, such as a month.
    "ledger": {
        "day": "day",
        "until_on": "day",
        "category": "text",
        "flow": "text",
        "scenario": "text",
        "campaign": "text",
        "channel": "text",
        "amount": "amount",
        "currency": "text",
    },
    # What was said of the community elsewhere, on a `site` that is none of its platforms.
    "mention": {
        "native": "text",
        "site": "text",
        "happened_at": "instant",
        "topic": "text",
        "sentiment": "text",
        "reach": "int",
        "interactions": "int",
        "reposts": "int",
    },
    "points": {
        "platform": "text",
        "native": "text",
        "member": "text",
        "happened_at": "instant",
        "change": "amount",
        "reason": "text",
        "expires_on": "day",
    },
    # What was counted on a day of the community's calendar: for a group, for a member of the staff, or for all.
    "daily_count": {
        "platform": "text",
        "group": "text",
        "member": "text",
        "day": "day",
        "name": "text",
        "value": "amount",
    },
    # Details of a record above, never records of their own.
    "membership": {
        "group": "text",
        "member": "text",
        "happened_at": "instant",
        "change": "text",
        "how": "text",
        "inviter": "text",
    },
    "interaction": {
        "group": "text",
        "message": "text",
        "sender": "text",
        "receiver": "text",
        "kind": "text",
        "happened_at": "instant",
    },
    # What an export tells of orders that nobody paid, by what makes their lines; `is_over` where nobody will.
    "unpaid": {
        "platform": "text",
        "native": "text",
        "member": "text",
        "ordered_at": "instant",
        "product": "text",
        "quantity": "amount",
        "amount": "amount",
        "order_amount": "amount",
        "refunded_at": "instant",
        "is_over": "bool",
    },
    # About identity: another account of the same member, and how a member is reached, which is kept as a digest only.
    "alias": {"member": "text", "other": "text", "how": "text", "happened_at": "instant"},
    "contact": {"platform": "text", "member": "text", "email": "text", "phone": "text"},
}
# Kinds that stand alone: each has a table of its own, all begin with the same columns, and no rollup uses them.
ALONE = ("survey", "campaign", "label", "case", "ledger", "mention", "points", "daily_count")
VERSIONED = (
    "campaign",
    "label",
    "case",
    "ledger",
    "mention",
    "daily_count",
)  # of these, a later export may correct a record
REPEATED = ("survey", "ledger", "points")  # of these without an id, equal ones may be different records
CASES = ("ticket", "complaint", "dispute", "incident", "suggestion", "task", "decision")
RECORDS = ("group", "member", "message", "order_line", "event", "referral", *ALONE)
MESSAGE_KINDS = ("text", "media", "system", "deleted")
# What becomes of a line of the platform's own: its words are understood, or they are strange. Apart from that, a join
# or leave that it tells of is unplaced where nobody can say whose it is.
UNDERSTOOD, STRANGE, UNPLACED = "understood", "strange", "unplaced"
# Bits of a message's flags. A load also sets 16 where the text begins with a name as bridges write it. A `NAMING` text
# names somebody as the exporting phone does, and is another text once that name changes.
EDITED, PINNED, BOT, BRIDGE, NAMING = 1, 2, 4, 8, 32
