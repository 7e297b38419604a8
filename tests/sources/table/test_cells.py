"""Cells as spreadsheets and databases leave them: guarded, rounded, empty in their own way, in other digits."""

from __future__ import annotations

import io
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest
from openpyxl import Workbook

from commkit.errors import WrongUse
from commkit.sources.files.file import File
from commkit.sources.source import Reading
from commkit.sources.table import from_table as table
from commkit.store.batch import Batch, Stream

if TYPE_CHECKING:
    from collections.abc import Sequence


def file_of(content: str | bytes, name: str = "table.csv") -> File:
    raw = content.encode() if isinstance(content, str) else content
    return File(name, len(raw), lambda: io.BytesIO(raw))


def read(content: str | bytes, reading: Reading | None = None) -> Batch:
    """The one batch of a small table, read the careful way."""
    [piece] = table.read([file_of(content)], reading or Reading())
    [batch] = piece.otherwise() if isinstance(piece, Stream) else [piece]
    assert isinstance(batch, Batch)
    return batch


def rows(batch: Batch, kind: str, *columns: str) -> list[tuple[object, ...]]:
    return batch.frames[kind].select(*columns).rows()


def codes(batch: Batch) -> list[tuple[int, str]]:
    return [(reject.line, reject.code) for reject in batch.rejects]


def book_of(*lines: Sequence[object]) -> bytes:
    book, written = Workbook(), io.BytesIO()
    for line in lines:
        book.worksheets[0].append(line)
    book.save(written)
    return written.getvalue()


def parquet_of(**columns: Sequence[object] | pl.Series) -> bytes:
    written = io.BytesIO()
    pl.DataFrame(columns).write_parquet(written)
    return written.getvalue()


