"""At which hours of which days do people talk?"""

from __future__ import annotations

from commkit.result import Grid, Heatmap, Result
from commkit.store import Store
from commkit.words import say, value

NEEDS = ("messages",)
EXAMPLES = ("commkit rhythm", "commkit rhythm --since 2026-05-01 --by group", "commkit rhythm -o rhythm.png")
HEADLINES = ("messages",)


def rhythm(store: Store) -> Result:
    """Messages and the members who sent them by weekday and hour, in the community's time zone."""
    table = store.ask("metrics/rhythm")
    notes = []
    if table.height:
        busiest = table.sort("messages", descending=True, maintain_order=True).row(0, named=True)
        day, hour = value(busiest["weekday"]), busiest["local_hour"]
        notes.append(
            say("busiest: {day} {hour:02}:00, {count:,} messages.", day=day, hour=hour, count=busiest["messages"])
        )
    return Result(
        say("Rhythm of the week"),
        table,
        Heatmap("local_hour", "weekday", "messages"),
        notes=tuple(notes),
        grid=Grid("weekday", "local_hour", "messages"),
    )
