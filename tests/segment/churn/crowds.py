"""Invented crowds of which it is known what there is to find, as the days on which each member writes."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from tests.segment.days import noon

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Row = dict[str, object]
    Days = dict[str, list[int]]

LAST = 300  # the last day of a crowd: October 26, 2024


def equal_crowd(seed: int, members: int = 240) -> Days:
    """Everybody writes every tenth day, comes at any time, and stops for ever with the same chance each day.

    How long somebody has been silent is then all that can be known of whether they have stopped.
    """
    random = Random(seed)  # noqa: S311
    return {f"m{number:03}": _write(random, lambda _: 0.1, 1 / 100) for number in range(members)}


def fading_crowd(seed: int, members: int = 240) -> Days:
    """Half write every day, and once a week in the month before they stop; half write once a week and never stop.

    Days of silence are the same in either half, but what somebody used to write tells them apart.
    """
    random = Random(seed)  # noqa: S311
    days: Days = {}
    for number in range(members):
        if number % 2:
            days[f"slow{number:03}"] = _write(random, lambda _: 0.12, 0.0)
        else:
            days[f"fast{number:03}"] = _write(random, lambda left: 0.8 if left > 21 else 0.12, 1 / 70)
    return days


def _write(random: Random, chance: Callable[[int], float], hazard: float) -> list[int]:
    begins = random.randint(1, 200)
    stops = begins + round(random.expovariate(hazard)) if hazard else LAST + 1000
    return [day for day in range(begins, min(stops, LAST) + 1) if random.random() < chance(stops - day)]


def gather(community: Callable[..., Store], days: Days, until: int = LAST) -> Store:
    """A community of the crowd up to a day; one of the staff writes on its first and its last day."""
    messages = tell({**days, "boss": [1, until]}, until)
    return community(member=[{"native": "boss", "is_staff": True}], message=messages)


def tell(days: Days, until: int = LAST) -> list[Row]:
    """The messages of a crowd up to a day."""
    return [
        {"group": "hall", "author": who, "sent_at": noon(day), "kind": "text", "native": f"{who}-{day}"}
        for who, each in days.items()
        for day in each
        if day <= until
    ]
