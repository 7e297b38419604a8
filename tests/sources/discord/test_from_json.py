from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commkit.errors import CannotDo
from commkit.sources.discord import from_json as discord
from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.source import Reading
from commkit.store.fields import BOT, EDITED, PINNED
from tests.sources.portions import whole

if TYPE_CHECKING:
    from commkit.store.batch import Batch

DATA = Path(__file__).parents[2] / "data" / "discord"
ANA, BEN, CLEO, HELPER = "100000000000000001", "100000000000000002", "100000000000000003", "100000000000000009"
GENERAL, THREAD, DIRECT = "300000000000000001", "300000000000000002", "300000000000000003"
GENERAL_1 = 200000000000000000  # before the first message of the channel


def batch_of(case: str) -> Batch:
    return whole(discord.read(files_of(DATA / case), Reading()))


def made(export: object) -> File:
    content = (export if isinstance(export, str) else json.dumps(export)).encode()
    return File("export.json", len(content), lambda: io.BytesIO(content))


def rows(batch: Batch, kind: str, *keys: str) -> list[tuple[object, ...]]:
    return [tuple(row[key] for key in keys) for row in batch.frames[kind].to_dicts()]


@pytest.fixture(scope="module")
def channel() -> Batch:
    return batch_of("channel")


def test_counts(channel: Batch) -> None:
    """Fourteen records: ten good ones, two bad stamps, one without author, one that is no object."""
    assert channel.records == {"group": 1, "message": 14}
    assert channel.frames["message"].height == 10
    assert [(reject.line, reject.code) for reject in channel.rejects] == [
        (11, "bad-time"),
        (12, "bad-time"),
        (13, "no-sender"),
        (14, "not-an-object"),
    ]


def test_messages(channel: Batch) -> None:
    assert rows(channel, "message", "author", "author_name", "kind", "reply_to", "flags") == [
        (BEN, "Ben C", "system", None, 0),
        (ANA, "安娜", "text", None, EDITED | PINNED),
        (BEN, "Ben C", "text", str(GENERAL_1 + 2), 0),
        (ANA, "安娜", "system", None, 0),  # a pin points at a message and answers nothing
        (ANA, "安娜", "system", None, 0),
        (CLEO, "cleo", "media", None, 0),  # a forward is somebody else's words
        (CLEO, "cleo", "media", None, 0),
        (HELPER, "helper", "text", None, BOT),
        (CLEO, "cleo", "system", None, 0),  # 8: a boost
        (None, None, "text", None, 0),  # the one account of everybody deleted is nobody
    ]


def test_stamps_of_any_offset_and_precision(channel: Batch) -> None:
    stamps = [stamp for (stamp,) in rows(channel, "message", "sent_at")]
    assert stamps[0] == datetime(2025, 1, 9, 14, 21, 43, 813_000)  # noqa: DTZ001
    assert stamps[2] == datetime(2025, 1, 9, 14, 32, 0, 100_000)  # noqa: DTZ001
    assert stamps[3] == datetime(2025, 1, 9, 14, 33, 0, 123_456)  # noqa: DTZ001


def test_a_message_is_known_by_its_own_id(channel: Batch) -> None:
    assert rows(channel, "message", "native", "group")[0] == (str(GENERAL_1 + 1), GENERAL)


def test_joining_the_server_is_not_joining_a_channel(channel: Batch) -> None:
    assert rows(channel, "membership", "group", "member", "change", "how") == [(None, BEN, "join", None)]


def test_mentions_and_reactions(channel: Batch) -> None:
    """Ana names Ben; Ben answers Ana, which names her by itself, and names Cleo; a mere count names nobody."""
    assert rows(channel, "interaction", "kind", "sender", "receiver", "message") == [
        ("mention", ANA, BEN, str(GENERAL_1 + 2)),
        ("reaction", BEN, None, str(GENERAL_1 + 2)),
        ("reaction", CLEO, None, str(GENERAL_1 + 2)),
        ("mention", BEN, CLEO, str(GENERAL_1 + 3)),
    ]


