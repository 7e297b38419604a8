"""Where a number is heading, beside its goal."""

from __future__ import annotations

from enum import StrEnum
from math import ceil
from typing import TYPE_CHECKING, Any

from commkit.errors import WrongUse
from commkit.indicators.periods import move
from commkit.metrics.plan.past_values import foretell
from commkit.stats.forecast import FEWEST
from commkit.store.ask.reach import DAY
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from commkit.choices import Period
    from commkit.metrics.plan.past_values import Past

RECENT = 8  # periods whose steps make the run rate
NUMBERS = ("value", "goal_value", "gap_value", "run_value", "forecast_value", "low_value", "high_value")
FURTHEST = 520  # periods: what is later than that is no date to plan by


class Course(StrEnum):
    """Where a number is heading, beside its goal."""

    reached = "reached"
    on_track = "on_track"  # the whole band reaches the goal
    open = "open"  # the goal lies in the band
    behind = "behind"  # nothing of the band reaches it
    missed = "missed"  # it was due, and was not reached
    too_short = "too_short"  # the past is too short for a band


def find_course(past: Past, goal: float, due_on: date, every: Period, unit: str, *, falls: bool) -> dict[str, Any]:
    """A row: where it stands, and where it is heading. Raises WrongUse where the goal is due before now."""
    now, periods = past.values[-1], _count_periods(past.last_on, due_on, every)
    if periods < 1:
        raise WrongUse(say("the goal is due before the next period ends"), hint=say("give a later --due"))
    told = {
        "slice": past.slice,
        "starts_on": past.last_on,
        "due_on": due_on,
        "periods_left": periods,
        "value": now,
        "goal_value": goal,
        "gap_value": goal - now,
        "needed_percent": 100 * ((goal / now) ** (1 / periods) - 1) if now > 0 and goal > 0 else None,
    }
    sign = -1 if falls else 1
    is_reached = sign * now >= sign * goal
    run = _find_run(past)
    told |= {"run_value": run, "reached_on": _find_day(past, goal, run, sign, every)}
    if len(past.values) < FEWEST:
        return told | {"status": Course.reached if is_reached else Course.too_short}
    found = foretell(past, periods, unit, every)
    middle, low, high = found.values[-1], found.lows[-1], found.highs[-1]
    worst, best = (high, low) if falls else (low, high)
    heading = (
        Course.on_track if sign * worst >= sign * goal else Course.open if sign * best >= sign * goal else Course.behind
    )
    status = Course.reached if is_reached else heading
    return told | {"forecast_value": middle, "low_value": low, "high_value": high, "status": status}


def _count_periods(last_on: date, due_on: date, every: Period) -> int:
    """How many whole periods end by the day it is due, after the last that is known."""
    count = 0
    while move(last_on, every, count + 2) - DAY <= due_on:
        count += 1
    return count


def _find_run(past: Past) -> float | None:
    """The mean step of the last eight periods."""
    recent = past.values[-RECENT - 1 :]
    return (recent[-1] - recent[0]) / (len(recent) - 1) if len(recent) > RECENT else None


def _find_day(past: Past, goal: float, run: float | None, sign: int, every: Period) -> date | None:
    """The first period in which the goal is reached at the run rate; None where that leads nowhere."""
    missing = sign * (goal - past.values[-1])
    if run is None or missing <= 0 or sign * run <= 0 or missing / (sign * run) > FURTHEST:
        return None
    return move(past.last_on, every, ceil(missing / (sign * run)))


def explain_course() -> Iterator[str]:
    """What the columns of a course are."""
    yield say("needed: growth per period, compounded, that leads from the last value to the goal.")
    yield say(
        "run: the mean step of the last {count} periods; reached on: the period in which it gets there so.",
        count=RECENT,
    )
    yield say("forecast: Holt's method with a damped trend, over at most the last 104 periods; bands of 95%.")
