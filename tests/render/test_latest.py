"""The last periods of an answer over time.

Ana joins in the first week of 2024, two people in the second, and three in the third.
"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from commkit.render.latest import keep_last
from commkit.result import Result

WEEKS = [date(2024, 1, 1) + week * timedelta(days=7) for week in range(3)]


def weekly(total: dict[str, int] | None = None) -> Result:
    """Joins by week."""
    table = pl.DataFrame({"starts_on": WEEKS, "joined_members": [1, 2, 3]})
    return Result("Joins", table, keys=("starts_on",), parameters={"every": "week"}, total=total)


@pytest.mark.parametrize(
    ("last", "joined", "notes"),
    [
        (2, [2, 3], ("1 earlier week: --last 3.",)),
        (1, [3], ("2 earlier weeks: --last 3.",)),
        (3, [1, 2, 3], ()),
        (99, [1, 2, 3], ()),
        (0, [1, 2, 3], ()),
    ],
)
def test_the_last_weeks_are_kept_and_those_before_are_named(
    last: int, joined: list[int], notes: tuple[str, ...]
) -> None:
    """0 keeps all."""
    kept = keep_last(weekly(), last)
    assert (kept.table["joined_members"].to_list(), kept.notes) == (joined, notes)


def test_each_slice_has_the_same_weeks() -> None:
    """Ana's group has nothing to tell of the last week."""
    table = pl.DataFrame({"slice": ["a", "a", "b"], "starts_on": [*WEEKS[:2], WEEKS[2]], "members": [1, 1, 5]})
    kept = keep_last(Result("", table, keys=("slice", "starts_on")), 2).table
    assert kept.select("slice", "members").rows() == [("a", 1), ("b", 5)]


def test_a_total_is_of_all_weeks_and_says_so() -> None:
    """Six joined in all."""
    notes = keep_last(weekly(total={"joined_members": 6}), 1).notes
    assert notes == ("2 earlier weeks: --last 3.", "totals and means are of all periods.")


def test_rows_of_no_period_stay() -> None:
    """A mean below the weeks."""
    table = pl.DataFrame({"starts_on": [*WEEKS, None], "members": [1, 2, 3, 2]})
    assert keep_last(Result("", table, keys=("starts_on",)), 1).table["members"].to_list() == [3, 2]


def test_an_answer_that_is_not_over_time_is_left_as_it_is() -> None:
    """Each indicator has a week of its own."""
    told = Result("", pl.DataFrame({"indicator": ["a", "b"], "starts_on": WEEKS[:2]}), keys=("indicator",))
    assert keep_last(told, 1) is told
