"""Who stands high in the pyramid, who climbs, and what the core gives, counted by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from commkit.answer.layers import Layers
from commkit.choices import Activity, Period
from commkit.indicators.series import series

if TYPE_CHECKING:
    from commkit.store.ask.community import Store

NAMES = ("core_share", "promotion_rate", "core_message_index", "wake_rate")


def test_levels_of_a_month(drawn_store: Store) -> None:
    """Thirteen Mondays to March 25, five of April and one of May.

    As April starts, Ana is core, with 13 days of 90 and some in each third; Eve, with 8, is active; Ben, with 3, and
    Cleo, with 1, are occasional; Dora is not there yet. Of those 4, 1 is core. In April Ben speaks on 5 days more and
    is active as it ends, Cleo on none: 1 of 2 rose. Ana writes 5 of 12 messages, being 1 of 4: an index of 5 / 3.
    Nobody is at the bottom, for Cleo spoke in the 90 days.

    ana   x x x x x x x x x x x x x x x x x x x
    eve   x x x x x x x x . . . . . x x . . . x
    ben   . . . . . . . . . . x x x x x x x x x
    cleo  . . . . x . . . . . . . . . . . . . .
    dora  . . . . . . . . . . . . . x . . . . .
    """
    Layers().attach(drawn_store)
    told = series(drawn_store, NAMES, every=Period.month, active_by=Activity.spoke)
    april = told.filter(pl.col("starts_on") == date(2024, 4, 1))
    rows = {row["indicator"]: (row["numerator"], row["denominator"], row["value"]) for row in april.to_dicts()}
    assert rows["core_share"] == (1, 4, 0.25)
    assert rows["promotion_rate"] == (1, 2, 0.5)
    assert rows["core_message_index"][2] == pytest.approx(5 / 12 / 0.25)
    assert rows["wake_rate"] == (0, 0, None)
    march = told.filter(pl.col("starts_on") == date(2024, 3, 1))
    assert march["value"].to_list() == [None] * 4


def test_who_wakes_from_the_bottom(drawn_store: Store) -> None:
    """As May starts, the day 122, Ben and Cleo were silent for 90 days; Ben speaks in it: 1 of 2.

    ana   x x x x x x x x x x x x x x x x x x x x x x x
    ben   x . . . . . . . . . . . . . . . . . . x . . .
    cleo  x . . . . . . . . . . . . . . . . . . . . . .
    """
    Layers().attach(drawn_store)
    told = series(drawn_store, ["wake_rate"], every=Period.month, active_by=Activity.spoke)
    [may] = told.filter(pl.col("starts_on") == date(2024, 5, 1)).to_dicts()
    assert (may["numerator"], may["denominator"]) == (1, 2)
