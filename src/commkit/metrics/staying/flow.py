"""How fast do people join, and how many leave?"""

from __future__ import annotations

from commkit.about import About
from commkit.choices import Period, PeriodStatus
from commkit.indicators import remarks
from commkit.indicators.periods import settle
from commkit.params import Every
from commkit.result import Line, Result
from commkit.stats.nulls import blank
from commkit.store.ask.community import Store
from commkit.words import say

ABOUT = About(
    needs_one_of=("joins", "leaves"),
    examples=(
        "commkit flow",
        "commkit flow exports/ --every month --by group",
        "commkit flow --since 2026-01-01 -o flow.svg",
    ),
    headlines=("joined_members", "left_members", "members", "leave_rate"),
    sql=("indicators/flow",),
)
_ASIDE = ("dissolved_members", "leave_members", "removed_members")
_JOINING = ("joined_members",)
_LEAVING = ("left_members", "removed_members", "dissolved_members", "leave_members", "leave_rate")


def flow(store: Store, *, every: Every = Period.week) -> Result:
    """Members as each period opens, those who join, leave, are removed or lose their group, and as it closes."""
    counted = store.ask("indicators/flow", every=every).drop("net_growth")
    table = settle(store, counted, every=every, needs=("members",), apart={("joins",): _JOINING, ("leaves",): _LEAVING})
    notes = [
        say("leave_rate: members there at the start who left by themselves / members at the start; removals apart."),
    ]
    if not store.has["leaves"]:
        table = blank(table, _LEAVING)
        notes.append(say("no export says who left, so members are all who ever came."))
    if not store.has["joins"]:
        notes.append(say("no export says who joined: people come on the day when they are first seen."))
    notes += remarks.of_periods(store, table, "members")
    drawn = ("joined_members", "left_members") if store.has["leaves"] else ("joined_members",)
    return Result(
        say("Joining and leaving"),
        table,
        Line("starts_on", drawn),
        tuple(notes),
        aside=_ASIDE,
        keys=("slice", "starts_on"),
        vocabulary={"status": PeriodStatus},
    )
