"""How many are active in each month and what they write, by the level that they had as it began."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tests.recount.layers.doings import done
from tests.recount.layers.scheme import month_end_before
from tests.recount.scope import DAY

if TYPE_CHECKING:
    from datetime import date

    from tests.recount.layers.scheme import Ladder

Cell = tuple[str, "date"]


def monthly(ladder: Ladder) -> dict[Cell, tuple[int, int]]:
    """How many were active and how much they wrote: `joined` since the review, `unknown` where it is not covered."""
    active: dict[Cell, set[int]] = defaultdict(set)
    messages: dict[Cell, int] = defaultdict(int)
    for member, its in done(ladder.world, "speak").items():
        for day in its.until(ladder.until):
            cell = level_before(ladder, member, day), day.replace(day=1)
            active[cell].add(member)
            messages[cell] += 1
    return {cell: (len(active[cell]), messages[cell]) for cell in active}


def lapsed(ladder: Ladder) -> dict[Cell, tuple[int, int]]:
    """How many of those active in the month before were not in this one, by the level that they had as it began."""
    active: dict[date, set[int]] = defaultdict(set)
    for member, its in done(ladder.world, "speak").items():
        for day in its.until(ladder.until):
            active[day.replace(day=1)].add(member)
    found: dict[Cell, list[bool]] = defaultdict(list)
    for month in active.copy():
        before = (month - DAY).replace(day=1)
        for member in active.get(before, ()):
            found[level_before(ladder, member, month), month].append(member not in active[month])
    return {cell: (sum(silent), len(silent)) for cell, silent in found.items()}


def level_before(ladder: Ladder, member: int, day: date) -> str:
    """The level of somebody at the last month-end before the month of a day."""
    review = month_end_before(day)
    if review < ladder.world.begins_on:
        return "unknown"
    level = ladder.levels(review).get(member)
    if level is None:
        return "joined"
    return ladder.scheme.levels[level] if ladder.is_whole(review) else "unknown"
