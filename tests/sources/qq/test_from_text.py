"""What is read from QQ's message manager."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commkit.sources.files.file import File
from commkit.sources.files.folder import CHUNK_BYTES, files_of
from commkit.sources.qq import from_text as qq
from commkit.sources.qq.notices import TencentNotice, find_mentions, read_notice
from commkit.sources.source import Reading
from commkit.store.fields import BOT

if TYPE_CHECKING:
    from commkit.store.batch import Batch

DATA = Path(__file__).parents[2] / "data" / "qq"
FRAME = "=" * 64
TOP = (
    f"消息记录（此消息记录为文本格式，不支持重新导入）\n\n{FRAME}\n消息分组:我的QQ群\n{FRAME}\n消息对象:茶\n{FRAME}\n\n"
)


def batch_of(case: str) -> Batch:
    (batch,) = qq.read(files_of(DATA / case), Reading())
    return batch


def file_of(content: bytes, name: str = "茶.txt") -> File:
    return File(name, len(content), lambda: io.BytesIO(content))


def read(text: str, encoding: str = "utf-8-sig") -> Batch:
    (batch,) = qq.read([file_of((TOP + text).encode(encoding))], Reading())
    return batch


def rows(batch: Batch, kind: str) -> list[dict[str, object]]:
    return batch.frames[kind].to_dicts() if kind in batch.frames else []


def test_recognises_the_head_or_a_message_with_an_id() -> None:
    assert all(qq.recognises(files_of(DATA / case)[0]) for case in ("all", "bare"))
    assert qq.recognises(file_of(TOP.encode("utf-16")))
    assert qq.recognises(file_of(TOP.encode("gb18030")))
    for other in ("", "2026-01-05 8:00:00 Ana\nhi\n", "2026-01-05 8:00:00 Ana: hi (12345) there\n", "消息对象:茶\n"):
        assert not qq.recognises(file_of(other.encode()))


def test_all_chats() -> None:
    """The reading circle 竹里读书会 with lone line ends within messages, and a chat between 小满 and 林梅.

    小满 joins; the owner 林梅 calls 小满 and 大雪; 小满 on three lines, then a picture by their mail address;
    大雪 after an empty line, with a pasted line; somebody without a name; 谷雨 calls 小满 twice;
    小满 twice the same under the name 处暑; another 大雪; 谷雨 invites two who never speak; one 大雪 joins;
    a recall; 谷雨 leaves; an hour that does not exist; 小满 with what cannot be exported.
    """
    batch = batch_of("all")
    assert batch.naive
    assert batch.records == {"group": 2, "member": 1, "message": 19}
    assert [(reject.line, reject.code) for reject in batch.rejects] == [(55, "bad-time")]
    assert [(row["author"], row["author_name"], row["kind"], row["text"]) for row in rows(batch, "message")] == [
        (None, None, "system", "小满加入本群。"),
        ("10100001", "林梅", "text", "欢迎 @小满 和 @大雪"),
        ("10100002", "小满", "text", "一行\n又一行\n第三行"),
        ("10100002", "小满", "media", None),
        ("snow@example.com", "大雪", "text", "空行之后\n2026-01-05 20:00:00 某人\n摘抄的一行"),
        ("10100003", None, "text", "[流泪]"),
        ("10100004", "【冒泡】谷雨", "text", "@小满 @小满 看 @谷雨x"),
        ("10100002", "处暑", "text", "换了名片"),
        ("10100002", "处暑", "text", "换了名片"),
        ("10100005", "大雪", "text", "同名的另一个人"),
        (None, None, "system", "谷雨邀请白露、“霜降”加入了本群"),
        (None, None, "system", "大雪加入本群。"),
        (None, None, "system", "你撤回了一条消息"),
        (None, None, "system", "谷雨退出本群。"),
        ("10100002", "小满", "media", None),
        ("name:小满", "小满", "text", "在吗"),
        ("name:林梅", "林梅", "text", "在"),
        (None, None, "system", "对方已成功接收了你发送的离线文件"),
    ]
    assert rows(batch, "message")[0]["sent_at"] == datetime.fromisoformat("2026-01-05T08:00:07")


def test_the_name_of_a_chat_between_two_is_private() -> None:
    assert [(row["title"], row["kind"], row["is_private"]) for row in rows(batch_of("all"), "group")] == [
        ("竹里读书会", "group", False),
        ("小满", "direct", True),
    ]


def test_comings_and_goings_are_those_of_names_that_one_person_wears() -> None:
    """大雪 is the name of two, so nobody can say who joined; 白露 and 霜降 never spoke and go by their names."""
    found = [(row["member"], row["change"], row["how"], row["inviter"]) for row in rows(batch_of("all"), "membership")]
    assert found == [
        ("10100002", "join", None, None),
        ("name:白露", "join", "invite", "10100004"),
        ("name:霜降", "join", "invite", "10100004"),
        ("10100004", "leave", None, None),
    ]


def test_mentions_and_staff() -> None:
    found = rows(batch_of("all"), "interaction")
    assert [(row["sender"], row["receiver"]) for row in found] == [("10100001", "10100002"), ("10100004", "10100002")]
    assert [(row["native"], row["name"], row["is_staff"]) for row in rows(batch_of("all"), "member")] == [
        ("10100001", "林梅", True)
    ]


def test_a_file_without_a_head_has_its_own_name_and_half_days() -> None:
    batch = batch_of("bare")
    assert [row["title"] for row in rows(batch, "group")] == ["湖边的人"]
    assert [(row["author"], row["kind"], str(row["sent_at"])[11:]) for row in rows(batch, "message")] == [
        ("87200175", "text", "20:43:38"),
        (None, "system", "00:44:09"),
        ("28084825", "media", "20:46:18"),
        (None, "system", "20:49:12"),
    ]


def test_lines_above_the_first_message_are_skipped() -> None:
    batch = read("粘贴的一行\n\n2026-01-05 8:00:00 林梅(10100001)\n早\n")
    assert batch.skipped == {("message", "preamble"): 1}
    assert batch.records == {"group": 1, "message": 2}


def test_who_speaks_in_disguise_is_nobody_and_official_bots_are_bots() -> None:
    """All who are anonymous share one number; a mention of such a name is of nobody."""
    batch = read(
        "2026-01-05 8:00:00 匿名龙井(80000000)\n一\n\n2026-01-05 8:01:00 匿名普洱(80000000)\n二 @甲 好\n\n"
        "2026-01-05 8:02:00 甲(12345)\n@匿名龙井 你好\n\n2026-01-05 8:03:00 Q群管家(2854196310)\n欢迎\n\n"
    )
    assert [(row["author"], row["author_name"], row["flags"]) for row in rows(batch, "message")] == [
        *[(None, None, 0)] * 2,
        ("12345", "甲", 0),
        ("2854196310", "Q群管家", BOT),
    ]
    assert not rows(batch, "interaction")


def test_bytes_that_are_not_text_spoil_a_character_and_in_a_name_one_message() -> None:
    text = (TOP + "2026-01-05 8:00:00 林梅(10100001)\n早?\n\n2026-01-05 8:00:01 林?(10100001)\n早\n").encode()
    (batch,) = qq.read([file_of(text.replace(b"?", b"\xff"))], Reading())
    assert [(reject.line, reject.code) for reject in batch.rejects] == [(12, "bad-encoding")]
    assert [row["text"] for row in rows(batch, "message")] == ["早\ufffd"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings(encoding: str) -> None:
    batch = read("2026-01-05 8:00:00 林梅(10100001)\r\n今天我们读的是第三章，请大家先写下自己的想法\r\n\r\n", encoding)
    assert [row["text"] for row in rows(batch, "message")] == ["今天我们读的是第三章，请大家先写下自己的想法"]


def test_pieces_of_the_file_may_end_anywhere() -> None:
    message = "2026-01-05 8:00:00 林梅(10100001)\r\n" + "早" * 1000 + "\r\n\r\n"
    batch = read(message * (CHUNK_BYTES // 3000 + 2))
    assert {row["text"] for row in rows(batch, "message")} == {"早" * 1000}


@pytest.mark.parametrize(
    ("line", "notice"),
    [
        ("小满加入本群。", TencentNotice("join", ("小满",), None)),
        ("欢迎小满加入群聊", TencentNotice("join", ("小满",), None)),
        ("小满通过扫描二维码加入了群聊", TencentNotice("join", ("小满",), None)),
        ('"小满"通过扫描"林梅"分享的二维码加入群聊', TencentNotice("join", ("小满",), "林梅")),
        (
            '"林梅"邀请"小满、大雪"加入了群聊，群聊参与人还有：谷雨、白露',
            TencentNotice("join", ("小满", "大雪"), "林梅"),
        ),
        ("你邀请小满加入了本群", TencentNotice("join", ("小满",), None)),
        ("你加入本群。", TencentNotice("join", (), None)),
        ("小满退出了群聊", TencentNotice("leave", ("小满",), None)),
        ("小满被管理员移出本群", TencentNotice("removed", ("小满",), None)),
        ("林梅将小满移出了群聊", TencentNotice("removed", ("小满",), None)),
        ('"林梅"邀請"小滿、大雪"加入了群聊', TencentNotice("join", ("小滿", "大雪"), "林梅")),
        ('"小滿"透過掃描"林梅"分享的 QR Code 加入群組', TencentNotice("join", ("小滿",), "林梅")),
        ("小滿已進入群聊。", TencentNotice("join", ("小滿",), None)),
        ("小滿離開了該群", TencentNotice("leave", ("小滿",), None)),
        ('你將"小滿"移出了群組', TencentNotice("removed", ("小滿",), None)),
        ('"林梅"喊了"小满"加入了群聊', None),
        ("小满撤回了一条消息", None),
        ("你已经是群成员了，和大家打个招呼吧！", None),
        ("本群", None),
    ],
)
def test_notices_of_the_platform(line: str, notice: TencentNotice | None) -> None:
    assert read_notice(line) == notice


@pytest.mark.parametrize(
    "line",
    [
        '"$username$"邀请"$names$"加入了群聊',
        '"$adder$"通过扫描"$from$"分享的二维码加入群聊',
        '"$kicker$"将"$kickoutname$"移出了群聊',
        '"$username$"邀请你和"$names$"加入了群聊',
        '"$username$"邀请你加入了群聊，群聊参与人还有：$others$',
        "$username$邀请你和$names$、$others$加入了群聊",
        '你邀请"$names$"加入了群聊  $revoke$',
        '"$names$ 、$others$"加入了群聊',
        '"${username}"加入了群聊',
        '"$username"退出了群聊',
    ],
)
def test_a_place_where_no_name_was_filled_in_is_nobody(line: str) -> None:
    notice = read_notice(line)
    assert notice is not None
    assert (notice.who, notice.by) == ((), None)


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ('"A$AP"加入了群聊', ("A$AP",)),
        ('"$Cash$"加入了群聊', ("$Cash$",)),
        ('"林梅"邀请"US$names"加入了群聊', ("US$names",)),
        ('"小满"邀请你和"大雪、白露"加入了群聊', ("大雪", "白露")),
        ('"林梅"邀请"小满"加入了群聊  $revoke$', ("小满",)),
        ('"小满"通过扫描你分享的二维码加入群聊"$revoke$"', ("小满",)),
    ],
)
def test_a_name_is_somebody_with_a_dollar_and_beside_a_place(line: str, who: tuple[str, ...]) -> None:
    notice = read_notice(line)
    assert notice is not None
    assert notice.who == who


def test_the_longest_name_is_called() -> None:
    people: dict[str, str | None] = {"Ana": "1", "Ana Li": "2"}
    assert list(find_mentions("@Ana Li 早 @Ana\n@Anab @ @Ana", people)) == ["Ana Li", "Ana"]
