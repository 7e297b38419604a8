"""What must be said beside what makes up a change: how it adds up, and what the facts do not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.indicators import remarks
from commkit.metrics.overview.kpi_parts import ELSEWHERE, SEVERAL, SHARED
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from commkit.indicators.indicator import Indicator
    from commkit.metrics.overview.kpi_parts import PartCounts
    from commkit.stats.decomposition import Two
    from commkit.store.ask.community import Store


def of_drivers(
    store: Store, indicator: Indicator, whole: Two, starts: tuple[date, date], told: Mapping[str, PartCounts | None]
) -> Iterator[str]:
    """From what to what the indicator went, how its parts add up, and by what it cannot be told."""
    before, now = (float(two.value or 0) for two in whole)
    yield say(
        "from {before} in the period that begins {earlier_on} to {now} in that of {starts_on}: {change}.",
        before=_write(indicator, before),
        earlier_on=starts[0],
        now=_write(indicator, now),
        starts_on=starts[1],
        change=_write_change(indicator, now - before),
    )
    parts = {name for each in told.values() if each for name in each.counts}
    if whole.now.denominator is not None:
        yield say(
            "by rate: mean share x change of the part's rate; by mix: change of its share x (its mean rate - the mean "
            "rate of all); together they are the contribution."
        )
    elif indicator.name in SHARED:
        yield say("a member who was active in several parts counts in each for an equal share.")
    if SEVERAL in parts:
        yield say("in several: members of several parts count in each; this row takes off what they count beyond once.")
    if ELSEWHERE in parts:
        yield say("elsewhere: what no part tells.")
    if lacking := [value(name, "dimension") for name, each in told.items() if each is None]:
        yield say("not covered: the facts do not tell it by {dimensions}.", dimensions=say(", ").join(lacking))
    yield say("recent: in the last 30 days; silent: active in the 30 days before them, and not in them.")
    yield from remarks.of_older(store, indicator.needs)


def _write(indicator: Indicator, number: float) -> str:
    return f"{100 * number:.1f}%" if indicator.unit == "rate" else f"{number:,.6g}"


def _write_change(indicator: Indicator, number: float) -> str:
    if indicator.unit == "rate":
        return say("{points} pp", points=f"{100 * number:+.1f}")
    return f"{number:+,.6g}"
