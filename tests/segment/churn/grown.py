"""Communities invented for tests of what comes before an end: who speaks on which days, who leaves, what happens."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from tests.segment.days import noon

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Row = dict[str, object]

LAST = 200  # July 18, 2024


def talk(days: Mapping[str, Iterable[int]]) -> list[Row]:
    """A message of each member on each of their days."""
    return [
        {"group": "hall", "author": who, "sent_at": noon(day), "kind": "text", "native": f"{who}-{day}"}
        for who, each in days.items()
        for day in each
    ]


def list_members(names: Iterable[str], leaving: Mapping[str, int]) -> list[Row]:
    """Members who joined on January 1, with the day on which some left."""
    return [
        {
            "native": who,
            "joined_at": noon(1),
            "left_at": noon(leaving[who]) if who in leaving else None,
            "group": "hall",
        }
        for who in names
    ]


def met(name: str, days: Mapping[str, Iterable[int]]) -> list[Row]:
    """An event of this name for each member on each of their days."""
    return [{"member": who, "name": name, "happened_at": noon(day)} for who, each in days.items() for day in each]


def grow_leavers(leavers: int = 20, stayers: int = 40) -> tuple[dict[str, int], dict[str, range]]:
    """On which day some leave, two days apart from day 120 on; and on which days everybody speaks: every fifth."""
    leaving = {f"gone{number:02}": 120 + 2 * number for number in range(leavers)}
    names = [*leaving, *(f"here{number:02}" for number in range(stayers))]
    return leaving, {who: range(1 + at % 5, leaving.get(who, LAST + 1), 5) for at, who in enumerate(names)}


def grow_circles(*, is_catching: bool, circles: int = 24, seed: int = 1) -> dict[str, list[Row]]:
    """Circles of one core member and four friends who answer that one alone; half of the core members leave.

    Core members speak every third day, friends on about one day in six. Where it is catching, friends fall silent once
    their core member has left.
    """
    random = Random(seed)  # noqa: S311 (invented days)
    leaving = {f"core{number:02}": 118 + number for number in range(circles // 2)}
    message: list[Row] = []
    friends = [f"friend{number:02}{each}" for number in range(circles) for each in "abcd"]
    for number in range(circles):
        core = f"core{number:02}"
        ends = leaving.get(core, LAST)
        spoken = range(1 + number % 3, ends, 3)
        message += talk({core: spoken})
        for friend in friends[4 * number : 4 * number + 4]:
            days = [day for day in range(5, ends if is_catching else LAST) if random.random() < 1 / 6]
            message += [row | {"reply_to": _last_before(core, spoken, row)} for row in talk({friend: days})]
    message += talk({"frame": [1, LAST]})
    return {
        "message": message,
        "member": list_members([*(f"core{each:02}" for each in range(circles)), *friends], leaving),
    }


def _last_before(core: str, spoken: range, row: Row) -> str:
    day = int(str(row["native"]).rpartition("-")[2])
    return f"{core}-{max(each for each in spoken if each < day)}"
