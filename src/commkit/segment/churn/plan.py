"""Whom should we write to before they are lost, about what, and whom should we leave alone to see whether it helps?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.about import About
from commkit.choices import Activity
from commkit.errors import NotEnoughData, WrongUse
from commkit.indicators import remarks
from commkit.params.questions import ActiveBy, Seed
from commkit.result import Assignment, Result
from commkit.segment.churn.arms import ARMS, FEWEST, HOLD_OUT, draw_arms
from commkit.segment.churn.at_risk import SCORE, UNPLACED, AtRisk, find_at_risk, name_layers
from commkit.segment.churn.churn_options import Everybody
from commkit.segment.churn.next_steps import read_steps
from commkit.segment.churn.plan_options import LONGEST, HoldOut, LeastRisk, Most, NextSteps, OpenDays, SavePlan
from commkit.segment.churn.snapshots import refuse_part
from commkit.segment.schemes import is_name
from commkit.store.ask.community import Store
from commkit.store.ask.reach import DAY
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

ABOUT = About(
    needs_one_of=("messages", "orders", "reactions", "events"),
    examples=(
        "commkit churn plan  # whom to write to first, and about what",
        "commkit churn plan --save spring --hold-out 0.3 --names -o spring.csv  # kept, with 30% left alone to compare",
        "commkit churn plan --next-steps steps.toml --most 50  # the fifty most urgent, with your own advice",
    ),
    sql=("segment/features", "segment/churn/plans", "segment/churn/leavers"),
)


def plan(
    store: Store,
    *,
    save: SavePlan = None,
    hold_out: HoldOut = 0.2,
    seed: Seed = 1,
    risk: LeastRisk = 0.5,
    most: Most = None,
    next_steps: NextSteps = None,
    everybody: Everybody = False,
    days: OpenDays = 30,
    active_by: ActiveBy = Activity.spoke,
) -> Result:
    """Members at risk by what they are worth times their risk, a next step for each, and by chance whom to hold out."""
    import polars as pl

    _refuse(store, save)
    found = find_at_risk(store, active_by, risk, read_steps(next_steps, name_layers(store)), everybody=everybody)
    opens_on, closes_on = found.review_on, found.review_on + days * DAY
    engaged = store.ask("segment/churn/plans").filter(pl.col("closes_on") > opens_on, pl.col("opens_on") <= opens_on)
    free = found.members.join(engaged, on="member", how="anti")
    ranked = _rank(free).head(free.height if most is None else most)
    arms = _draw(ranked, save, hold_out, seed, found.members.height - free.height)
    left = store.ask("segment/churn/leavers", review=found.review_on, active_by=active_by).item()
    left_out = {"left": left, "in_open_plan": found.members.height - free.height}
    said: dict[str, object] = {"hold_out": hold_out, "seed": seed, "risk": risk, "found_by": found.found_by}
    said |= {"days": days, "everybody": everybody, "active_by": active_by.value}
    entry = {**said, "left_out": left_out}
    kept = Assignment(save, arms, opens_on, closes_on, entry) if save else None
    return Result(
        say("Members to act on") if save is None else say("Plan {name}", name=save),
        _show(ranked, arms, found),
        notes=(*_explain(found, risk), *_tell_left_out(store, left_out), *_tell_arms(arms, save)),
        keys=("handle", "next_step", "reason_1", "reason_2"),
        vocabulary={"layer": (*name_layers(store), UNPLACED), "arm": ARMS},
        parameters={"plan": save, "day": str(found.review_on), **said},
        heads={"churn_rate": say("risk of churn")},
        aside=("reason_2", "reason_1"),
        assignment=kept,
    )


def _refuse(store: Store, save: str | None) -> None:
    """Refuse names that no plan may have, and plans of some layers. Raises WrongUse."""
    if save is not None and not is_name(save):
        raise WrongUse(
            say("a plan cannot be called {name!r}", name=save[:LONGEST]),
            hint=say("choose a name of at most {count} characters, without : = or a comma", count=LONGEST),
        )
    refuse_part(store)


def _rank(members: pl.DataFrame) -> pl.DataFrame:
    """Those who stand to lose us most first: value times risk; by the rule all are at the same risk."""
    import polars as pl

    at_stake = pl.col("value") * pl.col("churn_rate").fill_null(1.0)
    return members.with_columns(at_stake.alias("at_stake")).sort(
        "at_stake", "churn_rate", "handle", descending=[True, True, False], nulls_last=True
    )


def _draw(ranked: pl.DataFrame, save: str | None, share: float, seed: int, planned: int) -> Mapping[str, str]:
    """The arms of a plan that is kept. Raises NotEnoughData where nobody is in it."""
    if save is None:
        return {}
    if ranked.is_empty() and planned:
        raise NotEnoughData(
            say("all {count} at risk are in a plan that is still open", count=planned),
            hint=say("see what becomes of them: commkit churn measure"),
        )
    if ranked.is_empty():
        raise NotEnoughData(say("nobody is left to plan for"), hint=say("see who is at risk: commkit churn plan"))
    return draw_arms(dict(ranked.select("handle", "layer").iter_rows()), share, seed=seed, name=save)


def _show(ranked: pl.DataFrame, arms: Mapping[str, str], found: AtRisk) -> pl.DataFrame:
    import polars as pl

    risk = ("churn_rate", pl.col("at_stake").round(2).alias(f"at_risk_{found.worth.removeprefix('net_')}"))
    return ranked.select(
        "handle",
        "layer",
        *((pl.Series("arm", [arms[handle] for handle in ranked["handle"]], pl.String),) if arms else ()),
        pl.col("value").alias(found.worth),
        *(risk if found.found_by == SCORE else ()),
        "next_step",
        "reason_1",
        "reason_2",
    )


def _explain(found: AtRisk, risk: float) -> list[str]:
    """Who is in the list and why."""
    if found.found_by == SCORE:
        notes = [
            say("at risk: by the churn score, {risk:.0%} or more; the first stand to lose us most.", risk=risk),
        ]
    else:
        notes = [
            say("the churn score refuses: {why}.", why=found.refusal),
            say("so these are the regulars whom the churn rule flags, the most valuable first: commkit churn rules"),
        ]
    worth = say("value: money spent to date, less refunds.") if found.worth == "net_amount" else None
    return [
        *notes,
        worth or say("value: messages in the 90 days to {day}, as no orders are told.", day=found.review_on),
        say("commkit sends nothing."),
    ]


def _tell_left_out(store: Store, left_out: Mapping[str, int | None]) -> list[str]:
    """Who is not in the list, beside whoever is in no answer."""
    left, planned = left_out["left"], left_out["in_open_plan"]
    open_ = say("left out: {count} who are in a plan that is still open.", count=planned)
    gone = [] if left is None else [say("left out: {count} who were active and have left.", count=left)]
    return [open_, *gone, *remarks.of_untold(store, "leaves")]


def _tell_arms(arms: Mapping[str, str], save: str | None) -> list[str]:
    if save is None:
        return [say("nothing is kept yet: --save NAME keeps the plan and draws whom to leave alone, to compare with.")]
    held = sum(arm == HOLD_OUT for arm in arms.values())
    notes = [say("write: {write}; hold out, and write to none of them: {held}.", write=len(arms) - held, held=held)]
    if min(held, len(arms) - held) < FEWEST:
        notes.append(say("an arm has fewer than {few} members: no uplift will be told.", few=FEWEST))
    return notes
