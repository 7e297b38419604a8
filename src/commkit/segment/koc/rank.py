"""Who has influence, what is it made of, and who only looks as if?"""

from __future__ import annotations

from commkit.about import About
from commkit.choices import Activity, Period
from commkit.errors import NotEnoughData
from commkit.indicators import remarks
from commkit.params.questions import ActiveBy, Every
from commkit.result import Bars, Result
from commkit.segment.koc.honours import cut_to_month, find_flagged, find_honours
from commkit.segment.koc.influence import (
    COMPONENTS,
    explain_components,
    explain_score,
    measure_influence,
    name_components,
)
from commkit.segment.koc.koc_options import Honours
from commkit.segment.koc.suspicion import FLAGS
from commkit.segment.koc.talk_web import read_web
from commkit.store.ask.community import Store
from commkit.words import say

ABOUT = About(
    needs_one_of=("messages",),
    examples=(
        "commkit koc rank  # who has most influence, and what it is made of",
        "commkit koc rank --since 90d --limit 20 --names  # the twenty of the last three months, by name",
        "commkit koc rank --honours  # whom to thank for the last month",
        "commkit koc rank -o influence.png  # a chart of the most influential",
    ),
    sql=("segment/koc/ties", "segment/koc/members", "segment/koc/speakers"),
)
_OTHER = tuple(name for name in COMPONENTS if name != "active_rate")


def rank(
    store: Store, *, every: Every = Period.week, honours: Honours = False, active_by: ActiveBy = Activity.spoke
) -> Result:
    """Members by the weighted percentile ranks of reach, replies, reactions, bridging, consistency and referrals."""
    if honours:
        return _honour(store, every, active_by)
    web = read_web(store)
    members = measure_influence(store, web, every, active_by)
    if members.select(_OTHER).null_count().sum_horizontal().item() == len(_OTHER) * members.height:
        store.need("replies")
        raise NotEnoughData(
            say("nothing tells who is answered"), hint=say("see what is told: commkit status --by kind")
        )
    return Result(
        say("Members by influence"),
        members.select(
            "rank",
            "handle",
            "score",
            *("reach", "repliers", "replies", "reactions", "betweenness"),
            *("active_periods", "of_periods", "active_rate", "referrals", "sales_amount"),
            *("messages", "flag", "reason"),
        ),
        Bars("handle", "score"),
        notes=(
            *explain_score(store),
            *explain_components(store, web),
            *_explain_flags(members["flag"].count()),
            *remarks.of_untold(store, "replies"),
            *remarks.of_untold(store, "reactions"),
        ),
        keys=("handle", "reason"),
        vocabulary={"flag": FLAGS},
        aside=("active_periods", "of_periods", "betweenness", "replies", "messages", "reason"),
        heads={"betweenness": say("bridging"), "active_rate": say("consistency")},
    )


def _explain_flags(count: int) -> list[str]:
    if not count:
        return []
    return [
        say("flagged and ranked below all others: {count}.", count=count),
        say("ring: few members who answer almost only each other; spam: many messages that hardly anybody answers."),
    ]


def _honour(store: Store, every: Period, active_by: Activity) -> Result:
    flagged = find_flagged(store, every, active_by)
    month = cut_to_month(store)
    return Result(
        say("Honours of {month}", month=f"{month:%Y-%m}"),
        find_honours(store, every, active_by, flagged),
        notes=(
            say("the best of each component in the month; who is honoured for one is for no other."),
            *explain_components(store, read_web(store)),
            *remarks.of_untold(store, "replies"),
            *remarks.of_untold(store, "reactions"),
        ),
        keys=("component", "handle"),
        vocabulary={"component": tuple(name_components()), "unit": ("count", "rate", "amount")},
        unit_of=("value",),
        parameters={"month": f"{month:%Y-%m}"},
        aside=("unit",),
    )
