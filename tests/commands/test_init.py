"""commkit.toml written from what a community's records tell, asked on a terminal or taken whole."""

from __future__ import annotations

import io
import re
import shutil
import tomllib
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from commkit import words
from commkit.cli import app as cli
from commkit.gate.rules import parse_rules
from commkit.proposal.community_facts import Fact, KnownFacts
from commkit.proposal.proposed_checks import ProposedCheck, ProposedGate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

MONDAY = date(2024, 1, 1)
SPEAKERS = (20, *(20, 22, 24) * 4, 22, 5)  # of 40 members, in 15 weeks
NAMES = ("wren", "sorrel", "alder", "hi 3")  # of a member, the bot and staff, and what somebody wrote
TALK = "author,time,text,channel\n" + "".join(
    f"m{900 + number},{MONDAY + timedelta(weeks=week, days=2)} 12:00,hi {number} {week},hall\n"
    for week, count in enumerate(SPEAKERS)
    for number in range(count)
)
MEMBERS = "".join(f"m{900 + number},{'Wren' if number == 2 else f'No {number}'},2023-12-01,\n" for number in range(40))
ROSTER = f"member_id,name,joined_at,role\n{MEMBERS}m999,Alder,2023-12-01,admin\nb7,Sorrel,2023-12-01,bot\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with exports, a database of them, and what `init exports --yes` wrote; nobody may change it."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "exports").mkdir()
    (folder / "exports" / "talk.csv").write_text(TALK)
    (folder / "exports" / "roster.csv").write_text(ROSTER)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert cli.run(["load", "exports", "-q"]) == 0
        assert cli.run(["init", "exports", "--yes", "-q"]) == 0
    return folder


@pytest.fixture
def folder(run: Run, made: Path, tmp_path: Path) -> Path:  # noqa: ARG001 (it enters the folder)
    """A copy of it in which `run` runs, without commkit.toml."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    (tmp_path / "commkit.toml").unlink()
    return tmp_path


def written(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "commkit.toml").read_text("utf-8"))


def test_a_new_file_says_what_the_exports_tell(made: Path) -> None:
    said = written(made)
    assert said["community"] == {"tz": "UTC", "staff": ["table:m999"], "bots": ["table:b7"]}
    text = (made / "commkit.toml").read_text("utf-8")
    assert text.startswith('[community]\ntz = "UTC" # no export states another zone')
    assert re.search(
        r'^ +"table:m999", # an export of table marks this account as staff; 0 messages$', text, re.MULTILINE
    )
    rules = parse_rules(said["checks"])
    assert [rule.name for rule in rules] == ["weekly_speaking_rate", "wau", "freshness", "rejects"]


def test_the_checks_pass_on_what_they_come_from(run: Run, folder: Path, made: Path) -> None:
    """The last message is of noon on April 10."""
    shutil.copy(made / "commkit.toml", folder)
    said = run("check", "--now", "2024-04-11T00:00", "--format", "tsv")
    assert said.code == 0, said.out + said.err
    assert [line.split("\t")[0] for line in said.out.splitlines()[1:]] == ["pass"] * 4


def test_from_the_database_people_stand_by_handles_that_load_takes(run: Run, folder: Path, made: Path) -> None:
    first = run("init", "--yes")
    said = written(folder)
    assert said["checks"] == written(made)["checks"]
    [handle] = said["community"]["bots"]
    assert re.fullmatch(r"[a-z2-7]{8}", handle)
    for text in ((folder / "commkit.toml").read_text("utf-8"), (made / "commkit.toml").read_text("utf-8"), *first[1:]):
        assert [name for name in NAMES if name in text.lower()] == []
    (folder / "more.csv").write_text("author,time,text,channel\nb7,2024-04-12 12:00,ping,hall\n")
    assert run("load", "more.csv", "-q").code == 0
    [row] = run("members", "--bots").out.splitlines()[1:]
    assert row.startswith(handle)
    assert "listed" in row


def test_the_second_run_changes_nothing(run: Run, folder: Path, made: Path) -> None:
    shutil.copy(made / "commkit.toml", folder)
    said = run("init", "--yes")
    assert said.code == 0
    assert "nothing is missing" in said.err
    assert (folder / "commkit.toml").read_bytes() == (made / "commkit.toml").read_bytes()


FACTS = KnownFacts((Fact("tz", "UTC", ("as stated",)), Fact("staff", ("table:m999",), ("marked",))))
CHECKS = tuple(
    ProposedCheck(name, {"metric": name, "fail": "< 10", "owner": "ops", "why": "13 weeks"}) for name in ("wau", "dau")
)
GATE = ProposedGate({"on_no_data": "error", "min_sample": 30}, CHECKS, {"d7": "too few"})


@pytest.fixture
def suggesting(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder, in which a zone, one of staff and two checks are suggested."""
    monkeypatch.setattr("commkit.commands.init.propose_facts", lambda *_, **__: FACTS)
    monkeypatch.setattr("commkit.commands.init.propose_checks", lambda *_, **__: GATE)
    return folder


