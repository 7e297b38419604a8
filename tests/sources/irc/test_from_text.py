"""What is read from IRC logs."""

from __future__ import annotations

import io
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commkit.errors import CannotDo
from commkit.sources.files import file as source_file
from commkit.sources.files import portions
from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.files.portions import read_blocks, split_lines
from commkit.sources.irc import from_text as irc
from commkit.sources.irc.lines import classify_line, parse_lines
from commkit.sources.irc.member_names import is_bot, is_bridge, normalise_nick
from commkit.sources.irc.paths import channel_of, day_of_path
from commkit.sources.registry import find
from commkit.sources.source import Reading
from commkit.sources.whatsapp import from_text as whatsapp
from commkit.store.fields import BOT, BRIDGE

if TYPE_CHECKING:
    from commkit.store.batch import Batch

DATA = Path(__file__).parents[2] / "data" / "irc"


def batches_of(case: str) -> list[Batch]:
    exports, foreign = find(files_of(DATA / case))
    assert (len(exports), foreign) == (1, [])
    return list(irc.read(exports[0].files, Reading()))


def rows(batches: list[Batch], kind: str) -> list[dict[str, object]]:
    return [row for batch in batches if kind in batch.frames for row in batch.frames[kind].to_dicts()]


def file_of(text: str, name: str = "tea/2021-05-06") -> File:
    content = text.encode()
    return File(name, len(content), lambda: io.BytesIO(content))


