"""Daily numbers without a gap, as an impact is found in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from commkit.errors import NotEnoughData
from commkit.metrics.experiment.yardsticks import Measured, Yardstick
from commkit.store.ask.reach import DAY
from commkit.words import say, value

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import polars as pl

    from commkit.metrics.experiment.sides import Sides
    from commkit.store.ask.community import Store

    Array = npt.NDArray[np.float64]

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


def find_daily(store: Store, of: Measured, sides: Sides) -> Daily:
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


def _fill(rows: pl.DataFrame, side: str, of: Measured, first_on: date, last_on: date) -> Array:
    """The numbers of each day, 0 where nothing happened."""
    import polars as pl

    days = pl.DataFrame({"day": pl.date_range(first_on, max(first_on, last_on), eager=True)})
    told = days.join(rows.filter(pl.col("side") == side), on="day", how="left", maintain_order="left")
    return told[of.column].fill_null(0.0).to_numpy()
