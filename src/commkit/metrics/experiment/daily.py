"""Daily numbers without a gap, as an impact is found in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from commkit.errors import NotEnoughData, WrongUse
from commkit.metrics.experiment.yardsticks import ImpactMeasure, Yardstick
from commkit.stats.impact import BEFORE
from commkit.store.ask.reach import DAY
from commkit.typed import parse_day
from commkit.words import say, value

if TYPE_CHECKING:
    import polars as pl

    from commkit.metrics.experiment.impact_sides import ImpactSides
    from commkit.stats.impact import Array
    from commkit.store.ask.community import Store

YEAR = 364  # days: whole weeks, so that each weekday is held against its like


@dataclass(frozen=True, slots=True)
class Daily:
    """Numbers of each day from `first_on` on: the pilot's, and those that it is held against, if any."""

    first_on: date
    pilot: Array
    control: Array | None

    @property
    def days(self) -> int:
        """How many."""
        return len(self.pilot)


def find_day(store: Store, on: str | None, campaign: str | None) -> date:
    """The first day of the event, the latest campaign's unless said. Raises NotEnoughData and WrongUse."""
    if on is not None and campaign is not None:
        raise WrongUse(say("--on and --campaign name an event each"), hint=say("say one of the two"))
    if on is not None:
        return parse_day(on)
    starts: dict[str, date] = dict(store.ask("metrics/experiment/impact_campaigns").iter_rows())
    if campaign is None:
        begun = [day for day in starts.values() if day <= store.as_of]
        if not begun:
            raise NotEnoughData(say("no campaign has begun"), hint=say("give the first day of the event: --on DAY"))
        return begun[-1]
    if campaign not in starts:
        raise WrongUse(
            say("no campaign is called {name!r}", name=campaign),
            hint=say("there are: {names}", names=say(", ").join(starts)),
        )
    return starts[campaign]


def place(daily: Daily, on_day: date, of: ImpactMeasure) -> int:
    """Where the day stands. Raises NotEnoughData where too little is known before it, or nothing of it."""
    at = (on_day - daily.first_on).days
    if at < BEFORE:
        raise NotEnoughData(
            say(
                "{kind}: four weeks before the event are needed from {day} on", kind=value(of.kind), day=daily.first_on
            ),
            hint=say("load earlier exports, or give a later day"),
        )
    if at >= daily.days:
        last_on = daily.first_on + (daily.days - 1) * DAY
        raise NotEnoughData(
            say("{kind} are covered up to {day}", kind=value(of.kind), day=last_on), hint=say("load a later export")
        )
    return at


def find_daily(store: Store, of: ImpactMeasure, sides: ImpactSides) -> Daily:
    """The days that are covered without a gap up to the last. Raises NotEnoughData."""
    reach = store.coverage.reach([of.kind])
    if not reach.spans or not reach.spans[0] or reach.last_on is None:
        raise NotEnoughData(say("no day of {kind} is covered", kind=value(of.kind)), hint=say("see: commkit status"))
    first_on, last_on = reach.spans[0][-1].first_on, min(store.as_of, reach.settled_on or reach.last_on)
    rows = store.ask("metrics/experiment/impact", pilots=list(sides.pilots), controls=list(sides.controls))
    pilot = _fill(rows, "pilot", of, first_on, last_on)
    if sides.yardstick is Yardstick.last_year:
        return Daily(first_on + YEAR * DAY, pilot[YEAR:], pilot[:-YEAR])
    is_held = sides.yardstick.is_groups
    return Daily(first_on, pilot, _fill(rows, "control", of, first_on, last_on) if is_held else None)


def _fill(rows: pl.DataFrame, side: str, of: ImpactMeasure, first_on: date, last_on: date) -> Array:
    """The numbers of each day, 0 where nothing happened."""
    import polars as pl

    days = pl.DataFrame({"day": pl.date_range(first_on, max(first_on, last_on), eager=True)})
    told = days.join(rows.filter(pl.col("side") == side), on="day", how="left", maintain_order="left")
    return told[of.column].fill_null(0.0).to_numpy()
