"""Sheets as people keep them, from `commkit load` to the views: nothing is lost without a word."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from openpyxl import Workbook

from commkit.render.table import Screen

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Sequence

    Commkit = Callable[..., subprocess.CompletedProcess[str]]
    Run = Callable[..., tuple[int, str, str]]


def book_of(*rows: Sequence[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def asked(run: Run, question: str) -> list[dict[str, object]]:
    code, out, err = run("sql", question, "--format", "json")
    assert code == 0, err
    rows: list[dict[str, object]] = json.loads(out)["rows"]
    return rows


def test_a_state_of_orders_that_nobody_knows_is_named(run: Run, tmp_path: Path) -> None:
    """Five orders: one paid, one cancelled, three in states of the shop's own, which count."""
    states = enumerate(("paid", "cancelled", "quux", "quux", "zork"))
    lines = "".join(f"{number},lu,2024-03-05,10,{state}\n" for number, state in states)
    (tmp_path / "o.csv").write_text(f"order_id,customer_id,ordered_at,amount,status\n{lines}", "utf-8")
    code, _, err = run("load", "o.csv")
    assert code == 0
    assert "3 order lines of states that commkit does not know, counted as paid: quux (2), zork (1)" in err
    assert asked(run, "select sum(amount)::int as sum from purchase") == [{"sum": 40}]


def test_a_word_that_is_neither_yes_nor_no_is_named(run: Run, tmp_path: Path) -> None:
    """Of three people at a meeting two came in words of the host's own."""
    lines = "ana,2024-01-15 10:00,ja\nben,2024-01-15 10:00,quux\ncy,2024-01-15 10:00,quux\n"
    (tmp_path / "m.csv").write_text(f"name,join time,attended\n{lines}", "utf-8")
    code, _, err = run("load", "m.csv")
    assert code == 0
    assert "2 events with a word that commkit knows neither as yes nor as no, read as blank: quux (2)" in err


BOTH = "1,lu,2024-03-05,10,{}\n2,mo,2024-03-06,20,paid\n"


def told(*states: str) -> list[str]:
    """An export of two orders for each of these states of the first."""
    header = "order_id,customer_id,ordered_at,amount,status\n"
    return [f"{header}{BOTH.format(state)}" for state in states]


def load_each(run: Run, folder: Path, exports: Sequence[str]) -> None:
    for number, content in enumerate(exports):
        (folder / f"{number}.csv").write_text(content, "utf-8")
        assert run("load", f"{number}.csv", "-q")[0] == 0


def sum_of_orders(run: Run) -> object:
    """What was paid and not paid back."""
    question = "(select coalesce(sum(amount), 0) from purchase) - (select coalesce(sum(amount), 0) from refund)"
    return asked(run, f"select ({question})::int as sum")[0]["sum"]


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (("paid", "cancelled"), 20), (("paid", "voided"), 20), (("paid", "已取消"), 20), (("paid", "refunded"), 20),
        (("pending", "paid"), 30), (("paid", "pending"), 20), (("paid", "cancelled", "completed"), 30),
        (("pending", "cancelled"), 20), (("failed", "paid", "cancelled"), 20),
    ],
)  # fmt: skip
def test_the_last_state_of_an_order_counts(run: Run, tmp_path: Path, states: Sequence[str], expected: int) -> None:
    """Two orders of 10 and 20, of which the first is told in one state after the other."""
    load_each(run, tmp_path, told(*states))
    assert sum_of_orders(run) == expected
    assert asked(run, "select sum(amount)::int as sum from purchase_line where product is null")[0]["sum"] in (
        30,
        expected,
    )


def test_an_export_that_was_made_later_is_believed_in_any_order(run: Run, tmp_path: Path) -> None:
    """The first order is paid in the list of March 6 and cancelled in that of April 2, which is loaded first."""
    early, late = told("paid", "cancelled")
    load_each(run, tmp_path, [f"{late}3,lu,2024-04-02,40,paid\n", early])
    assert sum_of_orders(run) == 60


def test_a_list_of_cancelled_orders_alone_takes_them_out(run: Run, tmp_path: Path) -> None:
    """It holds one order of March 5, after a list that goes on to March 6; taken back, the order counts again."""
    paid, cancelled = told("paid", "cancelled")
    load_each(run, tmp_path, [paid, cancelled.removesuffix("2,mo,2024-03-06,20,paid\n")])
    assert sum_of_orders(run) == 20
    assert run("loads", "undo", "2")[0] == 0
    assert sum_of_orders(run) == 30


