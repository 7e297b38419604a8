"""Who answers whom: messages with their replies, those of staff too."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from commkit.store.batch import BOT

if TYPE_CHECKING:
    from datetime import datetime

    from tests.recount.facts import World


class Said(NamedTuple):
    """One message of somebody who is no bot."""

    key: int
    person: int
    group_id: int
    sent_at: datetime  # local
    answers: int | None
    is_staff: bool


@cache
def said(world: World) -> list[Said]:
    """All of them, in order of time."""
    accounts = {row["account"]: row for row in world.rows("account")}
    bots = {world.member_of[account] for account, row in accounts.items() if row["is_bot"]}
    staff = {world.member_of[account] for account, row in accounts.items() if row["is_staff"]}
    found = [
        Said(
            row["key"],
            world.member_of[row["account"]],
            row["group_id"],
            world.local(row["sent_at"]),
            row["reply_to"],
            world.member_of[row["account"]] in staff,
        )
        for row in world.rows("message")
        if row["account"] is not None and row["kind"] in ("text", "media") and not row["flags"] & BOT
    ]
    return sorted((each for each in found if each.person not in bots), key=lambda each: each.sent_at)


@cache
def replies(world: World) -> dict[int, list[Said]]:
    """What others answered to each message, in order of time."""
    by_key = {each.key: each for each in said(world)}
    found = defaultdict(list)
    for each in said(world):
        asked = by_key.get(each.answers) if each.answers is not None else None
        if asked and asked.person != each.person:
            found[asked.key].append(each)
    return found
