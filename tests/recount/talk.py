"""What is said by members and by staff, and who answers whom."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from commkit.store.batch import BOT

if TYPE_CHECKING:
    from datetime import datetime

    from tests.recount.facts import World


class Said(NamedTuple):
    """One message that counts, by a member or by staff."""

    key: int
    author: int
    is_staff: bool
    group: str | None
    said_at: datetime  # local
    reply_to: int | None


@cache
def said(world: World) -> list[Said]:
    """All that members and staff said, in order of time."""
    found = []
    for row in world.rows("message"):
        who = world.member_of.get(row["account"])
        is_staff = who in world.staff
        counts = row["kind"] in ("text", "media") and not row["flags"] & BOT
        if counts and who is not None and (is_staff or who in world.people):
            group, said_at = world.groups[row["group_id"]], world.local(row["sent_at"])
            found.append(Said(row["key"], who, is_staff, group, said_at, row["reply_to"]))
    return sorted(found, key=lambda each: each.said_at)