def test_a_line_that_is_cancelled_leaves_the_others_of_its_order(run: Run, tmp_path: Path) -> None:
    """One order of tea for 10 and cake for 5; the cake is cancelled in the next list."""
    header, tea = "order_id,customer_id,ordered_at,product,line_amount,status\n", "1,lu,2024-03-05,tea,10,paid\n"
    load_each(run, tmp_path, [f"{header}{tea}1,lu,2024-03-05,cake,5,{state}\n" for state in ("paid", "cancelled")])
    assert sum_of_orders(run) == 10
    assert asked(run, "select product from purchase_line") == [{"product": "tea"}]


def test_a_copy_of_a_sheet_is_told(run: Run, tmp_path: Path) -> None:
    book, content = Workbook(), io.BytesIO()
    for title in ("Jan", "Jan (2)"):
        for row in (["customer_id", "ordered_at", "amount"], ["lu", "2024-03-05", 10]):
            (book[title] if title in book.sheetnames else book.create_sheet(title)).append(row)
    book.save(content)
    (tmp_path / "a.xlsx").write_bytes(content.getvalue())
    code, _, err = run("load", "a.xlsx")
    assert code == 0
    assert "a.xlsx: Jan (2) holds the same as Jan, and is read once" in err
    assert sum_of_orders(run) == 10


def test_an_order_that_is_a_century_away_from_all_others_is_named(run: Run, tmp_path: Path) -> None:
    """Five orders of three members from January to May 2024, one of them typed as 1924: months are told of 2024 alone.

    A list of two orders does not show which of them is wrong.
    """
    lines = "1,ana,2024-01-05,5\n2,ben,1924-02-05,5\n3,ana,2024-03-05,5\n4,cy,2024-04-05,5\n5,cy,2024-05-05,5\n"
    (tmp_path / "o.csv").write_text(f"order_id,customer_id,ordered_at,amount\n{lines}", "utf-8")
    code, _, err = run("load", "o.csv")
    assert code == 0
    assert "1 order is dated wrongly, 1924-02-05: it is loaded, but counts for nothing in coverage" in err
    months = json.loads(run("repurchase", "--format", "json")[1])["rows"]
    assert [row["starts_on"] for row in months] == [f"2024-0{month}-01" for month in range(1, 6)]
    (tmp_path / "two.csv").write_text(f"order_id,customer_id,ordered_at,amount\n{lines[:38]}", "utf-8")
    assert "dated wrongly" not in run("load", "two.csv", "--db", "two.duckdb")[2]


def test_words_that_are_no_states_are_not_shown(run: Run, tmp_path: Path) -> None:
    """Thirteen orders with a word of each customer's own where a state should stand."""
    lines = "".join(f"{number},lu,2024-03-05,10,secret{number}\n" for number in range(13))
    (tmp_path / "o.csv").write_text(f"order_id,customer_id,ordered_at,amount,status\n{lines}", "utf-8")
    _, _, err = run("load", "o.csv")
    assert "13 order lines of states that commkit does not know, counted as paid: 13 different words" in err
    assert "secret" not in err


def test_a_day_without_a_time_is_the_communitys_own(run: Run, tmp_path: Path) -> None:
    """An order on February 1, noted in UTC for a community of New York; one with a time, in the evening there."""
    (tmp_path / "days.csv").write_text("order_id,customer_id,ordered_at,amount\n1,lu,2024-02-01,10\n", "utf-8")
    (tmp_path / "times.csv").write_text("order_id,customer_id,ordered_at,amount\n2,mo,2024-02-03 02:00,10\n", "utf-8")
    (tmp_path / "chat.csv").write_text("author,time,text\nlu,2024-02-05,hi\n", "utf-8")
    files = ("days.csv", "times.csv", "chat.csv")
    assert run("load", *files, "--tz", "America/New_York", "--export-tz", "UTC")[0] == 0
    days = (
        "select ordered_on::text as day from purchase union all select sent_local::date::text from message order by day"
    )
    assert [row["day"] for row in asked(run, days)] == ["2024-02-01", "2024-02-02", "2024-02-05"]


