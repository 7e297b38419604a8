"""Days and clocks in one table, read where the community lives elsewhere than its export was made."""

from __future__ import annotations

import io
from datetime import date, datetime

import polars as pl
import pytest
from openpyxl import Workbook

from commkit.sources.files.file import File
from commkit.sources.source import Reading
from commkit.sources.table import from_table as table
from commkit.store.batch import Batch, Stream

NEW_YORK = Reading(own_zone="America/New_York", clock_zone="UTC")  # five hours behind in winter, four in summer


def read(content: str | bytes, reading: Reading = NEW_YORK) -> Batch:
    """The one batch of a small table, read the careful way."""
    raw = content.encode() if isinstance(content, str) else content
    [piece] = table.read([File("table.csv", len(raw), lambda: io.BytesIO(raw))], reading)
    [batch] = piece.otherwise() if isinstance(piece, Stream) else [piece]
    assert isinstance(batch, Batch)
    return batch


def rows(batch: Batch, kind: str, *columns: str) -> list[tuple[object, ...]]:
    return batch.frames[kind].select(*columns).rows()


def at(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


JOINED = [(at("2024-02-01 05:00"), at("2024-03-05 12:00")), (at("2024-06-01 04:00"), None)]


def test_a_column_of_days_beside_one_of_clocks() -> None:
    """Two joined on February 1 and June 1 in New York; one left at noon in UTC, which is the clock of the export."""
    found = read("member_id,joined_at,left_at\n1,2024-02-01,2024-03-05 12:00:00\n2,2024-06-01,\n")
    assert rows(found, "member", "joined_at", "left_at") == JOINED
    assert found.naive


def test_so_it_is_in_parquet_and_in_a_workbook() -> None:
    days, left = [date(2024, 2, 1), date(2024, 6, 1)], [at("2024-03-05 12:00"), None]
    written = io.BytesIO()
    pl.DataFrame({"member_id": ["1", "2"], "joined_at": days, "left_at": left}).write_parquet(written)
    assert rows(read(written.getvalue()), "member", "joined_at", "left_at") == JOINED
    book, written = Workbook(), io.BytesIO()
    for line in (["member_id", "joined_at", "left_at"], ["1", days[0], left[0]], ["2", at("2024-06-01"), None]):
        book.worksheets[0].append(line)
    book.save(written)
    assert rows(read(written.getvalue()), "member", "joined_at", "left_at") == JOINED


def test_days_and_clocks_in_one_column() -> None:
    found = read("customer_id,ordered_at,amount\n1,2024-02-01,5\n2,2024-02-10 12:00,5\n3,2024-06-20,5\n")
    moments = [at("2024-02-01 05:00"), at("2024-02-10 12:00"), at("2024-06-20 04:00")]
    assert rows(found, "order_line", "ordered_at") == [(moment,) for moment in moments]


@pytest.mark.parametrize(
    ("written", "asked"), [("01.02.2024", "dmy"), ("01.02.2024", "%d.%m.%Y"), ("20240201", None), ("45323", None)]
)
def test_days_in_every_writing(written: str, asked: str | None) -> None:
    reading = Reading(date_format=asked, own_zone="America/New_York", clock_zone="UTC")
    found = read(f"customer_id,ordered_at,amount\n1,{written},5\n", reading)
    assert rows(found, "order_line", "ordered_at") == [(at("2024-02-01 05:00"),)]


@pytest.mark.parametrize(
    ("refunded", "moment"), [("2024-07-05", "2024-07-05 04:00"), ("2024-02-05 12:00", "2024-02-05 17:00")]
)
def test_days_and_wall_clocks_beside_instants(refunded: str, moment: str) -> None:
    """The order is an instant; what was paid back is a day, or a clock, of New York, and all are told in UTC."""
    lines = f"1,lu,2024-02-01T10:00:00Z,9,4,{refunded}\n"
    found = read(
        f"order_id,customer_id,ordered_at,amount,refund,refunded_at\n{lines}", Reading(own_zone="America/New_York")
    )
    assert rows(found, "order_line", "ordered_at", "refunded_at") == [(at("2024-02-01 10:00"), at(moment))]
    assert not found.naive


def test_unix_seconds_beside_wall_clocks() -> None:
    """1707134400 is February 5, 12:00 in UTC, when the clock of Paris, which the order is told by, shows 13:00."""
    lines = "1,lu,2024-02-01 10:00,9,4,1707134400\n"
    reading = Reading(own_zone="America/New_York", clock_zone="Europe/Paris")
    found = read(f"order_id,customer_id,ordered_at,amount,refund,refunded_at\n{lines}", reading)
    assert rows(found, "order_line", "ordered_at", "refunded_at") == [(at("2024-02-01 10:00"), at("2024-02-05 13:00"))]
    assert found.naive


def test_a_midnight_that_clocks_left_out_is_the_hour_after_it() -> None:
    """In São Paulo November 4, 2018 began at 1:00, three hours after midnight in UTC."""
    reading = Reading(own_zone="America/Sao_Paulo", clock_zone="UTC")
    found = read("customer_id,ordered_at,amount\n1,2018-11-04,5\n", reading)
    assert rows(found, "order_line", "ordered_at") == [(at("2018-11-04 03:00"),)]


def test_days_of_the_calendar_and_ids_made_of_them_stay() -> None:
    found = read("order_id,customer_id,ordered_at,amount,due_on\n1,lu,2024-02-01 10:00,5,2024-03-01\n")
    assert rows(found, "order_line", "due_on") == [(date(2024, 3, 1),)]
    case = "complaint_date,outcome,description\n2024-02-01,done,late\n"
    assert rows(read(case), "case", "native") == rows(read(case, Reading()), "case", "native")
    assert rows(read("date,amount,category,flow\n2024-02-01,5,rent,out\n"), "ledger", "day") == [(date(2024, 2, 1),)]
