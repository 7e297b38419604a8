"""At which hours of which days do people talk, and are staff there?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.about import About
from commkit.choices import Weekday
from commkit.result import Grid, Heatmap, Result
from commkit.store.ask.community import Store
from commkit.words import say, value

if TYPE_CHECKING:
    import polars as pl

ABOUT = About(
    needs_one_of=("messages",),
    examples=(
        "commkit rhythm  # the busy and the quiet hours of a week",
        "commkit rhythm --since 2026-05-01 --by group  # each group's hours since May",
        "commkit rhythm -o rhythm.png  # a heat map to plan posts and shifts by",
    ),
    headlines=("messages",),
)
_TENTH = 10  # staff who write in under a tenth of the weeks count as absent


def rhythm(store: Store) -> Result:
    """Messages by local weekday and hour, in all and a week, and in how many of the weeks staff wrote then."""
    table = store.ask("metrics/activity/rhythm")
    notes = _remark(table)
    return Result(
        say("Rhythm of the week"),
        table,
        Heatmap("local_hour", "weekday", "messages"),
        notes=notes,
        summary=notes[:1],
        grid=Grid("local_hour", "weekday", "messages"),
        keys=("slice", "weekday", "local_hour"),
        vocabulary={"weekday": Weekday},
    )


def _remark(table: pl.DataFrame) -> tuple[str, ...]:
    import polars as pl

    if not table.height:
        return ()
    ranked = table.sort("messages", descending=True, maintain_order=True)
    notes = [_tell_busiest(ranked)]
    if table["staff_weeks"].null_count():
        return (*notes, say("no export says who is staff, so whether they are there is not known."))
    bare = ranked.filter((_TENTH * pl.col("staff_weeks") < pl.col("of_weeks")) & (pl.col("messages") > 0))
    if bare.height and _count_first(bare) == 1:
        first = bare.row(0, named=True)
        notes.append(
            say(
                "busiest without staff: {day} {hour:02}:00, {count:,} messages; staff wrote then in {weeks:,} of "
                "{of_weeks:,} weeks.",
                count=first["messages"],
                weeks=first["staff_weeks"],
                of_weeks=first["of_weeks"],
                **_name_cell(first),
            )
        )
    return tuple(notes)


def _tell_busiest(ranked: pl.DataFrame) -> str:
    """The hour of the week with most messages, or how many hours share the first place."""
    busiest, tied = ranked.row(0, named=True), _count_first(ranked)
    if tied > 1:
        return say(
            "no hour is the busiest: the most messages, {count:,}, fall in each of {number:,} hours.",
            number=tied,
            count=busiest["messages"],
        )
    return say(
        "busiest: {day} {hour:02}:00, {count:,} messages, {weekly:.1f} a week.",
        count=busiest["messages"],
        weekly=busiest["weekly_messages"],
        **_name_cell(busiest),
    )


def _count_first(ranked: pl.DataFrame) -> int:
    return ranked.filter(ranked["messages"] == ranked["messages"][0]).height


def _name_cell(cell: dict[str, object]) -> dict[str, object]:
    return {"day": value(str(cell["weekday"])), "hour": cell["local_hour"]}
