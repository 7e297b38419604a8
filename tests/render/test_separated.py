"""CSV and TSV are complete, exact, and no spreadsheet runs them."""

import csv
import io
from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commkit.render.separated import guard, render_csv, render_tsv

CELL = st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"]), min_size=1))


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "＝1", "＋1", "－1", "＠a"),
        *("  =1", "\ufeff=1", "\u3000=1", "\tx", "\nx"),
    ],
)
def test_a_formula_is_guarded(text: str) -> None:
    assert guard(text) == f"'{text}"


@pytest.mark.parametrize("text", ["1-1", "a=b", "", " a", "张三", "'=1"])
def test_other_text_is_left_alone(text: str) -> None:
    assert guard(text) == text


def test_machine_values() -> None:
    table = pl.DataFrame(
        {
            "n": [-5, None],
            "x_rate": [0.1, float("nan")],
            "y_amount": [Decimal("-1.50"), None],
            "z_on": [date(2026, 6, 30), None],
            "ok": [True, False],
            "name": ["", 'a "b", c'],
            "list": [["a"], None],
        }
    )
    assert list(render_csv(table)) == [
        "n,x_rate,y_amount,z_on,ok,name,list\n",
        '-5,0.1,-1.50,2026-06-30,true,"","[""a""]"\n',
        ',,,,false,"a ""b"", c",\n',
    ]


def test_a_lone_null_is_a_row() -> None:
    lines = "".join(render_csv(pl.DataFrame({"a": [None, None]})))
    assert len(list(csv.reader(io.StringIO(lines)))) == 3


def test_no_rows_leave_the_header() -> None:
    empty = pl.DataFrame({"a": [], "b": []})
    assert (list(render_csv(empty)), list(render_tsv(empty))) == (["a,b\n"], ["a\tb\n"])


def test_on_a_terminal_nothing_acts() -> None:
    table = pl.DataFrame({"a": ["\x1b[31m\u202e" + "x" * 300]})
    for lines in (render_csv(table, neutral=True), render_tsv(table, neutral=True)):
        assert list(lines)[1] == "␛[31m" + "x" * 300 + "\n"


@settings(deadline=None)
@given(st.lists(st.tuples(CELL, CELL), max_size=8))
def test_csv_reads_back(rows: list[tuple[str | None, str | None]]) -> None:
    table = pl.DataFrame(rows, schema={"a": pl.String, "b": pl.String}, orient="row")
    read = list(csv.reader(io.StringIO("".join(render_csv(table)), newline=""), strict=True))[1:]
    assert read == [[guard(cell) if cell else "" for cell in row] for row in rows]


@settings(deadline=None)
@given(st.lists(st.tuples(CELL, CELL), max_size=8))
def test_a_tsv_cell_is_one_cell(rows: list[tuple[str | None, str | None]]) -> None:
    table = pl.DataFrame(rows, schema={"a": pl.String, "b": pl.String}, orient="row")
    lines = "".join(render_tsv(table)).splitlines()
    assert len(lines) == 1 + len(rows)
    assert all(line.count("\t") == 1 for line in lines)
