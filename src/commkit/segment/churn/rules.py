"""Who has fallen silent or does much less, and how often has that meant leaving?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.about import About, Behind
from commkit.choices import Activity, Period
from commkit.params.questions import ActiveBy, Members
from commkit.result import Bars, Result
from commkit.segment.churn.churn_options import AllOf, Drop, Everybody, SilentFor
from commkit.segment.churn.flags import DROP, SILENT, ChurnRule
from commkit.segment.churn.snapshots import Lookout, find_churn_rate, is_regular, open_lookout
from commkit.stats.nulls import divide
from commkit.store.ask.community import Store
from commkit.words import say

if TYPE_CHECKING:
    import polars as pl

ABOUT = About(
    needs_one_of=("messages", "orders", "reactions", "events"),
    examples=(
        "commkit churn rules  # which regulars are silent or much quieter",
        "commkit churn rules --silent 14 --drop 0.5 --all  # stricter, so fewer names and fewer false alarms",
        "commkit churn rules --members --names -o wake.csv  # whom to wake up, with names, as a list",
    ),
    sql=("segment/features", "segment/churn/weeks", "segment/churn/outcomes"),
    behind=Behind("Whom to write to", "churn rules", carries=("silent", "drop", "all_of", "everybody", "active_by")),
)
LAST = 12  # month-ends by which the rule is judged
_HITS = ("silent", "down", "both")


def rules(
    store: Store,
    *,
    silent: SilentFor = SILENT,
    drop: Drop = DROP,
    all_of: AllOf = False,
    everybody: Everybody = False,
    members: Members = False,
    active_by: ActiveBy = Activity.spoke,
) -> Result:
    """Of the regulars of each layer, who is silent for 7 days or 30% down, and how many like them churned before."""
    lookout = open_lookout(store, active_by)
    rule = ChurnRule(silent, drop, all_of)
    now = rule.flag(lookout.look_now(everybody=everybody))
    past = rule.flag(lookout.look_back(lookout.list_reviews(Period.month)[-LAST:]))
    if not everybody:
        past = past.filter(is_regular())
    table = _list(now, lookout) if members else _count(now, past, lookout)
    judged = _judge(now, past)
    return Result(
        say("Regulars who fall silent") if not everybody else say("Members who fall silent"),
        table,
        None if members else Bars("layer", "flagged_members"),
        notes=(*_explain(rule, lookout), *judged),
        summary=judged[-1:],
        total=None if members else _sum_up(now, past),
        keys=("handle",) if members else ("layer",),
        vocabulary={"layer": lookout.judge.scheme.names, "rule": _HITS},
        aside=("base_churns", "of_base", "drop_deeds"),
        heads={"silent_members": say("fallen silent")},
        parameters={
            "silent": silent,
            "drop": drop,
            "needs": "all" if all_of else "any",
            "review_on": str(lookout.as_of),
            "active_by": active_by.value,
        },
    )


def _list(now: pl.DataFrame, lookout: Lookout) -> pl.DataFrame:
    """Those who are flagged, of the highest layer first, the longest silent first in it."""
    import polars as pl

    hit = pl.when("is_silent").then(pl.when("is_down").then(pl.lit("both")).otherwise(pl.lit("silent")))
    return (
        now.filter("is_flagged")
        .sort(pl.col("level"), pl.col("silent_days"), "handle", descending=[True, True, False])
        .select(
            "handle",
            lookout.name_level(),
            hit.otherwise(pl.lit("down")).alias("rule"),
            "silent_days",
            pl.col("deeds_7").alias("deeds"),
            (pl.col("usual_deeds") - pl.col("deeds_7")).alias("drop_deeds"),
            pl.col("usual_deeds").alias("of_usual_deeds"),
            "drop_rate",
        )
    )


def _count(now: pl.DataFrame, past: pl.DataFrame, lookout: Lookout) -> pl.DataFrame:
    """A row for each layer that has or had anybody: how many are flagged now, and what became of earlier flags."""
    import polars as pl

    counted = now.group_by("level").agg(
        pl.len().alias("members"),
        pl.col("is_silent").sum().alias("silent_members"),
        pl.col("is_down").sum().alias("down_members"),
        pl.col("is_flagged").sum().alias("flagged_members"),
    )
    before = past.group_by("level").agg(
        pl.col("is_flagged").sum().alias("flags_before"),
        (pl.col("is_flagged") & pl.col("churned")).sum().alias("precision_churns"),
        pl.col("churned").sum().alias("base_churns"),
        pl.len().alias("of_base"),
    )
    now_counts = ("members", "silent_members", "down_members", "flagged_members")
    return (
        counted.join(before, on="level", how="full", coalesce=True)
        .with_columns(pl.col(now_counts).fill_null(0))
        .sort("level", descending=True)
        .select(
            lookout.name_level(),
            "silent_members",
            "down_members",
            "flagged_members",
            pl.col("members").alias("of_members"),
            divide("flagged_members", "members").alias("flagged_rate"),
            pl.col("precision_churns"),
            pl.col("flags_before").alias("of_flags"),
            divide("precision_churns", "flags_before").alias("precision_rate"),
            "base_churns",
            "of_base",
            divide("base_churns", "of_base").alias("base_rate"),
        )
    )


def _sum_up(now: pl.DataFrame, past: pl.DataFrame) -> dict[str, object]:
    is_told = not past.is_empty()
    flags, churns = int(past["is_flagged"].sum()), past.filter("is_flagged", "churned").height
    flagged = int(now["is_flagged"].sum())
    return {
        "silent_members": now["is_silent"].sum(),
        "down_members": now["is_down"].sum(),
        "flagged_members": flagged,
        "of_members": now.height,
        "flagged_rate": flagged / now.height,
        "precision_churns": churns if is_told else None,
        "of_flags": flags if is_told else None,
        "precision_rate": churns / flags if flags else None,
        "base_churns": past["churned"].sum() if is_told else None,
        "of_base": past.height if is_told else None,
        "base_rate": find_churn_rate(past),
    }


def _explain(rule: ChurnRule, lookout: Lookout) -> tuple[str, ...]:
    return (
        say(
            "silent: no activity on the last {days} whole days, up to {day}; down: the last seven days {drop:.0%} or "
            "more below a mean week of the four before.",
            days=rule.silent,
            drop=rule.drop,
            day=lookout.as_of,
        ),
        say("flagged: silent and down.") if rule.needs_all else say("flagged: silent or down."),
        say("churned: no activity in the 30 days after; base: of all whom the row looks at, flagged or not."),
    )


def _judge(now: pl.DataFrame, past: pl.DataFrame) -> tuple[str, ...]:
    """What each part of the rule is worth: a sentence each."""
    if past.is_empty():
        return (
            say("no month-end has 90 covered days before it and 30 after it: the rule has not proved itself here."),
        )
    months, base = past["review_on"].n_unique(), find_churn_rate(past)
    said = [
        say(
            "at {months} month-ends of the past, {base:.0%} of {members:,} churned ({from_on} to {to_on}):",
            months=months,
            base=base,
            members=past.height,
            from_on=past["review_on"].min(),
            to_on=past["review_on"].max(),
        )
    ]
    named = {"is_silent": say("silent"), "is_down": say("down"), "is_flagged": say("flagged")}
    for column, name in named.items():
        hit = past.filter(column)
        if hit.is_empty():
            said.append(say("{name}: flagged nobody.", name=name))
            continue
        said.append(
            say(
                "{name}: {here:,} of {all:,} now; then {share:.0%}, of whom {precision:.0%} churned ({churned:,} of "
                "{flags:,}).",
                name=name,
                here=now[column].sum(),
                all=now.height,
                share=hit.height / past.height,
                precision=find_churn_rate(hit),
                churned=hit["churned"].sum(),
                flags=hit.height,
            )
        )
    return tuple(said)
