"""Which table a file is a table of, what --map says, and why something is none."""

from __future__ import annotations

import base64
import io
import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commkit.errors import CannotDo, CommkitError, WrongUse
from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.source import Reading
from commkit.sources.table import from_table as table
from commkit.sources.table.heads import explain
from commkit.sources.table.layout import find_layout
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


ORDERS = "customer_id,order_date,revenue\nana,2026-01-05,5\n"


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("author,date,text", "messages"),
        ("发送人,发送时间,消息内容", "messages"),
        ("发送者昵称；发送时间；内容", "messages"),
        ("成员昵称,时间,消息内容", "messages"),
        ("message_id,group,member_id,sent_at,text", "messages"),
        ("message_id,chat_id,sender_id,create_time,msg_type,content", "messages"),
        ("姓名,入群日期", "members"),
        ("成员昵称,入群时间,群名称", "members"),
        ("姓名,消费时间,消费金额", "orders"),
        ("order_id,user_id,created_at,amount", "orders"),
        ("订单编号,下单时间,收货人手机号,订单金额", "orders"),
        ("Sent At;User Name;Channel", "messages"),
        ("customer,date,unit price,quantity", "orders"),
        ("买家ID\t付款时间\t实付金额", "orders"),
        ("user_id|event_name|timestamp", "events"),
        ("成员ID,事件,时间,活动", "events"),
        ("邀请人(ID),被邀请人(ID),邀请时间", "referrals"),
        ("昵称,入群时间", "members"),
        ("id,name,username,created_at", "members"),
        ("customer_id  date  dollar_value", "orders"),
    ],
)
def test_a_header_says_the_kind(header: str, kind: str) -> None:
    found = find_layout(file_of(header + "\n"), Reading())
    assert found is not None
    assert found.kind == kind


def test_an_id_identifies_and_the_name_names() -> None:
    found = find_layout(file_of("name,user id,time,text\n"), Reading())
    assert found is not None
    assert dict(found.columns) == {"author": 1, "author_name": 0, "time": 2, "text": 3}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"<!DOCTYPE html><html><body>author,date,text</body></html>",
        b"%PDF-1.7 author,date,text",
        bytes(range(256)) * 20,
        b"[00:15] <ana> hello, world\n[00:16] <ben> hi\n",
        b"userid,version,rounds\n1,gate,3\n",
        b"PAR1" + bytes(200),
        b"PK\x03\x04" + bytes(200),
        b'{"a": 1}\n{"b": 2}\n',
        b'"author,date,text\n',
    ],
)
def test_unknown_tables_are_not_recognised(content: bytes) -> None:
    assert not table.recognises(file_of(content))
    with pytest.raises(CommkitError):
        list(batches_of(file_of(content)))


MODERATION = (
    "timestamp,action,user,moderator,reason\n2026-01-05 10:00,ban,ana,boss,spam\n",
    "time,user_id,action,mod,channel\n2026-01-05 10:00,ana,note,boss,hall\n",
    "用户ID,时间,行为,操作人\n1,2026-01-05 10:00,禁言,阿桤\n2,2026-01-06 10:00,踢出群聊,阿桤\n",
    "成员,时间,处罚,操作人\n小满,2026-01-05 10:00,一天,阿桤\n",
    "user_id,action,created_at\n1,MEMBER_BAN_ADD,2026-01-05 10:00\n2,MEMBER_KICK,2026-01-05 11:00\n",
    "user_id,type,created_at,channel\n1,warned,2026-01-05 10:00,hall\n2,Time-out,2026-01-05 11:00,hall\n",
)


@pytest.mark.parametrize("content", MODERATION)
def test_a_table_of_punishments_holds_no_events_of_the_punished(content: str) -> None:
    assert not table.recognises(file_of(content))
    why = explain(file_of(content), Reading()) or ""
    assert why.startswith("it lists who was banned, muted or warned")
    with pytest.raises(CannotDo, match="it lists who was banned"):
        list(batches_of(file_of(content)))


