"""Bridges and bots, as an operator meets them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., Any]

DATA = Path(__file__).parent.parent / "data"
CHAT = """id,author,time,text,channel,reply_to
1,relay,2024-01-01 12:00,[telegram] <Ana> hello,hall,
2,relay,2024-01-01 12:01,<Ben> hi Ana,hall,1
3,relay,2024-01-01 12:02,up again,hall,
4,relay,2024-01-02 12:03,[telegram] <Ana> thanks,hall,
5,cleo,2024-01-02 12:05,welcome,hall,4
"""
BRIDGES = '[community]\nbridges = ["table:relay"]\n'
CREDITED = "3 messages credited to 2 people behind a bridge"


def answered(said: Any) -> Any:  # noqa: ANN401
    assert said.code == 0, said.err
    return json.loads(said.out)


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    """Ana twice and Ben once over a bridge, a line of the bridge's own, and Cleo, who answers Ana."""
    (tmp_path / "chat.csv").write_text(CHAT)
    return tmp_path


def speakers(run: Run) -> dict[str, tuple[str, int, bool]]:
    """All whose names have an a, e or o."""
    said = [run("members", "--find", part, "--format", "json") for part in "aeo"]
    rows = [row for each in said if each.code == 0 for row in answered(each)["rows"]]
    return {row["name"]: (row["platform"], row["messages"], row["is_bot"]) for row in rows}


THREE = {
    "Ana": ("telegram", 2, False),
    "Ben": ("bridge of table", 1, False),
    "cleo": ("table", 1, False),
    "relay": ("table", 1, True),
}


@pytest.mark.parametrize("bridge", ["table:relay", "relay"])
def test_people_behind_a_bridge_are_members(run: Run, chat: Path, bridge: str) -> None:
    """Named by its id or by what it is called, which in a table of names is the same."""
    (chat / "commkit.toml").write_text(f'[community]\nbridges = ["{bridge}"]\n')
    assert CREDITED in answered(run("load", "chat.csv", "--format", "json"))["notes"]
    assert speakers(run) == THREE
    active = answered(run("active", "--format", "json"))
    assert [(row["members"], row["messages"]) for row in active["rows"]] == [(3, 4)]
    assert active["excluded"]["bots"] == 1
    lengths = answered(run("sql", "select sum(length)::int as letters from message", "--format", "json"))["rows"]
    assert lengths == [{"letters": len("hello") + len("hi Ana") + len("thanks") + len("welcome")}]
    platforms = answered(run("active", "--by", "platform", "--format", "json"))["rows"]
    assert {row["slice"]: row["messages"] for row in platforms} == {"telegram": 2, "bridge of table": 1, "table": 1}


def test_a_bridge_named_later_is_made_good_by_loading_again(run: Run, chat: Path) -> None:
    assert answered(run("load", "chat.csv", "--format", "json"))["notes"] == []
    assert speakers(run) == {"cleo": ("table", 1, False), "relay": ("table", 4, False)}
    (chat / "commkit.toml").write_text(BRIDGES)
    again = answered(run("load", "chat.csv", "--format", "json"))
    assert (again["total"]["loaded"], again["total"]["duplicate"]) == (0, 5)
    assert CREDITED in again["notes"]
    assert speakers(run) == THREE
    assert answered(run("load", "chat.csv", "--format", "json"))["notes"] == [
        "chat.csv: already loaded, nothing added."
    ]


def test_a_bridge_that_carries_nothing_is_told(run: Run, chat: Path) -> None:
    (chat / "commkit.toml").write_text('[community]\nbridges = ["slack:B1"]\n')
    notes = answered(run("load", "chat.csv", "--format", "json"))["notes"]
    assert notes == ["0 messages credited to 0 people behind a bridge"]


def test_the_bridge_of_an_irc_channel_is_known(run: Run, tmp_path: Path) -> None:
    """Cleo speaks once over it, it has one line of its own; no list is needed."""
    shutil.copytree(DATA / "irc" / "raku", tmp_path / "raku")
    notes = answered(run("load", "raku", "--format", "json"))["notes"]
    assert "1 message credited to 1 person behind a bridge" in notes
    assert speakers(run)["Cleo K."] == ("bridge of irc", 1, False)
    assert speakers(run)["discord-raku-bot"] == ("irc", 1, True)


def test_webhooks_of_slack_name_people_in_their_text_or_as_their_name(run: Run, chat: Path) -> None:
    """Ana by the text, Ben by the name on the message; what the hook says itself stays its own."""
    hook = {"type": "message", "subtype": "bot_message", "bot_id": "B1"}
    day = [
        {**hook, "ts": "1704110400.000100", "text": "&lt;Ana&gt; hello"},
        {**hook, "ts": "1704110460.000100", "text": "hi", "username": "[irc] <ben>"},
        {**hook, "ts": "1704110520.000100", "text": "up again", "username": "hook"},
    ]
    (chat / "slack" / "hall").mkdir(parents=True)
    (chat / "slack" / "users.json").write_text(
        '[{"id": "U0CLEO", "name": "cleo", "profile": {"display_name": "Cleo"}}]'
    )
    (chat / "slack" / "channels.json").write_text('[{"id": "C0HALL", "name": "hall", "creator": "U0CLEO"}]')
    (chat / "slack" / "hall" / "2024-01-01.json").write_text(json.dumps(day))
    (chat / "commkit.toml").write_text('[community]\nbridges = ["slack:B1"]\n')
    run("load", "slack")
    found = speakers(run)
    assert (found["Ana"], found["ben"]) == (("bridge of slack", 1, False), ("irc", 1, False))
    bots = answered(run("members", "--bots", "--format", "json"))["rows"]
    assert [(row["reason"], row["messages"]) for row in bots] == [("bridge", 1)]


