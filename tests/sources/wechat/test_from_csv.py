"""What is read from WeChat chats in CSV."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.source import Reading
from commkit.sources.wechat import from_csv as wechat_csv

if TYPE_CHECKING:
    from commkit.store.batch import Batch

DATA = Path(__file__).parents[2] / "data" / "wechat_csv"
NEW = "消息ID,类型,发送人,时间,内容,备注,昵称,更多信息\n"


def batch_of(case: str) -> Batch:
    (batch,) = wechat_csv.read(files_of(DATA / case), Reading())
    return batch


def file_of(text: str, name: str = "茶.csv") -> File:
    content = text.encode()
    return File(name, len(content), lambda: io.BytesIO(content))


def rows(batch: Batch, kind: str) -> list[dict[str, object]]:
    return batch.frames[kind].to_dicts() if kind in batch.frames else []


def test_recognises_only_tables_with_its_headers() -> None:
    assert all(wechat_csv.recognises(files_of(DATA / case)[0]) for case in ("new", "old", "oldest"))
    for other in ("", "消息ID,类型,发送人,时间,内容\n", "localId,text\n1,a\n", NEW.replace(",", ";"), f"x\n{NEW}"):
        assert not wechat_csv.recognises(file_of(other))


def test_the_new_header() -> None:
    """林梅 invites 小满 and writes two lines; 小满's picture, quoted answer, the same row again, and twice the same
    words without an id; then a time that is none, a message of nobody, and a row that is cut.
    """
    batch = batch_of("new")
    assert batch.naive
    assert batch.records == {"group": 1, "message": 10}
    assert batch.skipped == {("message", "repeated"): 1}
    assert sorted((reject.line, reject.code) for reject in batch.rejects) == [
        (10, "bad-time"),
        (11, "no-sender"),
        (12, "bad-row"),
    ]
    assert [tuple(row.values()) for row in rows(batch, "group")] == [
        ("10000000001@chatroom", "竹里读书会", "group", False)
    ]
    assert [(row["native"], row["author"], row["kind"], row["text"]) for row in rows(batch, "message")] == [
        ("7001", None, "system", '"林梅"邀请"小满"加入了群聊'),
        ("7002", "name:林梅", "text", "大家好，\n请看公告"),
        ("7003", "name:小满", "media", None),
        ("7004", "name:小满", "text", "好的"),
        (None, "name:小满", "text", "没有编号"),
        (None, "name:小满", "text", "没有编号"),
    ]
    assert rows(batch, "message")[1]["sent_at"] == datetime.fromisoformat("2026-01-05T08:01:00")
    assert [(row["member"], row["change"], row["inviter"]) for row in rows(batch, "membership")] == [
        ("name:小满", "join", "name:林梅")
    ]


def test_the_old_header() -> None:
    """Chat 3: words, a picture, a quoted answer, an article, a recall. Chat 4: words. From midnight UTC."""
    batch = batch_of("old")
    assert not batch.naive
    assert batch.records == {"group": 2, "message": 6}
    assert batch.rejects == []
    assert [(row["group"], row["author"], row["author_name"], row["kind"]) for row in rows(batch, "message")] == [
        ("3", "wxid_lin", "我", "text"),
        ("3", "wxid_xm", "小满", "media"),
        ("3", "wxid_xm", "小满", "text"),
        ("3", "wxid_xm", "小满", "media"),
        ("3", None, None, "system"),
        ("4", "wxid_dx", "大雪", "text"),
    ]
    assert rows(batch, "message")[0]["sent_at"] == datetime.fromisoformat("2026-01-05T00:00:00")


def test_the_oldest_header_names_one_field_too_few_and_only_who_exported() -> None:
    batch = batch_of("oldest")
    assert [(row["author"], row["text"]) for row in rows(batch, "message")] == [
        ("exporter", "在吗"),
        ("exporter", "好不好"),
    ]
    assert [(reject.line, reject.code) for reject in batch.rejects] == [(4, "no-sender")]


@pytest.mark.parametrize(
    ("name", "group", "is_private"),
    [
        ("out/茶(123@chatroom)/茶.csv", ("123@chatroom", "茶"), False),
        ("小满(wxid_xm)/小满.csv", ("wxid_xm", "小满"), True),
        ("exports (1)/茶.csv", ("茶", "茶"), True),
        ("茶.csv", ("茶", "茶"), True),
    ],
)
def test_the_folder_says_which_chat_it_is(name: str, group: tuple[str, str], is_private: bool) -> None:
    (batch,) = wechat_csv.read([file_of(f"{NEW}1,文本,小满,2026-01-05 08:00:00,早,,小满,more\n", name)], Reading())
    assert [(row["native"], row["title"], row["is_private"]) for row in rows(batch, "group")] == [(*group, is_private)]
