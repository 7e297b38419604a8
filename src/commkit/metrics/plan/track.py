"""Will a goal be reached in time, and what would it take?"""

from __future__ import annotations

from typing import Any

from commkit.about import About
from commkit.choices import Activity, Period
from commkit.errors import NotEnoughData
from commkit.indicators.inventory import INDICATORS, find_indicator
from commkit.metrics.plan.course import NUMBERS, Course, explain_course, find_course
from commkit.metrics.plan.goal_options import Due, Goal, OneMetric, PlanName, PlanStart
from commkit.metrics.plan.milestones import tell_plan
from commkit.metrics.plan.past_values import find_past
from commkit.params.questions import ActiveBy, Every
from commkit.result import Result
from commkit.store.ask.community import Store
from commkit.typed import parse_day, parse_number
from commkit.words import say, value

ABOUT = About(
    needs_one_of=("messages", "orders", "roster", "events"),
    examples=(
        "commkit plan track --goal 150  # whether 150 will be active in a week by the end of the year",
        "commkit plan track --metric mau --every month --goal 400 --due 2026-12-31  # the same of a month",
        "commkit plan track --metric leave_rate --goal 1%  # a rate that is to fall",
        "commkit plan track --preset five-year --start 2025-01-01  # every goal of a plan, on its own date",
    ),
    sql=(),  # that of every indicator
)


def track(
    store: Store,
    *,
    metric: OneMetric = "wau",
    goal: Goal = None,
    due: Due = None,
    preset: PlanName = None,
    start: PlanStart = None,
    every: Every = Period.week,
    active_by: ActiveBy = Activity.spoke,
) -> Result:
    """The last value beside the goal, the growth that it takes, the run rate, and the forecast for the due day."""
    import polars as pl

    if preset is not None:
        return tell_plan(store, preset, parse_day(start) if start else store.begins_on, active_by)
    metric = find_indicator(metric).name
    told = find_past(store, metric, every=every, active_by=active_by)
    wanted = _find_goal(store, metric, goal)
    indicator = INDICATORS[metric]
    due_on = parse_day(due) if due else store.as_of.replace(month=12, day=31)
    rows = [
        {
            **find_course(past, wanted, due_on, every, indicator.unit, falls=indicator.good == "down"),
            "unit": indicator.unit,
        }
        for past in told
    ]
    kinds: dict[str, Any] = {"slice": pl.String, "starts_on": pl.Date, "due_on": pl.Date, "periods_left": pl.Int64}
    kinds |= {**dict.fromkeys(NUMBERS, pl.Float64), "needed_percent": pl.Float64, "reached_on": pl.Date}
    table = pl.DataFrame(rows, kinds | {"status": pl.String, "unit": pl.String}, orient="row")
    return Result(
        say("{indicator} and its goal", indicator=value(metric, "indicator")),
        table,
        notes=tuple(explain_course()),
        summary=tuple(_tell(row) for row in table.iter_rows(named=True)),
        keys=("slice",),
        vocabulary={"status": Course, "unit": (indicator.unit,)},
        parameters={"metric": metric, "active_by": active_by.value},
        unit_of=NUMBERS,
        unseen=("unit",),
    )


def _find_goal(store: Store, metric: str, said: str | None) -> float:
    """The goal that was said, else the target of commkit.toml. Raises NotEnoughData where there is neither."""
    if said is not None:
        return parse_number(said)
    if metric not in store.targets:
        raise NotEnoughData(
            say("{indicator} has no goal", indicator=value(metric, "indicator")),
            hint=say("give --goal NUMBER, or a target in commkit.toml below [targets]"),
        )
    return float(store.targets[metric])


def _tell(row: dict[str, Any]) -> str:
    """Whether it will be reached, in a sentence."""
    texts = {
        Course.reached: say("The goal is reached."),
        Course.on_track: say("On track: the whole band reaches the goal by {day}."),
        Course.open: say("Open: the goal lies in the band of the forecast for {day}."),
        Course.behind: say("Behind: no part of the band reaches the goal by {day}."),
        Course.too_short: say("Whether it will be reached by {day} cannot be told: the past is too short."),
    }
    text = texts[Course(row["status"])].format(day=row["due_on"])
    return text if row["slice"] is None else say("{name}: {told}", name=row["slice"], told=text)
