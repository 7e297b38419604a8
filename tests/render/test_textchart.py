"""A chart in a terminal shows the shape of the numbers."""

from datetime import date, timedelta

import polars as pl
import pytest

from commkit.render.textchart import render_chart
from commkit.render.widths import count_cells
from commkit.result import Bars, Chart, Funnel, Heatmap, Line

WEEKS = [date(2026, 1, 5) + timedelta(weeks=week) for week in range(4)]
LINE = pl.DataFrame({"week_on": WEEKS, "active_members": [0, 16, None, 32], "reply_rate": [0.0, 0.5, None, 1.0]})


def test_one_line() -> None:
    r"""
    Four rows of eight levels hold 0..32: 0 fills the first level, 16 is 1 + 15.5 of 31 (rounds to 17, which is
    two full rows and a bit), 32 fills all; a missing week is blank.
    """
    assert render_chart(LINE, Line("week_on", ("active_members",)), 27, unicode=True) == [
        "active members  0 – 32",
        "32                   ██████",
        "         ▁▁▁▁▁▁      ██████",
        "         ██████      ██████",
        " 0 ▁▁▁▁▁▁██████      ██████",
        "   2026-01-05    2026-01-26",
    ]


def test_a_period_that_is_not_settled_is_left_out() -> None:
    """The last week, of 32, is not over: the line ends before it, and 16 is the top."""
    table = LINE.with_columns(status=pl.Series(["complete", "low_n", "complete", "running"]))
    drawn = render_chart(table, Line("week_on", ("active_members",)), 27, unicode=True)
    assert drawn[0] == "active members  0 – 16"
    assert [row.rstrip() for row in drawn[1:5]] == [
        "16       ██████",
        "         ██████",
        "         ██████",
        " 0 ▁▁▁▁▁▁██████",
    ]


def test_two_units_have_two_scales() -> None:
    drawn = render_chart(LINE, Line("week_on", ("active_members", "reply_rate")), 60, unicode=True)
    assert drawn[0] == "active members  0 – 32"
    assert drawn[3] == "reply rate  0.0% – 100.0%"
    assert drawn[4].startswith("100.0% ")


def test_rows_in_another_order_draw_the_same_line() -> None:
    chart = Line("week_on", ("active_members",))
    assert render_chart(LINE.reverse(), chart, 60, unicode=True) == render_chart(LINE, chart, 60, unicode=True)


def test_each_slice_has_its_line() -> None:
    table = pl.concat([LINE.with_columns(slice=pl.lit(name)) for name in ("Slack", "微信")])
    drawn = render_chart(table, Line("week_on", ("active_members",)), 60, unicode=True)
    assert [drawn[0], drawn[3]] == ["Slack  0 – 32", "微信  0 – 32"]


def test_bars_start_in_one_column() -> None:
    table = pl.DataFrame({"member": ["张三", "b", "c", "d"], "messages": [8, 4, -2, None]})
    assert render_chart(table, Bars("member", "messages"), 16, unicode=True) == [
        "messages",
        "张三 ████████ 8",
        "b    ████ 4",
        "c    ░░ -2",
        "d    –",
    ]


def test_many_bars_say_how_many_are_missing() -> None:
    table = pl.DataFrame({"member": [str(i) for i in range(50)], "messages": range(50)})
    assert render_chart(table, Bars("member", "messages"), 60, unicode=True)[-1] == "10 more not drawn"


def test_heatmap() -> None:
    table = pl.DataFrame(
        {"cohort": ["一月", "一月", "b"], "weeks": [0, 1, 0], "kept_rate": [1.0, 0.5, 0.0]},
    )
    assert render_chart(table, Heatmap("weeks", "cohort", "kept_rate"), 30, unicode=True) == [
        "kept rate by weeks",
        "     0  1",
        "一月 ██▒▒",
        "b    ··  ",
        "· 0.0%  █ 100.0%",
    ]


FUNNEL = pl.DataFrame(
    {"number": [1, 2, 3], "step": ["join", "message", "reply"], "members": [8, 4, 1], "overall_rate": [1.0, 0.5, 0.125]}
)


