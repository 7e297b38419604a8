"""One member's card, through the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.commands.conftest import LoadOnce

    Run = Callable[..., Any]

# Ben writes in the hall on each of the first 5 days of January and of May, and once in the attic on May 31; boss,
# staff, answers Ben's first two messages, Ana the first, and Ben answers boss once. Cleo wrote on January 1 alone.
TALK = "id,author,time,text,channel,reply_to\n" + "".join(
    [
        *(f"b{month}{day},ben,2024-0{month}-0{day} 12:00,word,hall,\n" for month in (1, 5) for day in range(1, 6)),
        "s1,boss,2024-01-01 13:00,yes,hall,b11\n",
        "s2,boss,2024-01-02 13:00,yes,hall,b12\n",
        "a1,ana,2024-01-01 14:00,yes,hall,b11\n",
        "b2,ben,2024-01-02 14:00,thanks,hall,s2\n",
        "c1,cleo,2024-01-01 15:00,hi,hall,\n",
        "r1,robo,2024-01-01 16:00,beep,hall,\n",
        "f1,fake,2024-01-01 17:00,buy,hall,\n",
        "b9,ben,2024-05-31 12:00,bye,attic,\n",
    ]
)
ORDERS = "order_id,customer_id,order_date,line_amount\n1,ben,2024-03-05,10\n2,ben,2024-05-31,20.5\n3,ana,2024-05-31,5\n"
LABELS = "member,dimension,value\nben,city,成都\nben,tag,VIP\nben,tag,maker\nfake,excluded,fraud\n"
SETTINGS = '[community]\nstaff = ["boss"]\nbots = ["robo"]\n'


@pytest.fixture(scope="module")
def folder(load_once: LoadOnce) -> Path:
    files = {"talk.csv": TALK, "orders.csv": ORDERS, "labels.csv": LABELS, "commkit.toml": SETTINGS}
    return load_once(files, "load talk.csv orders.csv labels.csv -q")


@pytest.fixture
def talk(folder: Path, tmp_path: Path) -> Path:
    """A copy of it, in which `run` runs."""
    return Path(shutil.copytree(folder, tmp_path, dirs_exist_ok=True))


def find(run: Run, name: str) -> str:
    [row] = json.loads(run("members", "--find", name, "--format", "json", "-q").out)["rows"]
    return str(row["handle"])


def card(run: Run, name: str, *options: str) -> dict[str, Any]:
    done = run("members", "--member", find(run, name), *options, "--format", "json", "-q")
    assert done.code == 0, done.err
    answer: dict[str, Any] = json.loads(done.out)
    return answer


def section(answer: dict[str, Any], name: str) -> list[tuple[str, str, str]]:
    rows = [row for row in answer["rows"] if row["section"] == name]
    return [(row["item"], row["value"], row["detail"]) for row in rows]


def test_a_card_by_hand(run: Run, talk: Path) -> None:
    """Of the 90 days to May 31, which begin on March 3, Ben was active on 6: on May 1, and in the last 30."""
    assert talk.exists()
    told = card(run, "ben")
    ben, ana, boss = (find(run, name) for name in ("ben", "ana", "boss"))
    assert told["as_of"] == "2024-05-31"
    assert section(told, "person") == [
        ("handle", ben, ""),
        ("role", "member", ""),
        ("platform", "table", ""),
        ("came_on", "2024-01-01", "or earlier"),
    ]
    level = {item: value for item, value, _ in section(told, "level")}
    assert level.pop("missing") == (
        "days with activity in 90 days: 6, needs >= 12; "
        "of the last three spans of 30 days, those with activity in 90 days: 2, needs >= 3"
    )
    assert level == {"level": "active", "since_on": "2024-05-31", "next_level": "core"}
    # The first window is whole on March 30. That of March 31 begins on January 2, when Ben was active on 4 days.
    assert section(told, "month") == [
        ("2024-01", None, "6 messages"),
        ("2024-02", None, "0 messages"),
        ("2024-03", "occasional", "0 messages"),
        ("2024-04", "potential", "0 messages"),
        ("2024-05", "active", "6 messages"),
    ]
    worth = {item: (value, detail) for item, value, detail in section(told, "worth")}
    assert (worth["orders"], worth["net_amount"], worth["last_on"]) == (("2", ""), ("30.50", ""), ("2024-05-31", ""))
    assert section(told, "group") == [
        ("hall", "11 messages", "last on 2024-05-05"),
        ("attic", "1 message", "last on 2024-05-31"),
    ]
    assert section(told, "close") == [
        (boss, "3 exchanges", "staff; 3 replies"),
        (ana, "1 exchange", "1 reply"),
    ]
    assert section(told, "label") == [("city", "成都", ""), ("tag", "VIP", ""), ("tag", "maker", "")]


def test_the_score_stands_with_its_parts(run: Run, talk: Path) -> None:
    """In the 90 days 6 messages on 6 days, and 30.50 of money, where the middle of 30.50 and 5 is 17.75.

    Nobody brings anybody, so that replies, newcomers and money share 80 points as 30, 20 and 10: money reaches 13.3.
    """
    assert talk.exists()
    money = 80 * 10 / 60 * (0.25 + 0.75 * 30.5 / (3 * 17.75))
    messages = 20 * 6 / 90
    assert section(card(run, "ben"), "contribution") == [
        ("score", f"{messages + money:.1f}", "of 100 points"),
        ("messages", f"{messages:.1f}", "of 20 points; counted: 6"),
        ("replies", "0.0", "of 40 points; counted: 0"),
        ("newcomers", "0.0", "of 27 points; counted: 0"),
        ("net_amount", f"{money:.1f}", "of 13 points; counted: 30.50"),
    ]


def test_staff_bots_and_who_is_left_out_are_told_as_such(run: Run, talk: Path) -> None:
    assert talk.exists()
    boss, robo, fake = (card(run, name) for name in ("boss", "robo", "fake"))
    assert [section(each, "person")[1][1] for each in (boss, robo, fake)] == [
        "staff",
        "bot",
        "member",
    ]
    assert [row["section"] for row in boss["rows"]] == ["person"] * 4 + ["group", "close"]
    assert boss["notes"][0].startswith("staff: in answers with --include-staff only")
    assert {row["section"] for row in (*robo["rows"], *fake["rows"])} == {"person"}
    assert robo["notes"] == ["a bot: in no answer; why it is taken for one: commkit members --bots"]
    assert ("left_out", "fraud", "") in section(fake, "person")
    assert fake["notes"] == ["left out of all answers, so nothing more is told."]


def test_names_mark_the_card_as_confidential(run: Run, talk: Path) -> None:
    assert talk.exists()
    plain, named = card(run, "ben"), card(run, "ben", "--names")
    assert "name" not in [row[0] for row in section(plain, "person")]
    assert ("name", "ben", "") in section(named, "person")
    assert section(named, "close")[0][2] == "boss; staff; 3 replies"
    assert (plain.get("confidential"), named["confidential"]) == (None, True)


def test_an_unknown_handle_is_exit_2_with_the_nearest(run: Run, talk: Path) -> None:
    assert talk.exists()
    handle = find(run, "ben")
    done = run("members", "--member", handle[:-1])
    assert (done.code, done.out) == (2, "")
    assert handle in done.err
    assert "--find NAME" in run("members", "--member", "????????").err


@pytest.mark.parametrize("options", [[], ["--bots", "--member", "x"], ["--find", "a", "--member", "x"]])
def test_one_thing_is_asked_at_a_time(run: Run, talk: Path, options: list[str]) -> None:
    assert talk.exists()
    assert run("members", *options).code == 2


def test_every_handle_of_one_person_finds_the_same_card(run: Run, talk: Path) -> None:
    assert talk.exists()
    first, second = find(run, "ben"), find(run, "cleo")
    assert run("identity", "merge", first, second, "-q").code == 0
    cards = [run("members", "--member", handle.upper(), "--format", "tsv", "-q").out for handle in (first, second)]
    assert cards[0] == cards[1] != ""


def test_every_face_shows_it_and_the_line_is_drawn(run: Run, talk: Path) -> None:
    handle = find(run, "ben")
    for face in ("table", "md", "tsv", "csv", "ndjson"):
        assert handle in run("members", "--member", handle, "--format", face).out
    assert run("members", "--member", handle, "-o", "card.svg").code == 0
    assert "<svg" in (talk / "card.svg").read_text("utf-8")


def test_customers_without_a_chat_have_a_card(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No level can be told, nobody wrote, and only money counts."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "orders.csv").write_text(ORDERS)
    assert run("load", "orders.csv", "-q").code == 0
    told = card(run, "ben")
    assert {row["section"] for row in told["rows"]} == {"person", "worth", "contribution"}


def test_rfm_lists_the_level_of_the_day(run: Run, talk: Path) -> None:
    """On May 31 Ben is active and Ana, who wrote on January 1 alone, potential; in January no window was whole yet."""
    assert talk.exists()
    ben, ana = find(run, "ben"), find(run, "ana")

    def layers(*options: str) -> dict[str, str | None]:
        rows = json.loads(run("rfm", "--members", *options, "--format", "json", "-q").out)["rows"]
        return {row["handle"]: row["layer"] for row in rows}

    assert layers() == {ben: "active", ana: "potential"}
    assert layers("--on", "activity", "--as-of", "2024-01-20", "--only", f"member={ben}") == {ben: None}
    assert "2024-05-31; empty of those" in run("rfm", "--members").err
