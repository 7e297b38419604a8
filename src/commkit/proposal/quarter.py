"""The last quarter of an indicator: its settled periods, as long as each is of enough people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit.choices import UNSETTLED, Activity, Period
from commkit.gate.episodes import find_last
from commkit.gate.history import read_histories
from commkit.indicators.inventory import INDICATORS
from commkit.indicators.series import series

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import polars as pl

    from commkit.indicators.indicator import Indicator
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
    is_current: bool  # whether the last of them is the one that a check would judge today

    def is_of_enough(self, min_sample: int) -> bool:
        """Whether most periods, and the last, are of as many, and a check could judge it today."""
        enough = [sample >= min_sample for sample in self.samples]
        return self.is_current and len(enough) >= LEAST and 2 * sum(enough) > len(enough) and enough[-1]


def find_quarters(
    store: Store, rates: Sequence[str], counts: Mapping[Period, Sequence[str]], *, min_sample: int
) -> tuple[dict[str, Quarter], bool]:
    """The last quarter of each indicator by the shortest period that is of enough, and whether members are few.

    Few are under 30 at the end of the last week that is known; they are looked at by month at least. A count is of no
    sample, so that the shortest period, for which `counts` names those that make sense, is enough.
    """
    weeks = read_quarters(store, [*rates, *counts[Period.week], "members"], Period.week)
    members = weeks.pop("members", None)
    are_few = members is None or members.values[-1] < FEW
    found = {} if are_few else _of_enough(weeks, min_sample)
    rest = [*(name for name in rates if name not in found), *(counts[Period.month] if are_few else ())]
    found |= _of_enough(read_quarters(store, rest, Period.month), min_sample)
    rest = [name for name in rates if name not in found]
    return found | _of_enough(read_quarters(store, rest, Period.quarter), min_sample), are_few


def _of_enough(read: Mapping[str, Quarter], min_sample: int) -> dict[str, Quarter]:
    needed = {name: 0 if INDICATORS[name].unit == "count" else min_sample for name in read}
    return {name: quarter for name, quarter in read.items() if quarter.is_of_enough(needed[name])}


def read_quarters(store: Store, names: Sequence[str], every: Period) -> dict[str, Quarter]:
    """The settled periods of each indicator that has any, the last 13 at most."""
    import polars as pl

    told = series(store, names, every=every, active_by=Activity.spoke).sort("starts_on")
    found = {}
    for (name,), rows in told.group_by(["indicator"], maintain_order=True):
        is_settled = ~pl.col("status").is_in(UNSETTLED) & pl.col("value").is_not_null()
        last = rows.filter(is_settled).tail(LENGTH).select("starts_on", "value", pl.col("sample").fill_null(0))
        if last.height:
            due_on = _find_due(store, rows, INDICATORS[str(name)], every)
            starts_on, values, samples = (tuple(column.to_list()) for column in last)
            found[str(name)] = Quarter(every, starts_on, values, samples, starts_on[-1] == due_on)
    return found


def _find_due(store: Store, rows: pl.DataFrame, indicator: Indicator, every: Period) -> date | None:
    """The start of the period that a check would judge today."""
    history = read_histories(rows, every).get(None)
    return find_last(history, store.as_of, is_of_now=indicator.is_of_now) if history else None
