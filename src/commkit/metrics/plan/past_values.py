"""The settled values of an indicator, as forecasts are made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit.choices import UNSETTLED, Period, PeriodStatus
from commkit.errors import NotEnoughData
from commkit.indicators.inventory import find_indicator
from commkit.indicators.series import missing, series
from commkit.stats.forecast import FEWEST, Outlook, forecast
from commkit.store.ask.remedies import lacks
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from commkit.choices import Activity
    from commkit.store.ask.community import Store


SEASONS = {Period.day: 7, Period.month: 12, Period.quarter: 4}  # periods of a week or a year


@dataclass(frozen=True, slots=True)
class Past:
    """A slice's settled values, one a period without a gap up to the last, which begins on `last_on`."""

    slice: str | None
    values: list[float]
    starts: list[date]

    @property
    def last_on(self) -> date:
        """When the last settled period begins."""
        return self.starts[-1]


def find_past(store: Store, name: str, *, every: Period, active_by: Activity) -> list[Past]:
    """Of each slice the values since the last gap. Raises WrongUse and NotEnoughData."""
    if lacking := missing(store, find_indicator(name), active_by):
        raise lacks(lacking[0], store.name)
    told = series(store, [name], every=every, active_by=active_by)
    settled = told.filter(~told["status"].is_in([*UNSETTLED, PeriodStatus.not_covered.value]))
    parts = settled.sort("starts_on").partition_by("slice", maintain_order=True)
    found = [past for part in parts if (past := _read(list(part.select("slice", "starts_on", "value").iter_rows())))]
    if not found:
        raise NotEnoughData(
            say("{indicator}: no period is settled", indicator=value(name, "indicator")),
            hint=say("load more, or ask by shorter periods: --every week"),
        )
    return found


def _read(rows: list[tuple[str | None, date, float | None]]) -> Past | None:
    """The rows after the last that has no value."""
    known: list[tuple[date, float]] = []
    for _, day, number in rows:
        known = [] if number is None else [*known, (day, number)]
    return Past(rows[0][0], [number for _, number in known], [day for day, _ in known]) if known else None


def foretell(past: Past, periods: int, unit: str, every: Period) -> Outlook:
    """The next values; what was never below zero stays there, and a rate never passes 1. Raises NotEnoughData."""
    found = forecast(past.values, periods, SEASONS.get(every, 1))
    if found is None:
        raise NotEnoughData(
            say(
                "{count} settled periods are too few to look ahead; {few} are needed",
                count=len(past.values),
                few=FEWEST,
            ),
            hint=say("load earlier exports, or ask by shorter periods: --every week"),
        )
    least = 0.0 if min(past.values) >= 0 else None
    most = 1.0 if unit == "rate" and max(past.values) <= 1 else None
    return Outlook(*(list(_bound(each, least, most)) for each in (found.values, found.lows, found.highs)))


def _bound(values: list[float], least: float | None, most: float | None) -> Iterator[float]:
    for number in values:
        above = number if least is None else max(number, least)
        yield above if most is None else min(above, most)
