"""The last quarter of an indicator: its settled periods, as long as each is of enough people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit.choices import UNSETTLED, Activity, Period
from commkit.indicators.inventory import INDICATORS
from commkit.indicators.series import missing, series

if TYPE_CHECKING:
    from collections.abc import Sequence
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


def find_quarters(store: Store, names: Sequence[str], lengths: Sequence[Period], min_sample: int) -> dict[str, Quarter]:
    """The last quarter of each indicator by the shortest of these periods whose numbers are of enough, if there is one.

    A count is of no sample, so that any length is enough for it.
    """
    found: dict[str, Quarter] = {}
    for every in lengths:
        read = _read(store, [name for name in names if name not in found], every)
        found |= {name: each for name, each in read.items() if each.is_of_enough(_needed(name, min_sample))}
    return found


def _needed(name: str, min_sample: int) -> int:
    return 0 if INDICATORS[name].unit == "count" else min_sample


def count_members(store: Store) -> int:
    """The members at the end of the last settled week or, where no week is over, as the last one stands."""
    told = series(store, ["members"], every=Period.week, active_by=Activity.spoke)["value"].drop_nulls()
    return int(told[-1]) if told.len() else 0


def measure_now(store: Store, name: str) -> tuple[float, float] | None:
    """Numerator and denominator of what is measured as of the answer; None where it cannot be told."""
    if missing(store, INDICATORS[name]):
        return None
    told = series(store, [name], every=Period.week, active_by=Activity.spoke)
    rows = list(told.select("numerator", "denominator").drop_nulls().iter_rows())
    return rows[-1] if rows else None


def _read(store: Store, names: Sequence[str], every: Period) -> dict[str, Quarter]:
    """The settled periods of each indicator that has any, the last 13 at most."""
    import polars as pl

    told = series(store, names, every=every, active_by=Activity.spoke).sort("starts_on")
    settled = told.filter(~pl.col("status").is_in(UNSETTLED), pl.col("value").is_not_null())
    found = {}
    for (name,), rows in settled.group_by(["indicator"], maintain_order=True):
        last = rows.tail(LENGTH).select("starts_on", "value", pl.col("sample").fill_null(0))
        found[str(name)] = Quarter(every, *(tuple(column.to_list()) for column in last))
    return found
