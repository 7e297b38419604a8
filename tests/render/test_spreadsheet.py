"""A workbook read back: numbers are numbers, nothing acts, and the same answer has the same bytes."""

from __future__ import annotations

import io
import sys
import time
import zipfile
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import openpyxl
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commkit.errors import WrongUse
from commkit.render import spreadsheet
from commkit.render.safe import safe
from commkit.render.spreadsheet import Sheet, render_spreadsheet, render_workbook
from commkit.result import Context, Result
from commkit.words import speak

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet


def opened(made: bytes) -> list[Worksheet]:
    return list(openpyxl.load_workbook(io.BytesIO(made)))


def cells(result: Result, context: Context = Context("rfm")) -> list[tuple[Cell, ...]]:  # noqa: B008 (frozen)
    return list(opened(render_spreadsheet(result, context, result.table.height))[0].iter_rows())


def values(result: Result) -> list[tuple[object, ...]]:
    return [tuple(cell.value for cell in row) for row in cells(result)]


def test_every_value_is_what_it_is(golden: Result, context: Context) -> None:
    heading, ana, zhang, _, hostile, long, total = cells(golden, context)
    assert [cell.value for cell in heading][:4] == ["member", "segment", "messages", "reply rate"]
    assert [(cell.value, cell.number_format) for cell in ana] == [
        ("k3f9x2ab", "General"),
        ("champions", "General"),
        (12345, "#,##0"),
        (0.125, "0.0%"),
        (1234567.8, "#,##0.00"),
        (1.5, "#,##0.0"),
        (datetime(2026, 1, 1), "yyyy-mm-dd"),  # noqa: DTZ001 (a date)
        (datetime(2026, 6, 30, 14, 5), "yyyy-mm-dd hh:mm"),  # noqa: DTZ001 (local)
    ]
    assert [cell.value for cell in zhang][-1] is None
    assert hostile[5].value is None  # not a number
    assert len(str(long[0].value)) == 63
    assert [cell.value for cell in total] == ["Total", None, 12349, None, 1234558.4, None, None, None]
    assert all(cell.font.bold for cell in (*heading, total[0], total[2]))
    assert not ana[0].font.bold


def test_headings_and_closed_words_are_in_the_language_asked_for(golden: Result) -> None:
    speak("zh")
    found = values(replace(golden, heads={"reply_rate": "甲"}))
    assert found[0][1:4] == ("分群", "消息数", "甲")
    assert found[1][1] == "核心用户"
    assert found[-1][0] == "合计"


def test_a_value_has_the_unit_of_its_row() -> None:
    table = pl.DataFrame({"value": [0.5, 2.0, 3.0], "unit": ["rate", "days", "amount"]})
    rows = cells(Result("T", table, unit_of=("value",), unseen=("unit",)))
    assert [len(row) for row in rows] == [1] * 4
    assert [row[0].number_format for row in rows[1:]] == ["0.0%", "#,##0", "#,##0.00"]


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("change_messages", -3, "+#,##0;-#,##0;#,##0"),
        ("change_rate", 0.01, "+0.0%;-0.0%;0.0%"),
        ("change_percent", 5.0, '+#,##0.0"%";-#,##0.0"%";#,##0.0"%"'),
        ("gap_pp", 1.0, "+#,##0.0;-#,##0.0;#,##0.0"),
        ("year", 2026, "0"),
        ("p_value", 0.0412, "0.000"),
        ("dau", 21.57, "#,##0.00"),
    ],
)
def test_numbers_read_as_elsewhere(name: str, value: float, shown: str) -> None:
    assert cells(Result("T", pl.DataFrame({name: [value]})))[1][0].number_format == shown


def test_what_a_spreadsheet_would_change_is_text() -> None:
    table = pl.DataFrame({"n": [2**53 + 1], "born_on": [date(1899, 12, 31)], "is_new": [True], "tags": [["a", "b"]]})
    assert values(Result("T", table))[1] == (str(2**53 + 1), "1899-12-31", True, "a, b")


HOSTILE = ("=1+1", "=HYPERLINK(1)", "+1", "-1", "@a", "https://a.b", "00123", "_x0041_", "a\x00\x1b[31m\u202eb\uffff")


def test_no_text_acts(context: Context) -> None:
    result = Result("=1+1", pl.DataFrame({"name": HOSTILE}), notes=HOSTILE, heads={"name": "=2"})
    made = render_spreadsheet(result, context, len(HOSTILE))
    table, beside = opened(made)
    assert [(cell.value, cell.data_type, cell.hyperlink) for (cell,) in table.iter_rows(min_row=2)] == [
        (safe(text, None), "s", None) for text in HOSTILE
    ]
    assert [bool(cell.quotePrefix) for (cell,) in table.iter_rows(min_row=2, max_row=3)] == [True, True]
    assert {cell.data_type for row in beside.iter_rows() for cell in row} == {"s"}
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert not any(b"<f>" in parts.read(name) or b"hyperlink" in parts.read(name) for name in parts.namelist())