def test_days_and_clocks_in_one_chat(run: Run, tmp_path: Path) -> None:
    """Two days, and 3:00 in UTC on February 3, which is the evening before in New York."""
    lines = "lu,2024-02-01,hi\nmo,2024-02-03 03:00:00,hi\nlu,2024-02-05,hi\n"
    (tmp_path / "chat.csv").write_text(f"author,time,text\n{lines}", "utf-8")
    assert run("load", "chat.csv", "--tz", "America/New_York", "--export-tz", "UTC")[0] == 0
    days = asked(run, "select sent_local::date::text as day from message order by day")
    assert [row["day"] for row in days] == ["2024-02-01", "2024-02-02", "2024-02-05"]


def days_of_orders(run: Run) -> list[object]:
    return [row["day"] for row in asked(run, "select ordered_on::text as day from purchase order by amount")]


def test_a_day_in_a_cell_is_the_communitys_own(run: Run, tmp_path: Path) -> None:
    """Orders of March 5 as a workbook holds a day: a date, an instant at midnight, a number; and in Parquet.

    One order of another workbook was at 1 in the night there, which is 5 in the evening of the day before here.
    """
    header, day = ["order_id", "customer_id", "ordered_at", "amount"], datetime.fromisoformat("2024-03-05")
    (tmp_path / "a.xlsx").write_bytes(book_of(header, ["1", "lu", day.date(), 1], ["2", "mo", day, 2]))
    (tmp_path / "b.xlsx").write_bytes(book_of(header, ["3", "lu", 45356, 3]))
    pl.DataFrame([["4"], ["mo"], [day], [4]], schema=header).write_parquet(tmp_path / "c.parquet")
    (tmp_path / "d.xlsx").write_bytes(book_of(header, ["5", "lu", day.replace(hour=1), 5]))
    files = ("a.xlsx", "b.xlsx", "c.parquet", "d.xlsx")
    assert run("load", *files, "--tz", "America/New_York", "--export-tz", "Europe/Paris")[0] == 0
    assert days_of_orders(run) == ["2024-03-05"] * 4 + ["2024-03-04"]


SHEET = "用户ID,变动时间,积分变动,原因,门店,经手\nu1,2026-03-05,100,签到,湖边店,秘密\n"  # two columns are nobody's


def test_columns_without_a_place_are_named_with_what_would_place_them(run: Run, tmp_path: Path) -> None:
    (tmp_path / "积分.csv").write_text(SHEET, "utf-8")
    code, _, err = run("load", "积分.csv", "--tz", "Asia/Shanghai")
    assert code == 0
    assert "积分.csv: 2 columns not placed: 门店, 经手; --map ROLE=COLUMN places one as: native, points" in err
    assert "秘密" not in err
    assert "湖边店" not in err


def test_columns_without_a_place_are_named_in_chinese(commkit: Commkit, tmp_path: Path) -> None:
    (tmp_path / "积分.csv").write_text(SHEET, "utf-8")
    err = commkit("load", "积分.csv", "--lang", "zh").stderr
    assert "积分.csv：有 2 列没有用上：门店、经手；可用 --map ROLE=COLUMN 指定其中一列作为：native、points" in err


def test_a_column_of_a_member_list_is_kept_as_a_label(run: Run, tmp_path: Path) -> None:
    """Named at first, with what keeps it; then kept under its own name, and under another."""
    (tmp_path / "m.csv").write_text("成员ID,昵称,入群时间,生肖\nu1,林一,2026-01-05,龙\n", "utf-8")
    _, _, err = run("load", "m.csv", "--db", "first.duckdb")
    assert "1 column not placed: 生肖" in err
    assert "--map label:COLUMN keeps such a column as a label of each member" in err
    code, _, err = run("load", "m.csv", "--map", "label:生肖", "--map", "label:zodiac=生肖")
    assert code == 0
    assert "not placed" not in err
    kept = asked(run, "select dimension, value from label order by dimension")
    assert kept == [{"dimension": "zodiac", "value": "龙"}, {"dimension": "生肖", "value": "龙"}]


