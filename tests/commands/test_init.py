"""commkit.toml written from what a community's records tell, and checks from its last quarter."""

from __future__ import annotations

import io
import re
import tomllib
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

# from commkit.gate.rules import parse_rules

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

MONDAY = date(2024, 1, 1)
MEMBERS = 40
# Speakers of the weeks from January 1 on. The first begins before the exports and the last is not over: 13 are complete,
# in which 20 of 40 speak four times, 22 five times and 24 four times.
SPEAKERS = (20, *(20, 22, 24) * 4, 22, 5)
NAMES = ("Wren", "Sorrel")  # of one member and of the bot


def talk(speakers: tuple[int, ...] = SPEAKERS) -> str:
    """One message of each speaker at noon of a week's Wednesday; member 1 is staff and never speaks."""
    rows = [
        f"m{900 + number},{MONDAY + timedelta(weeks=week, days=2)} 12:00,hi {number} {week},hall"
        for week, number_of_speakers in enumerate(speakers)
        for number in range(2, number_of_speakers + 2)
    ]
    return "\n".join(("author,time,text,channel", *rows, ""))


def roster(members: int = MEMBERS) -> str:
    """So many members beside one of staff and a bot, there from December on."""
    rows = [
        f"m{900 + number},{'Wren' if number == 2 else f'Person {number}'},2023-12-01,"
        for number in range(2, members + 2)
    ]
    return "\n".join(
        ("member_id,name,joined_at,role", *rows, "m901,Alder,2023-12-01,admin", "b7,Sorrel,2023-12-01,bot", "")
    )


@pytest.fixture
def folder(run: Run, tmp_path: Path) -> Path:
    """A folder with the exports of that community; `run` runs in it."""
    assert run
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "talk.csv").write_text(talk())
    (tmp_path / "exports" / "roster.csv").write_text(roster())
    return tmp_path


def written(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "commkit.toml").read_text("utf-8"))


def test_a_new_file_says_what_the_exports_tell(run: Run, folder: Path) -> None:
    assert run("init", "exports", "--yes").code == 0
    said = written(folder)
    assert said["community"] == {"tz": "UTC", "staff": ["table:m901"], "bots": ["table:b7"]}
    text = (folder / "commkit.toml").read_text("utf-8")
    assert re.search(r'^tz = "UTC" # no export states another zone', text, re.MULTILINE)
    assert re.search(
        r'^ +"table:m901", # an export of table marks this account as staff; 0 messages$', text, re.MULTILINE
    )


def test_checks_come_from_the_last_quarter(run: Run, folder: Path) -> None:
    """The middle of 13 shares is 22/40 = .55, and the middle distance from it 2/40 = .05.

    The baseline lies 3.5 * 1.4826 * .05 = .259 below: .29. A quarter of the weeks has 20/40, the best 24/40. No two weeks
    running both have fewer speakers than the one before. All write on Wednesdays at noon: 7 * 24 hours and a day.
    """
    run("init", "exports", "--yes")
    checks = written(folder)["checks"]
    assert (checks.pop("on_no_data"), checks.pop("min_sample")) == ("error", 30)
    rate = checks["weekly_speaking_rate"]
    assert rate.pop("why").startswith(
        "13 periods by week, from 2024-01-08 to 2024-04-01: 55% in the middle, usually 50% to 60%"
    )
    assert rate == {
        "metric": "speaking_rate",
        "period": "week",
        "baseline": 0.29,
        "target": 0.5,
        "challenge": 0.6,
        "owner": "ops",
    }
    assert (checks["wau"]["fail"], checks["wau"]["and"]) == ("drop >= 10% vs previous for 2", "drop >= 5")
    assert (checks["freshness"]["warn"], checks["freshness"]["fail"]) == ("> 192", "> 384")
    assert checks["rejects"]["fail"] == "> 1%"
    assert "orders" not in checks
    assert not {check["metric"] for check in checks.values()} & {"repurchase_rate", "reply_coverage", "leave_rate"}


def test_what_is_written_can_be_read_as_checks(run: Run, folder: Path) -> None:
    run("init", "exports", "--yes")
    assert [rule.name for rule in parse_rules(written(folder)["checks"])][:2] == ["weekly_speaking_rate", "wau"]
    assert run("config").code == 0


