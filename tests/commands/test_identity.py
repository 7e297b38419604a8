"""`commkit identity` as operators use it: merge, split, list."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from commkit.store.private import beside

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import LoadOnce

    Run = Callable[..., Any]

SLACK = """author_id,author,time,text,channel
S1,ana,2024-01-01 12:00,hello,hall
S2,ben,2024-01-01 13:00,hi,hall
S1,ana,2024-01-08 12:00,again,hall
"""
DISCORD = """author_id,author,time,text,channel
D1,Ana Tee,2024-01-03 12:00,hello,den
D2,cleo,2024-01-03 13:00,hi,den
D1,Ana Tee,2024-01-09 12:00,again,den
D2,cleo,2024-01-14 12:00,bye,den
"""


@pytest.fixture(scope="module")
def folder(load_once: LoadOnce) -> Path:
    """Ana speaks on Slack on January 1 and 8, as Ana Tee on Discord on 3 and 9; Ben is on Slack, Cleo on Discord."""
    lines = [f"load {platform}.csv --platform {platform} -q" for platform in ("slack", "discord")]
    return load_once({"slack.csv": SLACK, "discord.csv": DISCORD}, *lines)


@pytest.fixture
def town(folder: Path, tmp_path: Path) -> Path:
    """The database of a copy of it, in which `run` runs."""
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    return tmp_path / "community.duckdb"


def rows(said: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    assert said.code == 0, said.err
    found: list[dict[str, Any]] = json.loads(said.out)["rows"]
    return found


def ask(run: Run, *words: str) -> list[dict[str, Any]]:
    return rows(run(*words, "--format", "json"))


def handle(run: Run, name: str) -> str:
    return str(ask(run, "members", "--find", name)[0]["handle"])


@pytest.fixture
def anas(run: Run, town: Path) -> list[str]:  # noqa: ARG001 (the community that is asked)
    """Her handles on Discord and on Slack."""
    return [row["handle"] for row in sorted(ask(run, "members", "--find", "ana"), key=lambda row: str(row["platform"]))]


def test_one_person_is_one_member_after_a_merge_and_two_after_a_split(run: Run, anas: list[str]) -> None:
    """Both weeks have Ana twice: beside her, Ben and Cleo in the first, and Cleo in the second."""
    assert [row["members"] for row in ask(run, "active")] == [4, 3]
    before = ask(run, "rfm", "--members")
    done = run("identity", "merge", *anas)
    assert done.code == 0
    assert [row["members"] for row in ask(run, "active")] == [3, 2]
    days = {row["handle"]: row["active_days"] for row in ask(run, "rfm", "--members")}
    assert days == {min(anas): 4, handle(run, "ben"): 1, handle(run, "cleo"): 2}
    back = done.err.splitlines()[-1].split("commkit ")[1]
    assert run(*back.split()).code == 0
    assert [row["members"] for row in ask(run, "active")] == [4, 3]
    assert ask(run, "rfm", "--members") == before


def test_who_stayed_is_one_too(run: Run, anas: list[str], tmp_path: Path) -> None:
    """Of the four who came in the first week three came back, of the three persons two; the hall is over."""
    (tmp_path / "commkit.toml").write_text('[community]\nclosed = ["hall"]\n')

    def returned() -> tuple[int, int]:
        row = next(
            row
            for row in ask(run, "retention", "--birth", "active")
            if (row["starts_on"], row["age"]) == ("2024-01-01", "1")
        )
        return row["retained_members"], row["of_cohort_members"]

    assert returned() == (3, 4)
    run("identity", "merge", *anas)
    assert returned() == (2, 3)


def test_as_of_a_day_before_it_was_made_a_merge_holds_too(run: Run, anas: list[str]) -> None:
    run("identity", "merge", *anas)
    assert [row["members"] for row in ask(run, "active", "--as-of", "2024-01-07")] == [3]


def test_a_merged_member_is_found_by_any_name_and_is_called_by_the_latest(run: Run, anas: list[str]) -> None:
    """She has spoken four times in all, last on Discord."""
    run("identity", "merge", *anas)
    for name in ("Ana Tee", "ana", *anas):
        [found] = ask(run, "members", "--find", name)
        assert (found["handle"], found["platform"], found["messages"]) == (min(anas), "discord, slack", 4)
        assert (found["first_on"], found["last_on"]) == ("2024-01-01", "2024-01-09")
    named = {row["handle"]: row["name"] for row in ask(run, "rfm", "--members", "--names")}
    assert named[min(anas)] == "Ana Tee"


def test_the_order_of_handles_does_not_matter(run: Run, anas: list[str]) -> None:
    said = set()
    for handles in (anas, [*reversed(anas)]):
        said.add(run("identity", "merge", *handles).err)
        run("identity", "split", *anas)
    assert len(said) == 1
    assert f"one member now: {min(anas)}" in said.pop()


def test_merges_go_on_from_who_is_merged(run: Run, anas: list[str]) -> None:
    """Ana's two, then Ben with either of them: three accounts; without Ben, Ana is left as she was."""
    run("identity", "merge", *anas)
    ben = handle(run, "ben")
    done = run("identity", "merge", max(anas), ben)
    assert "3 accounts are one member now" in done.err
    assert [row["members"] for row in ask(run, "active")] == [2, 2]
    assert f"2 accounts remain one member: {min(anas)}" in run("identity", "split", ben).err
    assert [row["members"] for row in ask(run, "active")] == [3, 2]