@pytest.mark.parametrize(
    "content",
    [
        "user_id,action,created_at\n1,banner_click,2026-01-05 10:00\n2,kickoff_seen,2026-01-05 11:00\n",
        "user_id,action,created_at\n1,click,2026-01-05 10:00\n2,visit,2026-01-05 11:00\n3,ban,2026-01-05 12:00\n",
        "用户ID,行为,时间,操作人\n1,签到,2026-01-05 10:00,阿桤\n",
        "member,joined,type,moderator\nana,2026-01-05,regular,no\n",
    ],
)
def test_a_table_of_other_actions_is_read(content: str) -> None:
    assert table.recognises(file_of(content))


def test_what_the_operator_maps_is_read_as_mapped() -> None:
    reading = Reading({"member": "moderator", "event": "action", "time": "timestamp"})
    [batch] = batches_of(file_of(MODERATION[0]), reading)
    assert batch.frames["event"]["member"].to_list() == ["boss"]


def test_explain_names_the_columns_and_what_is_missing() -> None:
    why = explain(file_of("userid,version,rounds\n1,gate,3\n"), Reading()) or ""
    assert "userid, version, rounds" in why
    assert "members lacks joined" in why
    assert "gate" not in why


def test_explain_of_a_table_without_a_header_shows_no_cell() -> None:
    why = explain(file_of("ana 2 1767603600\nben 3 1767603601\n"), Reading()) or ""
    assert "3 columns without names" in why
    assert "ana" not in why


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7\n", b"dear all,\nthis is, as you see, prose\nand no table\n", ORDERS]
)
def test_explain_says_nothing_about_a_known_table_or_something_else(content: bytes | str) -> None:
    assert explain(file_of(content), Reading()) is None


def test_columns_are_mapped_by_name_or_number() -> None:
    lines = "who,day,paid,revenue\nana,2026-01-05,7,5\n"
    by_name = list(batches_of(file_of(lines), Reading(roles={"member": "Who", "time": "day", "amount": "paid"})))
    by_number = list(batches_of(file_of(lines), Reading(roles={"member": "1", "time": "2", "amount": "3"})))
    assert (
        rows(by_name, "order_line", "member", "amount")
        == rows(by_number, "order_line", "member", "amount")
        == [("ana", 7)]
    )


def test_a_table_without_a_header_is_mapped_by_numbers() -> None:
    found = list(
        batches_of(file_of("00004 1 20260101 2 29.33\n"), Reading(roles={"member": "1", "time": "3", "amount": "5"}))
    )
    assert rows(found, "order_line", "member", "ordered_at") == [("00004", datetime(2026, 1, 1))]  # noqa: DTZ001
    assert found[0].records == {"order_line": 1}


def test_a_kind_can_be_forced() -> None:
    found = find_layout(file_of("user,time,text,event\n"), Reading(roles={"kind": "events"}))
    assert found is not None
    assert found.kind == "events"


@pytest.mark.parametrize(
    ("roles", "told"),
    [
        ({"mebmer": "customer_id"}, "did you mean member?"),
        ({"member": "custmer"}, "did you mean customer_id? the columns are: customer_id, order_date, revenue"),
        ({"member": "9"}, "customer_id, order_date, revenue"),
        ({"kind": "order"}, "did you mean orders?"),
        ({"kind": "messages"}, "--map ROLE=COLUMN"),
        ({"author": "1", "invitee": "2"}, "map the roles of one kind"),
    ],
)
def test_a_wrong_map_is_wrong_use(roles: dict[str, str], told: str) -> None:
    with pytest.raises(WrongUse) as refusal:
        list(batches_of(file_of(ORDERS), Reading(roles=roles)))
    assert told in refusal.value.hint


