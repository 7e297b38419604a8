"""What an impact says, and what it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.metrics.experiment.yardsticks import Yardstick
from commkit.stats.effect import Contrast
from commkit.words import say, say_counted, value

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import Any

    import polars as pl

    from commkit.metrics.experiment.impact_sides import ImpactSides
    from commkit.metrics.experiment.yardsticks import ImpactMeasure


def tell_impact(table: pl.DataFrame, of: ImpactMeasure) -> tuple[str, ...]:
    """A sentence for each length of time that can be judged, or that none can."""
    texts = {
        Contrast.above: say("{outcome} in {span}: {change}% more than expected ({low}% to {high}%)."),
        Contrast.below: say("{outcome} in {span}: {change}% less than expected ({low}% to {high}%)."),
        Contrast.undecided: say("{outcome} in {span}: no impact is shown, {change}% ({low}% to {high}%)."),
    }
    judged = table.filter(table["verdict"].is_not_null()).iter_rows(named=True)
    told = [texts[row["verdict"]].format(outcome=value(of.column), **_spell(row)) for row in judged]
    return tuple(told) or (say("Whether it had an impact cannot be told: too little is known before or after it."),)


def _spell(row: dict[str, Any]) -> dict[str, str]:
    columns = {"change": "change_percent", "low": "low_percent", "high": "high_percent"}
    numbers = {name: f"{row[column]:+z,.1f}" for name, column in columns.items()}
    return numbers | {"span": say_counted(row["days"], "1 day", "{number} days")}


def explain_impact(sides: ImpactSides, first_on: date) -> Iterator[str]:
    """What is expected, and by what it is judged."""
    expected = {
        Yardstick.before: say(
            "expected: each weekday as in the four weeks before, and as it usually went on from such weeks."
        ),
        Yardstick.last_year: say(
            "expected: each weekday as in the four weeks before, times how last year's days went on."
        ),
        Yardstick.rest: say("expected: each weekday as in the four weeks before, times how the other groups went on."),
        Yardstick.matched: say(
            "expected: each weekday as in the four weeks before, times how the groups like it went on."
        ),
    }
    yield expected[sides.yardstick]
    if sides.yardstick is Yardstick.matched:
        yield say("held against: {names}.", names=say(", ").join(sides.controls))
    yield say(
        "interval and p: by how far the same sum misses on earlier days, which had no event (placebo dates from "
        "{day} on).",
        day=first_on,
    )
    if sides.yardstick is Yardstick.before:
        yield say("whatever else began on that day counts as its impact: a pilot beside other groups tells more.")
