"""How fast do people join, and how many leave?"""

from __future__ import annotations

from commkit.about import About, Behind
from commkit.choices import Period, PeriodStatus
from commkit.indicators import remarks
from commkit.indicators.periods import settle
from commkit.params.questions import Every
from commkit.result import Line, Result
from commkit.stats.nulls import blank
from commkit.store.ask.community import Store
from commkit.store.identity.suggestions import count_successions
from commkit.words import say

ABOUT = About(
    needs_one_of=("joins", "leaves"),
    examples=(
        "commkit flow  # who joined and left, and the head count, week by week",
        "commkit flow exports/ --every month --by group  # which groups grow, straight from the exports",
        "commkit flow --since 2026-01-01 -o flow.svg  # a chart of comings and goings this year",
    ),
    headlines=("joined_members", "left_members", "members", "leave_rate"),
    sql=("indicators/flow",),
    weighs_names=True,
    behind=Behind("Who came, and how they settle in", "newcomers"),
)
_ASIDE = ("dissolved_members", "leave_members", "of_telling_members", "removed_members")
_LEAVING = ("left_members", "removed_members", "dissolved_members", "leave_members", "of_telling_members", "leave_rate")
_JOINING = ("joined_members",)


def flow(store: Store, *, every: Every = Period.week) -> Result:
    """Who joined and who left in each period, and the member count before and after."""
    counted = store.ask("indicators/flow", every=every).drop("net_growth")
    table = settle(
        store,
        counted,
        every=every,
        needs=("members",),
        also=(("joins",), ("leaves",)),
        apart={("joins",): _JOINING, ("leaves",): _LEAVING},
    )
    notes = [
        say("joined: by an export's word, each member once; first seen: joined so, or did something first."),
        say("leave rate: of members there at the start whose leaving can be told, those who left by themselves."),
    ]
    if store.has["leaves"]:
        notes += remarks.of_untold(store, "leaves")
    else:
        table = blank(table, _LEAVING)
        notes.append(say("no export says who left, so members are all who ever came."))
    if not store.has["joins"]:
        table = blank(table, ("joined_members",))
        notes.append(say("no export says who joined; who is seen in the log's first 30 days was there before."))
    notes += remarks.of_successions(count_successions(store))
    notes += remarks.of_periods(store, table, *(kind for kind in ("joins", "leaves") if store.has[kind]))
    came = "joined_members" if store.has["joins"] else "first_seen_members"
    return Result(
        say("Joining and leaving"),
        table,
        Line("starts_on", (came, "left_members") if store.has["leaves"] else (came,)),
        tuple(notes),
        aside=_ASIDE,
        keys=("slice", "starts_on"),
        vocabulary={"status": PeriodStatus},
    )
