from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import polars as pl
import pytest

from commkit.choices import Activity, Period
from commkit.indicators.series import series
from commkit.store.ask.cut import Cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store


def told(store: Store) -> dict[date, tuple[object, ...]]:
    """Value, numerator, denominator and status of each week."""
    table = series(store, ["staff_message_share"], every=Period.week, active_by=Activity.spoke)
    shown = table.filter(pl.col("slice").is_null() | (pl.col("slice") == "hall"))
    return {row[0]: row[1:] for row in shown.select("starts_on", "value", "numerator", "denominator", "status").rows()}


def test_staff_among_all_who_wrote(drawn_store: Store) -> None:
    """Of four messages in the first week one is staff's; of two in the second none is; a bot's never count.

    ana   3 2 x
    boss  x . x  staff
    robo  5 5 5  bot
    """
    found = told(drawn_store)
    assert found[date(2024, 1, 1)] == (0.25, 1, 4, "low_n")
    assert found[date(2024, 1, 8)][:3] == (0, 0, 2)


def test_counting_staff_among_members_too_counts_nobody_twice(drawn_store: Store) -> None:
    """One of four.

    ana   3 x
    boss  x . staff
    """
    drawn_store.cut(Cut(include_staff=True))
    assert told(drawn_store)[date(2024, 1, 1)][:3] == (0.25, 1, 4)


def test_by_group_it_is_told_and_by_channel_it_is_not(drawn_store: Store) -> None:
    """All in the group hall.

    ana   3 x
    boss  x . staff
    """
    drawn_store.cut(Cut(by="group"))
    assert told(drawn_store)[date(2024, 1, 1)][:3] == (0.25, 1, 4)
    drawn_store.cut(Cut(by="channel"))
    assert {row[0] for row in told(drawn_store).values()} == {None}


def test_where_nobody_is_known_as_staff_it_is_not_known(drawn_store: Store) -> None:
    """Never zero.

    ana   3 x
    """
    assert told(drawn_store)[date(2024, 1, 1)] == (None, None, None, "not_covered")


def test_a_rate_of_thirty_is_settled_and_one_of_twenty_nine_is_not(community: Callable[..., Store]) -> None:
    """Staff writes once a week; the others 28 times in the first week, 29 times in the second, once in the third."""
    said = [
        {"group": "hall", "author": who, "sent_at": datetime(2024, 1, 1 + 7 * week, 12, each), "kind": "text"}  # noqa: DTZ001 (an export's instants carry no zone)
        for week, number in enumerate((29, 30, 2))
        for each in range(number)
        for who in ("ana" if each else "boss",)
    ]
    found = told(community(message=said, member=[{"native": "boss", "is_staff": True}]))
    assert found[date(2024, 1, 1)] == (pytest.approx(1 / 29), 1, 29, "low_n")
    assert found[date(2024, 1, 8)] == (pytest.approx(1 / 30), 1, 30, "complete")