def at(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


@pytest.mark.parametrize(
    "guarded",
    ["`0071", "=0071", '"=T(""0071"")"', '="0071"', '"=""0071"""', "'0071", "0071\t", '"=""0071"" "', "\u3000 0071"],
)
def test_a_guard_around_an_id_is_no_part_of_it(guarded: str) -> None:
    """Lu bought twice; a spreadsheet was kept from dropping the zeros in one of the two lines."""
    found = read(f"order_id,customer_id,ordered_at,amount\n7,{guarded},2024-03-01,5\n8,0071,2024-03-02,6\n")
    assert rows(found, "order_line", "member") == [("0071",), ("0071",)]


@pytest.mark.parametrize(
    "written",
    ["\u202d13800138000\u202c", "\u200e13800138000", "138\u200b00138000", "\ufeff13800138000\u2060",
     "\u2068 13800138000 \u2069", "'\u206613800138000"],
)  # fmt: skip
def test_marks_that_nobody_sees_are_no_part_of_an_id(written: str) -> None:
    """Lu bought twice, and is known by a number that was copied from contacts once; so are authors and cases."""
    lines = f"1,{written},2024-03-01,5\n2\u200b,13800138000,2024-03-02,6\n"
    found = read(f"order_id,customer_id,ordered_at,amount\n{lines}")
    assert rows(found, "order_line", "native", "member") == [("1", "13800138000"), ("2", "13800138000")]
    said = read(f"author,time,text\n{written},2024-03-01 10:00,\u200ehi\n")
    assert rows(said, "message", "author", "text") == [("13800138000", "\u200ehi")]
    told = read(f"complaint_id,complaint_date,outcome,description\n{written},2024-03-01,done,late\n")
    assert rows(told, "case", "native") == [("13800138000",)]


def test_marks_between_letters_stay_in_a_name_and_go_from_numbers() -> None:
    """A joiner is part of what is written; marks of direction stand around a date and an amount."""
    lines = "\u0646\u200c\u0647,\u200e3\u200e/\u200e14\u200e/2024,\u202d5.50\u202c\n"
    found = read(f"customer_id,ordered_at,amount\n{lines}")
    assert rows(found, "order_line", "member", "ordered_at", "amount") == [
        ("\u0646\u200c\u0647", at("2024-03-14"), Decimal("5.5"))
    ]


def test_guards_stand_around_times_amounts_and_authors_too() -> None:
    found = read('order_id,customer_id,ordered_at,amount\n="9",lu,="2024-03-01 10:00",="5.50"\n')
    assert rows(found, "order_line", "native", "ordered_at", "amount") == [
        ("9", at("2024-03-01 10:00"), Decimal("5.5"))
    ]
    said = read('author,time,text\n="0071",2024-03-01 10:00,="hi"\n')
    assert rows(said, "message", "author", "text") == [("0071", '="hi"')]


def test_every_cell_of_a_bill_may_be_guarded() -> None:
    """As payment services write it; an apostrophe before an amount; a name in backticks is no guard."""
    found = read("order_id,customer_id,customer_name,ordered_at,amount\n`9,`lu,`Lu`,`2024-03-01 10:00,`5.50\n"
                 "'10,=\"mo\",`Mo,'2024-03-01 10:00,'5.50\n")  # fmt: skip
    assert rows(found, "order_line", "native", "member", "member_name", "ordered_at", "amount") == [
        ("9", "lu", "`Lu`", at("2024-03-01 10:00"), Decimal("5.5")),
        ("10", "mo", "Mo", at("2024-03-01 10:00"), Decimal("5.5")),
    ]


def test_an_id_with_thousands_separators_is_the_same_without() -> None:
    """Two orders of one customer and one of another; a message to two people names no third."""
    lines = '"1,234",1234567,2024-03-01,5\n1235,"1,234,567",2024-03-02,5\n1236,"1,2,3",2024-03-02,5\n'
    found = read(f"order_id,customer_id,ordered_at,amount\n{lines}")
    assert rows(found, "order_line", "native", "member") == [
        ("1234", "1234567"),
        ("1235", "1234567"),
        ("1236", "1,2,3"),
    ]
    said = read('author,time,text,receiver\n"1,234",2024-03-01 10:00,hi,"123,456"\n')
    assert rows(said, "interaction", "sender", "receiver") == [("1234", "123,456")]


@pytest.mark.parametrize(
    "rounded",
    ["4.5E+12", "4.50071E+17", "4E+12", "4.50071e+17", "4.5E12", '="4.5E+12"', "2.0240105000012346e+17",
     "4.5007100000123456E17", "202401050000123456.0", "9007199254740993.0"],
)  # fmt: skip
def test_an_id_that_was_rounded_is_none(rounded: str) -> None:
    """Of three orders one has kept its number."""
    lines = f"{rounded},lu,2024-03-01,5\n{rounded},mo,2024-03-02,6\n450071,lu,2024-03-03,7\n"
    found = read(f"order_id,customer_id,ordered_at,amount\n{lines}")
    assert rows(found, "order_line", "native", "amount") == [("450071", Decimal(7))]
    assert codes(found) == [(2, "rounded-id"), (3, "rounded-id")]


def test_long_ids_that_a_spreadsheet_cut_join_nobodys_orders() -> None:
    """Four orders: two of different customers have become one id, so that a third cannot be believed either."""
    long = ["240301000000012000", "240301000000012000", "240301000000013000", "240301000000014321"]
    lines = [f"{number},{who},2024-03-01,5\n" for number, who in zip(long, ("lu", "mo", "lu", "lu"), strict=True)]
    header = "order_id,customer_id,ordered_at,amount\n"
    found = read(header + "".join(lines))
    assert rows(found, "order_line", "native") == [(long[3],)]
    assert codes(found) == [(2, "cut-id"), (3, "cut-id"), (4, "cut-id")]
    assert not codes(read(header + lines[0] + lines[2]))


def test_members_events_and_messages_have_no_rounded_ids_either() -> None:
    assert codes(read("member_id,joined_at\n1.38E+10,2024-03-01\n138,2024-03-01\n")) == [(2, "rounded-id")]
    assert codes(read("user_id,event,time\n1.38E+10,visit,2024-03-01\n")) == [(2, "rounded-id")]
    assert codes(read("member_id;joined_at\n1,38E+10;2024-03-01\n138;2024-03-01\n")) == [(2, "rounded-id")]
    assert codes(read("message_id,author,time,text\n2.4E+17,lu,2024-03-01 10:00,hi\n")) == [(2, "rounded-id")]


def test_ids_that_a_float_cannot_tell_apart_are_none() -> None:
    """Three orders: two ids that one float of 64 bits stands for, and one that is whole; so it is of messages."""
    found = read(
        parquet_of(
            order_id=[202401050000123456.0, 202401050000123457.0, 4503599627370497.0],
            customer_id=[13800138000.0, 13900139000.0, None],
            ordered_at=["2024-03-01"] * 3,
            amount=[20000000.0, 6.0, 7.0],
        )
    )
    assert rows(found, "order_line", "native") == [("4503599627370497",)]
    assert codes(found) == [(1, "rounded-id"), (2, "rounded-id")]
    said = "author_id,time,text\n3.9578912345678914e+17,2024-03-01 10:00,a\n395789123456789140,2024-03-01 10:00,b\n"
    assert codes(read(said)) == [(2, "rounded-id")]


def test_floats_of_32_bits_are_exact_up_to_eight_digits() -> None:
    """Of two customers one has a number beyond 2**24, which others would share; a sum is what it is."""
    found = read(
        parquet_of(
            customer_id=pl.Series([16777217, 16777215], dtype=pl.Float32),
            ordered_at=["2024-03-01", "2024-03-02"],
            amount=pl.Series([5, 33554432], dtype=pl.Float32),
        )
    )
    assert rows(found, "order_line", "member", "amount") == [("16777215", Decimal(33554432))]
    assert codes(found) == [(1, "rounded-id")]


def test_ids_that_only_look_like_rounded_numbers_are_kept() -> None:
    found = read("order_id,customer_id,ordered_at,amount\n1E5,e+12,2024-03-01,1\n3e10ab,4.5e,2024-03-01,1\n")
    assert rows(found, "order_line", "native", "member") == [("1E5", "e+12"), ("3e10ab", "4.5e")]


def test_a_rounded_telephone_number_reaches_nobody() -> None:
    """The member is known by an id of its own, so only the number is lost."""
    found = read("member_id,joined_at,phone\nlu,2024-03-01,1.38E+10\nmo,2024-03-01,13900139000\n")
    assert rows(found, "member", "native") == [("lu",), ("mo",)]
    assert rows(found, "contact", "member", "phone") == [("mo", "13900139000")]


@pytest.mark.parametrize(
    "never",
    ["1970-01-01 00:00:00", "1970-01-01 08:00", "1970/1/1 8:00", "1969-12-31 19:00:00", "1970-01-01T00:00:00Z", "0",
     "0000-00-00 00:00:00", "0001-01-01 00:00:00", "9999-12-31", "1900-01-00", "1899-12-30 00:00:00", "1970-01-01",
     "1970年1月1日 上午8:00", "1970年1月1日", "1969-12-31", "1970-01-01 08:00:00.000", "1970-01-01 5:30 a.m."],
)  # fmt: skip
def test_the_first_and_the_last_moment_of_a_clock_say_never(never: str) -> None:
    """Lu is still there; mo left on the 20th."""
    found = read(f"member_id,joined_at,left_at\nlu,2024-01-01,{never}\nmo,2024-01-02,2024-01-20\n")
    assert rows(found, "member", "native", "left_at") == [("lu", None), ("mo", at("2024-01-20"))]
    assert codes(found) == []


@pytest.mark.parametrize(
    "never",
    ["1/1/1970 12:00:00 AM", "12/31/1969 7:00:00 PM", "1/1/1970 8:00:00 AM", "1/0/1900", "12/31/9999", "1/1/0001 00:00",
     "1/1/70", "12/30/1899", "12/31/1969", "1/1/1970 5:45\u202fAM", "1/0/1900 12:00:00 AM"],
)  # fmt: skip
def test_so_they_do_in_every_order_and_with_half_days(never: str) -> None:
    """Lu is still there; mo left on the 20th."""
    lines = f"lu,1/14/2024 10:00 AM,{never}\nmo,1/2/2024 9:00 AM,1/20/2024 1:00 PM\n"
    found = read(f"member_id,joined_at,left_at\n{lines}")
    assert rows(found, "member", "native", "left_at") == [("lu", None), ("mo", at("2024-01-20 13:00"))]
    assert codes(found) == []


@pytest.mark.parametrize("never", ["31.12.1969 19:00", "30.12.1899", "31.12.9999", "01.01.0001 00:00:00", "01.01.1970"])
def test_so_they_do_where_days_come_first(never: str) -> None:
    found = read(f"member_id,joined_at,left_at\nlu,14.01.2024,{never}\nmo,02.01.2024,20.01.2024\n")
    assert rows(found, "member", "native", "left_at") == [("lu", None), ("mo", at("2024-01-20"))]


@pytest.mark.parametrize("near", ["1970-01-02 08:00:00", "1969-12-30", "1970-01-01 08:07:00", "1970-01-01 08:00:09"])
def test_a_moment_near_the_first_is_one(near: str) -> None:
    found = read(f"member_id,joined_at,left_at\nlu,1969-01-01,{near}\n")
    assert rows(found, "member", "left_at") == [(at(near),)]


def test_what_happened_never_cannot_be_taken() -> None:
    found = read("customer_id,ordered_at,amount\nlu,1970-01-01 08:00:00,5\nlu,1970-01-02 08:00:00,6\n")
    assert codes(found) == [(2, "bad-time")]


@pytest.mark.parametrize(
    ("written", "stamp"),
    [
        ("２０２４-０３-０５ １０：２０", "2024-03-05 10:20"),
        ("２０２４／３／５", "2024-03-05"),
        ("２０２４年３月５日 下午２：３０", "2024-03-05 14:30"),
        ("٢٠٢٤-٠٣-٠٥ ١٠:٢٠", "2024-03-05 10:20"),
        ("२०२४-०३-०५", "2024-03-05"),
        ("２０２４０３０５", "2024-03-05"),
        ("４５３５６", "2024-03-05"),
    ],
)
def test_digits_of_other_scripts_are_digits(written: str, stamp: str) -> None:
    found = read(f"order_id,customer_id,ordered_at,amount\n1,lu,{written},１２．５０\n")
    assert rows(found, "order_line", "ordered_at", "amount") == [(at(stamp), Decimal("12.5"))]


@pytest.mark.parametrize(
    "written", ["𝟸𝟶24-13-45", "２０２４-９９-９９", "10:𝟶𝟶", "１２３４５６７８９０１２３４５６７８９"]
)
def test_other_digits_that_are_no_time_are_refused(written: str) -> None:
    lines = f"1,lu,{written},5\n2,lu,2024-03-05,5\n3,lu,2024-03-06,5\n"
    assert codes(read(f"order_id,customer_id,ordered_at,amount\n{lines}")) == [(2, "bad-time")]


@pytest.mark.parametrize(
    "rows_of_days",
    ["24-03-05 24-04-06", "12-01-02 12-02-03", "01-02-03", "24/03/05 24/04/06", "24/3/5 24/4/5", "24.03.05 24.04.06"],
)
def test_years_of_two_digits_may_stand_anywhere(rows_of_days: str) -> None:
    """24-03-05 is March 5, 2024, or March 24, 2005."""
    lines = "".join(f"{at},lu,{day},5\n" for at, day in enumerate(rows_of_days.split()))
    with pytest.raises(WrongUse, match="the day, the month or the year comes first"):
        read(f"order_id,customer_id,ordered_at,amount\n{lines}")
    found = read(f"order_id,customer_id,ordered_at,amount\n0,lu,24-03-05,5\n{lines}", Reading(date_format="ymd"))
    assert rows(found, "order_line", "ordered_at")[0] == (at("2024-03-05"),)


@pytest.mark.parametrize("days", ["05/03/24 26/03/24", "26.03.24 26.03.24"])
def test_days_before_months_and_years_of_two_digits(days: str) -> None:
    """Two orders, the second of them on March 26, 2024."""
    lines = "".join(f"{at},lu,{day},5\n" for at, day in enumerate(days.split()))
    found = read(f"order_id,customer_id,ordered_at,amount\n{lines}")
    assert found.frames["order_line"]["ordered_at"].max() == at("2024-03-26")


@pytest.mark.parametrize(
    ("shape", "first"),
    [("24-03-{:02}", "2024-03-01"), ("24/03/{:02}", "2024-03-01"), ("{:02}-03-24", "2024-03-01"),
     ("03/{:02}/24", "2024-03-01"), ("99-03-{:02}", "1999-03-01"), ("{:02}.03.24", "2024-03-01")],
)  # fmt: skip
def test_the_side_that_changes_is_that_of_the_days(shape: str, first: str) -> None:
    """An order on each of the first 28 days of March."""
    lines = "".join(f"{day},lu,{shape.format(day)},5\n" for day in range(1, 29))
    found = read(f"order_id,customer_id,ordered_at,amount\n{lines}")
    assert found.frames["order_line"]["ordered_at"].min() == at(first)
    assert found.frames["order_line"]["ordered_at"].max() == at(first.replace("-01", "-28"))


@pytest.mark.parametrize(
    "content",
    [
        "order_id;customer_id;ordered_at;amount\n1;lu;2024-03-05;1.250\n2;mo;2024-03-06;12.000\n",
        "order_id,customer_id,ordered_at,amount\n1,lu,05.03.2024,1.250\n2,mo,26.03.2024,12.000\n",
        "order_id\tcustomer_id\tordered_at\tamount\n1\tlu\t2024-03-05\t1.250\n2\tmo\t2024-03-06\t12.000.000\n",
        "order_id;customer_id;ordered_at;amount\n1;lu;2024-03-05;€ 1.250\n2;mo;2024-03-06;5\n",
    ],
)
def test_thousands_with_points_where_the_table_is_written_so(content: str) -> None:
    assert rows(read(content), "order_line", "amount")[0] == (Decimal(1250),)


@pytest.mark.parametrize("amounts", [("1.250", "12.000"), ("150.000", "5"), ("Rp 150.000", "Rp 75.000")])
def test_three_digits_after_a_point_may_be_thousands_or_thousandths(amounts: tuple[str, str]) -> None:
    one, two = amounts
    content = f"order_id,customer_id,ordered_at,amount\n1,lu,2024-03-05,{one}\n2,mo,2024-03-06,{two}\n"
    with pytest.raises(WrongUse, match="may be one or a thousand") as refused:
        read(content)
    assert "--decimal" in str(refused.value.hint)
    number = Decimal(one.removeprefix("Rp "))
    assert rows(read(content, Reading(decimal="point")), "order_line", "amount")[0] == (number,)
    assert rows(read(content, Reading(decimal="comma")), "order_line", "amount")[0] == (number * 1000,)


@pytest.mark.parametrize("other", ["0.500", "12.5", "1250", "1,250.000"])
def test_one_amount_that_shows_what_the_point_is_settles_it(other: str) -> None:
    content = f'order_id,customer_id,ordered_at,amount\n1,lu,2024-03-05,1.250\n2,mo,2024-03-06,"{other}"\n'
    assert rows(read(content), "order_line", "amount")[0] == (Decimal("1.25"),)


def test_a_day_and_a_clock_in_two_cells_of_a_workbook_are_one_moment() -> None:
    half, nine = at("2024-03-01 23:30").time(), at("2024-03-01 09:15:30").time()
    content = book_of(
        ["order_id", "customer_id", "date", "time", "amount"],
        [1, "lu", at("2024-03-01"), half, 5],
        [2, "mo", at("2024-03-02"), nine, 6],
        [3, "mo", at("2024-03-03"), at("1899-12-30 07:05"), 6],
        [4, "mo", at("2024-03-04"), None, 6],
        [5, "mo", at("2024-03-05 06:00"), nine, 6],
    )
    assert [stamp for (stamp,) in rows(read(content), "order_line", "ordered_at")] == [
        at("2024-03-01 23:30"),
        at("2024-03-02 09:15:30"),
        at("2024-03-03 07:05"),
        at("2024-03-04"),
        at("2024-03-05 06:00"),
    ]


@pytest.mark.parametrize("columns", ["下单日期,下单时间", "下单时间,下单日期", "order_date,order_time", "日期,时间"])
def test_a_day_and_a_clock_by_their_headers(columns: str) -> None:
    cells = "2024-03-01 00:00:00,23:30" if "日期," in columns or "date," in columns else "23:30,2024-03-01 00:00:00"
    found = read(f"order_id,customer_id,{columns},amount\n1,lu,{cells},5\n")
    assert rows(found, "order_line", "ordered_at") == [(at("2024-03-01 23:30"),)]


PRICED = ["order_id", "customer_id", "ordered_at", "amount"]


def sums_of(*amounts: object, reading: Reading | None = None) -> list[Decimal]:
    lines = ([str(number), "lu", "2024-03-01", amount] for number, amount in enumerate(amounts, 1))
    return read(book_of(PRICED, *lines), reading).frames["order_line"]["amount"].to_list()


def test_amounts_as_text_in_a_workbook_are_read_by_their_column_and_numbers_as_they_are() -> None:
    """Two texts with dots, one of which shows a decimal comma; two numbers beside them."""
    assert sums_of("1.234", "1.234,50", 1.234, 12.5) == [1234, Decimal("1234.5"), Decimal("1.234"), Decimal("12.5")]
    assert sums_of("1,234.50", 1.234, 1234) == [Decimal("1234.5"), Decimal("1.234"), 1234]
    assert sums_of(1.234, 2.345) == [Decimal("1.234"), Decimal("2.345")]


def test_amounts_as_text_that_leave_it_open_are_asked_about_in_any_container() -> None:
    """Numbers beside them say nothing of what their dots are."""
    lines = [
        f'{{"order_id": "1", "customer_id": "lu", "ordered_at": "2024-03-01", "amount": {paid}}}'
        for paid in ('"1.234"', 12.5)
    ]
    for content in (
        book_of(PRICED, ["1", "lu", "2024-03-01", "1.234"], ["2", "lu", "2024-03-02", 12.5]),
        "\n".join(lines),
        parquet_of(order_id=["1"], customer_id=["lu"], ordered_at=["2024-03-01"], amount=["1.234"]),
    ):
        with pytest.raises(WrongUse, match=r"1\.234 may be one or a thousand"):
            read(content)
    assert sums_of("1.234", 12.5, reading=Reading(decimal="comma")) == [1234, Decimal("12.5")]


def test_numbers_in_parquet_keep_their_value_beside_a_decimal_comma() -> None:
    content = parquet_of(
        order_id=["1"], customer_id=["lu"], ordered_at=["2024-03-01"], amount=["1.234,50"], unit_price=[1.234]
    )
    [sums] = read(content).frames["order_line"].select("amount").rows()
    assert sums == (Decimal("1234.5"),)
    content = parquet_of(
        order_id=["1"], customer_id=["lu"], ordered_at=["2024-03-01"], amount=[1.234], refund_amount=["1.234,50"]
    )
    assert rows(read(content), "order_line", "amount", "refund_amount") == [(Decimal("1.234"), Decimal("1234.5"))]


def moments_of(*cells: object, day: object = "2024-03-01") -> list[datetime]:
    """When orders were placed whose clocks stand in a column of their own in a workbook."""
    lines = ([str(number), "lu", day, cell, 5] for number, cell in enumerate(cells, 1))
    found = read(book_of(["order_id", "customer_id", "date", "time", "amount"], *lines))
    return found.frames["order_line"]["ordered_at"].to_list()


@pytest.mark.parametrize("day", ["2024-03-01", at("2024-03-01"), 45352, 20240301])
def test_clocks_apart_from_their_days_as_a_workbook_may_hold_them(day: object) -> None:
    """As a part of the day, and as digits alone; noon has one digit after the point."""
    assert moments_of(0.97917, 0.5, 0, day=day) == [at(f"2024-03-01 {clock}") for clock in ("23:30", "12:00", "00:00")]
    assert moments_of("2330", 915, "0915", 233015, day=day) == [
        at(f"2024-03-01 {clock}") for clock in ("23:30", "09:15", "09:15", "23:30:15")
    ]


def test_a_column_that_is_no_clock_is_passed_over_and_named() -> None:
    """9.15 may be a quarter past nine or no clock at all; beside clocks it is a time that cannot be read."""
    assert moments_of("9.15", "10.30") == [at("2024-03-01"), at("2024-03-01")]
    assert moments_of(0.15, 0.3) == [at("2024-03-01"), at("2024-03-01")]
    file = file_of("order_id,customer_id,date,time,amount\n1,lu,2024-03-01,9.15,5\n")
    unplaced = table.find_unplaced(file, Reading())
    assert unplaced is not None
    assert unplaced.columns == ("time",)
    mixed = "order_id,customer_id,date,time,amount\n1,lu,2024-03-01,9.15,5\n2,lu,2024-03-02,09:15,5\n"
    assert codes(read(mixed)) == [(2, "bad-time")]
