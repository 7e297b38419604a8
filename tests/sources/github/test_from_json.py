"""What is read from GitHub's events."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.github import from_json as github
from commkit.sources.registry import find
from commkit.sources.source import Reading
from commkit.store.fields import BOT

if TYPE_CHECKING:
    from commkit.store.batch import Batch

HOURS = Path(__file__).parents[2] / "data" / "github" / "hours"
REPO = {"id": 7, "name": "a/b"}
LINE = {"type": "WatchEvent", "actor": {"id": 1, "login": "ana"}, "repo": REPO, "created_at": "2024-06-01T10:00:00Z"}


def hours() -> Batch:
    [export], rest = find(files_of(HOURS))
    assert (len(export.files), rest) == (2, [])
    (batch,) = github.read(export.files, Reading())
    return batch


def rows(batch: Batch, kind: str) -> list[dict[str, object]]:
    return batch.frames[kind].to_dicts() if kind in batch.frames else []


def file_of(content: bytes) -> File:
    return File("events.json", len(content), lambda: io.BytesIO(content))


def read(*lines: object) -> Batch:
    (batch,) = github.read([file_of("\n".join(map(json.dumps, lines)).encode())], Reading())
    return batch


def test_recognises_only_lines_that_are_events() -> None:
    assert github.recognises(file_of(json.dumps(LINE).encode()))
    wrong: tuple[object, ...] = ({**LINE, "type": "Watch"}, {**LINE, "actor": "a"}, {})
    for other in (b"", *(json.dumps(each).encode() for each in wrong)):
        assert not github.recognises(file_of(other))


def test_every_line_of_two_hours() -> None:
    """14 lines and 2: an issue, a pull request, two comments, a review and a comment on a commit are said; ana's
    watching and empty comment, ben's closing, push and adding of cy, and the robot's push are done; four are broken.
    Ben is a member of the organisation, the robot an app.
    """
    batch = hours()
    assert batch.records == {"group": 1, "member": 2, "message": 6, "event": 10}
    assert [(reject.line, reject.code) for reject in batch.rejects] == [
        (11, "not-an-object"),
        (12, "no-sender"),
        (13, "bad-time"),
        (14, "no-event"),
    ]
    found = [(row["native"], row["author"], row["reply_to"], row["flags"]) for row in rows(batch, "message")]
    assert found == [
        ("77#4", "1", None, 0),
        ("IssueComment/601", "2", "77#4", 0),
        ("77#5", "3", None, 0),
        ("IssueComment/602", "9", "77#5", BOT),
        ("PullRequestReview/701", "2", "77#5", 0),
        ("CommitComment/801", "1", None, 0),
    ]
    assert [row["text"] for row in rows(batch, "message")[:3]] == ["It cracks", "Which clay?", "Fix"]
    assert [(row["member"], row["name"]) for row in rows(batch, "event")] == [
        ("1", "watch"),
        ("2", "issues_closed"),
        ("2", "push"),
        ("9", "push"),
        ("2", "member_added"),
        ("1", "issue_comment_created"),
    ]
    assert rows(batch, "event")[0]["happened_at"] == datetime(2024, 6, 1, 10)  # noqa: DTZ001 (it is UTC)


def test_people_and_places() -> None:
    batch = hours()
    assert [(row["native"], row["title"]) for row in rows(batch, "group")] == [("77", "kiln/pots")]
    assert [(row["native"], row["is_bot"], row["is_staff"]) for row in rows(batch, "member")] == [
        ("2", False, True),
        ("9", True, False),
    ]
    assert [(row["member"], row["change"], row["inviter"]) for row in rows(batch, "membership")] == [("3", "join", "2")]


@pytest.mark.parametrize(
    "payload",
    [None, [], {"action": 5}, {"action": "opened", "issue": None}, {"action": "created", "comment": {"id": None}}],
)
@pytest.mark.parametrize("kind", ["IssuesEvent", "IssueCommentEvent", "MemberEvent"])
def test_odd_payloads_cost_nothing(kind: str, payload: object) -> None:
    assert read({**LINE, "type": kind, "payload": payload}).frames["event"].height == 1


def test_a_private_repository_keeps_its_name() -> None:
    assert [row["is_private"] for row in rows(read({**LINE, "public": False}), "group")] == [True]
