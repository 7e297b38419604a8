from __future__ import annotations

import io
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commkit.errors import CannotDo
from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.registry import find
from commkit.sources.slack import from_json as slack
from commkit.sources.source import Reading
from commkit.store.fields import BOT, EDITED, PINNED
from tests.sources.portions import whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from commkit.store.batch import Batch

DATA = Path(__file__).parents[2] / "data" / "slack"
ANA, BEN, CLEO, DAN = "U0ANA0001", "U0BEN0002", "U0CLEO003", "U0DAN0004"


def batch_of(case: str) -> Batch:
    return whole(slack.read(own_files(case), Reading()))


def own_files(case: str) -> list[File]:
    files = files_of(DATA / case)
    lead = next(file for file in files if slack.recognises(file))
    return slack.parts(lead, files)


def made(contents: Mapping[str, object]) -> list[File]:
    """Files of these names; a text stands as it is, all else as JSON."""
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in contents.items()}
    return [File(name, len(each), lambda each=each: io.BytesIO(each.encode())) for name, each in texts.items()]  # type: ignore[misc]


def rows(batch: Batch, kind: str) -> list[dict[str, object]]:
    return batch.frames[kind].to_dicts()


def message(batch: Batch, native: str) -> dict[str, object]:
    [found] = [row for row in rows(batch, "message") if row["native"] == native]
    return found


@pytest.fixture(scope="module")
def today() -> Batch:
    return batch_of("today")


@pytest.fixture(scope="module")
def of_2015() -> Batch:
    return batch_of("of_2015")


def test_counts(today: Batch) -> None:
    """Messages: general 6 + 13, random 1 and a broken day, 1 each in staff room, chat of two, chat of three, attic.

    Members: seven in the list of users, of whom three are listed in general, one in random and one in the staff room.
    """
    assert today.records == {"member": 12, "group": 6, "message": 25}
    assert today.frames["message"].height == 21
    assert today.skipped == {("message", "repeated"): 1}


def test_each_bad_record_costs_one_record(today: Batch) -> None:
    assert [
        (reject.kind, reject.file.partition("/")[2] or reject.file, reject.line, reject.code)
        for reject in today.rejects
    ] == [
        ("member", "users.json", 7, "no-id"),
        ("message", "2024-03-02.json", 12, "bad-time"),
        ("message", "2024-03-02.json", 13, "not-an-object"),
        ("message", "2024-03-03.json", 1, "broken-file"),
    ]


def test_only_lists_and_days_belong_to_the_export() -> None:
    files = files_of(DATA / "today")
    foreign = {file.name for file in files} - {file.name for file in own_files("today")}
    assert foreign == {"general/canvas_in_the_conversation.json"}


def test_the_zone_is_where_most_people_live(today: Batch) -> None:
    """Two in Shanghai, one in Paris; the two in Los Angeles are bots."""
    assert (today.zone, today.naive) == ("Asia/Shanghai", False)


def test_members(today: Batch) -> None:
    """Cleo's account last changed as the second of March began; nine seconds later she left a channel."""
    keys = ("native", "name", "is_bot", "is_staff", "left_at")
    listed = [row for row in rows(today, "member") if row["group"] is None]
    assert [tuple(row[key] for key in keys) for row in listed] == [
        (ANA, "安娜", False, True, None),
        (BEN, "Ben Coral", False, False, None),
        (DAN, "dan", False, False, None),
        ("U0BOT0005", "reefbot", True, False, None),
        ("USLACKBOT", "Slackbot", True, False, None),
        (CLEO, "cleo", False, False, datetime(2024, 3, 2, 0, 0, 9)),  # noqa: DTZ001
    ]


def test_channels_list_who_is_in_them(today: Batch) -> None:
    """Direct chats list nobody: they are between whom they are."""
    assert [(row["group"], row["native"]) for row in rows(today, "member") if row["group"]] == [
        *(("C0GEN0001", each) for each in (ANA, BEN, DAN)),
        ("C0RND0002", ANA),
        ("G0STAFF01", ANA),
    ]


@pytest.mark.parametrize(
    ("by_app", "is_bot"),
    [([True], [True]), ([True, False], [False, False]), ([False, True], [False, False]), ([True, True], [True, True])],
    ids=["by an app alone", "by an app, then by hand", "by hand, then by an app", "by an app twice"],
)
def test_who_is_in_no_list_is_a_bot_only_where_apps_alone_speak_in_that_name(
    by_app: list[bool], is_bot: list[bool]
) -> None:
    """People of another workspace are in no list of users; what apps say for them is theirs."""
    day = [
        {"ts": f"{second}.5", "user": "U9OUT", "text": "hi", **({"bot_id": "B7"} if app else {})}
        for second, app in enumerate(by_app)
    ]
    batch = whole(slack.read(made({"users.json": [], "a/1970-01-01.json": day}), Reading()))
    said = batch.frames["message"].sort("sent_at")
    assert said.select("author", "flags").rows() == [("U9OUT", BOT if each else 0) for each in is_bot]
    assert batch.records["message"] == len(by_app)