OWN = """# ours
[community]
tz = "Asia/Shanghai"  # where we live

[checks]
min_sample = 20  # small rooms

[checks.talk]
metric = "wau"
fail = "< 10"  # agreed
"""


def test_what_stands_is_kept(run: Run, suggesting: Path) -> None:
    """Its lines are all there in their order, and what it says of a key or an indicator is not said again."""
    path = suggesting / "commkit.toml"
    path.write_text(OWN)
    path.chmod(0o640)
    said = run("init", "--yes")
    assert said.code == 0, said.err
    lines = iter(path.read_text("utf-8").splitlines())
    assert all(line in lines for line in OWN.splitlines())
    found = written(suggesting)
    assert found["community"] == {"tz": "Asia/Shanghai", "staff": ["table:m999"]}
    assert found["checks"].keys() == {"min_sample", "on_no_data", "talk", "dau"}
    assert path.stat().st_mode & 0o777 == 0o640
    assert [line.split("\t")[0] for line in said.out.splitlines()[1:]] == ["community.staff", "checks.dau"]
    assert "no check of d7: too few." in said.err


def test_a_file_that_cannot_be_added_to_is_left_alone(run: Run, suggesting: Path) -> None:
    (suggesting / "commkit.toml").write_text('community.currency = "CNY"\n')
    assert run("init", "--yes").code == 3
    assert (suggesting / "commkit.toml").read_text() == 'community.currency = "CNY"\n'
    assert not list(suggesting.glob(".commkit*"))


def test_a_file_further_up_is_named(run: Run, suggesting: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (suggesting / "commkit.toml").write_text('[community]\ncurrency = "CNY"\n')
    (suggesting / "below").mkdir()
    monkeypatch.chdir(suggesting / "below")
    said = run("init", "--yes", "--db", "../community.duckdb")
    assert said.code == 0
    assert "was read until now" in said.err
    assert "currency" not in written(suggesting / "below")["community"]


def test_off_a_terminal_it_says_what_to_say(run: Run, folder: Path) -> None:
    said = run("init")
    assert (said.code, said.out) == (2, "")
    assert "commkit init --yes" in said.err
    assert not (folder / "commkit.toml").exists()


def test_without_a_community_nothing_is_written(run: Run, tmp_path: Path) -> None:
    assert run("init", "--yes").code == 3
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def answer(run: Run, suggesting: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:  # noqa: ARG001 (as above)
    """Run `commkit init` on a terminal on which somebody types so."""

    def answered(typed: str) -> Any:  # noqa: ANN401
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        monkeypatch.setattr("commkit.commands.init.is_terminal", lambda: True)
        return run("init")

    return answered


def test_enter_takes_what_yes_takes(run: Run, folder: Path, answer: Callable[[str], Any]) -> None:
    """Six questions: the zone, three lists and two checks."""
    assert answer("\n" * 6).code == 0
    taken = (folder / "commkit.toml").read_bytes()
    (folder / "commkit.toml").unlink()
    run("init", "--yes")
    assert (folder / "commkit.toml").read_bytes() == taken


def test_answers_take_the_place_of_suggestions(folder: Path, answer: Callable[[str], Any]) -> None:
    """A zone that there is not is asked again; staff are said, bots none, a bridge that nothing suggests, one check."""
    said = answer("Asia/Shangai\nAsia/Shanghai\ntable:m901，table:m902 ,\n\ntable:b9\nwhat?\nn\n\n")
    assert said.code == 0, said.err
    assert "there is no time zone 'Asia/Shangai'" in said.err
    found = written(folder)
    people = {"staff": ["table:m901", "table:m902"], "bridges": ["table:b9"]}
    assert found["community"] == {"tz": "Asia/Shanghai", **people}
    assert found["checks"].keys() == {"on_no_data", "min_sample", "dau"}


def test_nothing_is_written_where_the_answers_end(folder: Path, answer: Callable[[str], Any]) -> None:
    said = answer("\n\n")
    assert said.code == 2
    assert "nothing was written" in said.err
    assert not (folder / "commkit.toml").exists()


def test_nothing_taken_writes_nothing(folder: Path, answer: Callable[[str], Any]) -> None:
    assert answer("n\n" * 6).code == 0
    assert not (folder / "commkit.toml").exists()


def test_it_speaks_chinese(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commkit.commands.init.propose_checks", lambda *_, **__: GATE)
    words.speak("zh")
    assert run("init", "--yes").code == 0
    assert "标为管理员或员工" in (folder / "commkit.toml").read_text("utf-8")