@pytest.fixture
def bell(tmp_path: Path) -> Path:
    """A bell that rings on the hour, 72 times in three days; Ana writes 60 messages, none on the hour."""
    rings = [f"bell,2024-01-{1 + hour // 24:02} {hour % 24:02}:00,ding,hall" for hour in range(72)]
    words = [f"ana,2024-01-{1 + nth // 20:02} {nth % 20:02}:{1 + nth % 59:02},hi,hall" for nth in range(60)]
    (tmp_path / "hall.csv").write_text("\n".join(["author,time,text,channel", *rings, *words]))
    return tmp_path


def test_a_bot_found_by_its_behaviour_is_left_out_until_it_is_said_to_be_a_person(run: Run, bell: Path) -> None:
    run("load", "hall.csv")
    active = answered(run("active", "--format", "json"))
    assert [(row["members"], row["messages"]) for row in active["rows"]] == [(1, 60)]
    assert (active["excluded"]["bots"], active["excluded"]["bots_by_behaviour"]) == (0, 1)
    [bot] = answered(run("members", "--bots", "--names", "--format", "json"))["rows"]
    assert (bot["name"], bot["reason"], bot["messages"]) == ("bell", "by_the_clock", 72)
    assert bot["behaviour"] == "72 of 72 messages at one minute of every 60"
    (bell / "commkit.toml").write_text('[community]\npeople = ["table:bell"]\n')
    run("rebuild")
    active = answered(run("active", "--format", "json"))
    assert [(row["members"], row["messages"]) for row in active["rows"]] == [(2, 132)]
    assert answered(run("members", "--bots", "--format", "json"))["rows"] == []


def test_bots_are_told_of_without_names(run: Run, bell: Path) -> None:
    run("load", "hall.csv")
    (bell / "community.private.duckdb").rename(bell / "elsewhere.duckdb")
    said = run("members", "--bots")
    assert said.code == 0
    assert "bell" not in said.out
    assert "Confidential" not in said.err


@pytest.mark.parametrize("words", [[], ["--bots", "--find", "ana"]])
def test_members_needs_one_thing_to_look_for(run: Run, words: list[str]) -> None:
    assert run("members", *words).code == 2


def test_who_may_be_a_bridge_is_named_until_it_is_listed(run: Run, tmp_path: Path) -> None:
    """Thirty lines of a relay, all with a name in front; Zed and Yan are members once the proposed line is written."""
    lines = [f"{nth},relay,2024-01-{nth % 28 + 1:02} 12:{nth:02},<{('Zed', 'Yan')[nth % 2]}> hi" for nth in range(30)]
    (tmp_path / "chat.csv").write_text("\n".join(["id,author,time,text", *lines]))
    loaded = answered(run("load", "chat.csv", "--format", "json"))["notes"]
    (suspect,) = answered(run("members", "--suspects", "--format", "json"))["rows"]
    assert (suspect["reason"], suspect["behaviour"]) == ("by_its_text", "30 of 30 messages begin with a name")
    line = f'bridges = ["{suspect["handle"]}"]'
    told = [
        "1 account counts as a member but may be a bot or a bridge: commkit members --suspects",
        f"in commkit.toml under [community]: {line}, then load the same exports again",
    ]
    assert loaded[-2:] == told
    assert set(told) <= set(answered(run("status", "--format", "json"))["notes"])
    health = json.loads(run("doctor", "--format", "json").out)["rows"]
    (found,) = [row for row in health if row["check"] == "accounts"]
    assert found["detail"] == "; ".join(told)
    assert run("init", "--yes").code == 0
    proposed = f'"{suspect["handle"]}", # 30 of 30 messages begin with a name'
    assert proposed in (tmp_path / "commkit.toml").read_text()
    again = answered(run("load", "chat.csv", "--format", "json"))["notes"]
    assert "30 messages credited to 2 people behind a bridge" in again
    assert not any("--suspects" in note for note in again)
    assert run("members", "--suspects", "--format", "json").out.count("handle") == 0
    assert answered(run("active", "--format", "json"))["rows"][0]["members"] == 2


def test_who_is_suspected_for_two_reasons_is_shown_with_the_one_that_tells_more(run: Run, tmp_path: Path) -> None:
    """Greetbot greets on twenty days between 9:00 and 9:18; Ana speaks fifty times at other hours."""
    bot = [f"b{n},greetbot,2024-01-{n + 1:02} 09:{n * 7 % 19:02},morning" for n in range(20)]
    ana = [f"a{n},ana,2024-01-{n % 20 + 1:02} {11 + n // 20}:{n * 7 % 60:02},hi" for n in range(50)]
    (tmp_path / "chat.csv").write_text("\n".join(["id,author,time,text", *bot, *ana]))
    assert run("load", "chat.csv", "-q").code == 0
    (suspect,) = answered(run("members", "--suspects", "--format", "json"))["rows"]
    told = "20 of 20 messages every 24 hours, within 20 minutes"
    assert (suspect["reason"], suspect["behaviour"]) == ("by_the_hour", told)