def at(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def said(batches: list[Batch]) -> list[tuple[object, ...]]:
    return [(row["author"], row["sent_at"], row["text"]) for row in rows(batches, "message") if row["kind"] == "text"]


def test_days_of_a_channel_are_one_export() -> None:
    """6 May: ana, ben, ana waves, ana_ twice, camelia, Cleo over the bridge, the bridge itself; three events.

    Ben leaving is a fourth event, a time is wrong, a line has none. 7 May: three lines of people, one renaming.
    """
    batches = batches_of("raku")
    assert [batch.records for batch in batches] == [{"group": 1}, {"message": 17}]
    assert batches[1].naive
    assert rows(batches, "group") == [{"native": "#tea", "title": "#tea", "kind": "channel", "is_private": False}]
    assert Counter(row["kind"] for row in rows(batches, "message")) == {"text": 11, "system": 4}
    assert Counter(row["author"] for row in rows(batches, "message") if row["kind"] == "text") == {
        "ana": 5,
        "ben": 2,
        "captain": 1,
        "camelia": 1,
        "discord-raku-bot": 2,
    }
    assert [(reject.line, reject.code) for reject in batches[1].rejects] == [(23, "bad-time"), (25, "bad-line")]


def test_bots_and_bridges_are_known_by_their_nicks() -> None:
    flags = {row["author"]: row["flags"] for row in rows(batches_of("raku"), "message") if row["author"]}
    assert {author: flag for author, flag in flags.items() if flag} == {
        "camelia": BOT,
        "discord-raku-bot": BOT | BRIDGE,
    }
    assert is_bot("evalable6")
    assert is_bot("chanserv")
    assert not is_bot("abbot")
    assert is_bridge("telegram-bridge")
    assert not is_bridge("slacker")


def test_a_change_of_nick_gives_a_second_name() -> None:
    """Ben becomes captain on 7 May; ana becoming ana_ is the same nick, and her name stays."""
    system = [row for row in rows(batches_of("raku"), "message") if row["kind"] == "system"]
    assert [(row["author"], row["author_name"]) for row in system if row["author"]] == [("ben", "captain")]


def test_joins_and_leaves_are_sessions_not_memberships() -> None:
    for case in ("raku", "znc", "supybot", "irssi", "weechat"):
        batches = batches_of(case)
        assert rows(batches, "membership") == []
        assert rows(batches, "member") == []


def test_who_mentions_whom_by_name() -> None:
    """Ben calls ana, who has spoken; ana calls captain, who has; nobody calls cleo at the beginning of a line."""
    found = [(row["sender"], row["receiver"], row["kind"]) for row in rows(batches_of("raku"), "interaction")]
    assert found == [("ben", "ana", "mention"), ("ana", "captain", "mention")]


def test_znc() -> None:
    """Three lines of people; a connection, four comings and goings, a kick, a mode, a topic and a notice."""
    batches = batches_of("znc")
    assert said(batches) == [
        ("ana", at("2024-01-05T08:00:05"), "morning"),
        ("ben", at("2024-01-05T08:00:12"), "ana, morning"),
        ("ben", at("2024-01-05T08:00:20"), "pours tea"),
    ]
    assert batches[1].records == {"message": 12}
    assert [row["receiver"] for row in rows(batches, "interaction")] == ["ana"]


def test_supybot_states_its_offset_or_not() -> None:
    """Ben's line has none: it goes into a batch of its own; the others are two hours earlier in UTC."""
    batches = batches_of("supybot")
    assert {batch.naive: batch.records["message"] for batch in batches[1:]} == {False: 4, True: 1}
    assert sorted(said(batches), key=str) == [
        ("ana", at("2012-10-17T07:16:25"), "morning"),
        ("ana", at("2012-10-17T07:16:40"), "yawns"),
        ("ben", at("2012-10-17T09:17:00"), "my logger states no zone here"),
    ]


def test_irssi_states_the_day_in_separate_lines() -> None:
    batches = batches_of("irssi")
    assert said(batches) == [
        ("ana", at("2014-01-01T23:59:00"), "happy new year"),
        ("ben", at("2014-01-02T00:00:00"), "ana: late by a day"),
        ("ben", at("2014-01-02T00:01:00"), "yawns"),
    ]
    assert batches[1].skipped == {("message", "header"): 3}
    assert batches[1].records == {"message": 10}


def test_weechat_has_columns() -> None:
    batches = batches_of("weechat")
    assert said(batches) == [
        ("ana", at("2024-01-05T00:15:40"), "good evening"),
        ("ben", at("2024-01-05T00:15:45"), "ana: evening"),
        ("ben", at("2024-01-05T00:16:00"), "bows"),
    ]
    assert batches[1].records == {"message": 6}


@pytest.mark.parametrize(
    ("path", "channel"),
    [
        ("raku/2021/2021-05-06", "#raku"),
        ("logs.zip/Raku-Beginner/2021/2021-05-06", "#raku-beginner"),
        ("libera/#tea/2024-01-05.log", "#tea"),
        ("me_libera_#tea_20240105.log", "#tea"),
        ("irc.libera.##tea.weechatlog", "##tea"),
        ("#Tea.2012-10-17.log", "#tea"),
        ("tea/irclog.txt", "#tea"),
        ("2021-05-06", None),
        ("logs/2021-05-06", None),
        ("2021/2021-05-06.txt", None),
    ],
)
def test_the_channel_is_in_the_path(path: str, channel: str | None) -> None:
    assert channel_of(file_of("[00:15] <ana> hi\n", path)) == channel


def test_the_channel_may_be_in_the_lines() -> None:
    assert channel_of(file_of("00:15 -!- ana [a@b] has joined #Tea\n", "2021-05-06")) == "#tea"


def test_without_a_channel_the_log_is_refused() -> None:
    with pytest.raises(CannotDo) as refused:
        list(irc.read([file_of("[00:15] <ana> hi\n", "2021-05-06")], Reading()))
    assert "2021-05-06" in refused.value.message


def test_without_a_day_lines_are_rejected() -> None:
    (_, batch) = irc.read([file_of("[00:15] <ana> hi\n", "tea/log.txt")], Reading())
    assert [reject.code for reject in batch.rejects] == ["bad-time"]


def test_a_day_that_cannot_be_read_is_not_replaced_by_an_earlier_one() -> None:
    text = "--- Log opened Wed Jan 01 23:58:12 2014\n23:59 < ana> a\n--- Day changed Do 02 Jän 2014\n00:01 < ana> b\n"
    (_, batch) = irc.read([file_of(text, "#tea.log")], Reading())
    assert [row["text"] for row in rows([batch], "message")] == ["a"]
    assert [(reject.line, reject.code) for reject in batch.rejects] == [(4, "bad-time")]


def test_a_path_names_a_day() -> None:
    assert str(day_of_path("raku/2021/2021-05-06")) == "2021-05-06"
    assert str(day_of_path("net_#tea_20240105.log")) == "2024-01-05"
    assert day_of_path("tea/2021-13-45") is None
    assert day_of_path("tea/12345678901") is None


@pytest.mark.parametrize(
    ("text", "kind", "nick", "words"),
    [
        ("[00:15] <ana>  hi", "said", "ana", "hi"),
        ("[00:15] <ana>", "said", "ana", ""),
        ("[00:15] <+ana> <b> is a tag", "said", "ana", "<b> is a tag"),
        ("[00:15] * ana", "said", "ana", ""),
        ("[00:15] * a<b> hi", "status", None, "* a<b> hi"),
        ("[00:15 <ana> hi", None, None, None),
        ("[00:15] *** ana left", "event", None, "ana left"),
        ("00:15 -!- ana [a@b] has quit [bye]", "event", None, "ana [a@b] has quit [bye]"),
        ("00:15 -ana(a@b)- psst", "event", None, "psst"),
        ("[00:15:01] Broadcast: down at noon", "status", None, "Broadcast: down at noon"),
    ],
)
def test_lines(text: str, kind: str | None, nick: str | None, words: str | None) -> None:
    (line,) = parse_lines(split_lines(list(read_blocks(file_of(text))))).to_dicts()
    assert (line["kind"], line["nick"], line["words"]) == (kind, nick, words)
    assert classify_line(text) == kind


@pytest.mark.parametrize("nick", ["Ana", "ana_", "ana__", "ana`", "ana|away", "ANA-afk", "ana[away]"])
def test_one_person_whatever_the_client_appends(nick: str) -> None:
    assert normalise_nick(nick) == "ana"


def test_nicks_that_only_look_alike_stay_apart() -> None:
    assert len({normalise_nick(nick) for nick in ("ana", "ana2", "anaout", "_ana", "a_", "homework")}) == 6


def test_lower_case_as_on_irc() -> None:
    assert normalise_nick("Tea[m]") == normalise_nick("tea{M}")


def test_colours_are_not_text() -> None:
    (_, batch) = irc.read([file_of("[00:15] <\x0308ana\x03> \x02bold\x02 tea\n")], Reading())
    assert said([batch]) == [("ana", at("2021-05-06T00:15:00"), "bold tea")]


def test_damaged_bytes_cost_a_text_some_characters_and_a_nick_its_line() -> None:
    content = "[00:15] <ana> caf\xe9\n[00:16] <\xe9va> hi\n[00:17] <ana> a\n".encode("latin-1")
    (_, batch) = irc.read([File("tea/2021-05-06", len(content), lambda: io.BytesIO(content))], Reading())
    assert [row["text"] for row in rows([batch], "message")] == ["caf\ufffd", "a"]
    assert [(reject.line, reject.code) for reject in batch.rejects] == [(2, "bad-encoding")]
    said = File("tea/2021-05-06", len(content), lambda: io.BytesIO(content), encoding="latin-1")
    (_, batch) = irc.read([said], Reading())
    assert [row["text"] for row in rows([batch], "message")] == ["café", "hi", "a"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[00:15] ana: hi\n",
        "[1, 2]\n",
        "[28/04/23, 11:02:30] Ana: <b> hi\n",
        "2024-01-05 00:15:31\tana\thi\n2024-01-05 00:15:32\tben\thi\n",
        "2024-01-05 00:15:31 ERROR <main> failed\n" + "no time\n" * 5,
        "time,author,text\n2024-01-05 00:15,ana,<hi>\n",
    ],
)
def test_other_texts_are_not_logs(text: str) -> None:
    assert not irc.recognises(file_of(text))


def test_a_dated_log_in_brackets_is_not_whatsapp() -> None:
    file = file_of("[2019-04-16 03:01] <ana> hi\n" * 3, "#tea.log")
    assert whatsapp.recognises(file)
    exports, _ = find([file])
    assert [export.name for export in exports] == ["irc"]


@pytest.mark.parametrize("case", ["raku", "znc", "supybot", "irssi", "weechat"])
def test_a_log_may_come_in_any_portions(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read a line at a time, what lines further up have told still holds: the day, and who has spoken."""

    def told(batches: list[Batch]) -> list[Counter[str]]:
        kinds = ("message", "alias", "interaction")
        rejects = Counter(str(reject) for batch in batches for reject in batch.rejects)
        return [*(Counter(map(str, rows(batches, kind))) for kind in kinds), rejects]

    whole = told(batches_of(case))
    monkeypatch.setattr(portions, "ENOUGH", 1)
    monkeypatch.setattr(source_file, "CHUNK_BYTES", 32)
    assert told(batches_of(case)) == whole
