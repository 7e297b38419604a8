"""A change stands behind its number, and what is the same in every row is said once."""

from __future__ import annotations

import polars as pl

from commkit import words
from commkit.render.columns import lay_out_columns
from commkit.render.condensed import condense
from commkit.result import Grid, Result


def test_a_change_stands_behind_its_number() -> None:
    """Two weeks: 1,386 and then 1,408, and nothing is known of the week before the first."""
    table = pl.DataFrame(
        {
            "week": ["first", "second"],
            "members": [1386, 1408],
            "previous_members": [None, 1386],
            "change_members": [None, 22],
            "silent_rate": [0.5, 0.25],
            "previous_silent_rate": [None, 0.5],
            "change_silent_rate": [None, -0.25],
        }
    )
    columns = condense(Result("T", table)).columns
    assert [column.head for column in columns] == ["week", "members", "silent rate"]
    assert [column.cells for column in columns[1:]] == [("1,386", "1,408 (+22)"), ("50.0%", "25.0% (-25.0 pp)")]


def test_a_change_without_an_earlier_number_stays() -> None:
    table = pl.DataFrame({"level": ["core", "edge"], "members": [3, 4], "change_members": [1, -1]})
    assert [column.head for column in condense(Result("T", table)).columns] == ["level", "members", "change members"]


def test_what_is_the_same_in_every_row_is_said_once() -> None:
    """Three groups of ten members each."""
    table = pl.DataFrame({"group": ["a", "b", "c"], "of_members": [10, 10, 10], "messages": [1, 2, 2]})
    condensed = condense(Result("T", table))
    assert [column.head for column in condensed.columns] == ["group", "messages"]
    assert condensed.same == "the same in every row: of members 10."


def test_what_adds_up_to_another_number_stays() -> None:
    table = pl.DataFrame({"group": ["a", "b", "c"], "loaded": [2, 2, 2], "rejected": [0, 0, 0]})
    condensed = condense(Result("T", table, total={"loaded": 6, "rejected": 0}))
    assert [column.head for column in condensed.columns] == ["group", "loaded"]
    assert condensed.same == "the same in every row: rejected 0."


def test_two_rows_and_grids_are_left_as_they_are() -> None:
    two = pl.DataFrame({"group": ["a", "b"], "of_members": [10, 10]})
    assert condense(Result("T", two)).same == ""
    long = pl.DataFrame({"day": [1, 2, 3], "hour": [0, 0, 0], "messages": [5, 5, 5]})
    assert condense(Result("T", long, grid=Grid("day", "hour", "messages"))).same == ""


def test_a_total_that_repeats_its_only_row_is_left_out() -> None:
    one = Result("T", pl.DataFrame({"path": ["x.csv"], "loaded": [2]}), total={"loaded": 2})
    assert [column.foot for column in condense(one).columns] == ["", ""]
    other = Result("T", pl.DataFrame({"week": ["last"], "joined": [2]}), total={"joined": 9})
    assert [column.foot for column in condense(other).columns] == ["Total", "9"]


def test_the_last_line_is_named_where_it_shows_and_its_words_are_translated() -> None:
    """The first column is not shown; the grade is a word of a closed list."""
    table = pl.DataFrame({"department": [None], "panel": ["base"], "points": [6.0], "status": ["complete"]})
    total = {"points": 9.0, "status": "leading"}
    told = Result("T", table, total=total, unseen=("department",), vocabulary={"status": ("complete", "leading")})
    with words.speaking("zh"):
        assert [column.foot for column in lay_out_columns(told)] == ["合计", "9", "领先"]