@pytest.mark.parametrize(
    ("stamps", "left_at"),
    [([], 1000), (["900.5"], 1000), (["1200.5", "1100.5"], 1200.5)],
    ids=["silent", "spoke before", "spoke after"],
)
def test_a_deactivated_account_left_after_its_last_message(stamps: list[str], left_at: float) -> None:
    """The account was last changed 1,000 seconds after 1970 began, for whatever reason."""
    users = [{"id": CLEO, "deleted": True, "updated": 1000}]
    day = [{"ts": stamp, "user": CLEO, "text": "hi"} for stamp in stamps]
    batch = whole(slack.read(made({"users.json": users, "a/1970-01-01.json": day}), Reading()))
    assert [row["left_at"] for row in rows(batch, "member")] == [datetime(1970, 1, 1) + timedelta(seconds=left_at)]  # noqa: DTZ001


def test_a_deactivated_account_that_is_listed_twice_is_two_records() -> None:
    users = [{"id": CLEO, "deleted": True, "updated": 1000}] * 2
    day = [{"ts": "1200.5", "user": CLEO, "text": "hi"}]
    batch = whole(slack.read(made({"users.json": users, "a/1970-01-01.json": day}), Reading()))
    assert (batch.records["member"], len(rows(batch, "member"))) == (2, 2)
    assert len({row["left_at"] for row in rows(batch, "member")}) == 1


def test_groups(today: Batch) -> None:
    assert [tuple(row.values()) for row in rows(today, "group")] == [
        ("C0GEN0001", "general", "channel", False),
        ("C0RND0002", "random", "channel", False),
        ("G0STAFF01", "staff-room", "channel", True),
        ("D0AB12345", None, "direct", True),
        ("G0MPIM001", "mpdm-ana--ben--dan-1", "direct", True),
        ("attic", "attic", "channel", False),
    ]


def test_a_days_folder_leads_to_its_channel(today: Batch) -> None:
    assert {row["group"] for row in rows(today, "message")} == {row["native"] for row in rows(today, "group")}


def test_joins_and_leaves(today: Batch) -> None:
    keys = ("group", "member", "change", "how", "inviter")
    assert {tuple(row[key] for key in keys) for row in rows(today, "membership")} == {
        ("C0GEN0001", ANA, "join", None, None),
        ("C0GEN0001", BEN, "join", "invite", ANA),
        ("C0GEN0001", CLEO, "leave", None, None),
        ("G0STAFF01", ANA, "join", None, None),
    }


def test_mentions_and_reactions(today: Batch) -> None:
    """Ana names Ben; Dan names Ana twice in one breath. Ben reacts twice and Dan once to Ana's message."""
    keys = ("kind", "sender", "receiver", "message")
    hello, answer = "C0GEN0001/1709254800.000300", "C0GEN0001/1709255160.000500"
    assert sorted(tuple(str(row[key]) for key in keys) for row in rows(today, "interaction")) == sorted(
        [
            ("mention", ANA, BEN, hello),
            ("mention", DAN, ANA, answer),
            ("reaction", BEN, "None", hello),
            ("reaction", BEN, "None", hello),
            ("reaction", DAN, "None", hello),
        ]
    )


def test_a_thread(today: Batch) -> None:
    hello = "C0GEN0001/1709254800.000300"
    assert message(today, hello)["reply_to"] is None
    assert message(today, "C0GEN0001/1709255100.000400")["reply_to"] == hello
    assert message(today, "C0GEN0001/1709255160.000500")["reply_to"] == hello
    assert message(today, "C0GEN0001/1709337603.000000")["reply_to"] == "C0GEN0001/1709337602.000000"


def test_an_edited_pinned_message_reads_as_people_see_it(today: Batch) -> None:
    hello = message(today, "C0GEN0001/1709254800.000300")
    assert hello["text"] == f"Hi @{BEN} & all in #random: read me @here"
    assert hello["flags"] == EDITED | PINNED
    assert hello["sent_at"] == datetime(2024, 3, 1, 1, 0, 0, 300)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("ts", "kind", "author", "name", "flags"),
    [
        ("1709337600.001300", "media", "B0HOOK001", "Deploys", BOT),
        ("1709337601.000000", "text", "U0BOT0005", None, BOT),
        ("1709337602.000000", "deleted", None, None, 0),
        ("1709337603.000000", "text", BEN, None, 0),
        ("1709337604.000000", "system", ANA, None, 0),
        ("1709337605.000000", "media", DAN, None, 0),
        ("1709337606.000000", "text", DAN, None, 0),
        ("1709337607.000000", "text", "U9EXT0001", "邻居", 0),
        ("1709337608.000000", "text", "USLACKBOT", None, BOT),
        ("1709337609.000000", "system", CLEO, None, 0),
        ("1709337610.000000", "text", BEN, None, PINNED),
    ],
)
def test_kinds_and_authors(today: Batch, ts: str, kind: str, author: str | None, name: str | None, flags: int) -> None:
    found = message(today, f"C0GEN0001/{ts}")
    assert (found["kind"], found["author"], found["author_name"], found["flags"]) == (kind, author, name, flags)


