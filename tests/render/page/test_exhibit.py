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
    shown = lay_out_exhibit(Chapter("metrics", "Metrics", "commkit kpi", Result("", table)), (), (), 9)
    [days] = [strand.cells for strand in shown.strands if strand.head == "starts on"]
    assert [cell.text for cell in days] == ["", "", "2024-02-05", "", "", ""]
