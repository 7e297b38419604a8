"""Odd messages are read alike, whether their stretch fits its types at once or is made to fit field by field."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.errors import CommkitError
from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.registry import SOURCES, find
from commkit.sources.source import Reading
from commkit.sources.text import json_structs
from commkit.store.batch import Batch

DATA = Path(__file__).parent.parent / "data"


def one_of(*values: object) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


INDENTS = st.sampled_from((None, 1, 2))
ODD: tuple[object, ...] = (None, "", 5, 1.5, True, [], {}, "[x]", "{y}", "3.5", "true", "null")
WORDS = one_of(
    *ODD,
    *("hi", "社群 👍", "a\x00b", "one \ud83d alone", "@ana @Ann", "<@100> hello"),
    *("<@U1AAAA|ana> hi", "<@U2BBBB>, <@U2BBBB|>", "<@U1AAAA|@> &lt;b&gt; &amp;lt;", "<https://a.b|c> <https://a.b>"),
    *("<!here> <!subteam^S1|@crew> <!x|y>", "<#C1|dock> <#C1|#dock> <#C1>", "<<@U1AAAA>x>", "<", "a > b < c", "<|x>"),
)
LISTS = one_of(None, [], [{"id": "F1", "type": "x"}], {}, "x", [5])
FLAGS = one_of(None, {}, {"user": "U1AAAA"}, True, False, "true", 0)
SLACK_PEOPLE = one_of("U1AAAA", "U2BBBB", "U3BOTX", "U9GUEST", "USLACKBOT", *ODD)
SLACK_STAMPS = one_of(
    "1700000001.000100", "1700000002.000200", "1700000003.000300", "17.5", "1700000004", 17.25, "x", None
)
SLACK = st.fixed_dictionaries(
    {"type": st.just("message"), "ts": SLACK_STAMPS, "text": WORDS, "user": SLACK_PEOPLE},
    optional={
        "subtype": one_of(
            "channel_join", "channel_leave", "group_join", "bot_message", "me_message", "tombstone", "x", *ODD
        ),
        "thread_ts": SLACK_STAMPS,
        "inviter": SLACK_PEOPLE,
        "edited": FLAGS,
        "pinned_to": one_of(None, [], ["C1"]),
        "files": LISTS,
        "attachments": LISTS,
        "blocks": LISTS,
        "comment": one_of(None, {}, {"user": "U1AAAA", "comment": "ok"}),
        "reactions": one_of(None, [], {}, [5], [{"name": "x", "users": ["U1AAAA", "", 5, None]}, {"users": "U2BBBB"}]),
        "bot_id": one_of(None, "B1"),
        "username": one_of(None, "hook"),
        "user_profile": one_of(None, {"display_name": "Guest"}, 5),
    },
)
USERS: list[dict[str, object]] = [
    {"id": "U1AAAA", "profile": {"real_name": "ana"}},
    {"id": "U2BBBB"},
    {"id": "U3BOTX", "is_bot": True},
]
PINS = [{"id": "1700000001.000100"}]
DISCORD_PEOPLE = st.fixed_dictionaries(
    {
        "id": one_of("100", "200", "300", 400, "456226577798135808", "x", "", None, 1.5),
        "name": one_of("ana", "ben", "[y]"),
    },
    optional={"nickname": one_of("Ann", "", None, "{n}"), "isBot": one_of(True, False, None, "true")},
)
DISCORD = st.fixed_dictionaries(
    {
        "id": one_of("1", "2", "3", 4, "", None, 1.5),
        "type": one_of("Default", "Reply", "GuildMemberJoin", "RecipientAdd", "RecipientRemove", 0, 19, 7, 8, 20, *ODD),
        "timestamp": one_of(
            *("2025-01-09T14:30:00+00:00", "2025-01-09T22:30:00.123+08:00", "2025-01-09T14:30:00.1234567+00:00"),
            *("2025-01-09T14:30:00", "2025-13-09T14:30:00+00:00", "2025-01-09T14:30:00+25:00", "2025-01-09", None, 5),
        ),
        "content": WORDS,
        "author": DISCORD_PEOPLE | one_of(None, 5),
    },
    optional={
        "timestampEdited": one_of(None, "", "2025-01-09T14:31:00+00:00"),
        "isPinned": one_of(True, False, None, "true"),
        "attachments": LISTS,
        "stickers": LISTS,
        "embeds": LISTS,
        "forwardedMessage": FLAGS,
        "mentions": st.lists(DISCORD_PEOPLE | one_of(None, 5), max_size=2) | one_of(None, {}),
        "reactions": one_of(None, {}, [5], [{"users": [{"id": "100"}, {"id": ""}, {"id": 1.5}, 5]}, {"users": {}}]),
        "reference": one_of(None, {}, {"messageId": "1"}, {"messageId": None, "channelId": "7"}, {"messageId": 2.5}),
    },
)
TELEGRAM_PEOPLE = one_of("user1", "user2", "channel7", 3, "4", *ODD)
TELEGRAM_STAMPS = one_of("1700000000", "1700000060", 1700000120, "17000000000000", "-5", "x", None, 1.5)
PARTS = one_of(
    ["a ", {"type": "bold", "text": "b"}, {"type": "mention_name", "text": "Bo", "user_id": 2}, 5],
    [{"type": "mention_name", "text": "Bo", "user_id": "user2"}, {"type": "mention_name", "text": "x"}],
    [{"type": "link", "text": None}, {"text": 5}],
)
TELEGRAM = st.fixed_dictionaries(
    {"id": one_of(1, 2, 3, "4", -5, None, 1.5), "type": one_of("message", "message", "service", "unsupported", None)},
    optional={
        "date": one_of("2023-11-14T22:13:20", "2023-11-14T23:13:20", "x", None),
        "date_unixtime": TELEGRAM_STAMPS,
        "from": one_of("Ida", "", None, "[z]"),
        "from_id": TELEGRAM_PEOPLE,
        "actor": one_of("Ida", None),
        "actor_id": TELEGRAM_PEOPLE,
        "action": one_of("join_group_by_link", "pin_message", "topic_created", "invite_members", None),
        "message_id": one_of(1, 2),
        "members": one_of(["Ida"], [None], None),
        "text": WORDS | PARTS,
        "edited_unixtime": one_of("1700000000", None),
        "edited": one_of("2023-11-14T22:13:20", None),
        "reply_to_message_id": one_of(1, 3, "4", None, 1.5),
        "reply_to_peer_id": one_of("channel8", None),
        "photo": one_of("photos/1.jpg", None, "", False),
        "poll": one_of({"question": "?"}, None),
        "reactions": one_of(
            None,
            {},
            [5],
            [
                {
                    "recent": [
                        {"from_id": "user1", "date": "2023-11-14T22:14:20"},
                        {"from_id": 2, "date": "x"},
                        {"date": 5},
                    ]
                }
            ],
        ),
    },
)


def test_samples() -> None:
    for name in ("slack", "discord", "telegram", "chatlab", "wechat"):
        for case in sorted((DATA / name).iterdir()):
            [export], _ = find(files_of(case))
            _compare(name, {file.name: file.content() for file in export.files})


@given(st.lists(st.lists(one_of(5, None) | SLACK, max_size=4), min_size=1, max_size=3))
def test_slack(days: list[list[object]]) -> None:
    """Up to three days of one channel."""
    channel = {"id": "C1", "name": "hall", "creator": "U1", "pins": PINS}
    files: dict[str, object] = {"users.json": [{"profile": {}} | user for user in USERS], "channels.json": [channel]}
    files |= {f"hall/2023-11-0{number}.json": day for number, day in enumerate(days, 1)}
    _compare("slack", {name: json.dumps(value).encode() for name, value in files.items()})


@given(st.lists(one_of(5, None) | DISCORD, min_size=1, max_size=6), INDENTS)
def test_discord(messages: list[object], indent: int | None) -> None:
    """Up to six messages of one channel."""
    channel = {"guild": {"id": "9"}, "channel": {"id": "7", "type": "GuildTextChat", "name": "hall"}}
    document = {**channel, "messages": messages, "messageCount": len(messages)}
    _compare("discord", {"channel.json": json.dumps(document, indent=indent).encode()})


@given(st.lists(st.lists(one_of(5, None) | TELEGRAM, min_size=1, max_size=5), min_size=1, max_size=3), INDENTS)
def test_telegram(chats: list[list[object]], indent: int | None) -> None:
    """An account of up to three chats; the third is the first once more."""
    kinds = ("private_supergroup", "bot_chat", "private_supergroup")
    listed = [
        {"name": "Reef", "type": kind, "id": 10 + number % 2, "messages": messages}
        for number, (kind, messages) in enumerate(zip(kinds, chats, strict=False))
    ]
    document = {"about": "x", "chats": {"about": "y", "list": listed}}
    _compare("telegram", {"result.json": json.dumps(document, indent=indent).encode()})


def _compare(name: str, contents: dict[str, bytes]) -> None:
    """Both ways end alike: the same rows, or the same refusal."""
    at_once = _ended(name, contents)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_structs, "_read", lambda *_: msgspec.json.decode(b""))  # it never fits
        assert _ended(name, contents) == at_once


def _ended(name: str, contents: dict[str, bytes]) -> object:
    files = [File(path, len(each), lambda each=each: io.BytesIO(each)) for path, each in contents.items()]  # type: ignore[misc]
    try:
        found = list(SOURCES[name].read(files, Reading()))
    except CommkitError as refusal:
        return type(refusal), str(refusal)
    return [
        ({kind: rows.to_dicts() for kind, rows in each.frames.items()}, each.records, each.rejects, each.skipped)
        for each in found
        if isinstance(each, Batch)
    ]
