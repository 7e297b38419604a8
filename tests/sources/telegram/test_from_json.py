"""What is read from Telegram Desktop's JSON."""

from __future__ import annotations

import contextlib
import io
import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.errors import CannotDo, CommkitError
from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.source import Reading
from commkit.sources.telegram import from_json as telegram
from commkit.store.fields import BOT, EDITED, PINNED
from tests.sources.portions import together

if TYPE_CHECKING:
    from commkit.store.batch import Batch

DATA = Path(__file__).parents[2] / "data" / "telegram"


def batches_of(case: str) -> list[Batch]:
    return together(telegram.read(files_of(DATA / case), Reading()))


def at(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def rows(batches: list[Batch], kind: str) -> list[dict[str, object]]:
    return [row for batch in batches if kind in batch.frames for row in batch.frames[kind].to_dicts()]


def file_of(content: bytes) -> File:
    return File("result.json", len(content), lambda: io.BytesIO(content))


def read(content: bytes) -> list[Batch]:
    return together(telegram.read([file_of(content)], Reading()))


def chat(*messages: object) -> bytes:
    return json.dumps({"name": "x", "type": "private_group", "id": 5, "messages": messages}).encode()


def message(**fields: object) -> dict[str, object]:
    return {"id": 1, "type": "message", "date_unixtime": "1726900000", "from_id": "user1", "text": "a"} | fields


def is_balanced(batch: Batch) -> bool:
    found = Counter({kind: frame.height for kind, frame in batch.frames.items() if kind in batch.records})
    found.update(reject.kind for reject in batch.rejects)
    for (kind, _), count in batch.skipped.items():
        found[kind] += count
    return found == Counter(batch.records)


def test_recognises_only_the_json_of_a_group_or_an_account() -> None:
    assert all(telegram.recognises(files_of(DATA / case)[0]) for case in ("forum", "account", "old"))
    for other in (b"", b"{}", b'{"guild":{"id":"1"},"messages":[]}', b"\xff\xfe\x00", b'{"about":"x","other":1}'):
        assert not telegram.recognises(file_of(other))


def test_forum_messages() -> None:
    """Chess Corner, moved from an older group; the exporter's clock is two hours ahead of UTC.

    -999999990 Ida founds it   -999999989 Ida   1 moved   2 Ida opens the topic Openings
    3 Bo joins by link   4 somebody deleted is let in   5 Ida invites Flo and one more   6 Cy comes alone
    7 Bo in the topic    8 the deleted one answers 7 and names Bo; edited, pinned by 13; Ida and Bo react
    9 Ida's photo, an answer in another chat   10 Ida's animation by way of a bot   11 Bo forwards   12 Bo's poll
    13 Ida pins 8   14 Ida removes Di   15 Cy leaves   16 what the exporting program did not know
    """
    (batch,) = batches_of("forum")
    assert is_balanced(batch)
    assert not batch.naive
    assert batch.records == {"group": 1, "message": 18}
    assert batch.skipped == {("message", "unsupported"): 1}
    assert rows([batch], "group") == [
        {"native": "1234567890", "title": "Chess Corner", "kind": "private_supergroup", "is_private": False}
    ]
    messages = {row["native"]: row for row in rows([batch], "message")}
    kinds = Counter(row["kind"] for row in messages.values())
    assert kinds == {"system": 10, "text": 4, "media": 3}
    eighth = messages["1234567890/8"]
    assert eighth["text"] == "Try e4, Bo!"
    assert (eighth["author"], eighth["author_name"]) == ("user103", None)
    assert eighth["sent_at"] == at("2024-09-21T09:20:20")
    assert eighth["flags"] == EDITED | PINNED
    assert [(native, row["reply_to"]) for native, row in messages.items() if row["reply_to"]] == [
        ("1234567890/8", "1234567890/7")
    ]
    assert messages["1234567890/10"]["author"] == "user101"
    assert messages["1234567890/10"]["flags"] == 0
    assert messages["1234567890/-999999989"]["text"] == "Old group speaking"


def test_forum_comings_and_goings_are_those_of_known_accounts() -> None:
    """Ida founds, Bo by link, the deleted account let in, Cy alone; Cy leaves. Flo and Di are names without ids."""
    found = [
        (row["member"], row["change"], row["how"], row["inviter"]) for row in rows(batches_of("forum"), "membership")
    ]
    assert found == [
        ("user101", "join", None, None),
        ("user102", "join", "link", None),
        ("user103", "join", "approved", None),
        ("user104", "join", None, None),
        ("user104", "leave", None, None),
    ]


def test_forum_interactions() -> None:
    """Message 8 names Bo, and got thumbs from Ida and Bo of three, at 11:21 and 11:22 on the exporter's clock."""
    found = rows(batches_of("forum"), "interaction")
    assert {row["message"] for row in found} == {"1234567890/8"}
    assert [(row["kind"], row["sender"], row["receiver"], row["happened_at"]) for row in found] == [
        ("mention", "user103", "user102", at("2024-09-21T09:20:20")),
        ("reaction", "user101", None, at("2024-09-21T09:21:00")),
        ("reaction", "user102", None, at("2024-09-21T09:22:00")),
    ]


@pytest.mark.parametrize(
    ("speakers", "removed"),
    [
        ({"user2": "Bo"}, ["user2"]),
        ({"user2": "Bo", "user3": "Bo"}, []),
        ({"user2": "Cy"}, []),
    ],
    ids=["one account of that name", "two accounts of that name", "nobody of that name"],
)
def test_who_is_removed_is_known_where_one_account_has_spoken_under_the_name(
    speakers: dict[str, str], removed: list[str]
) -> None:
    """Ana, who is user1, removes Bo; Telegram gives the name alone."""
    said = [
        message(id=number, from_id=native, **{"from": name}) for number, (native, name) in enumerate(speakers.items())
    ]
    told = {"type": "service", "action": "remove_members", "actor": "Ana", "actor_id": "user1", "members": ["Bo"]}
    batches = read(chat(*said, message(id=9, **told)))
    assert [(row["member"], row["change"]) for row in rows(batches, "membership")] == [
        (each, "removed") for each in removed
    ]
    assert sum(batch.notices.get("unplaced", 0) for batch in batches) == 1 - len(removed)


def test_joins_and_leaves_that_cannot_be_placed_are_counted() -> None:
    """Bo comes by the link and is removed, by an admin who stays anonymous. Ana invites Cy and a deleted account, and
    leaves with Dee.

    Two joins and one removal are known by name alone.
    """
    ana = {"type": "service", "from_id": None, "actor": "Ana", "actor_id": "user1"}
    bo = {**ana, "actor": "Bo", "actor_id": "user2"}
    group = {**ana, "actor": "Tea", "actor_id": "channel5"}
    batches = read(
        chat(
            message(id=1, action="join_group_by_link", **bo),
            message(id=2, action="remove_members", members=["Bo"], **group),
            message(id=3, action="invite_members", members=["Cy", None], **ana),
            message(id=4, action="remove_members", members=["Ana", "Dee"], **ana),
        )
    )
    found = [(row["member"], row["change"]) for row in rows(batches, "membership")]
    assert found == [("user2", "join"), ("user2", "removed"), ("user1", "leave")]
    assert sum(batch.notices.get("unplaced", 0) for batch in batches) == 3


@pytest.mark.parametrize(
    ("kind", "author", "is_bot"),
    [
        ("private_supergroup", "channel5", True),
        ("public_supergroup", "channel6", True),
        ("public_channel", "channel5", False),
        ("private_supergroup", "user5", False),
    ],
    ids=["an anonymous admin", "the linked channel", "a channel itself", "a member"],
)
def test_what_a_group_hears_from_a_channel_is_no_members(kind: str, author: str, is_bot: bool) -> None:
    content = {"name": "x", "type": kind, "id": 5, "messages": [message(from_id=author)]}
    [row] = rows(read(json.dumps(content).encode()), "message")
    assert row["flags"] == (BOT if is_bot else 0)


def test_account() -> None:
    """Five chats: with Bo, with the bot Helper, with oneself, the channel Tea News, the group Reading.

    Ida has left Reading, so it stands in the export twice; its message 7 too, its message 8 only once.
    """
    (batch,) = batches_of("account")
    assert is_balanced(batch)
    assert batch.records == {"group": 6, "message": 9}
    assert batch.skipped == {("group", "repeated"): 1, ("message", "repeated"): 1}
    private = {row["native"]: row["is_private"] for row in rows([batch], "group")}
    assert private == {"102": True, "900": True, "101": True, "555": False, "556": False}
    messages = {row["native"]: row for row in rows([batch], "message")}
    assert [native for native, row in messages.items() if row["flags"] == BOT] == ["900/3"]
    assert messages["555/6"]["author"] == "channel555"
    assert messages["102/2"]["reply_to"] == "102/1"
    assert {"556/7", "556/8"} <= messages.keys()


def test_old_export_has_numbers_for_ids_and_local_time() -> None:
    """Rowing in 2021: Ida founds it, Bo says Ahoy (edited), a deleted account answers; four records are broken."""
    batches = batches_of("old")
    assert all(is_balanced(batch) for batch in batches)
    messages = rows(batches, "message")
    assert [batch.naive for batch in batches if "message" in batch.frames] == [True]
    assert [row["author"] for row in messages] == ["user101", "user102", "user103"]
    assert messages[1]["sent_at"] == at("2021-05-01T09:01:00")
    assert messages[1]["flags"] == EDITED
    assert messages[2]["reply_to"] == "77/2"
    assert messages[2]["text"] == "see https://example.org"
    assert sorted((reject.line, reject.code) for batch in batches for reject in batch.rejects) == [
        (4, "bad-time"),
        (5, "no-sender"),
        (6, "not-an-object"),
        (7, "no-id"),
    ]


def test_two_clocks_make_two_batches() -> None:
    found = read(chat(message(), message(id=2, date_unixtime=None, date="2024-09-21T08:00:00")))
    assert [(batch.naive, batch.frames["message"].height) for batch in found] == [(False, 1), (True, 1)]
    assert all(is_balanced(batch) for batch in found)


def test_control_characters_as_telegram_writes_them() -> None:
    r"""A vertical tab comes as \x0B, which is no JSON; in C:\\x0B the backslash is the writer's own."""
    content = chat(message(text="ab"), message(id=2, text="C:\\x0B")).replace(b'"ab"', b'"a\\x0Bb"')
    assert [row["text"] for row in rows(read(content), "message")] == ["a\x0bb", "C:\\x0B"]


@pytest.mark.parametrize(
    "fields",
    [
        {"text": None},
        {"text": [1, None, {"text": None}, {"type": "mention_name", "user_id": None, "text": "x"}]},
        {"reactions": [{"recent": None}, None, {"recent": [None, {"from_id": None}, {"from_id": 7, "date": 5}]}]},
        {"reactions": {"a": 1}, "edited": None, "date": "0001-01-01T00:00:00"},
        {"reply_to_message_id": True, "from": 5},
        {"action": ["x"], "members": "Ida", "actor": {}},
        {"text": "\ud83d"},
        {"id": 2**70},
    ],
)
def test_odd_fields_cost_nothing(fields: dict[str, object]) -> None:
    (batch,) = read(chat(message(**fields)))
    assert batch.frames["message"].height == 1


@pytest.mark.parametrize("stamp", ["", "x", "-1", "99999999999999", "９", 1e9, [], "9" * 5000])
def test_bad_time(stamp: object) -> None:
    (batch,) = read(chat(message(date_unixtime=stamp)))
    assert [reject.code for reject in batch.rejects] == ["bad-time"]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"a":1}', chat(message())[:-9], b"[" * 200_000, b'{"id":' + b"9" * 5000 + b"}"]
)
def test_a_broken_file_is_refused(content: bytes) -> None:
    with pytest.raises(CannotDo) as refused:
        read(content)
    assert refused.value.message.startswith("result.json")


def test_a_chat_without_messages_is_a_reject() -> None:
    (batch,) = read(
        json.dumps({"about": "x", "chats": {"list": [None, {"id": 1}, {"id": 2, "messages": []}]}}).encode()
    )
    assert batch.records == {"group": 3}
    assert [reject.code for reject in batch.rejects] == ["no-messages", "no-messages"]


@given(st.data())
def test_damage_is_refused_or_accounted_for(draw: st.DataObject) -> None:
    content = bytearray((DATA / "forum" / "result.json").read_bytes())
    for _ in range(draw.draw(st.integers(1, 4))):
        at = draw.draw(st.integers(0, len(content) - 1))
        content[at : at + draw.draw(st.integers(0, 3))] = draw.draw(st.binary(max_size=3))
    with contextlib.suppress(CommkitError):
        assert all(is_balanced(batch) for batch in read(bytes(content)))
