"""The period that an edition is about: the last one that is over in the data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from commkit.indicators.period_names import label_period
from commkit.indicators.periods import end_of, move, start_of
from commkit.store.ask.reach import NEARLY, last_whole_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from commkit.choices import Period
    from commkit.store.ask.community import Store

_DAY = timedelta(days=1)
_MARGIN = timedelta(days=1) - NEARLY


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """A period by its first and its last day, and the day as of which it is told."""

    every: Period
    starts_on: date
    ends_on: date
    as_of: date

    @property
    def before_on(self) -> date:
        """The last day of the period before."""
        return self.starts_on - _DAY

    @property
    def label(self) -> str:
        """The period as titles name it: 2026-W26, 2026-06, 2026-Q2."""
        return label_period(self.starts_on, self.every)

    def days_back(self, days: int) -> date:
        """The first of so many days that end with the period."""
        return self.as_of - timedelta(days=days - 1)


def find_span(store: Store, every: Period) -> ReportPeriod:
    """The last period that is over by the day asked for; one that lacks at most 12 hours of its last day is over.

    Where no day is asked for, messages that end a period earlier than orders, say, make it the earlier one.
    """
    told = list(store.coverage.told)
    found = _find_last(every, store.as_of, [place.until for place in told])
    ends = [place.until for place in told if place.kind == "messages"] if store.asked.as_of is None else []
    if not ends:
        return found
    of_chat = _find_last(every, last_whole_day(max(ends)), ends)
    return of_chat if of_chat.starts_on == move(found.starts_on, every, -1) else found


def _find_last(every: Period, as_of: date, ends: Sequence[datetime]) -> ReportPeriod:
    """The last period that is over as of a day, by where coverage ends."""
    reached = max(ends, default=None)
    is_nearly = reached is not None and reached.date() > as_of and reached.hour >= _MARGIN.seconds // 3600
    known = as_of + _DAY if is_nearly and end_of(start_of(as_of, every), every) == as_of + 2 * _DAY else as_of
    starts_on = move(start_of(known + _DAY, every), every, -1)
    ends_on = end_of(starts_on, every) - _DAY
    return ReportPeriod(every, starts_on, ends_on, min(ends_on, as_of))
