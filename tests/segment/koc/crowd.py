"""A crowd in which somebody matters: who speaks, and who answers whom, told by the day."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import TYPE_CHECKING

from tests.segment.days import LAST, noon, spoke

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Row = dict[str, object]

CROWD = [f"m{number:02}" for number in range(40)]
DAYS = range(61, LAST, 6)  # ten days of March and April


def answer(giver: str, member: str, day: int, group: str = "hall") -> Row:
    """A reply to what the member wrote on that day."""
    return {
        "group": group,
        "author": giver,
        "sent_at": noon(day) + timedelta(hours=1),
        "kind": "text",
        "native": f"{giver}-to-{member}-{day}",
        "reply_to": f"{member}-{day}",
    }


def crowd() -> list[Row]:
    """Forty who write on ten days; each answers the next three on one of these days, and everybody is answered."""
    ties = [(at, (at + step) % 40, DAYS[step + at % 5]) for at in range(40) for step in (1, 2, 3)]
    return [
        *spoke({"frame": [1, LAST], **dict.fromkeys(CROWD, DAYS)}),
        *(answer(CROWD[giver], CROWD[member], day) for giver, member, day in ties),
    ]


def star() -> list[Row]:
    """One who writes as often as they do, and whom thirty of them answer."""
    return [*spoke({"star": DAYS}), *(answer(who, "star", DAYS[at % 10]) for at, who in enumerate(CROWD[:30]))]


def spammer() -> list[Row]:
    """One who writes ten times as much as anybody, and whom one member answers once."""
    said = [
        {
            "group": "hall",
            "author": "spam",
            "sent_at": noon(day) + timedelta(minutes=minute),
            "kind": "text",
            "native": f"spam-{day}" if minute == 0 else f"spam-{day}-{minute}",
        }
        for day in DAYS
        for minute in range(20)
    ]
    return [*said, answer("m01", "spam", DAYS[0])]


def circle(who: Iterable[str], outside: Mapping[str, Iterable[str]] | None = None) -> list[Row]:
    """Each answers each of the others on every one of the days, and whom else they answer on four of them."""
    names = list(who)
    return [
        *spoke(dict.fromkeys(names, DAYS)),
        *(answer(giver, member, day) for giver, member in permutations(names, 2) for day in DAYS),
        *(answer(one, other, day) for one, others in (outside or {}).items() for other in others for day in DAYS[:4]),
    ]
