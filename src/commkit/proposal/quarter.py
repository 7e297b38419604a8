"""The last quarter of an indicator: its settled periods, as long as each is of enough people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit.choices import UNSETTLED, Activity, Period
from commkit.indicators.inventory import INDICATORS
from commkit.indicators.series import series

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from commkit.store.ask.community import Store

LENGTH = 13  # periods: a quarter of weeks
LEAST = 4  # periods, below which there is no usual
FEW = 30  # members, below which weeks say nothing


@dataclass(frozen=True, slots=True)
class Quarter:
    """Up to 13 settled periods of one indicator, the last one last: values, and of how many each is."""

    period: Period
    starts_on: tuple[date, ...]
    values: tuple[float, ...]
    samples: tuple[float, ...]

    def is_of_enough(self, min_sample: int) -> bool:
        """Whether most periods, and the last, are of as many."""
        enough = [sample >= min_sample for sample in self.samples]
        return len(enough) >= LEAST and 2 * sum(enough) > len(enough) and enough[-1]


def find_quarters(store: Store, names: Sequence[str], *, min_sample: int) -> tuple[dict[str, Quarter], bool]:
    """The last quarter of each indicator by the shortest period that is of enough, and whether members are few.

    Few are under 30 at the end of the last week that is known; they are looked at by month at least. A count is of no
    sample, so that any length is enough for it.
    """
    weeks = read_quarters(store, [*names, "members"], Period.week)
    members = weeks.pop("members", None)
    are_few = members is None or members.values[-1] < FEW
    found = {} if are_few else _of_enough(weeks, min_sample)
    for every in (Period.month, Period.quarter):
        rest = [name for name in names if name not in found]
        found |= _of_enough(read_quarters(store, rest, every), min_sample) if rest else {}
    return found, are_few


def _of_enough(read: Mapping[str, Quarter], min_sample: int) -> dict[str, Quarter]:
    needed = {name: 0 if INDICATORS[name].unit == "count" else min_sample for name in read}
    return {name: quarter for name, quarter in read.items() if quarter.is_of_enough(needed[name])}


def read_quarters(store: Store, names: Sequence[str], every: Period) -> dict[str, Quarter]:
    """The settled periods of each indicator that has any, the last 13 at most."""
    import polars as pl

    told = series(store, names, every=every, active_by=Activity.spoke).sort("starts_on")
    settled = told.filter(~pl.col("status").is_in(UNSETTLED), pl.col("value").is_not_null())
    found = {}
    for (name,), rows in settled.group_by(["indicator"], maintain_order=True):
        last = rows.tail(LENGTH).select("starts_on", "value", pl.col("sample").fill_null(0))
        found[str(name)] = Quarter(every, *(tuple(column.to_list()) for column in last))
    return found
