"""Tables of chapters as pages show them."""

from __future__ import annotations

from datetime import date

import polars as pl

from commkit.edition import Chapter
from commkit.render.page.exhibit import lay_out_exhibit
from commkit.result import Result


def test_a_column_that_says_nothing_of_any_light_is_left_out() -> None:
    table = pl.DataFrame({"light": ["red"], "slice": pl.Series([None], dtype=pl.String), "alarm": ["falling"]})
    result = Result("Lights", table, vocabulary={"light": ("red",)})
    shown = lay_out_exhibit(Chapter("lights", "Lights", "commkit alerts", result), (), (), 9)
    assert [strand.head for strand in shown.strands] == ["light", "alarm"]


def test_the_usual_first_day_is_not_repeated() -> None:
    """Two rows of one week, one of an earlier, and three that know none: only the earlier is told."""
    week, before = date(2024, 2, 12), date(2024, 2, 5)
    table = pl.DataFrame(
        {
            "indicator": ["dau", "wau", "d7", "d30", "d90", "mau"],
            "starts_on": [week, week, before, None, None, None],
            "recent_values": pl.Series([None] * 6, dtype=pl.List(pl.Float64)),
        }
    )
    assert days_shown(Result("", table)) == ["", "", "2024-02-05", "", "", ""]


def test_a_board_of_an_earlier_period_than_the_report_says_so() -> None:
    """All that is known of money is of the month before that of the report."""
    table = pl.DataFrame(
        {
            "indicator": ["gmv", "orders"],
            "starts_on": [date(2024, 1, 1)] * 2,
            "recent_values": pl.Series([None] * 2, dtype=pl.List(pl.Float64)),
        }
    )
    assert days_shown(Result("", table, parameters={"starts_on": "2024-02-01"})) == ["2024-01-01"] * 2
    shown = lay_out_exhibit(make_board(Result("", table, parameters={"starts_on": "2024-01-01"})), (), (), 9)
    assert [strand.head for strand in shown.strands] == ["indicator"]


def make_board(result: Result) -> Chapter:
    return Chapter("metrics", "Metrics", "commkit kpi", result)


def days_shown(result: Result) -> list[str]:
    shown = lay_out_exhibit(make_board(result), (), (), 9)
    [days] = [strand.cells for strand in shown.strands if strand.head == "starts on"]
    return [cell.text for cell in days]
