"""What is read from Telegram Desktop's HTML."""

from __future__ import annotations

import io
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from commkit.errors import CannotDo
from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.registry import find
from commkit.sources.source import Reading
from commkit.sources.telegram import from_html as telegram_html
from commkit.sources.telegram.notices import normalise_name, read_changes
from commkit.store.fields import PINNED

if TYPE_CHECKING:
    from commkit.store.batch import Batch

DATA = Path(__file__).parents[2] / "data" / "telegram_html"
TOP = (
    "<!DOCTYPE html><html><head><title>Exported Data</title></head><body>"
    '<div class="page_header"><div class="content"><div class="text bold">{title}</div></div></div>'
    '<div class="page_body chat_page">'
)


def batches_of(case: str) -> list[Batch]:
    exports, foreign = find(files_of(DATA / case))
    assert (len(exports), foreign) == (1, [])
    return list(telegram_html.read(exports[0].files, Reading()))


def rows(batches: list[Batch], kind: str) -> list[dict[str, object]]:
    return [row for batch in batches if kind in batch.frames for row in batch.frames[kind].to_dicts()]


def at(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def file_of(text: str, name: str = "messages.html") -> File:
    content = text.encode()
    return File(name, len(content), lambda: io.BytesIO(content))


def read(*messages: str, title: str = "Tea") -> list[Batch]:
    return list(telegram_html.read([file_of(TOP.format(title=title) + "".join(messages))], Reading()))


def message(native: object, body: str = "", stamp: str = "02.12.2018 20:00:00", name: str | None = "Ana") -> str:
    who = "" if name is None else f'<div class="from_name">{name}</div>'
    date = f'<div class="pull_right date details" title="{stamp}">20:00</div>'
    return f'<div class="message default clearfix" id="message{native}"><div class="body">{date}{who}{body}</div></div>'


def notice(native: object, words: str) -> str:
    return f'<div class="message service" id="message{native}"><div class="body details">{words}</div></div>'


def test_pages_of_a_chat_are_one_export_in_the_order_of_their_numbers() -> None:
    exports, _ = find(files_of(DATA / "circle"))
    assert [file.base for file in exports[0].files] == ["messages.html", "messages2.html", "messages10.html"]


def test_messages() -> None:
    """1 founding   2, 3 Ana   4 Ben answers 2   5 Dan comes   6 Eve and Flo are invited   7 Gus by link
    8 Cleo's animation by way of a bot   9 Cleo forwards   10 Eve leaves   11 Flo is removed   12 Ana pins 4
    13 a photo goes   14 no such day   15, 16 a deleted account   16 once more   17 Ana's file, an answer to 8
    18 not supported   19 without a name   20 joined to it   21 Ben. The days between them are no records.
    """
    (batch,) = batches_of("circle")
    assert not batch.naive
    assert batch.records == {"group": 1, "message": 22}
    assert batch.skipped == {("message", "repeated"): 1, ("message", "unsupported"): 1}
    assert [(reject.file[-14:], reject.code) for reject in batch.rejects] == [
        ("messages.html", "bad-time"),
        ("messages2.html", "no-sender"),
        ("messages2.html", "no-sender"),
    ]
    messages = {row["native"]: row for row in rows([batch], "message")}
    assert Counter(row["kind"] for row in messages.values()) == {"system": 8, "text": 7, "media": 2}
    assert Counter(row["author"] for row in messages.values() if row["kind"] != "system") == {
        "Ana Lim": 3,
        "Ben Oz": 2,
        "Cleo": 2,
        None: 2,
    }
    assert messages["Tea Circle/2"]["text"] == "Welcome & hello\nall of you"
    assert messages["Tea Circle/2"]["sent_at"] == at("2018-12-02T16:38:06")
    assert messages["Tea Circle/9"]["text"] == "a forwarded word"
    assert {native: row["reply_to"] for native, row in messages.items() if row["reply_to"]} == {
        "Tea Circle/4": "Tea Circle/2",
        "Tea Circle/17": "Tea Circle/8",
    }
    assert [native for native, row in messages.items() if row["flags"] == PINNED] == ["Tea Circle/4"]


def test_the_group_goes_by_its_title_which_stays_private() -> None:
    (group,) = rows(batches_of("circle"), "group")
    assert group == {"native": "Tea Circle", "title": "Tea Circle", "kind": "group", "is_private": True}


def test_a_notice_takes_the_time_of_the_message_before() -> None:
    """1 stands above the first message and takes its time; 10 stands under 3 December, which began at 20:00 UTC."""
    times = {row["native"]: row["sent_at"] for row in rows(batches_of("circle"), "message") if row["kind"] == "system"}
    assert times["Tea Circle/1"] == at("2018-12-02T16:38:06")
    assert times["Tea Circle/7"] == at("2018-12-02T16:40:00")
    assert times["Tea Circle/10"] == at("2018-12-02T20:00:00")


def test_comings_and_goings() -> None:
    """Ana founds it with Ben and Cleo; "Dan" inviting "Dan Roe" is Dan Roe coming alone."""
    found = [
        (row["member"], row["change"], row["how"], row["inviter"]) for row in rows(batches_of("circle"), "membership")
    ]
    assert found == [
        ("Ana Lim", "join", None, None),
        ("Ben Oz", "join", "added", "Ana Lim"),
        ("Cleo", "join", "added", "Ana Lim"),
        ("Dan Roe", "join", None, None),
        ("Eve", "join", "added", "Ben Oz"),
        ("Flo", "join", "added", "Ben Oz"),
        ("Gus", "join", "link", None),
        ("Eve", "leave", None, None),
        ("Flo", "removed", None, None),
    ]


def test_reactions_and_mentions_by_name() -> None:
    found = rows(batches_of("circle"), "interaction")
    assert {row["message"] for row in found} == {"Tea Circle/4"}
    assert [(row["kind"], row["sender"], row["receiver"]) for row in found] == [
        ("mention", "Ben Oz", "Ana Lim"),
        ("reaction", "Ana Lim", None),
        ("reaction", "Cleo", None),
    ]


def test_without_offsets_times_are_the_exporters_and_a_topic_is_not_answered() -> None:
    """2 opens the topic Green, 3 stands in it, 4 answers 3; an invitation to a voice chat is none to the group."""
    batches = batches_of("forum")
    assert [(batch.naive, dict(batch.records)) for batch in batches] == [(False, {"group": 1}), (True, {"message": 4})]
    messages = {row["native"]: row for row in rows(batches, "message")}
    assert messages["Forum of Tea/3"]["sent_at"] == at("2023-05-05T10:00:00")
    assert {native: row["reply_to"] for native, row in messages.items() if row["reply_to"]} == {
        "Forum of Tea/4": "Forum of Tea/3"
    }
    assert rows(batches, "membership") == []


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        ("Ana invited Ana", [("Ana", "join", None, None)]),
        ("Ana invited Tom and Jerry", [("Tom and Jerry", "join", "added", "Ana")]),
        ("Ana invited Ben, Cleo and Dan", [(name, "join", "added", "Ana") for name in ("Ben", "Cleo", "Dan")]),
        ("Zed invited Ben", [("Ben", "join", "added", None)]),
        ("Deleted invited Deleted Account", [(None, "join", None, None)]),
        ("Ana removed Deleted Account", [(None, "removed", None, None)]),
        ("Ana joined group by request", [("Ana", "join", "approved", None)]),
        ("Ana removed Ana", [("Ana", "leave", None, None)]),
        ("Ana changed group title to «Ben invited Cleo»", []),
        ("Ana pinned this message", []),
        ("Ana joined Telegram", []),
    ],
)
def test_notices(words: str, changes: list[object]) -> None:
    assert list(read_changes(words, {"Ana", "Tom and Jerry"})) == changes