def test_lone_surrogates_in_notes_and_totals_are_replaced(context: Context) -> None:
    result = Result("a\ud800", pl.DataFrame({"name": ["ana"], "n": [1]}), notes=("b\udfff",), total={"name": "c\ud800"})
    table, beside = opened(render_spreadsheet(result, context, 1))
    assert (table.title, table["A3"].value) == ("a\ufffd", "c\ufffd")
    assert "b\ufffd" in [cell.value for cell in beside["B"]]


def test_what_stands_beside_is_a_sheet_of_its_own(golden: Result, context: Context) -> None:
    table, beside = opened(render_spreadsheet(golden, replace(context, confidential=True), 9))
    assert (table.title, beside.title) == ("Who matters", "Notes")
    assert [(head.value, text.value) for head, text in beside.iter_rows()] == [
        ("Title", "Who matters"),
        ("Command", "commkit rfm"),
        ("Confidential", "Confidential: shows members' names."),
        ("As of", "2026-06-30"),
        ("Time zone", "Asia/Shanghai"),
        ("Database", "community.duckdb"),
        ("Note", "5 of 9 rows; --limit 0 shows all"),
        ("Note", "Amounts are net of refunds."),
        ("Note", "excluded: 3 staff, 4 bots"),
    ]
    assert table.oddHeader.center.text == "Confidential: shows members' names."


def test_the_heading_stays_and_filters_all_but_the_total(golden: Result) -> None:
    sheet = opened(render_spreadsheet(golden, Context("rfm"), 5))[0]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.max_row) == ("A2", "A1:H6", 7)


def test_a_column_is_as_wide_as_its_chinese() -> None:
    table = pl.DataFrame({"group": ["竹里读书会第一群"], "n": [1]})
    sheet = opened(render_spreadsheet(Result("T", table), Context("rfm"), 1))[0]
    assert 16 <= sheet.column_dimensions["A"].width <= 18
    assert sheet.column_dimensions["B"].width < 8


def test_the_same_answer_has_the_same_bytes(golden: Result, context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    made = set()
    for zone in ("UTC", "Asia/Shanghai", "America/Los_Angeles"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        made.add(render_spreadsheet(golden, context, 5))
    monkeypatch.undo()
    time.tzset()
    assert len(made) == 1
    with zipfile.ZipFile(io.BytesIO(made.pop())) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z" in parts.read("docProps/core.xml")


def test_no_rows_and_no_columns_are_a_workbook_too(golden: Result) -> None:
    assert len(values(replace(golden, table=golden.table.head(0), total=None))) == 1
    assert values(Result("T", pl.DataFrame())) == []


def test_a_longer_text_than_a_cell_holds_is_cut() -> None:
    text = str(values(Result("T", pl.DataFrame({"text": ["a" + "👍" * 20_000]})))[1][0])
    assert len(text.encode("utf-16-le")) <= 2 * 32_767
    assert text.endswith("👍…")


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 5)
    result = Result("T", pl.DataFrame({"n": range(3)}), total={"n": 3})
    assert len(values(result)) == 5
    with pytest.raises(WrongUse, match="4 rows of 1 columns are more than a sheet of 5 rows holds"):
        render_workbook([Sheet("T", replace(result, table=pl.DataFrame({"n": range(4)})))])


def test_a_workbook_has_a_sheet_a_table(golden: Result) -> None:
    other = Result("Weeks", pl.DataFrame({"week": [1], "messages": [7]}))
    made = render_workbook([Sheet("人群", golden), Sheet("a/b", other), Sheet("A\\B", other)], [("Title", "Week 27")])
    assert [sheet.title for sheet in opened(made)] == ["人群", "a b", "A B 2", "Notes"]
    assert [sheet.title for sheet in opened(render_workbook([Sheet("人群", golden)]))] == ["人群"]


WHOLE, FLOATS = st.integers(-(2**60), 2**60), st.none() | st.floats()
TEXTS = st.none() | st.text(st.characters(exclude_categories=["Cs"]))


@given(st.lists(st.tuples(TEXTS, WHOLE, FLOATS), min_size=1, max_size=5))
@example([(None, 0, sys.float_info.max)])
def test_whatever_a_table_holds_can_be_read_back(rows: list[tuple[str | None, int, float | None]]) -> None:
    schema = {"name": pl.String, "messages": pl.Int64, "change_rate": pl.Float64}
    table = pl.DataFrame(rows, schema, orient="row")
    total = sum(row[1] for row in rows)
    _, *found, last = values(Result("".join(row[0] or "" for row in rows), table, total={"messages": total}))
    for row, each in zip(rows, found, strict=True):
        for value, cell in zip(row, each, strict=True):
            _compare(value, cell)
    _compare(total, last[1])


def _compare(value: object, cell: object) -> None:
    match value:
        case str():
            assert (cell or "") == safe(value, None)
        case int() if abs(value) > 2**53:
            assert cell == str(value)
        case float() if value != value or abs(value) == float("inf"):  # noqa: PLR0124 (not a number)
            assert cell is None
        case float() if abs(value) > 9.99999999999999e307:  # the most that Excel holds
            assert cell == str(value)
        case float() | int():
            assert cell == pytest.approx(value, rel=1e-15)
        case _:
            assert value is None
            assert cell is None
