"""How many people speak, how much, and how many of them are new?"""

from __future__ import annotations

from commkit.about import About, Behind
from commkit.choices import Activity, Period, PeriodStatus
from commkit.indicators import remarks
from commkit.indicators.periods import needed_for, settle
from commkit.params.questions import ActiveBy, Every
from commkit.result import Line, Result
from commkit.store.ask.community import Store
from commkit.words import say

ABOUT = About(
    needs_one_of=("messages",),
    examples=(
        "commkit active  # who speaks, how much, and who is new, week by week",
        "commkit active exports/ --every month --by platform  # each platform's months, straight from the exports",
        "commkit active --since 2026-01-01 -o activity.svg  # a chart of the year so far",
    ),
    headlines=("members", "messages"),
    sql=("indicators/activity",),
    behind=Behind("Who fell silent", "silence"),
)


def active(store: Store, *, every: Every = Period.week, active_by: ActiveBy = Activity.spoke) -> Result:
    """Members active in each period, their messages, who is new, and DAU, WAU and MAU as the period ends."""
    import polars as pl

    store.need(*(needs := needed_for(active_by, ABOUT.needs_one_of)))
    counted = store.ask("indicators/activity", every=every, active_by=active_by)
    counted = settle(store, counted, every=every, needs=needs)
    dau = (pl.col("member_days") / pl.col("days")).alias("dau")
    table = counted.select("slice", "starts_on", "status", "members", "messages", "new_members", dau, "wau", "mau")
    notes = [
        say("dau: mean over the period's days; wau and mau: members active in the 7 and 30 days to its last day."),
    ]
    if table["new_members"].null_count():
        notes.append(say("new members are unknown in the log's first 30 days, unless an export says who joined."))
    notes += remarks.of_periods(store, table, *needs)
    return Result(
        say("Activity"),
        table,
        Line("starts_on", ("members", "new_members")),
        tuple(notes),
        keys=("slice", "starts_on"),
        vocabulary={"status": PeriodStatus},
    )
