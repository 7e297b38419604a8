"""`commkit identity overlap`: who is on several platforms and in several groups, and what is known of people."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from commkit.store.private import beside

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.commands.conftest import LoadOnce

    Run = Callable[..., Any]

SLACK = """author_id,author,time,text,channel
S1,ana,2024-01-01 12:00,hello,hall
S1,ana,2024-02-20 12:00,hello,hall
S1,ana,2024-02-20 13:00,hello,tea
S2,ben,2024-02-21 13:00,hi,hall
S3,eve,2024-01-02 13:00,hi,hall
S4,boss,2024-02-21 13:00,hi,hall
"""
DISCORD = """author_id,author,time,text,channel
D1,Ana Tee,2024-02-21 12:00,hello,den
D2,cleo,2024-02-22 13:00,hi,den
D2,cleo,2024-02-22 14:00,hi,nook
"""
QQ = """author_id,author,time,text,channel
Q1,anna,2024-02-23 12:00,hello,club
"""
ROSTER = """member_id,member,joined_at,channel
S1,ana,2023-12-01,poster
S2,ben,,poster
"""
LABELS = """member_id,dimension,value
D1,city,Chengdu
D2,city,Beijing
D2,segment,mine
"""


@pytest.fixture(scope="module")
def folder(load_once: LoadOnce) -> Path:
    """Ana has an account on Slack, on Discord and on QQ; Ben, Eve and a boss are on Slack, Cleo is on Discord.

    The boss is staff and does not count. Eve has said nothing in the last 28 days.
    """
    files = {
        "commkit.toml": '[community]\nstaff = ["slack:S4"]\n',
        "slack.csv": SLACK,
        "discord.csv": DISCORD,
        "qq.csv": QQ,
    }
    return load_once(files, *(f"load {each}.csv --platform {each} -q" for each in ("slack", "discord", "qq")))


@pytest.fixture
def town(folder: Path, tmp_path: Path) -> Path:
    """The database of a copy of it, in which `run` runs."""
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    return tmp_path / "community.duckdb"


def ask(run: Run, *words: str) -> dict[str, Any]:
    said = run("identity", "overlap", *words, "--format", "json")
    assert said.code == 0, said.err
    found: dict[str, Any] = json.loads(said.out)
    return found


def merge(run: Run) -> None:
    """Make Ana's three accounts one member."""
    text = '[community]\nstaff = ["slack:S4"]\naliases = [["slack:S1", "discord:D1", "qq:Q1"]]\n'
    Path("commkit.toml").write_text(text)
    assert run("rebuild").code == 0


def cells(answer: dict[str, Any], down: str) -> dict[tuple[str, str], tuple[int, int]]:
    return {(row[down], row[f"other_{down}"]): (row["shared_members"], row["of_members"]) for row in answer["rows"]}


@pytest.mark.usefixtures("town")
def test_before_merging_nobody_is_on_two_platforms(run: Run) -> None:
    """Six accounts of six people: three on Slack, two on Discord, one on QQ; five of them active."""
    answer = ask(run)
    assert {pair: shared for pair, (shared, _) in cells(answer, "platform").items() if shared} == {
        ("slack", "slack"): 3,
        ("discord", "discord"): 2,
        ("qq", "qq"): 1,
    }
    assert answer["total"] == {
        "accounts": 6,
        "people": 6,
        "matched_accounts": 0,
        "matched_rate": 0,
        "several_platforms_members": 0,
        "active_members": 5,
        "active_members_by_platform": 5,
    }


@pytest.mark.usefixtures("town")
def test_after_merging_ana_is_on_three(run: Run) -> None:
    """Six accounts of four people, of whom Ana has three: three of six are matched. Active: Ana, Ben and Cleo.

    Platform by platform, two are active on Slack, two on Discord and one on QQ: five.
    """
    merge(run)
    answer = ask(run)
    assert cells(answer, "platform") == {
        ("slack", "slack"): (3, 3), ("slack", "discord"): (1, 3), ("slack", "qq"): (1, 3),
        ("discord", "slack"): (1, 2), ("discord", "discord"): (2, 2), ("discord", "qq"): (1, 2),
        ("qq", "slack"): (1, 1), ("qq", "discord"): (1, 1), ("qq", "qq"): (1, 1),
    }  # fmt: skip
    total = answer["total"]
    assert (total["accounts"], total["people"], total["matched_accounts"], total["matched_rate"]) == (6, 4, 3, 0.5)
    assert total["several_platforms_members"] == 1
    assert (total["active_members"], total["active_members_by_platform"]) == (3, 5)