def test_it_covers_time_until_it_was_made(channel: Batch) -> None:
    made_at = datetime(2025, 2, 1, 0, 0, 0, 123_456)  # noqa: DTZ001
    assert (channel.observed_at, channel.covers_until, channel.naive) == (made_at, made_at, False)


def test_a_thread_with_numbers_for_types() -> None:
    """The thread opens with a copy of the message that it hangs on; then one message, and one answer to it."""
    thread = batch_of("thread_with_numbers")
    assert rows(thread, "group", "native", "title", "kind", "is_private") == [(THREAD, "a thread", "thread", False)]
    assert rows(thread, "message", "kind", "reply_to") == [
        ("system", None),
        ("text", None),
        ("text", "210000000000000002"),
    ]
    assert thread.covers_until == datetime(2025, 1, 31)  # noqa: DTZ001
    assert thread.observed_at == datetime(2025, 2, 1)  # noqa: DTZ001


def test_a_chat_among_few() -> None:
    """Ana adds Cleo and removes Ben; Cleo leaves."""
    direct = batch_of("direct")
    assert rows(direct, "group", "native", "kind", "is_private") == [(DIRECT, "direct", True)]
    assert rows(direct, "membership", "group", "member", "change", "how", "inviter") == [
        (DIRECT, CLEO, "join", "added", ANA),
        (DIRECT, BEN, "removed", None, None),
        (DIRECT, CLEO, "leave", None, None),
    ]
    assert {kind for (kind,) in rows(direct, "message", "kind")} == {"system"}
    assert "interaction" not in direct.frames


@pytest.mark.parametrize(
    "export",
    [
        '{"guild": {}, "channel": {"id": "1"}, "messages": [{"id": "1"',
        '{"guild": ' + "[" * 200_000,
        [],
        {"channel": {"id": "1"}},
        {"channel": {"name": "no id"}, "messages": []},
        {"channel": {"id": "1"}, "messages": {}},
    ],
    ids=["cut", "deep", "list", "no messages", "no id", "messages no list"],
)
def test_a_broken_file_is_refused(export: object) -> None:
    with pytest.raises(CannotDo, match=r"export\.json"):
        list(discord.read([made(export)], Reading()))


def test_fields_of_other_types_do_not_crash() -> None:
    odd = {
        "id": 7,
        "type": None,
        "timestamp": "2025-01-01T00:00:00Z",
        "author": {"id": 8, "isBot": "yes"},
        "content": ["x"],
        "mentions": [None, {"id": None}, {"id": 9}],
        "reactions": {"users": 1},
        "reference": "x",
    }
    export = {"guild": None, "channel": {"id": 1, "type": True}, "dateRange": 5, "exportedAt": 0, "messages": [odd]}
    batch = whole(discord.read([made(export)], Reading()))
    assert rows(batch, "message", "native", "author", "text", "flags") == [("7", "8", None, 0)]
    assert rows(batch, "interaction", "receiver") == [("9",)]
    assert (batch.observed_at, batch.covers_until) == (None, None)


def test_a_stamp_outside_the_calendar_is_rejected() -> None:
    message = {"id": "1", "timestamp": "0001-01-01T00:00:00+14:00", "author": {"id": "2"}}
    batch = whole(discord.read([made({"channel": {"id": "1"}, "messages": [message]})], Reading()))
    assert [reject.code for reject in batch.rejects] == ["bad-time"]


@pytest.mark.parametrize("indent", [None, 2])
def test_a_long_channel_comes_in_portions(indent: int | None) -> None:
    """Sixty thousand messages are more than a batch of fifty thousand, on one line too."""
    message = {"id": "1", "timestamp": "2025-01-01T00:00:00Z", "author": {"id": "2"}, "content": "x" * 250}
    export = json.dumps({"channel": {"id": "1"}, "messages": [message] * 60_000}, indent=indent)
    sizes = [batch.size for batch in discord.read([made(export)], Reading())]
    assert (len(sizes), sum(sizes)) == (2, 60_001)
