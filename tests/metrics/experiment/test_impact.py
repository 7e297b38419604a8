"""What came after a day, beside what was expected of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from commkit.errors import NotEnoughData, WrongUse
from commkit.metrics.experiment.impact import impact
from commkit.metrics.experiment.yardsticks import ImpactMeasure, Yardstick

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]

MONDAY = datetime.fromisoformat("2024-01-01 12:00")
EVENT = 168  # the day of it, a Monday: June 17, 2024
DAYS = 224


def talk(group: str, usual: int, after: int) -> list[dict[str, Any]]:
    """Messages of the group: so many a day, one more in each third week, and another number from the event on."""
    rows = []
    for day in range(DAYS):
        number = (usual if day < EVENT else after) + (day // 7 % 3 == 0)
        at = MONDAY + timedelta(days=day)
        rows += [
            {"group": group, "author": f"{group}{each}", "sent_at": at + timedelta(minutes=each), "kind": "text"}
            for each in range(number)
        ]
    return rows


def rows_of(store: Store, **asked: object) -> dict[int, dict[str, Any]]:
    """The rows by their days."""
    return {row["days"]: row for row in impact(store, on="2024-06-17", **asked).table.to_dicts()}  # type: ignore[arg-type]


def test_what_doubles_is_found(community: Community) -> None:
    """28 days of 9 and 14 more bring 266; the four weeks before had 28 x 4 + 7 = 119, and such weeks usually go on."""
    told = rows_of(community(message=talk("hall", 4, 9)))
    assert (told[28]["value"], told[28]["verdict"]) == (266, "above")
    assert told[28]["expected_value"] == pytest.approx(119, rel=0.05)
    assert told[28]["change_percent"] == pytest.approx(100 * (266 / told[28]["expected_value"] - 1))
    assert (told[91]["status"], told[91]["value"]) == ("running", None)


def test_what_happened_elsewhere_too_is_no_impact(community: Community) -> None:
    """Both groups double on that day; of the hall alone it is an impact, beside the yard it is none."""
    store = community(message=[*talk("hall", 4, 9), *talk("yard", 4, 9)])
    assert rows_of(store, pilot=["hall"], against=Yardstick.before)[28]["verdict"] == "above"
    beside = rows_of(store, pilot=["hall"])[28]
    assert beside["change_percent"] == pytest.approx(0)
    assert beside["verdict"] != "above"


def test_a_matched_group_is_the_one_that_is_as_large(community: Community) -> None:
    """The hall has 4 or 5 a day, the yard 4 or 5, the park 20 or 21."""
    store = community(message=[*talk("hall", 4, 9), *talk("yard", 4, 4), *talk("park", 20, 40)])
    notes = impact(store, on="2024-06-17", pilot=["hall"], against=Yardstick.matched).notes
    assert any("yard" in note and "park" not in note for note in notes)
    assert rows_of(store, pilot=["hall"], against=Yardstick.matched)[28]["change_percent"] > 90


def test_members_count_once_a_day(community: Community) -> None:
    told = rows_of(community(message=[*talk("hall", 4, 9), *talk("hall", 4, 9)]), of=ImpactMeasure.active_members)
    assert told[28]["value"] == 266


def test_too_little_is_refused(community: Community) -> None:
    store = community(message=talk("hall", 4, 9))
    with pytest.raises(NotEnoughData):
        impact(store, on="2024-01-20")
    with pytest.raises(NotEnoughData):
        impact(store, on="2024-12-20")
    with pytest.raises(NotEnoughData, match="no campaign has begun"):
        impact(store)
    with pytest.raises(WrongUse):
        impact(store, on="2024-06-17", campaign="fair")
    with pytest.raises(WrongUse):
        impact(store, on="2024-06-17", pilot=["hal"])
    with pytest.raises(WrongUse):
        impact(store, on="2024-06-17", against=Yardstick.rest)


def test_the_path_begins_and_ends_with_whole_weeks(community: Community) -> None:
    drawn = impact(community(message=talk("hall", 4, 9)), on="2024-06-17").drawn
    assert drawn is not None
    assert drawn["week_on"].min() == date(2024, 3, 25)
    assert drawn["week_on"].max() == date(2024, 8, 5)
    assert drawn.filter(drawn["week_on"] == date(2024, 6, 17))["messages"].item() == 70
