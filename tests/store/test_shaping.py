"""What the engine shapes and what a source reads itself, message by message, is the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.errors import CommkitError
from commkit.intake.exports import find_exports, stage
from commkit.sources.source import Reading
from commkit.store.fields import SHAPES
from commkit.store.load.loading import Loading
from commkit.store.load.options import LoadOptions
from commkit.store.load.transaction import commit
from commkit.store.private import Secret
from tests.examples import tried

if TYPE_CHECKING:
    from commkit.sources.rows import Rows
    from commkit.store.batch import Texts
    from commkit.store.load.stage.staged_export import Staged

DATA = Path(__file__).parent.parent / "data"
FACTS = {
    "message": """
        select message.key, message.group_id, handle, sent_at, message.kind, length, reply_to, flags
        from raw.message left join raw.account using (account) order by all
    """,
    "membership": """
        select membership.key, one.handle, group_id, happened_at, change, how, other.handle
        from raw.membership
        join raw.account as one using (account)
        left join raw.account as other on other.account = inviter
        order by all
    """,
    "interaction": """
        select interaction.key, interaction.group_id, message, one.handle, other.handle, interaction.kind, happened_at
        from raw.interaction
        left join raw.account as one on one.account = sender
        left join raw.account as other on other.account = receiver
        order by all
    """,
    "names": "select * from private.main.name order by all",
    "texts": "select * from private.main.text order by all",
}
QUICK = tried(8)


def contents(path: Path, folder: Path) -> dict[str, object]:
    """What a load makes of an export: its counts, its facts, its names and its texts."""
    loading = Loading(folder, LoadOptions(keep_text=True), Secret(b"same"))
    stage([find_exports(path, folder, Reading())], loading, Reading(), {})
    found: dict[str, object] = {"counts": commit(loading, None, lock_timeout=0)}
    return found | {kind: loading.con.execute(sql).fetchall() for kind, sql in FACTS.items()}


def _read_all(self: Loading, staged: Staged, texts: Texts) -> None:
    for batch in texts.doubtful([(row, 0) for row in range(texts.frame.height)]):
        self._stage_batch(staged, batch)


def one_of(*values: object) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


ODD: tuple[object, ...] = (None, "", 5, 1.5, True, [], {}, "[x]", "{y}", "3.5", "true", "null")
WORDS = one_of(
    *ODD,
    *("hi", "社群 👍", "a\x00b", "one \ud83d alone", "@ana @Ann", "<@100> hello"),
    *("<@U1AAAA|ana> hi", "<@U2BBBB>, <@U2BBBB|>", "<@U1AAAA|@> &lt;b&gt; &amp;lt;", "<https://a.b|c> <https://a.b>"),
    *("<!here> <!subteam^S1|@crew> <!x|y>", "<#C1|dock> <#C1|#dock> <#C1>", "<<@U1AAAA>x>", "<", "a > b < c", "<|x>"),
)
LISTS = one_of(None, [], [{"id": "F1", "type": "x"}], {}, "x", [5])
FLAGS = one_of(None, {}, {"user": "U1AAAA"}, True, False, "true", 0)
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


@QUICK
@given(st.lists(one_of(5, None) | DISCORD, min_size=1, max_size=6))
def test_discord(tmp_path: Path, messages: list[object]) -> None:
    """Up to six messages of one channel."""
    channel = {"guild": {"id": "9"}, "channel": {"id": "7", "type": "GuildTextChat", "name": "hall"}}
    export = tmp_path / "channel.json"
    export.write_text(json.dumps({**channel, "messages": messages, "messageCount": len(messages)}, indent=2))
    _compare(export, tmp_path)


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


@QUICK
@given(st.lists(st.lists(one_of(5, None) | TELEGRAM, min_size=1, max_size=5), min_size=1, max_size=3))
def test_telegram(tmp_path: Path, chats: list[list[object]]) -> None:
    """An account of up to three chats; the third is the first once more."""
    kinds = ("private_supergroup", "bot_chat", "private_supergroup")
    listed = [
        {"name": "Reef", "type": kind, "id": 10 + number % 2, "messages": messages}
        for number, (kind, messages) in enumerate(zip(kinds, chats, strict=False))
    ]
    export = tmp_path / "result.json"
    export.write_text(json.dumps({"about": "x", "chats": {"about": "y", "list": listed}}, indent=1))
    _compare(export, tmp_path)


@pytest.mark.parametrize("name", ["discord", "telegram"])
def test_samples(name: str, tmp_path: Path) -> None:
    for case in sorted((DATA / name).iterdir()):
        _compare(case, tmp_path)


PLAIN: dict[str, dict[str, object]] = {
    "discord": {"id": "1", "type": "Reply", "timestamp": "2025-01-09T14:30:00.5+00:00", "author": {"id": "100"}},
    "telegram": {"id": 1, "type": "message", "date_unixtime": "1700000000", "from": "Ida", "from_id": "user1"},
}


@pytest.mark.parametrize("name", PLAIN)
def test_plain_messages_are_left_to_the_engine(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One message, which the source would find one too many."""
    messages = [{**PLAIN[name], "text": "hi", "content": "hi"}]
    head = (
        {"name": "x", "type": "private_group", "id": 5} if name == "telegram" else {"guild": {}, "channel": {"id": "7"}}
    )
    export = tmp_path / "result.json"
    export.write_text(json.dumps({**head, "messages": messages}, indent=1))
    monkeypatch.setattr("commkit.sources.rows.Rows.add", _only_places)
    counts = contents(export, tmp_path)["counts"]
    assert [each["message"].loaded for each in counts] == [1]  # type: ignore[attr-defined]


def _only_places(self: Rows, kind: str, /, **values: object) -> None:
    assert kind != "message"
    self.cells[kind].extend(values.get(name) for name in SHAPES[kind])


def _compare(export: Path, folder: Path) -> None:
    """Both ways end alike: the same contents, or the same refusal."""
    shaped, read = (_ended(export, folder, careful=careful) for careful in (False, True))
    assert shaped == read


def _ended(export: Path, folder: Path, *, careful: bool) -> object:
    with pytest.MonkeyPatch.context() as patch:
        if careful:
            patch.setattr(Loading, "_stage_texts", _read_all)
        try:
            return contents(export, folder)
        except CommkitError as refusal:
            return type(refusal), str(refusal)
