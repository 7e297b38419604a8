"""Who is new, who stays, who comes back and who falls silent?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.about import About, Behind
from commkit.choices import Activity, Period, PeriodStatus
from commkit.indicators import remarks
from commkit.indicators.member_list import OUTCOMES, find_last_complete, list_members
from commkit.indicators.periods import lack_before, needed_for, settle
from commkit.params.questions import ActiveBy, Every, Members
from commkit.result import Line, Result
from commkit.stats.nulls import blank
from commkit.store.ask.community import Store
from commkit.words import say, value

if TYPE_CHECKING:
    import polars as pl

ABOUT = About(
    needs_one_of=("messages",),
    examples=(
        "commkit lifecycle  # who is new, who stays, comes back or falls silent",
        "commkit lifecycle --every month --by group  # month by month, in each group",
        "commkit lifecycle --every month --members --names  # where each member stood last month, by name",
        "commkit lifecycle exports/ --since 2026-01-01 -o lifecycle.svg  # a chart of this year so far, from exports",
    ),
    headlines=("new_members", "resurrected_members", "dormant_members", "quick_ratio"),
    sql=("indicators/lifecycle",),
    behind=Behind("Who is new, back or silent", "lifecycle"),
)
_ASIDE = ("first_speakers", "unknown_members", "inactive_members", "departed_members")
_FROM_BEFORE = ("dormant_members", "quick_ratio")
_STATES = ("new", "returning", "resurrected", "unknown_origin", "dormant", "inactive", "departed")


def lifecycle(
    store: Store, *, every: Every = Period.week, members: Members = False, active_by: ActiveBy = Activity.spoke
) -> Result:
    """Members active in each period: new, active in the one before too, or back; and those who were or went silent."""
    store.need(*(needs := needed_for(active_by, ABOUT.needs_one_of)))
    counted = store.ask("indicators/lifecycle", every=every, active_by=active_by)
    told = counted.drop("gained_members", "told_new_members", "of_before_members")
    table = settle(store, told, every=every, needs=needs, apart={("leaves",): ("departed_members",)})
    table = blank(table, _FROM_BEFORE, lack_before(store, table, every=every, needs=needs))
    notes = [
        say("dormant: active in the period before, not in this one; inactive: silent in both, and there as it closes."),
        say("departed: who left in the period, was removed or lost the group. quick ratio: new and back / dormant."),
    ]
    if table["unknown_members"].sum():
        notes.append(say("in the log's first 30 days, who is not known to have just come is of unknown origin."))
    unknown = {"joins": "first_speakers", "leaves": "departed_members"}
    lacking = [column for kind, column in unknown.items() if not store.has[kind]]
    table = blank(table, lacking)
    if "first_speakers" in lacking:
        notes.append(say("no export says who joined, so nobody's first message after long silence can be told."))
    if "departed_members" in lacking:
        notes.append(say("no export says who left, so inactive members are all who ever came and are silent."))
    if members:
        return _list(store, table, notes, every, active_by)
    notes += remarks.of_periods(store, table, *needs)
    drawn = ("new_members", "resurrected_members", "dormant_members")
    return Result(
        say("Lifecycle"),
        table,
        Line("starts_on", drawn),
        tuple(notes),
        aside=_ASIDE,
        keys=("slice", "starts_on"),
        vocabulary={"status": PeriodStatus},
    )


def _list(store: Store, table: pl.DataFrame, notes: list[str], every: Period, active_by: Activity) -> Result:
    """What each member was in the last complete period."""
    import polars as pl

    last = find_last_complete(table)
    if last.is_empty():
        notes = [say("no {period} is complete yet: shorter ones may be, see --every.", period=value(every)), *notes]
    listed = list_members(
        store,
        store.ask("metrics/staying/lifecycle_members", every=every, active_by=active_by),
        last,
        "active_members",
        parts={"first_activity": "first_speakers", "left_on": "departed_members"},
        active_by=active_by,
    )
    is_told = pl.col("state").is_not_null() | pl.col("left_on").is_not_null()
    return Result(
        say("Lifecycle"),
        listed.filter(is_told).with_columns(pl.col("state").fill_null("departed")),
        notes=(say("in the last complete period."), *notes),
        keys=("slice", "handle"),
        vocabulary={"state": _STATES, "first_activity": OUTCOMES},
    )
