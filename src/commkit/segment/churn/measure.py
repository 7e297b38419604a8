"""What became of whom we wrote to, and did it help?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from commkit.about import About
from commkit.choices import Activity, PeriodStatus
from commkit.indicators import remarks
from commkit.indicators.periods import find_telling
from commkit.params.questions import ActiveBy, Members
from commkit.result import Result
from commkit.segment.churn.arms import ARMS
from commkit.segment.churn.at_risk import UNPLACED, name_layers
from commkit.segment.churn.follow_up import STATUSES, find_follow_up
from commkit.segment.churn.plan_options import BackDays, PlanName
from commkit.segment.churn.uplift import ALL, compare_arms, tell_verdict
from commkit.segment.judge import Judge, refuse_layers
from commkit.segment.levels import find_levels
from commkit.segment.schemes import PYRAMID, find_scheme
from commkit.store.ask.community import Store
from commkit.words import say

if TYPE_CHECKING:
    import polars as pl

    from commkit.segment.churn.follow_up import FollowUp

ABOUT = About(
    needs_one_of=("messages", "orders", "reactions", "events"),
    examples=(
        "commkit churn measure  # whether writing to people helped",
        "commkit churn measure --plan spring --days 60  # who came back within two months of spring's letters",
        "commkit churn measure --plan spring --members -o spring.csv  # what became of each of them, as a list",
    ),
    sql=("segment/churn/plans", "segment/churn/measure", "segment/features"),
)


def measure(
    store: Store,
    *,
    plan: PlanName = None,
    days: BackDays = None,
    members: Members = False,
    active_by: ActiveBy = Activity.spoke,
) -> Result:
    """How many of each arm of a plan came back in so many days, by layer, and what writing did, with a 95% interval."""
    refuse_layers(store)
    kind = find_telling(active_by)
    store.cut(replace(store.asked, include_staff=True))  # who has become staff since stays in their arm
    store.look_at(kind)
    plans = store.ask("segment/churn/plans")
    followed = find_follow_up(store, plans, plan, days, kind)
    people = _follow(store, followed, active_by)
    layers = (*name_layers(store)[::-1], UNPLACED)
    rows = compare_arms(people, layers, followed.status)
    table = followed.blank(_list(people) if members else rows)
    words = {"layer": (ALL, *layers), "arm": ARMS, "status": STATUSES}
    return Result(
        say("What became of plan {name}", name=followed.name),
        table,
        notes=(tell_verdict(rows, followed), *_explain(store, people, followed, _count_torn(plans, followed))),
        keys=("handle",) if members else ("layer", "arm"),
        vocabulary={column: words[column] for column in words if column in table.columns},
        parameters={
            "plan": followed.name,
            "day": str(followed.opens_on),
            "days": followed.days,
            "active_by": active_by.value,
        },
        aside=("p", "gone_members", "buyers", "orders", "net_amount"),
    )


def _follow(store: Store, followed: FollowUp, active_by: Activity) -> pl.DataFrame:
    """Everybody in the arm that they were given, with their layer on the plan's day, and what they did after it."""
    import polars as pl

    people = store.ask(
        "segment/churn/measure",
        dimension=followed.dimension,
        day=followed.opens_on,
        closes_on=followed.closes_on,
        active_by=active_by,
    ).filter(pl.col("arm").is_in(ARMS))
    judge = Judge(store, find_scheme(PYRAMID, store.layers), active_by, with_staff=True)
    if judge.judge(followed.opens_on) is PeriodStatus.not_covered:
        return people.with_columns(pl.lit(UNPLACED).alias("layer"))
    names = dict(enumerate(judge.scheme.names))
    levels = find_levels(judge, [followed.opens_on]).select("member", "level")
    layer = pl.col("level").replace_strict(names, default=UNPLACED, return_dtype=pl.String)
    return people.join(levels, on="member", how="left").with_columns(layer.fill_null(UNPLACED).alias("layer"))


def _list(people: pl.DataFrame) -> pl.DataFrame:
    """A row a member, those written to first."""
    return people.sort("arm", "handle", descending=[True, False]).select(
        "handle", "layer", "arm", "returned_on", "left_on", "orders", "net_amount"
    )


def _count_torn(plans: pl.DataFrame, followed: FollowUp) -> int:
    """How many stand in both arms, as accounts of both were joined into one member since."""
    import polars as pl

    return plans.filter(pl.col("dimension") == followed.dimension, pl.col("arms") > 1).height


def _explain(store: Store, people: pl.DataFrame, followed: FollowUp, torn: int) -> list[str]:
    """What is counted, and of whom it is not known."""
    import polars as pl

    notes = [
        say(
            "everybody counts in the arm that they were given on {day}, whatever became of them; returned: active in "
            "the {days} days after it, to {until}.",
            day=followed.opens_on,
            days=followed.days,
            until=followed.closes_on,
        ),
        say("uplift: write less hold out, in points; interval of 95% by Newcombe's hybrid score method."),
    ]
    if hidden := people.filter(~pl.col("counts")).height:
        notes.append(say("left out of answers since, and counted as not returned: {count}.", count=hidden))
    if torn:
        notes.append(say("in both arms before they were joined, and counted in neither: {count}.", count=torn))
    notes += remarks.of_untold(store, "leaves")
    if not followed.has_orders:
        notes.append(say("orders are not told up to {day}.", day=followed.closes_on))
    return notes
