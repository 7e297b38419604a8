"""Did a campaign, a change or a pilot bring more than would have come anyway?"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from commkit.about import About
from commkit.errors import WrongUse
from commkit.metrics.experiment.daily import find_daily, find_day, place
from commkit.metrics.experiment.experiment_options import Against, ImpactOf, OfCampaign, OnDay, Pilots
from commkit.metrics.experiment.impact_sides import choose_sides
from commkit.metrics.experiment.impact_texts import explain_impact, tell_impact
from commkit.metrics.experiment.yardsticks import ImpactMeasure
from commkit.result import Line, Result
from commkit.stats.effect import Contrast, decide
from commkit.stats.impact import BEFORE, FEWEST, WEEK, find_impact
from commkit.store.ask.community import Store
from commkit.store.ask.reach import DAY
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from commkit.metrics.experiment.daily import Daily
    from commkit.stats.impact import Impact

ABOUT = About(
    needs_one_of=("messages", "orders"),
    examples=(
        "commkit experiment impact --on 2026-03-02  # a day, a month and a quarter beside what was expected",
        "commkit experiment impact --on 2026-03-02 --of orders --against last-year  # orders, and last year's season",
        "commkit experiment impact --on 2026-03-02 --pilot 手作交流群 --against matched  # a pilot beside like groups",
    ),
    sql=("metrics/experiment/impact",),
)
LENGTHS = (1, 28, 91)  # days: within a day, a month, a quarter (用户增长五年策略 §5.3(2); I7)
PATH = 12  # weeks drawn to either side


class ImpactStatus(StrEnum):
    """Whether an impact can be read."""

    complete = "complete"
    running = "running"
    short_history = "short_history"
    nothing = "nothing"


def impact(
    store: Store,
    *,
    on: OnDay = None,
    campaign: OfCampaign = None,
    of: ImpactOf = ImpactMeasure.messages,
    pilot: Pilots = None,
    against: Against = None,
) -> Result:
    """What came in 1, 28 and 91 days from a day on, beside what was expected, with a 95% interval and p."""
    import polars as pl

    on_day = find_day(store, on, campaign)
    store.need(of.kind)
    if pilot and of.kind == "orders":
        raise WrongUse(say("orders belong to no group"), hint=say("leave --pilot out, or ask --of messages"))
    sides = choose_sides(store, on_day, pilot or (), against)
    daily = find_daily(store, of, sides)
    at = place(daily, on_day, of)
    words = dict.fromkeys(("verdict", "status"), pl.String)
    numbers = dict.fromkeys(
        ("value", "expected_value", "change_percent", "low_percent", "high_percent", "p"), pl.Float64
    )
    table = pl.DataFrame([_tell(daily, at, length) for length in LENGTHS], {"days": pl.Int64, **numbers, **words})
    drawn = {"week_on": pl.Date} | dict.fromkeys((of.column, "expected_value", "low_value", "high_value"), pl.Float64)
    return Result(
        say("Impact of {day}", day=on_day),
        table,
        Line("week_on", (of.column,), band=("low_value", "high_value"), even="expected_value"),
        notes=tuple(explain_impact(sides, daily.first_on)),
        summary=tell_impact(table, of),
        keys=("days",),
        vocabulary={"verdict": Contrast, "status": ImpactStatus},
        parameters={"on": str(on_day), "of": of.value, "against": sides.yardstick.value},
        drawn=pl.DataFrame(list(_draw(daily, at)), drawn, orient="row"),
    )


def _tell(daily: Daily, at: int, length: int) -> dict[str, Any]:
    """A row: what came in so many days."""
    if at + length > daily.days:
        return {"days": length, "status": ImpactStatus.running}
    found = find_impact(daily.pilot, daily.control, at, length)
    told = {"days": length, "value": found.value, "expected_value": found.expected, "status": _read(found)}
    if found.ratio is None:
        return told
    bounds = {"change_percent": found.ratio, "low_percent": found.low, "high_percent": found.high}
    told |= {name: None if times is None else 100 * (times - 1) for name, times in bounds.items()}
    return told | {"p": found.p, "verdict": _judge(found)}


def _read(found: Impact) -> ImpactStatus:
    if found.ratio is None:
        return ImpactStatus.nothing
    return ImpactStatus.complete if found.placebos >= FEWEST and found.p is not None else ImpactStatus.short_history


def _judge(found: Impact) -> Contrast | None:
    if found.p is None or found.low is None or found.high is None:
        return None
    return decide(found.low - 1, found.high - 1, found.p)


def _draw(daily: Daily, at: int) -> Iterator[tuple[Any, ...]]:
    """Each week beside what was expected of it: by the weeks before it, from the event on by those before the event."""
    for number in range(-PATH, PATH + 1):
        start = at + number * WEEK
        if start < BEFORE or start + WEEK > daily.days:
            continue
        found = find_impact(daily.pilot, daily.control, min(start, at), WEEK, max(0, start - at))
        bounds = [None if times is None else found.value / times for times in (found.high, found.low)]
        yield (daily.first_on + start * DAY, found.value, found.expected, *bounds)