def test_days_and_months_that_the_file_leaves_open_must_be_said() -> None:
    lines = file_of("customer,date,amount\nana,05/01/2026,5\n")
    with pytest.raises(WrongUse) as refusal:
        list(batches_of(lines))
    assert "--date-format dmy" in refusal.value.hint
    [found] = batches_of(lines, Reading(date_format="mdy"))
    assert rows([found], "order_line", "ordered_at") == [(datetime(2026, 5, 1),)]  # noqa: DTZ001


def test_days_and_months_are_told_apart_by_the_last_line() -> None:
    lines = "customer,date,amount\n" + "ana,05/01/2026,5\n" * 9000 + "ana,13/01/2026,5\n"
    found = list(batches_of(file_of(lines)))
    assert set(rows(found, "order_line", "ordered_at")) == {(datetime(2026, 1, 5),), (datetime(2026, 1, 13),)}  # noqa: DTZ001


def test_an_encoding_can_be_said() -> None:
    lines = "发送人,时间,内容\n林一,2026-01-05 09:00,早\n".encode("gb18030")
    file = file_of(lines)
    file.encoding = "gbk"
    assert rows(list(batches_of(file)), "message", "author", "text") == [("林一", "早")]


def test_a_panic_of_the_parquet_reader_is_a_refusal_and_nothing_more(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A zone that there is not, in the schema, which a Parquet file holds in base64."""
    target = tmp_path / "x.parquet"
    sent = pl.datetime_range(pl.datetime(2024, 1, 1), pl.datetime(2024, 1, 3), time_zone="UTC", eager=True)
    pl.DataFrame({"author": ["a", "b", "c"], "time": sent}).write_parquet(target)
    schema = max(re.findall(rb"[A-Za-z0-9+/]{40,}=*", target.read_bytes()), key=len)
    other = base64.b64encode(base64.b64decode(schema).replace(b"UTC", b"UTD"))
    content = target.read_bytes().replace(schema, other)
    file = File("x.parquet", len(content), lambda: io.BytesIO(content))
    with pytest.raises(CannotDo):
        find_layout(file, Reading())
    assert capfd.readouterr().err == ""


def test_a_broken_parquet_file_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "x.parquet"
    pl.DataFrame({"member": ["u1"], "role": ["owner"]}).write_parquet(target)
    with pytest.raises(CannotDo):
        list(batches_of(file_of(target.read_bytes()[:-60])))


@given(cut=st.integers(0, 400), junk=st.binary(max_size=8), case=st.sampled_from(sorted(DATA.iterdir())))
@settings(deadline=10_000)
def test_wounds_are_refused_or_balanced(cut: int, junk: bytes, case: Path) -> None:
    [file] = files_of(case)
    content = file.content()
    where = cut * len(content) // 400
    wounded = file_of(content[:where] + junk + content[where + len(junk) // 2 :])
    assert isinstance(wounded.open_raw(), io.BytesIO)
    try:
        found = list(batches_of(wounded))
    except CommkitError:
        return
    for batch in found:
        for kind, count in batch.records.items():
            skipped = sum(number for (each, _), number in batch.skipped.items() if each == kind)
            rejected = sum(reject.kind == kind for reject in batch.rejects)
            assert count == len(batch.frames[kind]) + rejected + skipped


def test_the_orders_of_a_shop_that_masks_its_buyers_need_to_be_told_who_they_are() -> None:
    """Headers of 抖店: nobody is named, and the amount may be the line's or the order's."""
    header = "主订单编号,选购商品,商品数量,订单提交时间,支付完成时间,订单应付金额,收件人,订单状态"
    file = file_of(f"{header}\n1,茶,2,2024-03-05 10:00:00,2024-03-05 10:01:00,9.90,lu,已完成\n")
    assert find_layout(file, Reading()) is None
    found = find_layout(file, Reading({"member": "收件人", "amount": "订单应付金额"}))
    assert found is not None
    named = {role: found.header[at] for role, at in found.columns.items()}
    assert (named["order"], named["time"], named["paid_at"]) == ("主订单编号", "订单提交时间", "支付完成时间")
    assert (named["product"], named["quantity"], named["status"]) == ("选购商品", "商品数量", "订单状态")