def test_the_checks_pass_on_what_they_come_from(run: Run, folder: Path) -> None:
    run("init", "exports", "--yes")
    said = run("check", "exports", "--now", "2024-04-11T00:00", "--format", "table")
    assert said.code == 0, said.out + said.err


def test_a_week_that_is_truly_unusual_fails_at_once(run: Run, folder: Path) -> None:
    """In the last complete week 6 speak, 16 fewer than usual, which is no usual week to draw a line below."""
    (folder / "exports" / "talk.csv").write_text(talk((*SPEAKERS[:-2], 6, 5)))
    run("init", "exports", "--yes")
    assert written(folder)["checks"]["weekly_speaking_rate"]["baseline"] == 0.29
    assert run("check", "exports", "--now", "2024-04-11T00:00").code == 1


def test_nobody_is_named(run: Run, folder: Path) -> None:
    run("init", "exports", "--yes")
    run("load", "exports", "-q")
    texts = [(folder / "commkit.toml").read_text("utf-8")]
    (folder / "commkit.toml").unlink()
    assert run("init", "--yes").code == 0
    texts.append((folder / "commkit.toml").read_text("utf-8"))
    assert texts[0] != texts[1]
    for word in ("Wren", "Sorrel", "Alder", "Person", "hi 2"):
        assert not any(word.lower() in text.lower() for text in texts)


def test_whose_id_is_a_name_stands_by_handle_or_not_at_all(run: Run, folder: Path) -> None:
    """The bot's name stands in its id: only the database has a handle for it that stays."""
    (folder / "exports" / "roster.csv").write_text(roster().replace("b7,Sorrel", "sorrel7,Sorrel"))
    said = run("init", "exports", "--yes")
    assert "bots" not in written(folder)["community"]
    assert "1 staff, bots or bridges have no id but their name" in said.err
    run("load", "exports", "-q")
    [handle] = [row.split("\t")[0] for row in run("members", "--bots").out.splitlines()[1:]]
    assert run("init", "--yes").code == 0
    assert written(folder)["community"]["bots"] == [handle]


def test_handles_of_the_file_are_taken_by_load(run: Run, folder: Path) -> None:
    run("load", "exports", "-q")
    run("init", "--yes")
    (folder / "more.csv").write_text(talk().replace("hall", "attic"))
    assert run("load", "more.csv", "-q").code == 0
    [row] = run("members", "--bots").out.splitlines()[1:]
    assert "listed" in row


def test_the_second_run_changes_nothing(run: Run, folder: Path) -> None:
    run("init", "exports", "--yes")
    before = (folder / "commkit.toml").read_bytes()
    said = run("init", "exports", "--yes")
    assert said.code == 0
    assert "nothing is missing" in said.err
    assert (folder / "commkit.toml").read_bytes() == before


OWN = """# ours
[community]
tz = "Asia/Shanghai"  # where we live
currency = "CNY"

# what we want
[targets]
wau = 30

[checks]
min_sample = 20  # small rooms

[checks.talk]
metric = "speaking_rate"
fail = "< 10%"  # agreed
"""


def test_what_stands_is_kept(run: Run, folder: Path) -> None:
    """Taking the added lines away again leaves the file as it was; what it says of an indicator or a key, stays."""
    (folder / "commkit.toml").write_text(OWN)
    (folder / "commkit.toml").chmod(0o640)
    assert run("init", "exports", "--yes").code == 0
    lines = (folder / "commkit.toml").read_text("utf-8").splitlines()
    left = iter(lines)
    assert all(line in left for line in OWN.splitlines())
    said = written(folder)
    assert said["community"]["tz"] == "Asia/Shanghai"
    assert (said["checks"]["min_sample"], said["checks"]["on_no_data"]) == (20, "error")
    assert [name for name, each in said["checks"].items() if isinstance(each, dict)] == [
        "talk",
        "wau",
        "freshness",
        "rejects",
    ]
    assert lines.index("# what we want") + 1 == lines.index("[targets]")
    assert (folder / "commkit.toml").stat().st_mode & 0o777 == 0o640


