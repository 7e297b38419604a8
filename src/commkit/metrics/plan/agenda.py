"""On which days duties are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.choices import Period
from commkit.indicators.periods import start_of
from commkit.presets.cadence import Cadence
from commkit.store.ask.reach import DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from commkit.presets.cadence import Duty

_LONG = {Cadence.month: Period.month, Cadence.quarter: Period.quarter, Cadence.year: Period.year}
_HALVES = (1, 7)  # the months in which a half of a year begins


def list_due(duties: Iterable[Duty], first_on: date, days: int) -> Iterator[tuple[date, Duty]]:
    """Each duty on each of so many days on which it is due, day by day, in the order of the duties."""
    known = tuple(duties)
    for number in range(days):
        day = first_on + number * DAY
        yield from ((day, duty) for duty in known if is_due(duty, day))


def is_due(duty: Duty, day: date) -> bool:
    """Whether it is due on this day: each day, on Monday, of even weeks for fortnights, or the first of the period."""
    is_monday = day.weekday() == 0
    match duty.every:
        case Cadence.once:
            return day == duty.day
        case Cadence.day:
            return True
        case Cadence.week:
            return is_monday
        case Cadence.fortnight:
            return is_monday and day.isocalendar().week % 2 == 0
        case Cadence.half_year:
            return is_monday and _is_first_week(day) and day.month in _HALVES
    return is_monday and _is_first_week(day) and start_of(day, _LONG[duty.every]).month == day.month


def _is_first_week(day: date) -> bool:
    return (day - 7 * DAY).month != day.month
