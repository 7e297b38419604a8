"""What is read from Zulip's archive, and from messages as its API gives them."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.registry import find
from commkit.sources.source import Reading
from commkit.sources.zulip import from_json as zulip
from commkit.store.fields import EDITED

if TYPE_CHECKING:
    from commkit.store.batch import Batch

DATA = Path(__file__).parents[2] / "data" / "zulip"


def batch_of(case: str) -> Batch:
    [export], rest = find(files_of(DATA / case))
    assert rest == []
    (batch,) = zulip.read(export.files, Reading())
    return batch


def rows(batch: Batch, kind: str) -> list[dict[str, object]]:
    return batch.frames[kind].to_dicts() if kind in batch.frames else []


def file_of(content: bytes, name: str = "tea/oolong.json") -> File:
    return File(name, len(content), lambda: io.BytesIO(content))


def read(*messages: object) -> Batch:
    (batch,) = zulip.read([file_of(json.dumps(messages).encode())], Reading())
    return batch


def message(**fields: object) -> dict[str, object]:
    return {"content": "<p>x</p>", "id": 5, "sender_full_name": "Ana", "timestamp": 1683207600} | fields


def test_recognises_only_lists_of_messages() -> None:
    assert zulip.recognises(file_of(json.dumps([message()]).encode()))
    for other in (b"", b"[]", b'[{"id":1,"content":"x","timestamp":5}]', b'{"messages":[]}', b"[[{}]]"):
        assert not zulip.recognises(file_of(other))


@pytest.mark.parametrize("folder", ["7-tea", "8-water"])
def test_a_topic_that_begins_with_a_long_message_belongs_to_the_archive(folder: str) -> None:
    """Its first message is longer than what is looked at to recognise it; a table beside it is foreign."""
    short = file_of(json.dumps([message()]).encode(), "archive/7-tea/oolong.json")
    long = file_of(json.dumps([message(content="x" * 200_000)]).encode(), f"archive/{folder}/pu-erh.json")
    table = file_of(b"a,b\n1,2\n", "archive/7-tea/table.csv")
    assert not zulip.recognises(long)
    [export], foreign = find([long, short, table])
    assert ({file.name for file in export.files}, foreign) == ({short.name, long.name}, [table])


def test_every_message_of_the_archive() -> None:
    """general: a broken topic, and hello with 102, 103 and 110. new members?: the resolved topic induction with 101,
    103 again, 104, 105, the bot's 106, and four that are broken.
    """
    batch = batch_of("archive")
    assert batch.records == {"group": 2, "message": 13}
    assert batch.skipped == {("message", "repeated"): 1}
    assert sorted((reject.code, reject.line) for reject in batch.rejects) == [
        ("bad-time", 7),
        ("broken-file", 1),
        ("no-id", 6),
        ("no-sender", 8),
        ("not-an-object", 9),
    ]
    found = [(row["native"], row["author"], row["kind"], row["reply_to"]) for row in rows(batch, "message")]
    assert found == [
        ("102", "Di", "text", None),
        ("103", "Ben", "text", "102"),
        ("110", "Ana Berg", "text", "102"),
        ("101", "Ana Berg", "text", None),
        ("104", "Cy", "text", "103"),
        ("105", "Ben", "media", "101"),
        ("106", None, "system", None),
    ]
    assert rows(batch, "message")[3]["text"] == "How do I induct?"
    assert rows(batch, "message")[3]["sent_at"] == datetime(2023, 5, 4, 13, 40)  # noqa: DTZ001 (instants carry no zone)


def test_streams_are_groups_and_the_index_says_how_far_they_reach() -> None:
    batch = batch_of("archive")
    assert [(row["native"], row["title"]) for row in rows(batch, "group")] == [
        ("113488", "general"),
        ("217875", "new members?"),
    ]
    assert batch.covers_until == datetime(2023, 5, 5, 15, 20)  # noqa: DTZ001 (instants carry no zone)


def test_mentions_in_messages() -> None:
    """Ben calls Ana and everybody; Cy quotes Ben, in whose words Ana is called; the bot names Ana."""
    found = rows(batch_of("archive"), "interaction")
    assert [(row["kind"], row["message"], row["sender"], row["receiver"]) for row in found] == [
        ("mention", "103", "Ben", "Ana Berg"),
        ("quote", "104", "Cy", "Ben"),
    ]


def test_messages_of_the_api_have_ids_and_reactions() -> None:
    """Eve (21) calls Fay (22), who reacts, as Eve does; a page may begin anywhere, so nothing answers its first."""
    batch = batch_of("api")
    found = rows(batch, "message")
    assert [(row["author"], row["group"], row["reply_to"]) for row in found] == [("21", "7", None), ("22", "7", None)]
    assert [row["flags"] for row in found] == [EDITED, 0]
    assert [(row["kind"], row["sender"], row["receiver"]) for row in rows(batch, "interaction")] == [
        ("mention", "21", "22"),
        ("reaction", "22", None),
        ("reaction", "21", None),
    ]


def test_resolved_topics_are_not_hidden_files(tmp_path: Path) -> None:
    """Their names begin with an escaped check mark, in a folder as in a zip; .DS_Store stays hidden."""
    for name in (".E2.9C.94.20done.json", ".DS_Store", ".secret.json"):
        (tmp_path / name).write_text("[]")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(tmp_path / ".E2.9C.94.20done.json", "tea/.E2.9C.94.20done.json")
        archive.write(tmp_path / ".DS_Store", "tea/.DS_Store")
    assert [file.name for file in files_of(tmp_path)] == [".E2.9C.94.20done.json", "all.zip/tea/.E2.9C.94.20done.json"]


@pytest.mark.parametrize(
    "fields",
    [
        {"content": None, "sender_id": "x", "reactions": [{"user": None}], "subject": None},
        {"content": '<span class="user-mention" data-user-id="5">@</span><blockquote>'},
        {"content": '<a href="/near/x">a</a><blockquote>b</blockquote>', "display_recipient": ["a"]},
    ],
)
def test_odd_fields_cost_nothing(fields: dict[str, object]) -> None:
    batch = read(message(**fields))
    assert batch.frames["message"].height == 1
    assert "interaction" not in batch.frames


@pytest.mark.parametrize("native", [None, 0, True, "5", 1.5, 2**70])
def test_bad_ids(native: object) -> None:
    assert [reject.code for reject in read(message(id=native)).rejects] == ["no-id"]
