"""What is read from DiscordChatExporter's HTML."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commkit.sources.discord import from_html as discord_html
from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.source import Reading
from commkit.store.fields import BOT, EDITED, PINNED

if TYPE_CHECKING:
    from commkit.store.batch import Batch

DATA = Path(__file__).parents[2] / "data" / "discord_html"
ANA, BEN, CLEO, HELPER = (f"70000000000000000{number}" for number in (1, 2, 3, 9))
CHANNEL = "300000000000000001"


def batch_of(case: str) -> Batch:
    (batch,) = discord_html.read(files_of(DATA / case), Reading())
    return batch


def rows(batch: Batch, kind: str) -> list[dict[str, object]]:
    return batch.frames[kind].to_dicts() if kind in batch.frames else []


def at(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def file_of(text: str) -> File:
    content = text.encode()
    return File("page.html", len(content), lambda: io.BytesIO(content))


def post(native: str, body: str = "", *, author: str = ANA) -> str:
    """A message of its own group, as today's pages have it."""
    return (
        "<div class=chatlog__message-group>"
        f"<div class=chatlog__message-container data-message-id={native}><div class=chatlog__message>"
        f"<span class=chatlog__author title=ana data-user-id={author}>Ana</span>{body}</div></div></div>"
    )


def read(*posts: str) -> Batch:
    (batch,) = discord_html.read([file_of("<!DOCTYPE html><div class=chatlog>" + "".join(posts))], Reading())
    return batch


def test_channel() -> None:
    """At 10:00 on 5 January 2024 and every minute after: Ana joins the server, Ana (edited, pinned), Ana again,
    Ben answers her, the bot Helper with a card, Cleo's file, her sticker, somebody deleted, Ben pins, Cleo forwards;
    one without an id, one without an author, and at 10:11 Cleo's last.
    """
    batch = batch_of("channel")
    assert batch.records == {"group": 1, "message": 13}
    assert [reject.code for reject in batch.rejects] == ["no-id", "no-sender"]
    messages = rows(batch, "message")
    assert [(row["author"], row["kind"], row["text"]) for row in messages] == [
        (ANA, "system", None),
        (ANA, "text", "good morning & welcome 👋"),
        (ANA, "text", "second line\nof two"),
        (BEN, "text", "thanks @Ana and @Nobody"),
        (HELPER, "text", "I can help"),
        (CLEO, "media", None),
        (CLEO, "media", None),
        (None, "text", "from somebody gone"),
        (BEN, "system", None),
        (CLEO, "media", None),
        (CLEO, "text", "the last"),
    ]
    assert [row["flags"] for row in messages] == [0, EDITED | PINNED, 0, 0, BOT, 0, 0, 0, 0, 0, 0]
    assert {row["author_name"] for row in messages} == {"Ana", "Benny", "Helper", "Cleo", None}


def test_the_time_is_in_the_id() -> None:
    """1192769460633600000 was given at 10:00 on 5 January 2024, UTC."""
    messages = {row["native"]: row["sent_at"] for row in rows(batch_of("channel"), "message")}
    assert messages["1192769460633600000"] == at("2024-01-05T10:00:00")
    assert messages["1192772228874240000"] == at("2024-01-05T10:11:00")
    # Discord's own example: https://discord.com/developers/docs/reference#snowflakes
    (row,) = rows(read(post("175928847299117063")), "message")
    assert row["sent_at"] == at("2016-04-30T11:18:25.796")


def test_an_answer_names_its_message() -> None:
    messages = rows(batch_of("channel"), "message")
    assert [(row["author"], row["reply_to"]) for row in messages if row["reply_to"]] == [(BEN, messages[1]["native"])]


@pytest.mark.parametrize("name", ["chatlog__reply-unknown", "chatlog__reference-unknown"])
def test_an_answer_to_what_was_deleted_is_an_answer(name: str) -> None:
    batch = read(post("1192769712291840000", f"<div class={name}>Original message was deleted.</div>"))
    assert [row["reply_to"] is not None for row in rows(batch, "message")] == [True]


def test_mentions_are_of_members_who_wrote_above_and_reactions_are_not_read() -> None:
    found = rows(batch_of("channel"), "interaction")
    assert [(row["kind"], row["sender"], row["receiver"]) for row in found] == [("mention", BEN, ANA)]


def test_a_join_is_to_the_server() -> None:
    (join,) = rows(batch_of("channel"), "membership")
    assert (join["group"], join["member"], join["change"]) == (None, ANA, "join")


def test_the_channel_is_known_by_the_id_in_the_files_name() -> None:
    assert rows(batch_of("channel"), "group") == [
        {"native": CHANNEL, "title": "general", "kind": "channel", "is_private": False}
    ]


def test_a_chat_among_few_under_another_name() -> None:
    """Three say a word; Ana adds Ben and removes Cleo, Ben leaves."""
    batch = batch_of("direct")
    (group,) = rows(batch, "group")
    assert (group["native"], group["kind"], group["is_private"]) == (
        "Direct Messages / Private / reef divers",
        "direct",
        True,
    )
    assert [(row["member"], row["change"], row["inviter"]) for row in rows(batch, "membership")] == [
        (BEN, "join", ANA),
        (CLEO, "removed", None),
        (BEN, "leave", None),
    ]


def test_pages_of_before_2022_have_the_author_above_the_messages() -> None:
    messages = rows(batch_of("old"), "message")
    assert [(row["author"], row["text"], row["flags"]) for row in messages] == [
        (ANA, "old times", 0),
        (ANA, "kept", PINNED),
        (HELPER, "beep", BOT),
    ]
    assert [row["reply_to"] for row in messages] == [None, None, messages[0]["native"]]


@pytest.mark.parametrize("native", ["", "x", "-5", "1" * 20, "٣"])
def test_bad_ids(native: str) -> None:
    batch = read(post(f'"{native}"'), post("175928847299117063", author='"x"'))
    assert [reject.code for reject in batch.rejects] == ["no-id", "no-sender"]


def test_text_is_not_structure() -> None:
    body = "<div class=chatlog__content>&lt;div class=chatlog__message-group&gt; <b>b</b></div>"
    (row,) = rows(read(post("175928847299117063", body)), "message")
    assert row["text"] == "<div class=chatlog__message-group> b"


def test_other_pages_are_not_recognised() -> None:
    for text in ("", "<!DOCTYPE html><title>x</title>", "chatlog__message", '{"a": "<html chatlog__message"}'):
        assert not discord_html.recognises(file_of(text))
