from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from commkit.answer.layers import Layers
from commkit.choices import Activity, Period
from commkit.indicators.series import series
from commkit.metrics.overview.kpi import kpi
from commkit.store.ask.cut import Cut

if TYPE_CHECKING:
    from commkit.store.ask.community import Store

MARCH, APRIL = date(2024, 3, 1), date(2024, 4, 1)


def told(store: Store, name: str, day: date) -> tuple[object, ...]:
    """Value, numerator, denominator and status of the month that begins on the day."""
    table = series(store, [name], every=Period.month, active_by=Activity.spoke)
    return table.filter(pl.col("starts_on") == day).select("value", "numerator", "denominator", "status").row(0)


def test_churn_is_of_those_active_in_the_month_before(drawn_store: Store) -> None:
    """Thirteen Mondays to March 25, five of April, one of May.

    Ana, Ben, Cleo and Dora speak in March; Ben and Cleo are silent in April: 2 of 4. On March 31 Ana and Ben have
    spoken on 12 days of 90, and in each of its three spans: they are core, and Ben is silent: 1 of 2. Eve was core too,
    but for March. As March begins, no level is known: the log is younger than 90 days.

    ana   x x x x x x x x x x x x x x . . . . x
    ben   x x x x x x x x x x x x x . . . . . x
    cleo  x . . . . . . . . . . . x . . . . . .
    dora  . . . . . . . . . . . . x . x . . . .
    eve   x x x x x x x x . . . . . x . . . . .
    """
    Layers().attach(drawn_store)
    assert told(drawn_store, "churn_rate", APRIL) == (0.5, 2, 4, "low_n")
    assert told(drawn_store, "core_churn_rate", APRIL) == (0.5, 1, 2, "low_n")
    assert told(drawn_store, "churn_rate", MARCH)[1:3] == (1, 3)
    assert told(drawn_store, "core_churn_rate", MARCH) == (None, None, None, "not_covered")


def test_of_segments_and_where_nothing_tells_levels_the_core_is_not_known(drawn_store: Store) -> None:
    """Never zero; and the community looked at is what it was before.

    ana   x x x x x x x x x x x x x x . . . . x
    ben   x x x x x x x x x x x x x . . . . . x
    """
    assert told(drawn_store, "core_churn_rate", APRIL)[0] is None
    Layers().attach(drawn_store)
    drawn_store.cut(Cut(by="segment"))
    assert set(series(drawn_store, ["core_churn_rate"], every=Period.month, active_by=Activity.spoke)["value"]) == {
        None
    }
    drawn_store.cut(Cut(by="platform"))
    assert told(drawn_store, "core_churn_rate", APRIL)[:3] == (0.5, 1, 2)
    assert told(drawn_store, "churn_rate", APRIL)[:3] == (0.5, 1, 2)
    assert drawn_store.asked == Cut(by="platform")


def test_the_floor_of_retention_stands_in_kpi_with_its_rule(drawn_store: Store) -> None:
    """By week alone, for that is what the rule is of.

    ana   x x x
    """
    shown = kpi(drawn_store, metric=["d7"], explain=True)
    assert shown.table["baseline"].to_list() == [0.3]
    assert any("retention below 30%: a review starts" in note and "§4.1" in note for note in shown.notes)
    by_month = kpi(drawn_store, metric=["d7"], every=Period.month, explain=True)
    assert by_month.table["baseline"].to_list() == [None]
    drawn_store.targets = {"d7": 0.45}
    assert kpi(drawn_store, metric=["d7"], explain=True).table["baseline"].to_list() == [None]
