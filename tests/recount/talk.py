"""What is said by members and by staff, and who answers whom."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Hashable
    from datetime import datetime

    from tests.recount.exports.records import Place
    from tests.recount.facts import World


class Said(NamedTuple):
    """One message that counts, by a member or by staff."""

    key: Hashable
    author: int
    is_staff: bool
    place: Place
    said_at: datetime  # local
    reply_to: Hashable | None

    @property
    def group(self) -> str:
        """The title of the group."""
        return self.place.title

    def hours_after(self, earlier: Said) -> float:
        """How long after another; clocks that are put forward or back do not count."""
        return (self.said_at.timestamp() - earlier.said_at.timestamp()) / 3600


@cache
def said(world: World) -> list[Said]:
    """All that members and staff said, in order of time."""
    found = [
        Said(row.key, who, who in world.staff, row.place, world.local(row.sent_at), row.answers)
        for who, row in world.messages()
    ]
    return sorted(found, key=lambda each: each.said_at)


@cache
def replies(world: World) -> dict[Hashable, list[Said]]:
    """What others answered to each message, in order of time."""
    by_key = {each.key: each for each in said(world)}
    found = defaultdict(list)
    for each in said(world):
        asked = by_key.get(each.reply_to) if each.reply_to is not None else None
        if asked and asked.author != each.author:
            found[asked.key].append(each)
    return found