def test_a_file_that_cannot_be_added_to_is_left_alone(run: Run, folder: Path) -> None:
    (folder / "commkit.toml").write_text('community.currency = "CNY"\n')
    said = run("init", "exports", "--yes")
    assert said.code == 3
    assert "as tables with a line for each key" in said.err
    assert (folder / "commkit.toml").read_text() == 'community.currency = "CNY"\n'


def test_windows_line_ends_are_kept(run: Run, folder: Path) -> None:
    (folder / "commkit.toml").write_bytes(OWN.replace("\n", "\r\n").encode())
    assert run("init", "exports", "--yes").code == 0
    content = (folder / "commkit.toml").read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n") > OWN.count("\n")


def test_few_members_are_judged_by_month_and_warned_of(run: Run, folder: Path) -> None:
    """Ten members of whom eight speak each week: no share is of 30, so that falls are all that can be judged.

    There are four complete months: January 3 cuts the first off, February to April are three, May is not over.
    """
    (folder / "exports" / "talk.csv").write_text(talk((8,) * 30))
    (folder / "exports" / "roster.csv").write_text(roster(10))
    said = run("init", "exports", "--yes")
    assert said.code == 0
    checks = written(folder)["checks"]
    assert checks["on_no_data"] == "warn"
    assert {check.get("period") for check in checks.values() if isinstance(check, dict)} == {None}
    assert "no check of speaking rate: too few of its periods are of 30 or more." in said.err


def test_few_members_who_are_enough_for_a_fall_have_their_month(run: Run, folder: Path) -> None:
    """Twelve of twenty members speak each week, so that every month has twelve."""
    (folder / "exports" / "talk.csv").write_text(talk((12,) * 30))
    (folder / "exports" / "roster.csv").write_text(roster(20))
    assert run("init", "exports", "--yes").code == 0
    checks = written(folder)["checks"]
    assert (checks["on_no_data"], checks["mau"]["period"]) == ("warn", "month")
    assert "wau" not in checks


def test_off_a_terminal_it_says_what_to_say(run: Run, folder: Path) -> None:
    said = run("init", "exports")
    assert (said.code, said.out) == (2, "")
    assert "commkit init --yes" in said.err
    assert not (folder / "commkit.toml").exists()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def answering(run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """Run `commkit init exports` on a terminal on which somebody answers so."""

    def ran(answers: str) -> Any:  # noqa: ANN401
        monkeypatch.setattr("sys.stdin", Terminal(answers))
        monkeypatch.setattr("commkit.commands.init.is_terminal", lambda: True)
        return run("init", "exports")

    return ran


def test_enter_takes_what_yes_takes(run: Run, folder: Path, answering: Callable[[str], Any]) -> None:
    assert answering("\n" * 20).code == 0
    taken = (folder / "commkit.toml").read_bytes()
    (folder / "commkit.toml").unlink()
    run("init", "exports", "--yes")
    assert (folder / "commkit.toml").read_bytes() == taken


def test_answers_take_the_place_of_suggestions(folder: Path, answering: Callable[[str], Any]) -> None:
    """A zone that there is not is asked again; staff are said, bots left out, and bridges, which nothing suggests, said."""
    said = answering("Asia/Shangai\nAsia/Shanghai\ntable:m901, table:m902\nn\ntable:b9\n" + "n\n" + "\n" * 9)
    assert said.code == 0, said.err
    assert "there is no time zone 'Asia/Shangai'" in said.err
    found = written(folder)
    assert found["community"] == {
        "tz": "Asia/Shanghai",
        "staff": ["table:m901", "table:m902"],
        "bridges": ["table:b9"],
    }
    assert "weekly_speaking_rate" not in found["checks"]
    assert "wau" in found["checks"]


def test_nothing_is_written_where_the_answers_end(folder: Path, answering: Callable[[str], Any]) -> None:
    said = answering("\n\n")
    assert said.code == 2
    assert "nothing was written" in said.err
    assert not (folder / "commkit.toml").exists()


def test_it_speaks_chinese(run: Run, folder: Path) -> None:
    assert run("--lang", "zh", "init", "exports", "--yes").code == 0
    text = (folder / "commkit.toml").read_text("utf-8")
    assert "标为管理员或员工" in text
    assert "中位数 55%" in text
