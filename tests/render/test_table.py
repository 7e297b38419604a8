"""A table is never wider than asked, and never loses a number."""

import re
from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commkit.render.columns import lay_out_columns
from commkit.render.table import Screen, render_table
from commkit.render.widths import count_cells
from commkit.result import Context, Grid, Result

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.mark.parametrize("width", [100, 60, 40])
def test_table(golden: Result, context: Context, snapshot: Callable[[str, str], None], width: int) -> None:
    snapshot(f"table_{width}.txt", render_table(golden, context, Screen(width), 5, []))


@pytest.mark.parametrize("width", [200, 100, 80, 60, 40, 20])
def test_every_number_is_whole_at_every_width(golden: Result, context: Context, width: int) -> None:
    text = render_table(golden, context, Screen(width), 5, [])
    assert max(map(count_cells, text.splitlines())) <= width
    _, _, left_out = text.replace("\n", " ").partition("no room for: ")
    shown = [column for column in lay_out_columns(golden) if column.head not in left_out]
    assert len(shown) > 1
    rigid = [cell for column in shown if column.rigid for cell in (*column.cells, column.foot)]
    assert all(cell in text for cell in rigid if width > 20 or count_cells(cell) < 12)


def test_off_a_terminal_no_cell_is_folded(golden: Result, context: Context) -> None:
    lines = render_table(golden, context, Screen(), 5, []).splitlines()
    assert lines[4] == (
        "k3f9x2ab                                                         champions    12,345       12.5%"
        "  1,234,567.80         1.5  2026-01-01  2026-06-30 14:05"
    )


def test_where_it_comes_from_and_what_is_missing(golden: Result) -> None:
    context = Context("rfm", "2026-06-30", "Asia/Shanghai", "c.duckdb", {"staff": 1, "bots": 0}, confidential=True)
    lines = render_table(golden, context, Screen(), 300, []).splitlines()
    assert lines[:2] == ["Who matters", "Confidential: shows members' names."]
    assert lines[-5:] == [
        "5 of 300 rows; --limit 0 shows all",
        "",
        "as of 2026-06-30 · Asia/Shanghai · c.duckdb",
        "Amounts are net of refunds.",
        "excluded: 1 staff",
    ]


TRIANGLE = pl.DataFrame(
    {
        "cohort": ["may", "may", "may", "june", "june", "june", None, None, None],
        "of_members": [5, 5, 5, 4, 4, 4, 9, 5, 5],
        "age": ["1", "2", "10", "1", "2", "10", "1", "2", "10"],
        "kept_rate": [0.8, 0.6, 0.4, 0.5, None, None, 2 / 3, 0.6, 0.4],
    }
)


def test_a_grid_has_a_line_for_each_cohort_and_the_mean_below(context: Context) -> None:
    result = Result("T", TRIANGLE, grid=Grid("cohort", "age", "kept_rate", ("of_members",)))
    assert render_table(result, context, Screen(60), 9, []).splitlines()[2:7] == [
        "cohort  of members      1      2     10",
        "───────────────────────────────────────",
        "may              5  80.0%  60.0%  40.0%",
        "june             4  50.0%",
        "mean             9  66.7%  60.0%  40.0%",
    ]


def test_a_grid_that_is_too_wide_is_shown_in_parts_of_equal_width(context: Context) -> None:
    result = Result("T", TRIANGLE, grid=Grid("cohort", "age", "kept_rate", ("of_members",)))
    lines = render_table(result, context, Screen(27), 9, []).splitlines()
    assert [line for line in lines if line.startswith("may")] == [
        "may           5 80.0% 60.0%",
        "may              5  40.0%",
    ]


def test_where_there_is_no_room_columns_that_can_be_left_out_are_named(context: Context) -> None:
    few = {"group": ["hall", "attic"], "of_members": [4, 5], "kept_members": [1, 2], "kept_rate": [0.25, 0.4]}
    table = pl.concat([pl.DataFrame(few), pl.DataFrame(few)])
    result = Result("T", table, aside=("of_members", "kept_members"))
    assert (
        render_table(result, context, Screen(60), 4, []).splitlines()[2] == "group  of members  kept members  kept rate"
    )
    lines = render_table(result, context, Screen(20), 4, []).splitlines()
    assert lines[2] == "group  kept rate"
    assert "no room for: of" in lines[8]


def test_few_records_that_do_not_fit_stand_upright(context: Context) -> None:
    table = pl.DataFrame({"group": ["hall"], "of_members": [4], "kept_members": [1], "kept_rate": [0.25]})
    result = Result("T", table, aside=("of_members", "kept_members"))
    lines = render_table(result, context, Screen(24), 1, []).splitlines()
    assert lines[2:6] == ["group         hall", "of members    4", "kept members  1", "kept rate     25.0%"]


def test_no_rows_are_said(context: Context) -> None:
    text = render_table(Result("T", pl.DataFrame({"messages": []})), context, Screen(60), 0, [])
    assert "messages\n────────\nNo rows.\n" in text


def test_colour_only_when_asked(golden: Result, context: Context) -> None:
    assert "\x1b" not in render_table(golden, context, Screen(80), 5, [])
    assert "\x1b[1mWho matters" in render_table(golden, context, Screen(80, color=True), 5, [])


def test_an_ascii_terminal_keeps_its_columns(golden: Result, context: Context) -> None:
    wide, plain = (
        render_table(golden, context, Screen(120, encoding=encoding), 5, []) for encoding in ("utf-8", "ascii")
    )
    assert plain.isascii()
    assert [len(line) for line in plain.splitlines()] == [count_cells(line) for line in wide.splitlines()]


@pytest.mark.usefixtures("chinese")
def test_headings_and_closed_values_are_in_chinese(golden: Result, context: Context) -> None:
    text = render_table(golden, context, Screen(), 5, [])
    assert all(word in text for word in ("消息数", "流失", "截至 2026-06-30"))


@settings(deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT, st.integers()), max_size=4), TEXT, st.integers(20, 120))
def test_nothing_hostile_and_never_too_wide(rows: list[tuple[str, str, int]], title: str, width: int) -> None:
    table = pl.DataFrame(
        [(first, second, number % 10**9) for first, second, number in rows],
        schema={"member": pl.String, "segment": pl.String, "messages": pl.Int64},
        orient="row",
    )
    text = render_table(Result(title, table, notes=(title,)), Context("rfm"), Screen(width), len(rows), [])
    assert not re.search("[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]", text)
    assert all(count_cells(line) <= width for line in text.splitlines())
