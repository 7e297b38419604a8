"""How many of the month's active members are there on a day, and on how many days is each?"""

from __future__ import annotations

from commkit.about import About, Behind
from commkit.choices import Activity, Period, PeriodStatus
from commkit.indicators import remarks
from commkit.indicators.periods import needed_for, settle
from commkit.params.questions import ActiveBy, Distribution, Every
from commkit.result import Bars, Line, Result
from commkit.store.ask.community import Store
from commkit.words import say

ABOUT = About(
    needs_one_of=("messages",),
    examples=(
        "commkit stickiness  # how many of the month's active members come each day",
        "commkit stickiness --every month --by platform  # month by month, on each platform",
        "commkit stickiness --distribution -o days.png  # a chart of how often members came in four weeks",
    ),
    headlines=("dau_mau_rate", "dau_wau_rate"),
    sql=("indicators/stickiness",),
    behind=Behind("Who is there", "lifecycle"),
)
_ASIDE = ("dau_mau_sum", "of_mau_days", "dau_wau_sum", "of_wau_days")


def stickiness(
    store: Store,
    *,
    every: Every = Period.week,
    active_by: ActiveBy = Activity.spoke,
    distribution: Distribution = False,
) -> Result:
    """Each day's DAU / MAU and DAU / WAU, mean over the period's days, or on how many of 28 days members are active."""
    if distribution:
        return _count_days(store, active_by)
    store.need(*(needs := needed_for(active_by, ABOUT.needs_one_of)))
    counted = store.ask("indicators/stickiness", every=every, active_by=active_by)
    table = settle(store, counted, every=every, needs=needs)
    notes = [
        say("dau_mau: of those active in 30 days, how many are on each of them; a mean of the days' ratios."),
        say("unknown where the log begins less than 30 days before the period, or 7 for dau_wau."),
    ]
    notes += remarks.of_periods(store, table, *needs)
    shown = ("dau_mau_rate", "dau_mau_sum", "of_mau_days", "dau_wau_rate", "dau_wau_sum", "of_wau_days")
    table = table.select("slice", "starts_on", "status", "mau", *shown)
    return Result(
        say("Stickiness"),
        table,
        Line("starts_on", ("dau_mau_rate", "dau_wau_rate")),
        tuple(notes),
        aside=_ASIDE,
        keys=("slice", "starts_on"),
        vocabulary={"status": PeriodStatus},
    )


def _count_days(store: Store, active_by: Activity) -> Result:
    table = store.ask("metrics/activity/stickiness_days", active_by=active_by)
    notes = [say("of members who are there at the end: active on so many of the last 28 days, or on at least so many.")]
    if not store.has["roster"]:
        notes.append(say("without a member list, members are those who were seen and are not known to have left."))
    return Result(
        say("Active days"), table, Bars("active_days", "members"), tuple(notes), keys=("slice", "active_days")
    )
