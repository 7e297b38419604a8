"""Who is new, who stays, who comes back and who falls silent?"""

from __future__ import annotations

from commkit.about import About
from commkit.choices import Activity, Period, PeriodStatus
from commkit.indicators import remarks
from commkit.indicators.periods import needed_for, settle
from commkit.params.questions import ActiveBy, Every
from commkit.result import Line, Result
from commkit.stats.nulls import blank
from commkit.store.ask.community import Store
from commkit.words import say

ABOUT = About(
    needs_one_of=("messages",),
    examples=(
        "commkit lifecycle",
        "commkit lifecycle --every month --by group",
        "commkit lifecycle exports/ --since 2026-01-01 -o lifecycle.svg",
    ),
    headlines=("new_members", "resurrected_members", "dormant_members", "quick_ratio"),
    sql=("indicators/lifecycle",),
)
_ASIDE = ("first_speakers", "unknown_members", "inactive_members", "departed_members")


def lifecycle(store: Store, *, every: Every = Period.week, active_by: ActiveBy = Activity.spoke) -> Result:
    """Members active in each period: new, active in the one before too, or back; and those who were or went silent."""
    store.need(*(needs := needed_for(active_by, ABOUT.needs_one_of)))
    counted = store.ask("indicators/lifecycle", every=every, active_by=active_by)
    told = counted.drop("gained_members", "told_new_members", "of_before_members")
    table = settle(store, told, every=every, needs=needs, apart={("leaves",): ("departed_members",)})
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
