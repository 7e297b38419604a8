"""Facts told by the day of 2024, for communities that are reviewed at month-ends."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from commkit.segment.judge import Judge
from commkit.segment.levels import find_levels
from commkit.segment.schemes import find_scheme
from commkit.store.ask.cut import Cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from commkit.store.ask.community import Store

    Row = dict[str, object]
    Natives = Callable[[Store], dict[str, str]]

LAST = 121  # April 30


def noon(day: int) -> datetime:
    """Noon of this day of 2024: 31 is January 31, 60 is February 29."""
    return datetime(2024, 1, 1, 12) + timedelta(days=day - 1)  # noqa: DTZ001 (an export's instants carry no zone)


def spoke(days: Mapping[str, Iterable[int]]) -> list[Row]:
    """A message of each member on each of their days."""
    return [
        {"group": "hall", "author": who, "sent_at": noon(day), "kind": "text", "native": f"{who}-{day}"}
        for who, each in days.items()
        for day in each
    ]


def frame() -> list[Row]:
    """Somebody who speaks on the first and on the last day, so that the export covers all between."""
    return spoke({"frame": [1, LAST]})


def joined(days: Mapping[str, int]) -> list[Row]:
    """Who joined on which day, as a list of members says it."""
    return [{"native": who, "joined_at": noon(day), "group": "hall"} for who, day in days.items()]


def reacted(givers: Iterable[str], message: str, day: int) -> list[Row]:
    """Reactions of these members to a message."""
    return [
        {"group": "hall", "message": message, "sender": who, "kind": "reaction", "happened_at": noon(day)}
        for who in givers
    ]


def levels_of(
    store: Store, natives: Natives, scheme: str, *reviews: date, cut: Cut | None = None
) -> dict[date, dict[str, str]]:
    """The level of each member at each review, by their id on the platform."""
    if (asked := cut or Cut()) != store.asked:
        store.cut(asked)
    found = find_scheme(scheme, {})
    called = natives(store)
    table = find_levels(Judge(store, found), reviews, beside=("handle",))
    levels: dict[date, dict[str, str]] = {review: {} for review in reviews}
    for row in table.to_dicts():
        levels[row["review_on"]][called[row["handle"]]] = found.names[row["level"]]
    return levels
