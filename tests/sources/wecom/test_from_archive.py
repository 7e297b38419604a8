"""What is read from WeCom's message archive."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commkit.sources import rows as gathering
from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.source import Reading
from commkit.sources.wecom import from_archive as wecom
from commkit.store.fields import BOT

if TYPE_CHECKING:
    from commkit.store.batch import Batch

DATA = Path(__file__).parents[2] / "data" / "wecom"
ROOM = "wrTEAROOM00000000000000000000001"
CUSTOMER = "wmAAAAAAAAcustomer0000000000001X"
PARTNER = "woBBBBBBBBpartner00000000000002Y"
ROBOT = "wbCCCCCCCCrobot000000000000000Z"


def file_of(content: bytes) -> File:
    return File("archive.jsonl", len(content), lambda: io.BytesIO(content))


def batches_of(content: bytes) -> list[Batch]:
    return list(wecom.read([file_of(content)], Reading()))


def rows(batches: list[Batch], kind: str) -> list[dict[str, object]]:
    return [row for batch in batches if kind in batch.frames for row in batch.frames[kind].to_dicts()]


def line(**fields: object) -> bytes:
    usual = {"msgid": "1", "action": "send", "from": "lin.mei", "tolist": [CUSTOMER], "roomid": "", "msgtime": 1000}
    return json.dumps(usual | {"msgtype": "text", "text": {"content": "a"}} | fields).encode() + b"\n"


def recall(of: str, **fields: object) -> bytes:
    return line(msgid=f"recall of {of}", action="recall", msgtype="revoke", revoke={"pre_msgid": of}, **fields)


@pytest.fixture
def archive() -> list[Batch]:
    """A room of Lin Mei and Woody with a customer, a partner and a robot on 5 January 2026, from midnight UTC.

    1 Lin Mei greets   2 the customer quotes and answers   3 their picture   4 the partner's picture with words
    5 and one without  6 the robot's report   7 the customer errs, and 8 takes it back
    9 Woody asks Lin Mei about lunch   10 who sends a red packet   11 the customer consents to the archive
    12 Lin Mei takes back a message that is in no file   13 Woody's archive is switched   14 the picture of 3 again
    15 is blank   16 has no time   17 no sender   18 neither room nor receiver   19 no target
    20 has no id   21 is cut
    """
    return list(wecom.read(files_of(DATA / "archive"), Reading()))


def test_recognises_only_lines_of_the_archive() -> None:
    (file,) = files_of(DATA / "archive")
    assert wecom.recognises(file)
    switch = b'{"msgid":"1","action":"switch","time":1,"user":"woody"}\n'
    for own in (line(), b"\xef\xbb\xbf" + line(), switch):
        assert wecom.recognises(file_of(own))
    for other in (b"", b"{}", b'{"msgid":"1","from":"a","text":"b"}\n', b"[" + line() + b"]", line(action="sent")):
        assert not wecom.recognises(file_of(other))


def test_messages(archive: list[Batch]) -> None:
    found = {row["native"]: (row["author"], row["kind"], row["text"]) for row in rows(archive, "message")}
    assert found == {
        "m1": ("lin.mei", "text", "各位早上好"),
        "m2": (CUSTOMER, "text", "早"),
        "m3": (CUSTOMER, "media", None),
        "m4": (PARTNER, "text", "看图"),
        "m5": (PARTNER, "media", None),
        "m6": (ROBOT, "text", "**日报**"),
        "m7": (CUSTOMER, "deleted", None),
        "m9": ("woody", "text", "午饭？"),
        "m10": ("lin.mei", "media", None),
        "m11_external": (CUSTOMER, "system", None),
        "of-an-older-file": ("lin.mei", "deleted", None),
    }
    assert [row["sent_at"] for row in rows(archive, "message")][2] == datetime.fromisoformat("2026-01-05T00:01:01.5")
    assert not any(batch.naive for batch in archive)


def test_rooms_go_by_their_ids_and_direct_chats_by_their_people(archive: list[Batch]) -> None:
    assert {row["group"] for row in rows(archive, "message")} == {
        ROOM,
        "lin.mei,woody",
        f"lin.mei,{CUSTOMER}",
    }
    assert [tuple(row.values()) for row in rows(archive, "group")] == [
        ("lin.mei,woody", None, "direct", True),
        (f"lin.mei,{CUSTOMER}", None, "direct", True),
    ]


def test_the_company_is_staff_though_an_id_begins_like_a_partners(archive: list[Batch]) -> None:
    assert [(row["native"], row["is_staff"], row["is_bot"]) for row in rows(archive, "member")] == [
        ("lin.mei", True, False),
        ("woody", True, False),
    ]
    assert [row["author"] for row in rows(archive, "message") if row["flags"] == BOT] == [ROBOT]


def test_every_line_is_accounted_for(archive: list[Batch]) -> None:
    """20 lines: 11 messages, 6 that are broken, and 3 that are none of their own."""
    (batch,) = archive
    assert batch.records == {"message": 20, "member": 2, "group": 2}
    assert batch.skipped == {("message", "recall"): 1, ("message", "log switch"): 1, ("message", "repeated"): 1}
    assert [(reject.line, reject.code) for reject in batch.rejects] == [
        (16, "bad-time"),
        (17, "no-sender"),
        (18, "no-room"),
        (19, "no-target"),
        (20, "no-id"),
        (21, "not-an-object"),
    ]


def test_a_reject_says_where_its_bytes_are(archive: list[Batch]) -> None:
    (file,) = files_of(DATA / "archive")
    last = archive[0].rejects[-1]
    assert file.content()[last.start : last.end] == b'{"msgid":"m18","action":"send","from":"lin.m\n'


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_recall_deletes_whichever_comes_first(order: tuple[int, int]) -> None:
    lines = line(msgid="7"), recall("7", msgtime=2000)
    (batch,) = batches_of(b"".join(lines[each] for each in order))
    assert [(row["native"], row["kind"], row["sent_at"]) for row in rows([batch], "message")] == [
        ("7", "deleted", datetime.fromisoformat("1970-01-01T00:00:01"))
    ]
    assert batch.skipped == {("message", "recall"): 1}


def test_a_recall_deletes_across_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "ENOUGH", 2)
    found = batches_of(line(msgid="7") + line(msgid="8") + recall("7"))
    assert [(row["native"], row["kind"]) for row in rows(found, "message")] == [("7", "deleted"), ("8", "text")]
    assert sum(batch.records["message"] for batch in found) == 3


def test_two_recalls_of_a_message_elsewhere_are_one_deleted_message() -> None:
    (batch,) = batches_of(recall("7") + recall("7"))
    assert [(row["native"], row["kind"]) for row in rows([batch], "message")] == [("7", "deleted")]
    assert batch.skipped == {("message", "recall"): 1}


@pytest.mark.parametrize("msgtime", [0, -1, "soon", None, 1.5, 10**40, "9" * 15, True])
def test_a_value_that_is_not_a_time_is_rejected(msgtime: object) -> None:
    (batch,) = batches_of(line(msgtime=msgtime))
    assert [reject.code for reject in batch.rejects] == ["bad-time"]


@pytest.mark.parametrize(
    ("fields", "kind", "words"),
    [
        ({"msgtype": "meeting", "meeting": {"topic": "x"}}, "media", None),
        ({"msgtype": "external_redpacket", "redpacket": {}}, "media", None),
        ({"msgtype": "a kind of tomorrow"}, "media", None),
        ({"msgtype": None}, "media", None),
        ({"msgtype": "disagree", "disagree": {}}, "system", None),
        ({"msgtype": "meeting_notification", "info": {}}, "system", None),
        ({"msgtype": "markdown", "info": {"content": "b"}}, "text", "b"),
        ({"msgtype": "mixed", "mixed": {"item": [{"type": "text", "content": "{"}, 5]}}, "media", None),
        ({"text": {"content": "这是一条引用/回复消息：无分隔"}}, "text", "这是一条引用/回复消息：无分隔"),
        ({"text": 5}, "text", None),
    ],
)
def test_kinds_and_words(fields: dict[str, object], kind: str, words: str | None) -> None:
    assert [(row["kind"], row["text"]) for row in rows(batches_of(line(**fields)), "message")] == [(kind, words)]


@pytest.mark.parametrize("kind", [[], {}, ["text"], 5, True])
def test_a_kind_that_is_no_text_is_one_reject(kind: object) -> None:
    (batch,) = batches_of(line(msgtype=kind) + line(msgid="2"))
    assert [(reject.line, reject.code) for reject in batch.rejects] == [(1, "no-kind")]
    assert batch.records["message"] == 2


def test_an_action_that_is_no_text_is_no_sign_of_the_archive() -> None:
    assert not wecom.recognises(file_of(line(action=[])))
