"""What is read from WeChat chats in JSON."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commkit.errors import CannotDo
from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.source import Reading
from commkit.sources.wechat import from_json as wechat

if TYPE_CHECKING:
    from commkit.store.batch import Batch

DATA = Path(__file__).parents[2] / "data" / "wechat"
ROOM = "10000000001@chatroom"


def batch_of(case: str) -> Batch:
    (batch,) = wechat.read(files_of(DATA / case), Reading())
    return batch


def file_of(content: bytes) -> File:
    return File("chat.json", len(content), lambda: io.BytesIO(content))


def read(*messages: object) -> Batch:
    export = {"session": {"wxid": ROOM, "type": "群聊"}, "messages": messages}
    (batch,) = wechat.read([file_of(json.dumps(export).encode())], Reading())
    return batch


def rows(batch: Batch, kind: str) -> list[dict[str, object]]:
    return batch.frames[kind].to_dicts() if kind in batch.frames else []


def test_recognises_only_json_with_a_session() -> None:
    assert all(wechat.recognises(files_of(DATA / case)[0]) for case in ("group", "direct"))
    for other in (
        b"",
        b'{"session":{"type":"\xe7\xbe\xa4\xe8\x81\x8a"},"messages":[]}',
        b'{"session":{"wxid":"a","type":"group"},"messages":[]}',
        b'[{"session":{"wxid":"a","type":"\xe7\xbe\xa4\xe8\x81\x8a"}}]',
    ):
        assert not wechat.recognises(file_of(other))


def test_a_group() -> None:
    """竹里读书会 on 5 January 2026, from midnight UTC: 11 messages and 3 that are broken.

    林梅, who exported it, invites 小满 and 大雪 and greets 小满; 小满 quotes and answers, sends a picture, and is
    called 处暑 from then on; 白露 comes by the code that 处暑 shared; 大雪 is removed; 小满 takes something back;
    another 林梅 speaks, so nobody can say which of them invites 谷雨, nor whom 处暑 calls.
    """
    batch = batch_of("group")
    assert not batch.naive
    assert batch.records == {"group": 1, "message": 14}
    assert [(reject.line, reject.code) for reject in batch.rejects] == [
        (12, "bad-time"),
        (13, "no-sender"),
        (14, "not-an-object"),
    ]
    assert [(row["native"], row["title"], row["is_private"]) for row in rows(batch, "group")] == [
        (ROOM, "竹里读书会", False)
    ]
    assert [(row["author"], row["author_name"], row["kind"], row["text"]) for row in rows(batch, "message")] == [
        (None, None, "system", '你邀请"小满、大雪"加入了群聊'),
        ("wxid_lin", "林梅", "text", "大家好 @小满\u2005早"),
        ("wxid_xm", "小满", "text", "早"),
        ("wxid_xm", "小满", "media", None),
        ("wxid_xm", "处暑", "text", "改名了"),
        (None, None, "system", '"白露"通过扫描"处暑"分享的二维码加入群聊'),
        (None, None, "system", '你将"大雪"移出了群聊'),
        (None, None, "system", '"小满" 撤回了一条消息'),
        ("wxid_x2", "林梅", "text", "同名"),
        (None, None, "system", '"林梅"邀请"谷雨"加入了群聊，群聊参与人还有：小满、处暑'),
        ("wxid_xm", "处暑", "text", "@林梅 在吗"),
    ]
    assert rows(batch, "message")[1]["sent_at"] == datetime.fromisoformat("2026-01-05T00:01:00")
    assert [(row["sender"], row["receiver"]) for row in rows(batch, "interaction")] == [("wxid_lin", "wxid_xm")]


def test_comings_and_goings() -> None:
    found = [
        (row["member"], row["change"], row["how"], row["inviter"]) for row in rows(batch_of("group"), "membership")
    ]
    assert found == [
        ("wxid_xm", "join", None, None),
        ("name:大雪", "join", None, None),
        ("name:白露", "join", "invite", "wxid_xm"),
        ("name:大雪", "removed", None, None),
        ("name:谷雨", "join", "invite", None),
    ]


def test_a_chat_between_two_is_private() -> None:
    batch = batch_of("direct")
    assert [tuple(row.values()) for row in rows(batch, "group")] == [("wxid_xm", "小满同学", "direct", True)]
    assert [(row["author"], row["kind"]) for row in rows(batch, "message")] == [
        ("wxid_xm", "text"),
        ("wxid_lin", "media"),
    ]


def test_places_for_names_are_no_members() -> None:
    """Four notices: two whose places nobody filled in, 大雪 and 白露 beside a place, and $Cash$, who is called so.

    One of the places is of somebody who joined.
    """
    notices = (
        '"$username$"邀请你和"$names$"加入了群聊',
        '"$username$"邀请你加入了群聊，群聊参与人还有：$others$',
        '"$username$"邀请你和"大雪、白露"加入了群聊  $revoke$',
        '"$Cash$"加入了群聊',
    )
    batch = read(*({"createTime": 1, "type": "系统消息", "content": notice} for notice in notices))
    assert batch.records == {"group": 1, "message": 4}
    members = [(row["member"], row["inviter"]) for row in rows(batch, "membership")]
    assert members == [("name:大雪", None), ("name:白露", None), ("name:$Cash$", None)]
    assert batch.notices == {"unplaced": 1}


def test_a_traditional_notice_makes_no_member_of_two_names() -> None:
    """林梅 invites 小滿, in traditional characters: one join, of 小滿. Words of one name to another are none."""
    lines = ('"林梅"邀請"小滿"加入了群聊', '"林梅"喊了"小滿"加入了群聊')
    notices = [{"createTime": 1767571200 + at, "type": "系统消息", "content": line} for at, line in enumerate(lines)]
    (joined,) = rows(read(*notices), "membership")
    assert (joined["member"], joined["inviter"], joined["change"]) == ("name:小滿", "name:林梅", "join")


@pytest.mark.parametrize("stamp", [0, -1, None, "x", 1.5, True, 10**30])
def test_a_value_that_is_not_a_time_is_rejected(stamp: object) -> None:
    batch = read({"createTime": stamp, "type": "文本消息", "content": "a", "senderUsername": "b"})
    assert [reject.code for reject in batch.rejects] == ["bad-time"]


def test_the_room_is_not_a_member() -> None:
    batch = read({"createTime": 1, "type": "文本消息", "content": "a", "senderUsername": ROOM})
    assert [reject.code for reject in batch.rejects] == ["no-sender"]


def test_a_file_that_is_cut_is_refused() -> None:
    content = files_of(DATA / "group")[0].content()
    with pytest.raises(CannotDo):
        list(wechat.read([file_of(content[:-9])], Reading()))
