"""What is read from ChatLab's exchange format."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commkit.errors import CannotDo
from commkit.sources.chatlab import from_json as chatlab
from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.source import Reading

if TYPE_CHECKING:
    from commkit.store.batch import Batch

DATA = Path(__file__).parents[2] / "data" / "chatlab"


def batch_of(case: str) -> Batch:
    (batch,) = chatlab.read(files_of(DATA / case), Reading())
    return batch


def rows(batch: Batch, kind: str) -> list[dict[str, object]]:
    return batch.frames[kind].to_dicts() if kind in batch.frames else []


def file_of(content: bytes) -> File:
    return File("chat.json", len(content), lambda: io.BytesIO(content))


def read(*messages: object) -> Batch:
    document = {"chatlab": {"version": "0.0.2"}, "meta": {"name": "x", "type": "group"}, "messages": messages}
    (batch,) = chatlab.read([file_of(json.dumps(document).encode())], Reading())
    return batch


def test_recognises_only_json_with_its_header() -> None:
    assert all(chatlab.recognises(files_of(DATA / case)[0]) for case in ("json", "lines"))
    for other in (
        b"",
        b'{"meta":{}}',
        b'{"chatlab":"0.0.2","meta":{}}',
        b'{"_type":"message","chatlab":{"version":"1"},"meta":{}}\n',
        b'[{"chatlab":{"version":"1"},"meta":{}}]',
    ):
        assert not chatlab.recognises(file_of(other))


def test_every_record_of_a_group() -> None:
    """Two members and one without an id; six messages, one without a time, one of nobody, one that is a number."""
    batch = batch_of("json")
    assert batch.records == {"group": 1, "member": 3, "message": 9}
    assert [(reject.kind, reject.line, reject.code) for reject in batch.rejects] == [
        ("member", 3, "no-id"),
        ("message", 7, "bad-time"),
        ("message", 8, "no-sender"),
        ("message", 9, "not-an-object"),
    ]
    assert [(row["native"], row["title"], row["is_private"]) for row in rows(batch, "group")] == [
        ("700", "象棋群", False)
    ]
    assert [(row["native"], row["name"], row["is_staff"]) for row in rows(batch, "member")] == [
        ("1", "群主安", True),
        ("2", "本", False),
    ]
    found = [(row["author"], row["kind"], row["text"], row["reply_to"]) for row in rows(batch, "message")]
    assert found == [
        ("1", "text", "大家好", None),
        ("2", "text", "你好", "700/a1"),
        ("2", "media", None, None),
        ("2", "media", "棋谱.pdf", None),
        (None, "system", "丙加入了群聊", None),
        ("1", "deleted", None, None),
    ]
    assert [row["native"] for row in rows(batch, "message")[:3]] == ["700/a1", "700/a2", None]
    assert rows(batch, "message")[1]["sent_at"] == datetime(2023, 12, 19, 16, 0, 10)  # noqa: DTZ001 (it is UTC)
    assert batch.covers_until == datetime(2023, 12, 19, 16, 10)  # noqa: DTZ001 (it is UTC)


def test_every_line_of_a_private_chat() -> None:
    """A header, a remark, a member, a message, a line that is cut, one of a type not known, and a message."""
    batch = batch_of("lines")
    assert batch.records == {"group": 1, "member": 1, "message": 4}
    assert batch.skipped == {("message", "unsupported"): 1}
    assert [(reject.line, reject.code) for reject in batch.rejects] == [(5, "not-an-object")]
    assert [row["is_private"] for row in rows(batch, "group")] == [True]
    assert [row["author"] for row in rows(batch, "message")] == ["wxid_1", "wxid_2"]


@pytest.mark.parametrize("kind", [None, "0", [], {}, 1.5, 99, 23])
def test_other_types_are_media(kind: object) -> None:
    (message,) = rows(read({"sender": "1", "timestamp": 1703001600, "type": kind, "content": None}), "message")
    assert message["kind"] == "media"


@pytest.mark.parametrize("content", [b'{"chatlab":{"version":"1"},"meta":{}}', b'{"chatlab":{"version":"1"},"meta":{'])
def test_a_chat_without_a_name_or_an_end_is_refused(content: bytes) -> None:
    with pytest.raises(CannotDo):
        list(chatlab.read([file_of(content)], Reading()))