def test_the_schema_of_2015(of_2015: Batch) -> None:
    """Fay shares two files, the first with a word; Gus comments; a pin and an integration; a bot speaks."""
    keys = ("author", "author_name", "kind", "text", "flags")
    assert [tuple(row[key] for key in keys) for row in rows(of_2015, "message")] == [
        ("U01FAY", None, "text", "see @U02GUS", 0),
        ("U01FAY", None, "media", None, 0),
        ("U02GUS", None, "text", "neat", 0),
        ("U01FAY", None, "system", "@fay pinned a message to this channel.", 0),
        ("U02GUS", None, "system", "added an integration to this channel: github", 0),
        ("github", "github", "text", "[repo] one commit", BOT),
    ]
    assert [row["receiver"] for row in rows(of_2015, "interaction")] == ["U02GUS"]
    assert [row["name"] for row in rows(of_2015, "member") if row["group"] is None] == ["fay", "gus", "hal"]
    assert of_2015.zone == "America/Chicago"


def test_an_export_without_users_is_led_by_its_channels() -> None:
    files = [file for file in files_of(DATA / "of_2015") if file.base != "users.json"]
    [lead] = [file for file in files if slack.recognises(file)]
    batch = whole(slack.read(slack.parts(lead, files), Reading()))
    counts = {"member": 2, "group": 1, "message": 6}  # one of the channel, and the list that is missing
    assert (lead.base, dict(batch.records), batch.zone) == ("channels.json", counts, None)
    assert [(each.kind, each.file, each.code) for each in batch.rejects] == [("member", "users.json", "no-user-list")]


def test_private_channels_alone_go_by_their_ids() -> None:
    """Neither users.json nor channels.json: one list of a private channel, or of a chat, and a day in its folder."""
    said = [{"type": "message", "user": ANA, "ts": "1714557600.000100", "text": "a"}]
    for base, native, folder in (
        ("groups", "G0ATTIC01", "attic"),
        ("mpims", "G0MANY001", "mpdm"),
        ("dms", "D01", "D01"),
    ):
        listed = {"id": native, "members": [ANA, BEN]} | ({} if base == "dms" else {"name": folder})
        [export], foreign = find(made({f"{base}.json": [listed], f"{folder}/2024-05-01.json": said}))
        assert (export.name, foreign) == ("slack", [])
        assert rows(whole(export.source.read(export.files, Reading())), "message")[0]["group"] == native


def test_two_exports_side_by_side_stay_apart() -> None:
    files = files_of(DATA)
    leads = [file for file in files if slack.recognises(file)]
    assert {file.folder for file in leads} == {"today/", "of_2015/"}
    assert all(file.name.startswith("of_2015/") for file in slack.parts(leads[0], files))


@pytest.mark.parametrize("content", ['[{"id": "U0A', "{}", "[" * 200_000, '"users"'])
@pytest.mark.parametrize("base", ["users.json", "channels.json", "dms.json"])
def test_a_broken_list_of_people_or_places_is_refused(base: str, content: str) -> None:
    with pytest.raises(CannotDo, match=base):
        list(slack.read(made({base: content}), Reading()))


def test_fields_of_other_types_do_not_crash() -> None:
    odd = {
        "ts": "1.5",
        "user": ["x"],
        "text": 7,
        "subtype": {},
        "reactions": [{"users": [None, {}, "U1"]}, 3],
        "files": 1,
    }
    files = made(
        {
            "users.json": [{"id": "U1AAAA", "profile": [], "tz": 8, "updated": "x", "deleted": True}],
            "a/2024-01-01.json": [odd],
        }
    )
    batch = whole(slack.read(files, Reading()))
    assert [row["sender"] for row in rows(batch, "interaction")] == ["U1"]
    assert rows(batch, "message")[0]["sent_at"] == datetime(1970, 1, 1, 0, 0, 1, 500_000)  # noqa: DTZ001


def test_a_lone_surrogate_spoils_one_letter() -> None:
    files = made({"users.json": [], "a/2024-01-01.json": '[{"ts": "1.5", "user": "U1AAAA", "text": "a\\ud83d"}]'})
    batch = whole(slack.read(files, Reading()))
    assert rows(batch, "message")[0]["text"] == "a?"


@pytest.mark.parametrize(("homes", "zone"), [("BB", "Europe/Berlin"), ("BBTN", "Europe/Berlin"), ("BBTNT", None)])
def test_a_zone_is_stated_where_half_live_in_it(homes: str, zone: str | None) -> None:
    """Two in Berlin of two, of four and of five."""
    zones = {"B": "Europe/Berlin", "T": "Asia/Tokyo", "N": "America/New_York"}
    users = [{"id": f"U{nth}AAAA", "tz": zones[home]} for nth, home in enumerate(homes)]
    batch = whole(slack.read(made({"users.json": users}), Reading()))
    assert batch.zone == zone


def test_an_unknown_zone_is_not_stated() -> None:
    batch = whole(slack.read(made({"users.json": [{"id": "U1AAAA", "tz": "../../etc/passwd"}]}), Reading()))
    assert batch.zone is None
