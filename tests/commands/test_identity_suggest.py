"""Who may be one person: what speaks for it, how strongly, and what is kept of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from commkit.store.identity.evidence import email, phone
from commkit.store.private import beside

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]
    Told = Callable[..., set[tuple[str, str, str, str]]]

HEADER = "member_id,name,email,phone,joined_at\n"
# On Slack: Ana Berg, Ben, Cleo Stone, and two called Kim. On Discord: Ana's and Ben's addresses, Cleo's name, a Kim.
SLACK = """S1,Ana Berg,ana@tea.example,,2024-01-01
S2,Ben,,+49 (151) 555-0101,2024-01-01
S3,Cleo Stone,,,2024-01-01
S4,Kim,,,2024-01-01
S5,Kim,,,2024-01-01
S6,Alex Ray,,,2024-01-01
S7,Alex Moor,,,2024-01-01
"""
DISCORD = """D1,anab,ANA@Tea.example,,2024-01-01
D2,tea pot,,0049 151 5550101,2024-01-01
D3,ｃｌｅｏ  STONE,,,2024-01-01
D4,Kim,,,2024-01-01
D5,alex,,,2024-01-01
D6,竹子,,,2024-01-01
"""
# Dan is zed for a while, who becomes Eve; on the next day zed is Dan again.
IRC = """[09:00] <Dan> hello
[09:01] *** Dan is now known as zed
[09:02] <zed> hello
[09:03] *** zed is now known as Eve
[09:04] <Eve> hello
[09:05] <竹子> hello
"""
LATER = """[09:00] *** zed is now known as Dan
[09:01] <Dan> hello
"""


@pytest.fixture
def told(run: Run, tmp_path: Path) -> Told:
    """Load files by name, each with its platform; gives the pairs by name, with their reasons and evidence."""

    def suggested(files: dict[str, str] | None = None, *words: str) -> set[tuple[str, str, str, str]]:
        for name, text in (files or {}).items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            said = ["--platform", path.stem] if name.endswith(".csv") else []
            done = run("load", path.parent.parent if name.endswith(".log") else path, *said)
            assert done.code == 0, done.err
        done = run("identity", "suggest", "--names", "--format", "json", *words)
        assert done.code == 0, done.err
        return {
            (*sorted((row["name"], row["other_name"])), " ".join(row["reason"]), row["evidence"])
            for row in json.loads(done.out)["rows"]
        }

    return suggested


def handle(run: Run, name: str) -> str:
    return str(json.loads(run("members", "--find", name, "--format", "json").out)["rows"][0]["handle"])


TWO = {"slack.csv": HEADER + SLACK, "discord.csv": HEADER + DISCORD}


def test_addresses_are_strong_and_names_are_not(told: Told) -> None:
    """Two on Slack are called Kim and two begin with Alex, so those names say nothing."""
    assert told(TWO) == {
        ("Ana Berg", "anab", "same_email", "strong"),
        ("Ben", "tea pot", "same_phone", "strong"),
        ("Cleo Stone", "ｃｌｅｏ  STONE", "same_name", "medium"),
    }


def test_changes_of_nick(told: Told) -> None:
    """Dan and zed change on two days, zed and Eve on one; Dan went by zed too. 竹子 is short."""
    pairs = told({"irc/#tea/2024-01-07.log": IRC, "irc/#tea/2024-01-08.log": LATER, "discord.csv": HEADER + DISCORD})
    assert pairs == {
        ("zed", "zed", "changed_nick", "strong"),
        ("Eve", "zed", "changed_nick", "medium"),
        ("竹子", "竹子", "same_name", "weak"),
    }


def test_a_change_of_number(told: Told) -> None:
    chat = "13/02/2024, 09:00 - +1 555-0100: hi\n13/02/2024, 09:01 - +1 555-0100 changed to +1 555-0199\n"
    pairs = told({"WhatsApp Chat with Tea.txt": chat + "13/02/2024, 09:02 - +1 555-0199: hi again\n"})
    assert pairs == {("+15550100", "+15550199", "changed_number", "strong")}


def test_what_is_merged_or_was_taken_apart_is_suggested_no_more(run: Run, told: Told) -> None:
    told(TWO)
    ana, anab, ben = (handle(run, name) for name in ("Ana Berg", "anab", "tea pot"))
    run("identity", "merge", ana, anab)
    assert ("Ana Berg", "anab", "same_email", "strong") not in told()
    run("identity", "split", anab)
    assert len(told()) == 2
    run("identity", "merge", ben, ana)
    assert {pair[2] for pair in told()} == {"same_name", "same_phone"}


def test_all_that_is_strong_is_merged_at_once(run: Run, told: Told) -> None:
    assert len(told(TWO, "--least", "strong")) == 2
    assert run("identity", "merge", "--suggested").err.count("2 accounts are one member now") == 2
    assert {pair[2] for pair in told()} == {"same_name"}
    nobody = run("identity", "merge", "--suggested")
    assert (nobody.code, len(nobody.err.splitlines())) == (4, 2)
    assert run("identity", "merge", "--suggested", "--least", "medium").code == 0
    assert told() == set()


def test_no_name_is_shown_unless_asked_for_and_no_address_ever(run: Run, told: Told, tmp_path: Path) -> None:
    told(TWO)
    plain = run("identity", "suggest")
    shown = plain.out + plain.err + run("identity", "suggest", "--names").out
    assert not [word for word in ("Ana", "Cleo", "anab") if word in plain.out + plain.err]
    assert not [word for word in ("tea.example", "5550101", "555-0101") if word in shown.casefold()]
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("*.duckdb*")).lower()
    assert not [word for word in (b"tea.example", b"5550101", b"555-0101") if word in kept]


def test_without_the_private_file_nothing_can_be_suggested(run: Run, told: Told, tmp_path: Path) -> None:
    told(TWO)
    beside(tmp_path / "community.duckdb").unlink()
    for words in (["suggest"], ["merge", "--suggested"]):
        done = run("identity", *words)
        assert (done.code, len(done.err.splitlines())) == (3, 2)


def test_an_address_of_many_is_an_office(told: Told) -> None:
    people = "".join(f"{number},p{number},,030 5550101,2024-01-01\n" for number in range(4))
    assert told({"slack.csv": HEADER + people}) == set()


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("+49 (151) 555-0101", "+491515550101"),
        ("0049 151 5550101", "+491515550101"),
        ("138 0013 8001", "+8613800138001"),
        ("+86 13800138001", "+8613800138001"),
        ("030 5550101", "0305550101"),
        ("0000000000", None),
        ("12345", None),
        ("call me", None),
    ],
)
def test_phones_are_comparable(said: str, plain: str | None) -> None:
    assert phone(said) == plain


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        (" Ana@Tea.Example ", "ana@tea.example"),
        ("mailto:a@b.example", "a@b.example"),
        ("ana at tea", None),
        ("@ana", None),
    ],
)
def test_addresses_are_comparable(said: str, plain: str | None) -> None:
    assert email(said) == plain


def whatsapp(*lines: str) -> str:
    """A talk on January 13, 2024: a clock, a name and the words a line."""
    return "".join(f"1/{day}/24, {clock} - {said}\n" for day, clock, said in (line.split(" ", 2) for line in lines))


@pytest.mark.parametrize(
    ("rest", "found"),
    [
        (["15 10:00 ~Bo: back"], {("+491510000001", "~ Bo", "follows_number", "weak")}),
        (["15 10:00 ~Bo: back", "15 11:00 ~Dan: hi"], set()),
        (["25 10:00 ~Bo: back"], set()),
    ],
    ids=["one name within a week", "two of them", "later than that"],
)
def test_a_name_that_begins_where_a_number_ends(told: Told, rest: list[str], found: set[tuple[str, ...]]) -> None:
    """Five messages under a number; after its last, somebody writes under a name."""
    lines = [*(f"13 10:0{minute} +49 151 0000001: {minute}" for minute in range(5)), *rest]
    assert told({"week/WhatsApp Chat with Tea.txt": whatsapp(*lines)}) == found


WARNED = "1 leaver and 1 newcomer may be one person under another name: commkit identity suggest"


@pytest.mark.parametrize("is_loaded", [True, False], ids=["a database", "straight from the export"])
def test_flow_warns_of_a_leaver_and_a_newcomer_who_are_one(run: Run, tmp_path: Path, *, is_loaded: bool) -> None:
    """Five messages under a number, then a name; no word once the two are merged, nor where their file is missing."""
    lines = ["12 09:00 Ana added Cy", *(f"13 10:0{minute} +49 151 0000001: {minute}" for minute in range(5))]
    talk = tmp_path / "WhatsApp Chat with Tea.txt"
    talk.write_text(whatsapp('11 10:00 Ana created group "Tea"', *lines, "15 10:00 ~Bo: back"))
    if not is_loaded:
        assert WARNED in json.loads(run("flow", str(talk), "--format", "json").out)["notes"]
        return
    assert run("load", str(talk)).code == 0
    assert WARNED in json.loads(run("flow", "--format", "json").out)["notes"]
    (pair,) = json.loads(run("identity", "suggest", "--format", "json").out)["rows"]
    assert run("identity", "merge", pair["handle"], pair["other_handle"]).code == 0
    assert WARNED not in run("flow", "--format", "json").out
    assert run("identity", "split", pair["other_handle"]).code == 0
    assert WARNED not in run("flow", "--format", "json").out  # they were taken apart by hand


def test_a_full_name_under_two_mail_addresses(told: Told) -> None:
    """A first name alone says too little."""
    people = {"ana@a.example": "Ana Berg", "berg@b.example": "Ana Berg", "cy@a.example": "Cy", "cy@b.example": "Cy"}
    mails = "".join(
        f"From {address} Mon Jan 15 10:00:00 2024\nFrom: {name} <{address}>\nDate: Mon, 15 Jan 2024 10:00:00 +0000\n"
        f"Message-ID: <{address}>\n\nhi\n\n"
        for address, name in people.items()
    )
    assert told({"list/list.mbox": mails}) == {("Ana Berg", "Ana Berg", "same_name", "medium")}


def test_who_of_a_list_spoke_is_unknown_until_it_and_the_chat_are_one(run: Run, tmp_path: Path) -> None:
    """A list says that Ana and Ben came, and Cleo weeks later; Ana writes daily, under her name on another platform."""
    said = "".join(f"Ana Berg,2024-01-{day:02} 12:00,hi\n" for day in range(2, 30))
    (tmp_path / "chat.csv").write_text(f"author,time,text\n{said}")
    (tmp_path / "list.csv").write_text(
        "name,joined_at\nAna Berg,2024-01-01\nBen Holt,2024-01-01\nCleo Lim,2024-01-28\n"
    )
    assert run("load", tmp_path / "chat.csv", "--platform", "wecom", "-q").code == 0
    assert run("load", tmp_path / "list.csv", "-q").code == 0
    unknown = ask_of_newcomers(run)
    assert (unknown["of_joined_members"], unknown["first_speak_members"], unknown["first_speak_rate"]) == (
        2,
        None,
        None,
    )
    assert "identity suggest" in run("newcomers", "--format", "table").out
    [told] = json.loads(run("kpi", "--metric", "first_speak_rate", "--format", "json").out)["rows"]
    assert told["value"] is None
    assert "--suggested --least weak" in run("identity", "suggest", "--format", "table").out
    assert run("identity", "merge", "--suggested", "--least", "weak").code == 0
    known = ask_of_newcomers(run)
    assert (known["first_speak_members"], known["first_speak_rate"], known["second_week_members"]) == (1, 0.5, 1)


def ask_of_newcomers(run: Run) -> dict[str, Any]:
    """The week of the first of January."""
    rows: list[dict[str, Any]] = json.loads(run("newcomers", "--format", "json").out)["rows"]
    return rows[0]