def test_names() -> None:
    assert normalise_name("Ana  Lim via @gif") == "Ana Lim"
    assert normalise_name("Ana Lim, 02.12.2018 20:41:00") == "Ana Lim"
    assert normalise_name("Deleted Account") == ""
    assert normalise_name("  ") is None


@pytest.mark.parametrize(
    ("offsets", "zone"),
    [
        (["+04:00", "+04:00"], "Etc/GMT-4"),
        (["-03:00"], "Etc/GMT+3"),
        (["+00:00"], "Etc/GMT+0"),
        (["+01:00", "+02:00"], None),
        (["+05:30"], None),
    ],
    ids=["east", "west", "Greenwich", "summer time", "half an hour"],
)
def test_one_offset_of_whole_hours_states_the_zone(offsets: list[str], zone: str | None) -> None:
    stamps = enumerate(f"02.12.2018 20:00:00 UTC{offset}" for offset in offsets)
    [batch] = read(*(message(number, "hi", stamp) for number, stamp in stamps))
    assert batch.zone == zone
    assert zone is None or datetime(2018, 12, 2, 20, tzinfo=ZoneInfo(zone)).isoformat().endswith(offsets[0])


def test_a_message_without_a_time_still_lends_its_author() -> None:
    second = message(2, name=None).replace("clearfix", "clearfix joined")
    (_, batch) = read(message(1, stamp="?", name="Ben"), second)
    assert [row["author"] for row in rows([batch], "message")] == ["Ben"]


@pytest.mark.parametrize(
    ("pages", "bots"),
    [
        ([message(1), message(2, name="Tea"), message(3, name="Ben")], ["Tea"]),
        ([notice(1, "Ana created group «Tea»"), message(2), message(3, name="Tea")], ["Tea"]),
        ([message(1, name="Tea"), message(2), notice(3, "Ana invited Ben")], ["Tea"]),
        ([message(1), message(2, name="Tea"), notice(3, "Ana pinned this message")], []),
        ([notice(1, "Ana created group «Tea»"), message(2), message(3, name="Ben")], []),
    ],
    ids=["three speak", "a group is made", "somebody is invited", "a chat of two", "the title is silent"],
)
def test_what_a_group_says_in_its_own_name_is_no_members(pages: list[str], bots: list[str]) -> None:
    assert [row["native"] for row in rows(read(*pages), "member") if row["is_bot"]] == bots


def test_text_in_other_messages_is_not_structure() -> None:
    text = '<div class="text">&lt;div class="message service" id="message9"&gt; <b>bold</b> &#128075;</div>'
    (_, batch) = read(message(1, text))
    assert [row["text"] for row in rows([batch], "message")] == ['<div class="message service" id="message9"> bold 👋']


def test_notices_without_messages_have_no_time() -> None:
    (batch,) = read(notice(1, "Ana joined group by request"))
    assert [reject.code for reject in batch.rejects] == ["bad-time"]


def test_a_page_without_a_title_is_refused() -> None:
    with pytest.raises(CannotDo):
        read(message(1), title="")


def test_other_pages_are_not_recognised() -> None:
    for text in ("", "<html></html>", "<title>Exported Data</title>", TOP.replace("chat_page", "list_page")):
        assert not telegram_html.recognises(file_of(text))