@pytest.mark.usefixtures("town")
def test_groups(run: Run) -> None:
    """Ana is in the hall, in tea, in the den and in the club, Cleo in the den and the nook; Ben and Eve in the hall."""
    merge(run)
    answer = ask(run, "--of", "groups")
    found = cells(answer, "group")
    assert {pair: found[pair] for pair in found if found[pair][0] and pair[0] in ("hall", "nook")} == {
        ("hall", "hall"): (3, 3),
        ("hall", "tea"): (1, 3),
        ("hall", "den"): (1, 3),
        ("hall", "club"): (1, 3),
        ("nook", "nook"): (1, 1),
        ("nook", "den"): (1, 1),
    }
    assert len(found) == 25
    assert answer["total"] == {"groups": 5, "members": 4, "memberships": 8, "several_groups_members": 2}


def test_only_the_largest_groups_are_compared(run: Run, tmp_path: Path) -> None:
    """Fourteen groups of one, but for the last two, of two; all groups count in the total."""
    lines = [f"ana,2024-01-01 12:00,a,g{number:02}" for number in range(14)]
    lines += [f"ben,2024-01-01 12:00,a,g{number}" for number in (12, 13)]
    (tmp_path / "chat.csv").write_text("\n".join(["author,time,text,channel", *lines]))
    assert run("load", "chat.csv").code == 0
    answer = ask(run, "--of", "groups")
    named = list(dict.fromkeys(row["group"] for row in answer["rows"]))
    assert named == ["g12", "g13", *(f"g{number:02}" for number in range(10))]
    assert answer["total"] == {"groups": 14, "members": 2, "memberships": 16, "several_groups_members": 2}


@pytest.mark.usefixtures("town")
def test_profiles_before_and_after_merging(run: Run, tmp_path: Path) -> None:
    """Of six accounts two are in the list, one with a day, both with a channel; two have labels, one of them Ana's.

    Of four people, Ana and Ben are in the list, Ana with a day, both with a channel; Ana and Cleo have a label.
    """
    for name, text in (("roster", ROSTER), ("labels", LABELS)):
        (tmp_path / f"{name}.csv").write_text(text)
        platform = {"roster": "slack", "labels": "discord"}[name]
        assert run("load", f"{name}.csv", "--platform", platform).code == 0
    merge(run)
    answer = ask(run, "--of", "profile")
    names = ("field", "known_accounts", "of_accounts", "known_members", "of_members", "known_members_rate")
    assert [tuple(row[name] for name in names) for row in answer["rows"]] == [
        ("name", 6, 6, 4, 4, 1),
        ("roster", 2, 6, 2, 4, 0.5),
        ("joining_day", 1, 6, 1, 4, 0.25),
        ("channel", 2, 6, 2, 4, 0.5),
        ("label", 2, 6, 2, 4, 0.5),
    ]
    assert answer["total"] == {
        "known_accounts_rate": pytest.approx(7 / 24),
        "known_members_rate": pytest.approx(7 / 16),
    }


def test_no_name_is_told_and_none_needed(run: Run, town: Path) -> None:
    """Without the private file all else is the same, and how many names are known is unknown."""
    merge(run)
    before = {of: ask(run, "--of", of)["rows"] for of in ("platforms", "groups", "profile")}
    assert not any(name in json.dumps(before) for name in ("ana", "Ana", "anna", "cleo"))
    beside(town).unlink()
    for of, rows in before.items():
        after = ask(run, "--of", of)["rows"]
        assert [row for row in after if row.get("field") != "name"] == [
            row for row in rows if row.get("field") != "name"
        ]
    nameless = ask(run, "--of", "profile")["rows"][0]
    assert (nameless["field"], nameless["known_accounts"], nameless["known_members_rate"]) == ("name", None, None)


def test_where_nobody_talks_nobody_is_known_to_be_active(run: Run, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("member,joined_at\nana,2024-01-01\nben,2024-01-02\n")
    assert run("load", "people.csv", "--platform", "slack").code == 0
    answer = ask(run)
    assert (answer["total"]["people"], answer["total"]["active_members"]) == (2, None)
