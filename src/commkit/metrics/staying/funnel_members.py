"""Who entered a funnel, how far each came, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.choices import Activity
from commkit.indicators.member_list import OUTCOMES, list_members
from commkit.result import Result
from commkit.stats.funnel_walk import find_furthest
from commkit.words import say

if TYPE_CHECKING:
    import polars as pl

    from commkit.stats.funnel_walk import Entries
    from commkit.store.ask.community import Store


def list_entered(store: Store, counted: pl.DataFrame, deeds: pl.DataFrame, entries: Entries) -> Result:
    """The entries that the funnel counts, those included whose window is not over."""
    import polars as pl

    first = counted.filter(pl.col("number") == 1)
    names = counted.select("number", "step").unique()
    rows = _follow(deeds, entries, store.tz).join(names, on="number", how="left").sort("entered_at")
    facts = ("number", "step", "came_at", "entered_at", "window_over")
    return Result(
        say("Members in the funnel"),
        list_members(
            store, rows.select("member", "slice", *facts), first, "raw_members", at=("slice",), active_by=Activity.any
        ),
        notes=(say("the furthest step of each entry, and when it was reached; open windows are among them."),),
        keys=("slice", "handle", "entered_at"),
        vocabulary={"step": tuple(names["step"]), "window_over": OUTCOMES},
    )


def _follow(deeds: pl.DataFrame, entries: Entries, tz: str) -> pl.DataFrame:
    """One row an entry: the number of its furthest step, and the local times of this and of the first."""
    import polars as pl

    number, came = find_furthest(entries, len(deeds))
    times = deeds["happened_us"]
    return deeds[entries.begun].select(
        "member",
        "slice",
        pl.Series("number", number, pl.Int64),
        _tell_time(times[entries.begun], tz).alias("entered_at"),
        _tell_time(times[came], tz).alias("came_at"),
        pl.when("is_over").then(pl.lit("yes")).otherwise(pl.lit("no")).alias("window_over"),
    )


def _tell_time(microseconds: pl.Series, tz: str) -> pl.Series:
    """UTC instants as the community's own times."""
    import polars as pl

    instants = pl.from_epoch(microseconds, "us").dt.replace_time_zone("UTC")
    return instants.dt.convert_time_zone(tz).dt.replace_time_zone(None)
