"""What is read from the topics of a Discourse forum in JSON; no source takes the files of the two others."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commkit.sources.discourse import from_csv as discourse_users
from commkit.sources.discourse import from_json as discourse
from commkit.sources.discourse import from_markdown as discourse_markdown
from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.source import Reading
from commkit.store.fields import BOT, EDITED, PINNED

if TYPE_CHECKING:
    from types import ModuleType

    from commkit.store.batch import Batch

DATA = Path(__file__).parents[2] / "data"
CASES = [
    (discourse, "discourse/forum"),
    (discourse, "discourse/latest"),
    (discourse_users, "discourse_users/list"),
    (discourse_markdown, "discourse_markdown/archive"),
]


def file_of(content: bytes, name: str = "export") -> File:
    return File(name, len(content), lambda: io.BytesIO(content))


def batch_of(source: ModuleType, case: str) -> Batch:
    batch: Batch
    (batch,) = source.read(files_of(DATA / case), Reading())
    return batch


def rows(batch: Batch, kind: str) -> list[dict[str, object]]:
    return batch.frames[kind].to_dicts() if kind in batch.frames else []


def faults(batch: Batch) -> list[tuple[str, int, str]]:
    return sorted((reject.file.rpartition("/")[2], reject.line, reject.code) for reject in batch.rejects)


def topic(*posts: object, **fields: object) -> Batch:
    content = json.dumps({"post_stream": {"posts": posts}, "id": 1, "category_id": 2, **fields})
    (batch,) = discourse.read([file_of(content.encode())], Reading())
    return batch


def post(**fields: object) -> dict[str, object]:
    return {"post_number": 1, "username": "ana", "created_at": "2024-05-01T08:00:00Z", "cooked": "<p>x</p>"} | fields


def at(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


@pytest.mark.parametrize(("source", "case"), CASES)
def test_each_recognises_its_own(source: ModuleType, case: str) -> None:
    for other in {discourse, discourse_users, discourse_markdown}:
        assert all(other.recognises(file) == (other is source) for file in files_of(DATA / case))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"post_stream":{"posts":[{"id":1}]}}',
        b'{"latest_posts":[]}',
        b"## Post #1 by @ana (yesterday)",
        b"see ## Post #1 by @ana (2020-03-06 23:31 UTC)",
        b"id,username,created_at\n1,ana,2020-01-01 00:00:00 UTC\n",
    ],
)
def test_similar_files_are_not_recognised(content: bytes) -> None:
    for source in (discourse, discourse_users, discourse_markdown):
        assert not source.recognises(file_of(content))


def test_every_post_of_the_forum() -> None:
    """Topic 12 with 12 posts and a second page of 2, whose first was on the first page; 4 posts of the private
    message 13; topic 14 is cut. Ben is a moderator.
    """
    batch = batch_of(discourse, "discourse/forum")
    assert batch.records == {"group": 2, "member": 1, "message": 19}
    assert batch.skipped == {("message", "repeated"): 1}
    assert faults(batch) == [
        ("12.json", 9, "bad-time"),
        ("12.json", 10, "no-sender"),
        ("12.json", 11, "no-id"),
        ("12.json", 12, "not-an-object"),
        ("14.json", 1, "broken-file"),
    ]
    assert [(row["native"], row["is_staff"]) for row in rows(batch, "member")] == [("ben", True)]


def test_posts_answer_the_post_they_name_or_the_first() -> None:
    messages = {row["native"]: row for row in rows(batch_of(discourse, "discourse/forum"), "message")}
    replies = {native: row["reply_to"] for native, row in messages.items() if str(native).startswith("12/")}
    assert replies == {"12/1": None, "12/3": "12/2", "12/6": None} | dict.fromkeys(
        ("12/2", "12/4", "12/5", "12/7", "12/8", "12/20"), "12/1"
    )
    kinds = {native: row["kind"] for native, row in messages.items() if row["kind"] != "text"}
    assert kinds == {"12/4": "media", "12/6": "system", "12/7": "deleted"} | dict.fromkeys(
        ("13/2", "13/3", "13/4"), "system"
    )
    assert {native: row["flags"] for native, row in messages.items() if row["flags"]} == {
        "12/1": EDITED | PINNED,
        "12/8": BOT,
    }
    assert messages["12/1"]["text"] == "How do I prune roses?"
    assert messages["12/1"]["author"] == "ana"
    assert messages["12/1"]["sent_at"] == at("2024-05-01T08:00:00.250")
    assert messages["12/5"]["author"] is None


def test_who_is_mentioned_and_quoted() -> None:
    """Ben mentions Ana and a group; cy quotes ben, in whose words Ana is mentioned."""
    found = rows(batch_of(discourse, "discourse/forum"), "interaction")
    assert [(row["kind"], row["message"], row["sender"], row["receiver"]) for row in found] == [
        ("mention", "12/2", "ben", "ana"),
        ("quote", "12/3", "cy", "ben"),
    ]


def test_a_private_message_is_a_group_that_people_join_and_leave() -> None:
    batch = batch_of(discourse, "discourse/forum")
    assert [(row["native"], row["is_private"]) for row in rows(batch, "group")] == [
        ("category/4", False),
        ("topic/13", True),
    ]
    found = rows(batch, "membership")
    assert {row["group"] for row in found} == {"topic/13"}
    assert [(row["member"], row["change"], row["inviter"]) for row in found] == [
        ("di", "join", "ben"),
        ("di", "leave", None),
        ("cy", "removed", None),
    ]


def test_the_latest_posts_name_their_topics_themselves() -> None:
    found = rows(batch_of(discourse, "discourse/latest"), "message")
    assert [(row["native"], row["group"]) for row in found] == [("30/2", "category/4"), ("31/1", "forum")]


@pytest.mark.parametrize(
    "fields",
    [
        {"cooked": None, "raw": "words", "version": None, "user_id": None, "post_type": "x"},
        {"cooked": '<a class="mention">@</a><aside class="quote">', "action_code_who": 7},
        {"action_code": "user_left", "action_code_who": None},
        {"username": None, "staff": True},
    ],
)
def test_odd_fields_cost_nothing(fields: dict[str, object]) -> None:
    batch = topic(post(**fields))
    assert batch.frames["message"].height == 1
    assert "interaction" not in batch.frames
