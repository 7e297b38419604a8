"""The dated goals of a handbook's plan, each beside where its number stands and where it is heading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from commkit.choices import Period
from commkit.errors import NotEnoughData, WrongUse
from commkit.indicators.indicator import Unit
from commkit.indicators.inventory import INDICATORS
from commkit.indicators.periods import end_of, move
from commkit.metrics.plan.course import NUMBERS, Course, explain_course, find_course
from commkit.metrics.plan.past_values import find_past
from commkit.presets import list_plans, read_plan
from commkit.result import Result
from commkit.store.ask.reach import DAY
from commkit.words import quote, say, suggest, value

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from commkit.choices import Activity
    from commkit.metrics.plan.past_values import Past
    from commkit.presets import Preset
    from commkit.store.ask.community import Store

MANUAL, UNCOVERED = "manual", "not_covered"


def tell_plan(store: Store, plan: str, start_on: date, active_by: Activity) -> Result:
    """The goals of a plan, the first due on top. Raises WrongUse."""
    import polars as pl

    kinds: dict[str, Any] = {"phase": pl.String, "goal": pl.String, "status": pl.String, "due_on": pl.Date}
    kinds |= {"value": pl.Float64, "goal_value": pl.Float64, "gap_value": pl.Float64, "needed_percent": pl.Float64}
    kinds |= {"run_value": pl.Float64, "reached_on": pl.Date, "forecast_value": pl.Float64, "low_value": pl.Float64}
    kinds |= {"high_value": pl.Float64, "indicator": pl.String, "starts_on": pl.Date}
    kinds |= dict.fromkeys(("reason", "ref", "unit"), pl.String)
    table = pl.DataFrame(list(list_milestones(store, plan, start_on, active_by)), kinds, orient="row")
    told = [status for status in (*Course, MANUAL, UNCOVERED) if status in table["status"]]
    counts = [
        say("{number} {stage}", number=(table["status"] == each).sum(), stage=value(each, "status")) for each in told
    ]
    return Result(
        say("Goals of the plan {name}", name=plan),
        table,
        notes=(
            say("the plan is counted from {day}; --start says another day.", day=start_on),
            say("manual: no indicator tells it; its own count is to be held against it."),
            *explain_course(),
        ),
        summary=(say("{count} goals: {told}.", count=table.height, told=say(", ").join(counts)),),
        keys=("phase", "goal"),
        vocabulary={"status": (*Course, MANUAL, UNCOVERED), "indicator": tuple(INDICATORS), "unit": get_args(Unit)},
        parameters={"plan": plan, "start_on": str(start_on), "active_by": active_by.value},
        unit_of=NUMBERS,
        aside=(
            "phase",
            "ref",
            "needed_percent",
            "run_value",
            "reached_on",
            "low_value",
            "high_value",
            "indicator",
            "starts_on",
            "reason",
        ),
        unseen=("unit",),
    )


def list_milestones(store: Store, plan: str, start_on: date, active_by: Activity) -> Iterator[dict[str, Any]]:
    """A row for each goal of the plan, from the first due to the last. Raises WrongUse."""
    if plan not in list_plans():
        near, there = suggest(plan, list_plans()), say("there are: {names}", names=say(", ").join(list_plans()))
        hint = say("did you mean {name}?", name=near[0]) if near else there
        raise WrongUse(say("no plan is called {name!r}", name=plan), hint=hint)
    for each in read_plan(plan):
        due_on = find_due(start_on, each)
        about = {"phase": quote(each.phase or ""), "goal": quote(each.says), "due_on": due_on, "ref": each.ref}
        if each.metric is not None and each.target is not None:
            yield about | _follow(store, each, each.metric, each.target, due_on, active_by)
        else:
            why = quote(each.manual) if each.manual else say("a change: commkit check --preset {plan}", plan=plan)
            yield about | {"status": MANUAL, "reason": why}


def find_due(start_on: date, goal: Preset) -> date:
    """The last day of the month in which a goal is due, counted from the month in which the plan starts."""
    return move(start_on.replace(day=1), Period.month, goal.months or 0) - DAY


def _follow(
    store: Store, goal: Preset, metric: str, target: float, due_on: date, active_by: Activity
) -> dict[str, Any]:
    """Where the indicator of a goal stands and is heading; after it was due, what it was then."""
    every, indicator = Period(goal.period or Period.month), INDICATORS[metric]
    about = {"indicator": metric, "goal_value": target, "unit": indicator.unit}
    try:
        past = find_past(store, metric, every=every, active_by=active_by)[0]
    except NotEnoughData as refused:
        return about | {"status": UNCOVERED, "reason": refused.message}
    falls = indicator.good == "down"
    if end_of(past.last_on, every) > due_on - DAY:
        return about | _look_back(past, target, due_on, every, falls=falls)
    try:
        return about | find_course(past, target, due_on, every, indicator.unit, falls=falls)
    except WrongUse:  # no whole period is left until then
        return about | _look_back(past, target, due_on, every, falls=falls)


def _look_back(past: Past, target: float, due_on: date, every: Period, *, falls: bool) -> dict[str, Any]:
    """What it was in the last period that ended by the day it was due; not covered where the past begins later."""
    told = [
        (day, number)
        for day, number in zip(past.starts, past.values, strict=True)
        if end_of(day, every) - DAY <= due_on
    ]
    if not told:
        return {"status": UNCOVERED, "reason": say("due before the first period that is known")}
    day, number = told[-1]
    is_met = number <= target if falls else number >= target
    return {
        "starts_on": day,
        "value": number,
        "gap_value": target - number,
        "status": Course.reached if is_met else Course.missed,
    }
