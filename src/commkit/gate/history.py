"""What an indicator was, period by period, as exact numbers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from commkit.choices import UNSETTLED, Period
from commkit.indicators.periods import move
from commkit.presets.bands import exact

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from fractions import Fraction

    import polars as pl

# A year of days or weeks ends on the same weekday.
PERIODS_A_YEAR = {Period.day: 364, Period.week: 52, Period.month: 12, Period.quarter: 4, Period.year: 1}


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator in one period: exact, with n, the status of the period, and how far its facts reach."""

    starts_on: date
    status: str
    numerator: Fraction | None
    denominator: Fraction | None  # None where the indicator is no ratio
    sample: float | None
    as_of_on: date

    @property
    def value(self) -> Fraction | None:
        """The number; None where it is not settled, or 0/0."""
        return None if self.status in UNSETTLED else self.ratio

    @property
    def ratio(self) -> Fraction | None:
        """The number, settled or not; None where nothing covers it, or for 0/0."""
        if self.numerator is None or self.denominator is None:
            return self.numerator
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True, slots=True)
class History:
    """One indicator in one slice: its periods by the day on which they start."""

    every: Period
    periods: Mapping[date, Measured]
    min_sample: int = 0  # of fewer, nothing is told

    def at(self, starts_on: date) -> Fraction | None:
        """The number of a period; None where it is not known, or of too few."""
        found = self.periods.get(starts_on)
        return None if found is None or self.is_small(found) else found.value

    def is_small(self, measured: Measured) -> bool:
        """Whether it is of fewer than are asked for."""
        return measured.sample is not None and measured.sample < self.min_sample

    def before(self, starts_on: date, number: int = 1) -> date:
        """The start of the period so many periods before."""
        return move(starts_on, self.every, -number)

    def last(self, starts_on: date, number: int) -> list[Fraction | None]:
        """The numbers of so many periods before this one, the nearest first."""
        return [self.at(self.before(starts_on, back)) for back in range(1, number + 1)]

    def recent(self, starts_on: date, number: int) -> list[Fraction]:
        """The last so many numbers that are known before this period, the earliest first."""
        known = (self.at(each) for each in sorted(self.periods, reverse=True) if each < starts_on)
        return [*islice((each for each in known if each is not None), number)][::-1]

    def a_year_before(self, starts_on: date) -> date:
        """The start of the period that is compared with this one by year."""
        return self.before(starts_on, PERIODS_A_YEAR[self.every])


def read_histories(frame: pl.DataFrame | None, every: Period, min_sample: int = 0) -> dict[str | None, History]:
    """The numbers of one indicator of `series`, by slice; none where there are no rows."""
    told: dict[str | None, dict[date, Measured]] = {}
    if frame is None:
        return {}
    columns = ("slice", "starts_on", "status", "numerator", "denominator", "sample", "as_of_on")
    for called, starts_on, status, numerator, denominator, sample, as_of_on in frame.select(columns).iter_rows():
        measured = Measured(starts_on, status, _exact(numerator), _exact(denominator), sample, as_of_on)
        told.setdefault(called, {})[starts_on] = measured
    return {called: History(every, periods, min_sample) for called, periods in told.items()}


def _exact(number: float | None) -> Fraction | None:
    return None if number is None else exact(number)