def test_a_funnel_narrows_about_its_middle() -> None:
    """Of 20 cells the half is 10; an eighth is two and a half, and the half cell stands on the left."""
    assert render_chart(FUNNEL, Funnel("number", "step", "members", "overall_rate"), 40, unicode=True) == [
        "members · overall rate",
        "1 join    ████████████████████ 8  100.0%",
        "2 message      ██████████      4   50.0%",
        "3 reply           ▐██          1   12.5%",
    ]


def test_a_funnel_of_nobody_has_no_bars() -> None:
    nobody = FUNNEL.with_columns(members=pl.lit(0), overall_rate=pl.lit(None, pl.Float64))
    drawn = render_chart(nobody, Funnel("number", "step", "members", "overall_rate"), 40, unicode=False)
    assert [line.split() for line in drawn[1:]] == [
        ["1", "join", "0", "–"],
        ["2", "message", "0", "–"],
        ["3", "reply", "0", "–"],
    ]


@pytest.mark.parametrize("width", [20, 40, 60, 200])
@pytest.mark.parametrize("values", [[0, 0, 0, 0], [None] * 4, [5, -5, 1, 0], [1, 2, 3, 10**9]])
@pytest.mark.parametrize("chart", [Line("week_on", ("n",)), Bars("name", "n"), Heatmap("week_on", "name", "n")])
def test_never_too_wide_and_ascii_on_demand(chart: Chart, values: list[int | None], width: int) -> None:
    names = ["a", "a very long name", "张三", "d"]
    table = pl.DataFrame({"week_on": WEEKS, "name": names, "n": values}, schema_overrides={"n": pl.Int64})
    assert all(count_cells(line) <= width for line in render_chart(table, chart, width, unicode=True))
    plain = "".join(render_chart(table.with_columns(name=pl.lit("x")), chart, width, unicode=False))
    assert plain.replace("–", "").replace("…", "").isascii()


def test_a_year_of_days_fits() -> None:
    days = [date(2025, 1, 1) + timedelta(days=day) for day in range(365)]
    table = pl.DataFrame({"day_on": days, "messages": range(365)})
    drawn = render_chart(table, Line("day_on", ("messages",)), 40, unicode=True)
    assert drawn[0] == "messages  0 – 364"
    assert max(map(count_cells, drawn)) == 40


def test_nothing_to_draw() -> None:
    assert render_chart(LINE.head(0), Line("week_on", ("active_members",)), 60, unicode=True) == []


def test_a_band_is_shaded_around_its_line() -> None:
    r"""
    Four rows of eight levels hold 0..1. Day 0: one is level 32, all four rows, and so are both edges. Day 1: a half is
    1 + 15.5 of 31, rounded to 17, two rows and a bit of the third; below, a quarter is level 9, hence the second row is
    in the band; above, all the fourth row is. Day 2: a quarter is level 9, one row and a bit; below, zero is level 1,
    hence the first row is in the band; above, nothing is known.
    """
    table = pl.DataFrame(
        {"days": [0, 1, 2], "kept_rate": [1.0, 0.5, 0.25], "low_rate": [1.0, 0.25, 0.0], "high_rate": [1.0, 1.0, None]}
    )
    chart = Line("days", ("kept_rate",), band=("low_rate", "high_rate"))
    assert [line.rstrip() for line in render_chart(table, chart, 25, unicode=True)] == [
        "kept rate  25.0% – 100.0%",
        "100.0% ██████░░░░░░",
        "       ██████▁▁▁▁▁▁",
        "       ██████▓▓▓▓▓▓▁▁▁▁▁▁",
        "  0.0% ████████████▓▓▓▓▓▓",
        "       0                2",
    ]
    assert render_chart(table, chart, 25, unicode=False)[1].rstrip() == "100.0% ######------"


def test_each_slice_has_its_band() -> None:
    table = pl.DataFrame(
        {"slice": ["a", "b"], "days": [0, 0], "kept_rate": [1.0, 1.0], "low_rate": [1.0, 0.0], "high_rate": [1.0, 1.0]}
    )
    drawn = render_chart(table, Line("days", ("kept_rate",), band=("low_rate", "high_rate")), 25, unicode=True)
    assert [line.split()[1] for line in (drawn[2], drawn[5])] == ["██████", "▓▓▓▓▓▓"]