def test_a_wide_ledger_is_loaded_once(run: Run, tmp_path: Path) -> None:
    """Three cells of rent and sponsorship, a blank and two of sums; the same sheet with a month more adds its cell."""
    rows: list[list[object]] = [
        ["2026年收支"],
        [],
        ["科目", "1月", "2月"],
        ["房租", 100, 100],
        ["赞助收入", None, 80],
        ["合计", 100, 180],
    ]
    (tmp_path / "a.xlsx").write_bytes(book_of(*rows))
    code, out, _ = run("load", "a.xlsx", "--tz", "Asia/Shanghai", "--format", "json")
    assert code == 0
    [row] = json.loads(out)["rows"]
    assert (row["records"], row["loaded"], row["skipped"]) == (6, 3, 3)
    more: list[list[object]] = [[*row, extra] for row, extra in zip(rows[2:], ["3月", 120, None, 120], strict=True)]
    (tmp_path / "b.xlsx").write_bytes(book_of(rows[0], rows[1], *more))
    _, out, _ = run("load", "b.xlsx", "--format", "json")
    [row] = json.loads(out)["rows"]
    assert (row["records"], row["loaded"], row["duplicate"], row["skipped"]) == (9, 1, 3, 5)
    told = asked(run, "select flow, sum(amount)::int as amount from ledger group by all order by flow")
    assert told == [{"flow": "in", "amount": 80}, {"flow": "out", "amount": 320}]


def test_a_balance_of_points_does_not_grow_by_being_loaded_again(run: Run, tmp_path: Path) -> None:
    """A shop's list of customers, then a later one: what the customer has holds, and nothing was given or spent."""
    for name, balance in (("1.csv", 300), ("2.csv", 250)):
        (tmp_path / name).write_text(
            f"客户姓名,手机号,积分,成为客户时间\n林一,13800000000,{balance},2026-01-05\n", "utf-8"
        )
        assert run("load", name)[0] == 0
    assert asked(run, "select value from trait where dimension = 'points'") == [{"value": "250"}]
    assert asked(run, "select count(*) as lines from points") == [{"lines": 0}]


def test_cases_are_put_right_by_a_later_list(run: Run, tmp_path: Path) -> None:
    """An open complaint that is closed in the next list is one case."""
    for name, closed in (("1.csv", ""), ("2.csv", "2026-03-06")):
        row = f"C1,u1,2026-03-05,已受理,{closed}\nC2,u2,{closed or '2026-03-05'},完,\n"
        (tmp_path / name).write_text(f"投诉编号,投诉人,投诉时间,处理结果,结案时间\n{row}", "utf-8")
        assert run("load", name)[0] == 0
    [first, _] = asked(run, "select kind, closed_at is not null as is_closed from cases order by opened_at, kind")
    assert first == {"kind": "complaint", "is_closed": True}


def test_rejected_rows_below_a_title_are_cut_out_with_what_stands_above_them(run: Run, tmp_path: Path) -> None:
    """A row of which two months have no flow is one row; mended, it is loaded in the place of what was rejected."""
    content = "2026年收支\n\n科目,1月,2月\n房租,100,100\n甲,1,2\n"
    (tmp_path / "a.csv").write_text(content, "utf-8")
    assert run("load", "a.csv", "--tz", "UTC")[0] == 0
    assert run("rejects", "export", "a.csv", "-o", "cut.csv")[0] == 0
    cut = (tmp_path / "cut.csv").read_text("utf-8")
    assert cut == "2026年收支\n\n科目,1月,2月\n甲,1,2\n"
    (tmp_path / "cut.csv").write_text(cut.replace("甲", "甲费"), "utf-8")
    assert run("load", "cut.csv")[0] == 0
    assert asked(run, "select sum(amount)::int as amount from ledger where flow = 'out'") == [{"amount": 203}]


@pytest.mark.parametrize(
    ("question", "heads"),
    [("silence", ("silenced", "silent members", "regulars")), ("rfm --members", ("net amount", "recency"))],
)
def test_eighty_columns_have_room_for_what_is_asked(
    run: Run, monkeypatch: pytest.MonkeyPatch, question: str, heads: tuple[str, ...]
) -> None:
    """On a terminal of eighty columns; elsewhere the table is whole."""
    sample = Path(__file__).parents[2] / "data" / "sample"
    assert run("load", sample, "--config", sample / "commkit.toml", "-q")[0] == 0
    whole = run(*question.split(), "--limit", "5", "--format", "table")[1]
    assert "no room for" not in whole
    monkeypatch.setattr("commkit.render.output._screen", lambda *_: Screen(width=80, color=False))
    lines = run(*question.split(), "--limit", "5", "--format", "table")[1].splitlines()
    assert max(map(len, lines)) <= 80
    assert [head for head in heads for line in lines if line.startswith("no room for") and head in line] == []
