"""Order lines in the dialects of shops."""

from __future__ import annotations

import io
from collections import Counter
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.source import Reading
from commkit.sources.table import from_table as table
from commkit.store.batch import Batch, Stream

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).parents[2] / "data" / "table"


def file_of(content: bytes | str) -> File:
    raw = content.encode() if isinstance(content, str) else content
    return File("table.csv", len(raw), lambda: io.BytesIO(raw))


def batches_of(file: File, reading: Reading | None = None) -> Iterator[Batch]:
    """The batches, read the careful way."""
    for piece in table.read([file], reading or Reading()):
        yield from piece.otherwise() if isinstance(piece, Stream) else (piece,)


def rows(batches: list[Batch], kind: str, *columns: str) -> list[tuple[object, ...]]:
    return [row for batch in batches for row in batch.frames[kind].select(*columns).rows()]


def case(name: str) -> list[Batch]:
    [file] = files_of(DATA / name)
    assert table.recognises(file)
    return list(batches_of(file))


def codes(batches: list[Batch]) -> list[tuple[int, str]]:
    return [(reject.line, reject.code) for batch in batches for reject in batch.rejects]


def skips(batches: list[Batch]) -> dict[tuple[str, str], int]:
    return dict(sum((Counter(batch.skipped) for batch in batches), Counter()))


def at(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def test_lines_with_prices_cancellations_and_no_customer() -> None:
    """Ana (14075) buys a lantern and twice the same hearts, cancels one; one anonymous flag, one count in words."""
    found = case("orders")
    assert rows(found, "order_line", "native", "member", "product", "amount", "order_amount") == [
        ("536365", "14075", "LANTERN", Decimal("15.30"), None),
        ("536365", "14075", "HEART, CREAM", Decimal("6.78"), None),
        ("536365", "14075", "HEART, CREAM", Decimal("6.78"), None),
        ("C536379", "14075", "LANTERN", Decimal("-2.55"), None),
        ("536380", None, "FLAG", Decimal("1.10"), None),
    ]
    assert codes(found) == [(7, "bad-amount")]


def test_decimal_commas_and_dotted_days() -> None:
    assert rows(case("orders_semicolon"), "order_line", "native", "ordered_at", "amount") == [
        ("1", at("2026-01-13"), Decimal("1234.5")),
        ("2", at("2026-01-05"), Decimal(12)),
        ("3", at("2025-12-31"), Decimal(1000)),
    ]


def test_a_chinese_export_in_gb18030_with_platforms() -> None:
    """Three orders: b1 pays less than the price, b2 is paid back, one buyer is unknown."""
    columns = ("platform", "member", "amount", "order_amount", "refund_amount", "currency")
    assert rows(case("orders_zh"), "order_line", *columns) == [
        ("wecom", "b1", Decimal(1300), Decimal("1234.5"), None, "CNY"),
        ("qq", "b2", Decimal(12), Decimal(12), Decimal(12), "CNY"),
        ("wecom", None, Decimal("69.2"), Decimal("69.2"), None, "CNY"),
    ]


def test_aligned_columns() -> None:
    """Five lines: two alike, one of zero, one on 32 January."""
    found = case("aligned")
    assert rows(found, "order_line", "native", "member", "quantity", "amount") == [
        (None, "00001", 1, Decimal("11.77")),
        (None, "00002", 1, Decimal(12)),
        (None, "00002", 1, Decimal(12)),
        (None, "00003", 2, Decimal(0)),
    ]
    assert codes(found) == [(6, "bad-time")]


def test_shopify_states_an_order_on_its_first_line() -> None:
    """1001: two mugs and a pen with shipping; 1002: cancelled and refunded; 1003: voided; 1004: nobody's."""
    found = case("shopify")
    columns = ("native", "member", "product", "amount", "order_amount", "refund_amount", "refunded_at", "currency")
    assert rows(found, "order_line", *columns) == [
        ("#1001", "ana@example.org", "Mug", Decimal(20), Decimal(30), Decimal(0), None, "EUR"),
        ("#1001", "ana@example.org", "Pen", Decimal(5), Decimal(30), Decimal(0), None, "EUR"),
        ("#1002", "+4998765", "Mug", Decimal(10), Decimal(10), Decimal(10), at("2026-05-03 08:00"), "EUR"),
        ("#1004", None, "Pen", Decimal(5), Decimal(5), Decimal(0), None, "EUR"),
    ]
    assert rows(found, "order_line", "ordered_at")[0] == (at("2026-05-01 07:59"),)
    assert skips(found) == {("order_line", "unpaid"): 2}


def test_unpaid_youzan_orders_are_skipped() -> None:
    """E1 paid; E2 closed unpaid; E3 closed after a refund; E4 waits for payment; E5 paid by nobody known."""
    found = case("youzan_orders")
    assert rows(found, "order_line", "native", "member", "member_name", "order_amount", "refund_amount") == [
        ("E1", "186******05", "林一", Decimal("69.2"), Decimal(0)),
        ("E3", "186******06", "周二", Decimal(50), Decimal(50)),
        ("E5", None, None, Decimal(8), None),
    ]
    assert skips(found) == {("order_line", "unpaid"): 2}


def test_youzan_items_add_their_refunds_up_to_the_order() -> None:
    """E1 has two items, 5 and 2 paid back; E2 is closed."""
    found = case("youzan_items")
    assert rows(found, "order_line", "native", "product", "amount", "quantity", "refund_amount") == [
        ("E1", "课程", Decimal(55), 1, Decimal(7)),
        ("E1", "贴纸", Decimal(12), 2, Decimal(7)),
    ]
    assert skips(found) == {("order_line", "unpaid"): 1}


def test_a_total_that_differs_within_an_order_is_its_lines_own() -> None:
    lines = "order id,customer,date,total\n1,ana,2026-01-05,5\n1,ana,2026-01-05,7\n"
    found = list(batches_of(file_of(lines)))
    assert rows(found, "order_line", "amount", "order_amount") == [(Decimal(5), None), (Decimal(7), None)]


def test_a_currency_can_be_said() -> None:
    found = list(batches_of(file_of("customer,date,amount\nana,2026-01-05,5\n"), Reading(currency="EUR")))
    assert rows(found, "order_line", "currency") == [("EUR",)]


def test_a_status_that_is_unpaid_skips_a_generic_order() -> None:
    lines = "order id,customer,date,amount,status\n1,ana,2026-01-05,5,Pending\n2,ana,2026-01-05,5,done\n"
    found = list(batches_of(file_of(lines)))
    assert rows(found, "order_line", "native") == [("2",)]
    assert skips(found) == {("order_line", "unpaid"): 1}