def test_the_list_has_every_merge_and_marks_what_is_undone(run: Run, anas: list[str]) -> None:
    ben = handle(run, "ben")
    run("identity", "merge", *anas)
    run("identity", "merge", ben, *anas)
    run("identity", "split", ben)
    found = {(row["merge"], row["handle"]): row["status"] for row in ask(run, "identity", "list")}
    assert found == {(1, each): "replaced" for each in anas} | {(2, each): "merged" for each in anas} | {
        (2, ben): "split"
    }
    plain = run("identity", "list")
    assert "Ana" not in plain.out + plain.err
    assert {row["name"] for row in ask(run, "identity", "list", "--names")} == {"Ana Tee", "ana", "ben"}


@pytest.mark.parametrize("words", [["zzzzzzzz"], ["zzzzzzzz", "ANA"], ["", "ANA"], ["ANA"], ["ANA", "ANA"]])
@pytest.mark.parametrize("verb", ["merge", "split"])
def test_what_cannot_be_done_is_refused_in_two_lines(
    run: Run, town: Path, anas: list[str], words: list[str], verb: str
) -> None:
    """A handle of nobody's, one member alone; nor can be split who is merged with nobody."""
    before = town.read_bytes()
    done = run("identity", verb, *(anas[0] if word == "ANA" else word for word in words))
    assert (done.code, len(done.err.splitlines())) == (2, 2)
    assert town.read_bytes() == before


def test_merge_split_and_list_need_no_private_file(run: Run, town: Path, anas: list[str]) -> None:
    beside(town).unlink()
    assert run("identity", "merge", *anas).code == 0
    assert [row["status"] for row in ask(run, "identity", "list")] == ["merged", "merged"]
    assert run("identity", "split", anas[0]).code == 0
    refused = run("identity", "list", "--names")
    assert (refused.code, len(refused.err.splitlines())) == (3, 2)


def test_staff_on_one_account_are_staff_on_all(run: Run, town: Path, anas: list[str]) -> None:
    """Ana is staff on Slack: merged, nobody but Ben and Cleo is left in the first week, and Cleo in the second."""
    town.with_name("commkit.toml").write_text('[community]\nstaff = ["slack:S1"]\n')
    run("rebuild")
    assert [row["members"] for row in ask(run, "active")] == [3, 2]
    assert "counts as staff" in run("identity", "merge", *anas).err
    assert [row["members"] for row in ask(run, "active")] == [2, 1]
    assert [row["members"] for row in ask(run, "active", "--include-staff")] == [3, 2]


def test_aliases_of_commkit_toml_are_one_from_the_load_on(run: Run, town: Path) -> None:
    """Also of exports that are asked straight, and of a database that is rebuilt; who is not there yet is no fault."""
    listed = '[community]\naliases = [["slack:S1", "discord:D1", "qq:1"], ["slack:zoe", "qq:2"]]\n'
    town.with_name("commkit.toml").write_text(listed)
    assert [row["members"] for row in ask(run, "active")] == [4, 3]
    run("rebuild")
    assert [row["members"] for row in ask(run, "active")] == [3, 2]
    run("rebuild")
    assert {row["merge"] for row in ask(run, "identity", "list")} == {1}
    for platform in ("slack", "discord"):
        run("load", f"{platform}.csv", "--platform", platform, "--db", "new.duckdb")
    assert [row["members"] for row in ask(run, "active", "--db", "new.duckdb")] == [3, 2]


@pytest.mark.parametrize("wrong", ['"slack:ana"', '["slack:ana"]', '[["slack:ana"]]', "[[1, 2]]"])
def test_aliases_that_are_none(run: Run, town: Path, wrong: str) -> None:
    town.with_name("commkit.toml").write_text(f"[community]\naliases = {wrong}\n")
    done = run("active")
    assert (done.code, len(done.err.splitlines())) == (2, 2)


def test_a_load_says_that_people_on_two_platforms_count_twice(run: Run, tmp_path: Path) -> None:
    """Not of the first platform, and no more once Ana's two accounts are joined."""

    def says_so(platform: str, text: str) -> bool:
        (tmp_path / f"{platform}.csv").write_text(text)
        said = run("load", f"{platform}.csv", "--platform", platform, "--format", "json")
        return any("count twice until they are joined" in note for note in json.loads(said.out)["notes"])

    assert not says_so("slack", SLACK)
    assert says_so("discord", DISCORD)
    [tee] = json.loads(run("members", "--find", "Ana Tee", "--format", "json").out)["rows"]
    both = json.loads(run("members", "--find", "ana", "--format", "json").out)["rows"]
    handles = [tee["handle"], next(row["handle"] for row in both if row["handle"] != tee["handle"])]
    assert run("identity", "merge", *handles).code == 0
    assert not says_so("discord", DISCORD + "D2,cleo,2024-01-15 12:00,back,den\n")
