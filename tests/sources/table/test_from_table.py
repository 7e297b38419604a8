"""What is read from tables, kind by kind."""

from __future__ import annotations

import io
from collections import Counter
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

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


def case(name: str) -> list[Batch]:
    [file] = files_of(DATA / name)
    assert table.recognises(file)
    return list(batches_of(file))


def rows(batches: list[Batch], kind: str, *columns: str) -> list[tuple[object, ...]]:
    return [row for batch in batches for row in batch.frames[kind].select(*columns).rows()]


def codes(batches: list[Batch]) -> list[tuple[int, str]]:
    return [(reject.line, reject.code) for batch in batches for reject in batch.rejects]


def skips(batches: list[Batch]) -> dict[tuple[str, str], int]:
    return dict(sum((Counter(batch.skipped) for batch in batches), Counter()))


def at(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def test_messages_with_zones_quotes_and_a_second_header() -> None:
    """Ana, ben and cleo; ben's quote stays open, ana's m4 has a field too many."""
    found = case("messages")
    assert rows(found, "message", "native", "author", "author_name", "sent_at", "group", "reply_to") == [
        ("m1", "ana", "ana", at("2026-01-05 08:00:00"), "hall", None),
        ("m3", "cleo", "cleo", at("2026-01-05 08:01:00"), "hall", "m1"),
        ("m5", "ana", "ana", at("2026-01-05 08:03:00"), "yard", None),
    ]
    assert rows(found, "message", "text")[0] == ('She said "hi"\nand left',)
    assert codes(found) == [(4, "bad-quote"), (7, "bad-row")]
    assert skips(found) == {("message", "header"): 1}
    assert not any(batch.naive for batch in found)


def test_rejects_point_at_their_bytes() -> None:
    [file] = files_of(DATA / "messages")
    spans = [file.content()[each.start : each.end] for batch in case("messages") for each in batch.rejects]
    assert [span[:3] for span in spans] == [b"m2,", b"m4,"]
    assert all(span.endswith(b"\n") and span.count(b"\n") == 1 for span in spans)


def test_messages_in_chinese() -> None:
    """林一 says hello and recalls one, 周二 answers and sends a picture, a system line; nobody's and a bad time."""
    found = case("messages_zh")
    assert rows(found, "message", "author", "author_name", "sent_at", "kind", "reply_to") == [
        ("wm01", "林一", at("2026-01-05 09:03"), "text", None),
        ("wm02", "周二", at("2026-01-05 14:10"), "text", "1001"),
        ("wm02", "周二", at("2026-01-05 14:11"), "media", None),
        (None, None, at("2026-01-05 15:00"), "system", None),
        ("wm01", "林一", at("2026-01-06 00:05"), "deleted", None),
    ]
    assert codes(found) == [(8, "no-sender"), (9, "bad-time")]
    assert all(batch.naive for batch in found)


def test_members_join_leave_and_are_brought() -> None:
    """U1 leads; u2 came by u1 and left on the 9th; u3 is a bot; one without an id, one in month 13, a row of sums."""
    found = case("members")
    assert rows(found, "member", "native", "is_staff", "is_bot", "channel", "inviter") == [
        ("u1", True, False, "小红书", None),
        ("u2", False, False, "朋友", "u1"),
        ("u3", False, True, None, None),
    ]
    assert rows(found, "member", "native", "joined_at", "left_at") == [
        ("u1", at("2026-01-05 09:03"), None),
        ("u2", at("2026-01-06 10:00"), at("2026-01-09 08:30")),
        ("u3", at("2026-01-06 10:05"), None),
    ]
    assert codes(found) == [(5, "no-member"), (6, "bad-time")]
    assert skips(found) == {("member", "total"): 1}


def test_members_of_customer_groups_as_wecoms_console_lists_them() -> None:
    """林一 is of the company; 安 scanned a code into one group and was invited to another; one has no name."""
    found = case("members_wecom")
    assert rows(found, "member", "group", "native", "name", "is_staff", "channel", "inviter") == [
        ("溪边读书群", "林一", "林一", True, "邀请入群", None),
        ("溪边读书群", "安", "安", False, "扫码入群", None),
        ("溪边读书群", "贝", "贝", False, "邀请入群", "林一"),
        ("湖边跑步群", "安", "安", False, "邀请入群", "林一"),
    ]
    assert codes(found) == [(6, "no-member")]


def test_events_in_json_lines() -> None:
    """U1 clicks, 7 registers; one without a member, one cut off, one that is a list."""
    found = case("events")
    assert rows(found, "event", "member", "name", "happened_at", "variant", "value") == [
        ("u1", "click", at("2026-01-05 09:00:00"), "B", Decimal("1.5")),
        ("7", "register", at("2026-01-05 09:00:01.000300"), None, None),
    ]
    assert codes(found) == [(4, "no-member"), (5, "not-an-object"), (6, "not-an-object")]


def test_referrals() -> None:
    found = case("referrals")
    assert rows(found, "referral", "inviter", "invitee", "happened_at") == [
        ("u1", "u2", at("2026-01-05")),
        ("u1", "u3", at("2026-01-06")),
    ]
    assert codes(found) == [(4, "no-member")]


def test_a_workbook_is_read_from_the_first_sheet_that_is_known() -> None:
    """A note, orders with date cells, returns: two lines of CA-1, one of CA-2, one that is due soon, and a total."""
    found = case("workbook")
    assert rows(found, "order_line", "native", "member", "ordered_at", "amount", "quantity") == [
        ("CA-1", "AA-10", at("2026-01-05 09:30"), Decimal("261.96"), 2),
        ("CA-1", "AA-10", at("2026-01-05 09:30"), Decimal("14.62"), 1),
        ("CA-2", "BB-20", at("2026-01-06"), Decimal("0.3"), 1),
    ]
    assert codes(found) == [(6, "bad-time")]
    assert skips(found) == {("order_line", "total"): 1}


def test_parquet() -> None:
    found = case("parquet")
    assert rows(found, "member", "native", "joined_at", "channel") == [
        ("u1", at("2026-01-05 09:00"), "qr"),
        ("u2", at("2026-01-06 09:00"), "link"),
    ]
    assert codes(found) == [(3, "no-member")]
    assert not any(batch.naive for batch in found)


def test_the_receiver_of_a_message_is_mentioned() -> None:
    said = Reading(roles={"author": "1", "to": "2", "time": "3"})
    found = list(batches_of(file_of("1 2 1767603600\n2 1 1767603601\n"), said))
    assert rows(found, "message", "author", "group", "kind") == [("1", "table", "text"), ("2", "table", "text")]
    assert rows(found, "interaction", "sender", "receiver", "kind", "happened_at") == [
        ("1", "2", "mention", at("2026-01-05 09:00:00")),
        ("2", "1", "mention", at("2026-01-05 09:00:01")),
    ]


def test_a_day_and_a_clock_in_two_columns_are_one_time() -> None:
    found = list(batches_of(file_of("日期,时间,发送人,内容\n2026-01-05,上午9:03,林一,早\n2026/1/5,21:10,周二,晚\n")))
    assert rows(found, "message", "sent_at") == [(at("2026-01-05 09:03"),), (at("2026-01-05 21:10"),)]


def test_rows_that_are_alike_are_all_kept() -> None:
    found = list(batches_of(file_of("customer,date,amount\n" + "ana,2026-01-05,5\n" * 70_000)))
    assert sum(batch.records["order_line"] for batch in found) == 70_000
    assert sum(len(batch.frames["order_line"]) for batch in found) == 70_000
    assert max(len(batch.frames["order_line"]) for batch in found) <= 50_000


def test_undecodable_bytes_cost_their_record() -> None:
    text = "客户,日期,金额\n林一二三四五六七,2026-01-05,5\n".encode()
    found = list(batches_of(file_of(text + b"b\xffn,2026-01-05,5\n")))
    assert rows(found, "order_line", "member") == [("林一二三四五六七",)]
    [reject] = found[0].rejects
    assert (reject.line, reject.start, reject.end, reject.code) == (3, len(text), len(text) + 17, "undecodable")


@pytest.mark.parametrize("header", ["customer,date,amount", "客户,日期,金额", "\ufeffCustomer , DATE,Amount (USD)"])
def test_a_header_alone_is_a_table_of_nothing(header: str) -> None:
    assert table.recognises(file_of(header))
    assert [batch.records for batch in batches_of(file_of(header))] == [{"order_line": 0}]
