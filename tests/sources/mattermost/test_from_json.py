"""What is read from Mattermost's bulk export."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.mattermost import from_json as mattermost
from commkit.sources.source import Reading
from commkit.store.fields import BOT, EDITED, PINNED

if TYPE_CHECKING:
    from commkit.store.batch import Batch

DATA = Path(__file__).parents[2] / "data" / "mattermost"
BEGAN = 1709280000000  # 2024-03-01 08:00 UTC


def file_of(content: bytes) -> File:
    return File("import.jsonl", len(content), lambda: io.BytesIO(content))


def batch_of(case: str) -> Batch:
    (batch,) = mattermost.read(files_of(DATA / case), Reading())
    return batch


def read(*lines: object) -> Batch:
    content = "\n".join(json.dumps(line) for line in ({"type": "version", "version": 1}, *lines))
    (batch,) = mattermost.read([file_of(content.encode())], Reading())
    return batch


def post(**fields: object) -> dict[str, object]:
    body = {"team": "t", "channel": "c", "user": "ana", "message": "hi", "create_at": BEGAN} | fields
    return {"type": "post", "post": body}


def rows(batch: Batch, kind: str) -> list[dict[str, object]]:
    return batch.frames[kind].to_dicts() if kind in batch.frames else []


def test_recognises_only_json_lines_that_begin_like_an_export() -> None:
    assert all(mattermost.recognises(files_of(DATA / case)[0]) for case in ("server", "old"))
    for other in (
        b"",
        b'{"type":"version"}\n',
        b'{"type":"version","version":1}\n{"type":"issue","issue":{}}\n',
        b'{"type":"version","version":1}\n[]\n',
        b'{"type":"post","post":{}}\n',
    ):
        assert not mattermost.recognises(file_of(other))


def test_every_record_of_the_server() -> None:
    """Pottery: 2 channels, the chats ana-ben, di alone and ana-ben-di.

    ana (2 channels), ben (1), cy.lo (0), di (1), one without a name, the bot: 6 lines and 4 memberships. 12 posts of
    which one lacks its channel and one its user, 4 replies of which one lacks its time and one its post's channel,
    2 direct posts, 1 reply there, 1 broken line and 1 of a kind not known.
    """
    batch = batch_of("server")
    assert batch.records == {"group": 5, "member": 10, "message": 21}
    assert {kind: batch.frames[kind].height for kind in batch.records} == {"group": 5, "member": 9, "message": 15}
    assert sorted((reject.kind, reject.line, reject.code) for reject in batch.rejects) == [
        ("member", 10, "no-id"),
        ("message", 16, "bad-time"),
        ("message", 23, "no-channel"),
        ("message", 23, "no-channel"),
        ("message", 24, "no-sender"),
        ("message", 25, "not-an-object"),
    ]
    assert batch.skipped == {("message", "unsupported"): 1}


def test_rejects_span_the_bytes_of_their_lines() -> None:
    content = (DATA / "server" / "import.jsonl").read_bytes()
    for reject in batch_of("server").rejects:
        assert content[reject.start : reject.end] == content.splitlines(keepends=True)[reject.line - 1]


def test_groups() -> None:
    found = {row["native"]: (row["title"], row["kind"], row["is_private"]) for row in rows(batch_of("server"), "group")}
    assert found == {
        "pottery/hall": ("The Hall", "channel", False),
        "pottery/staff": ("Staff", "channel", True),
        "ana,ben": (None, "direct", True),
        "di": (None, "direct", True),
        "ana,ben,di": (None, "direct", True),
    }


def test_people_are_on_the_server_and_in_their_channels() -> None:
    """Ana administrates; cy.lo was deactivated 600 minutes after 08:00."""
    found = rows(batch_of("server"), "member")
    whole = {row["native"]: row for row in found if row["group"] is None}
    assert {native: row["name"] for native, row in whole.items()} == {
        "ana": "Ana",
        "ben": "Ben Berg",
        "cy.lo": "cy.lo",
        "di": "di",
        "helper": "Helper",
    }
    assert [native for native, row in whole.items() if row["is_staff"]] == ["ana"]
    assert [native for native, row in whole.items() if row["is_bot"]] == ["helper"]
    assert {native: row["left_at"] for native, row in whole.items() if row["left_at"]} == {
        "cy.lo": datetime(2024, 3, 1, 18)  # noqa: DTZ001 (instants carry no zone)
    }
    assert [(row["native"], row["group"]) for row in found if row["group"]] == [
        ("ana", "pottery/hall"),
        ("ana", "pottery/staff"),
        ("ben", "pottery/hall"),
        ("di", "pottery/hall"),
    ]


def test_messages_and_replies() -> None:
    """Line 16 welcomes, edited and pinned; ben and di reply, di with a picture; ben whispers and ana answers."""
    messages = rows(batch_of("server"), "message")
    spoken = [row for row in messages if row["kind"] != "system"]
    assert [(row["author"], row["kind"], row["flags"]) for row in spoken] == [
        ("ana", "text", EDITED | PINNED),
        ("ben", "text", 0),
        ("di", "media", 0),
        ("webhook:weather", "text", BOT),
        ("helper", "text", BOT),
        ("ben", "text", 0),
        ("ana", "text", 0),
        ("di", "text", 0),
    ]
    welcome, thanks, picture, *_ = spoken
    assert thanks["reply_to"] == picture["reply_to"] == welcome["native"]
    assert [row["reply_to"] for row in spoken[5:]] == [None, spoken[5]["native"], None]
    assert len({row["native"] for row in messages}) == len(messages)
    assert welcome["sent_at"] == datetime(2024, 3, 1, 8, 2)  # noqa: DTZ001 (instants carry no zone)


def test_who_came_and_went() -> None:
    """Ana added di and cy.lo in one millisecond; with one team, who leaves it leaves everything."""
    found = rows(batch_of("server"), "membership")
    assert [(row["member"], row["group"], row["change"], row["how"], row["inviter"]) for row in found] == [
        ("ben", "pottery/hall", "join", None, None),
        ("di", "pottery/hall", "join", "added", "ana"),
        ("cy.lo", "pottery/hall", "join", "added", "ana"),
        ("cy.lo", "pottery/hall", "leave", None, None),
        ("di", "pottery/hall", "removed", None, None),
        ("ben", None, "leave", None, None),
    ]


def test_mentions_and_reactions() -> None:
    """Ana names ben and di (@all and @nobody are no users), ben names Ana; ben reacts twice, di once, ana once."""
    found = rows(batch_of("server"), "interaction")
    assert sorted((row["kind"], row["sender"], row["receiver"] or "") for row in found) == [
        ("mention", "ana", "ben"),
        ("mention", "ana", "di"),
        ("mention", "ben", "ana"),
        ("reaction", "ana", ""),
        ("reaction", "ben", ""),
        ("reaction", "ben", ""),
        ("reaction", "di", ""),
    ]
    assert all(row["happened_at"] for row in found)


def test_the_export_reaches_to_when_it_was_made() -> None:
    made_at = datetime(2024, 3, 2, 8, 0, 0, 123456)  # noqa: DTZ001 (instants carry no zone)
    assert batch_of("server").covers_until == made_at
    assert batch_of("old").covers_until is None


def test_of_several_teams_one_can_be_left_alone() -> None:
    """Two teams with a channel of one name each, the second listed twice, as eve is."""
    batch = batch_of("old")
    assert batch.records == {"group": 3, "member": 2, "message": 2}
    assert batch.skipped == {("group", "repeated"): 1, ("member", "repeated"): 1}
    assert [(row["member"], row["group"]) for row in rows(batch, "membership")] == [("eve", "a/town-square")]


def test_replies_to_a_post_that_is_rejected_stay_replies() -> None:
    batch = read(post(create_at=0, replies=[{"user": "ben", "message": "yes", "create_at": BEGAN}]))
    assert [reject.code for reject in batch.rejects] == ["bad-time"]
    (reply,) = rows(batch, "message")
    assert reply["reply_to"] is not None


def test_posts_of_one_author_at_one_moment_are_told_apart_by_their_texts() -> None:
    said = [post(message=words) for words in ("one", "two", "two")]
    assert len({row["native"] for row in rows(read(*said), "message")}) == 2
    assert len({row["native"] for row in rows(read(*said[:1]), "message") + rows(read(*said), "message")}) == 2


def test_the_same_post_in_a_later_export_has_the_same_id_though_it_was_edited() -> None:
    first, second = (rows(read(post(message=words)), "message")[0]["native"] for words in ("hi", "hello"))
    assert first == second


@pytest.mark.parametrize("later", [("one", "two, edited"), ("one, edited", "two"), ("two", "one")])
def test_posts_of_one_moment_keep_their_ids_whatever_is_edited_and_in_whichever_order(later: tuple[str, str]) -> None:
    """Ana posts twice in one millisecond: two posts in each export, and the same two."""
    earlier = read(post(message="one"), post(message="two"))
    first, second = ([row["native"] for row in rows(each, "message")] for each in (earlier, read(*map(_worded, later))))
    assert len(set(first)) == 2
    assert first == second


def _worded(words: str) -> dict[str, object]:
    return post(message=words)


@pytest.mark.parametrize(
    "fields",
    [
        {"props": None, "reactions": None, "replies": "x", "attachments": 5},
        {"type": "system_add_to_channel", "props": {}},
        {"type": "system_leave_channel", "props": {"username": 7}},
        {"reactions": [None, {"user": None}, {"user": "ben", "create_at": "x"}]},
        {"message": None, "edit_at": True},
    ],
)
def test_odd_fields_cost_nothing(fields: dict[str, object]) -> None:
    assert len(rows(read(post(**fields)), "message")) == 1


@pytest.mark.parametrize("stamp", [None, 0, -1, True, "1709280000000", 1.5, 10**18])
def test_bad_time(stamp: object) -> None:
    assert [reject.code for reject in read(post(create_at=stamp)).rejects] == ["bad-time"]


@pytest.mark.parametrize("line", [{"type": {}}, {"type": []}, {"type": None}, {"post": {}}])
def test_a_line_that_does_not_say_what_it_is_is_one_reject(line: object) -> None:
    batch = read(line, post())
    assert [(reject.line, reject.code) for reject in batch.rejects] == [(2, "no-type")]
    assert batch.records["message"] == 2


def test_an_export_is_recognised_though_its_second_line_has_an_odd_type() -> None:
    assert mattermost.recognises(file_of(b'{"type":"version","version":1}\n{"type":{}}\n'))
