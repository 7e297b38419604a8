"""`commkit check` as CI and cron run it."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Said

    Run = Callable[..., Said]

# The chat ends on Sunday, January 21, 2024: Ana speaks on every day, Ben on every other one from the first on.
NOW = ("--now", "2024-01-22T08:00")
FAILS = '[checks.speakers]\nmetric = "active_members"\nfail = "< 3"\nowner = "ops"\nwhy = "two are a dialogue"\n'
PASSES = '[checks.speakers]\nmetric = "active_members"\nfail = "< 2"\n'
TELLS_ORDERS = '[checks.money]\nmetric = "orders"\nfail = "< 100"\n'
DROP = '[checks.talk]\nmetric = "messages"\nfail = "drop >= 5% vs previous"\n'


def rows(said: Said) -> list[dict[str, object]]:
    """The rows of an answer in JSON."""
    found: list[dict[str, object]] = json.loads(said.out)["rows"]
    return found


def write(folder: Path, text: str) -> None:
    """A commkit.toml."""
    (folder / "commkit.toml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "code", "verdict"),
    [(PASSES, 0, "pass"), (FAILS, 1, "fail"), (TELLS_ORDERS, 3, "not_evaluated")],
)
def test_exit_codes(text: str, code: int, verdict: str, run: Run, database: Path) -> None:
    """0 where all is well, 1 where a KPI fell through its floor, 3 where nobody can tell."""
    write(database.parent, text)
    said = run("check", *NOW, "--format", "json")
    assert (said.code, rows(said)[0]["verdict"]) == (code, verdict)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[checks]\nmin_sample = 5\n",
        '[checks.a]\nmetric = "active_member"\nfail = "< 3"\n',
        '[checks.a]\nmetric = "active_members"\nfails = "< 3"\n',
        '[checks.a]\nmetric = "active_members"\nfail = "fewer than 3"\n',
        '[checks.a]\nmetric = "active_members"\nfail = "drop >= 10%"\n',
        '[checks.a]\nmetric = "active_members"\nfail = "drop >= 10% vs yesterday"\n',
        '[checks.a]\nmetric = "active_members"\nfail = "< 3"\nonly = []\n',
        '[checks.a]\nmetric = "active_members"\n',
        '[checks.a]\nfail = "< 3"\n',
        '[checks.a]\nmetric = "active_members"\nbaseline = 5\ntarget = 3\n',
        '[checks.a]\nmetric = "leave_rate"\nbaseline = 0.01\ntarget = 0.03\n',
        '[checks.a]\nmetric = "active_members"\nfail = "< 3"\nbaseline = 3\n',
        '[checks.a]\nmetric = "active_members"\nfail = "< 3"\nmuted_until = 2026-10-08\n',
        '[checks.a]\nmetric = "active_members"\nfail = "< 3"\nperiod = "fortnight"\n',
        '[checks.a]\nmetric = "active_members"\nfail = "< nan"\n',
        '[checks.a]\nmetric = "active_members"\nbaseline = nan\n',
        '[checks.a]\nmetric = "active_members"\nfail = "change >= 10% vs target"\n',
        '[checks]\non_nodata = "skip"\n[checks.a]\nmetric = "active_members"\nfail = "< 3"\n',
        '[check.a]\nmetric = "active_members"\nfail = "< 3"\n',
        '[checks.a]\nmetric = "active_members"\nwarn = "< 3"\ntarget = 5\n',
        '[checks.a]\nmetric = "active_members"\nfail = "< 12%"\n',
        '[checks.a]\nmetric = "active_members"\nfail = "drop >= 5pp vs previous"\n',
        '[checks.a]\nmetric = "speaking_rate"\nfail = "> 36"\n',
        '[checks.a]\nmetric = "speaking_rate"\nfail = "not between 10 and 40%"\n',
        '[checks.a]\nmetric = "speaking_rate"\nfail = "drop >= 5 vs previous"\n',
        '[checks.a]\nmetric = "active_members"\nfail = "< 3"\nand = "drop >= 5 for 2"\n',
        '[checks.a]\nmetric = "active_members"\nfail = "< 3"\nand = "drop >= 5 vs target"\n',
        '[checks.a]\nmetric = "active_members"\nfail = "< 3"\nwhile = { metric = "members", is = "< 9 for 2" }\n',
        '[checks.a]\nmetric = "active_members"\nfail = "< 3"\nwhile = { metric = "members", is = "drop > 1" }\n',
        '[checks.a]\nmetric = "active_members"\nfail = "< 3"\nwhile = { metric = "wau", is = "< 30%" }\n',
        '[checks.a]\nmetric = "active_members"\nfail = "< 3"\nonly = [5]\n',
        '[checks.a]\nmetric = "speaking_rate"\nfail = "> 72"\n',
        '[checks.a]\nmetric = "speaking_rate"\nfail = "drop >= 10 vs previous"\n',
        '[checks.a]\nmetric = "leave_rate"\nbaseline = 3\n',
        DROP + 'and = "drop >= 5 for 3"\n',
        DROP + 'and = "drop >= 5 vs target"\n',
        DROP + 'while = { metric = "members" }\n',
        DROP + 'while = { metric = "members", is = "drop <= 2% vs previous for 4" }\n',
        DROP + 'while = { metric = "members", is = "drop <= 2% vs target" }\n',
        DROP + 'reason = "x"\nmuted_from = 2024-01-09\nmuted_until = 2024-01-05\n',
    ],
)
def test_what_is_written_wrongly_is_never_green(text: str, run: Run, database: Path) -> None:
    """Unknown metrics and keys, empty lists, rules that find nothing, tiers out of order: all end with 2."""
    write(database.parent, text)
    said = run("check", *NOW)
    assert said.code == 2
    assert said.err.count("\n") == 2


def test_an_unknown_metric_is_told_with_the_nearest(run: Run, database: Path) -> None:
    """The nearest name stands in the hint."""
    write(database.parent, '[checks.a]\nmetric = "active_member"\nfail = "< 3"\n')
    assert "active_members" in run("check", *NOW).err


def test_the_same_bytes_every_time(run: Run, database: Path) -> None:
    """With the log absent, whole and cut short: the answer follows from the periods, not from how often it ran."""
    write(database.parent, FAILS + DROP)
    log = database.with_name("community.log.jsonl")
    outputs = {run("check", *NOW, "--format", "json").out for _ in range(3)}
    log.write_bytes(log.read_bytes()[:-20])
    outputs |= {run("check", *NOW, "--format", "json").out for _ in range(2)}
    log.unlink()
    outputs |= {run("check", *NOW, "--format", "json").out}
    assert len(outputs) == 1


def test_the_log_holds_numbers_and_no_names(run: Run, database: Path) -> None:
    """One line a run, chained, readable by its owner alone."""
    write(database.parent, FAILS)
    for _ in range(2):
        run("check", *NOW)
    log = database.with_name("community.log.jsonl")
    first, second = map(json.loads, log.read_text().splitlines())
    assert first["before"] != second["before"]
    assert first["checks"][0] | {"numerator": "2", "starts_on": "2024-01-15", "verdict": "fail"} == first["checks"][0]
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert "ana" not in log.read_text().lower()


@pytest.mark.parametrize("fault", ["folder", "link", "pipe"])
def test_a_log_that_cannot_be_written_changes_no_verdict(fault: str, run: Run, database: Path) -> None:
    """A warning on stderr, and the same exit code."""
    write(database.parent, FAILS)
    log = database.with_name("community.log.jsonl")
    if fault == "folder":
        log.mkdir()
    elif fault == "link":
        log.symlink_to(database)
    else:
        os.mkfifo(log)
    said = run("check", *NOW)
    assert said.code == 1
    assert "Warning" in said.err


OTHERS = [
    "[" * 200_000,
    '{"event": "check", "told_at": "2024-01-22", "checks": [OURS]}'.replace("OURS", '{"numerator": "1e99999", OURS}'),
    '{"event": "check", "told_at": "2024-01-22", "checks": [OURS]}'.replace("OURS", '{"numerator": {"a": 1}, OURS}'),
    '{"event": "check", "told_at": "\\ud800\\u001b[31m", "checks": [OURS]}'.replace("OURS", '{"numerator": "9", OURS}'),
]
OURS = (
    '"is_final": true, "denominator": null, "metric": "active_members", "version": 1, "period": "week", "by": null, '
    '"only": [], "slice": null, "starts_on": "2024-01-15"'
)


@pytest.mark.parametrize("line", OTHERS, ids=["deep", "huge", "no number", "no day"])
def test_a_log_of_others_changes_no_verdict(line: str, run: Run, database: Path) -> None:
    """What is not written as we write is passed over."""
    write(database.parent, FAILS)
    database.with_name("community.log.jsonl").write_text(line.replace("OURS", OURS) + "\n")
    said = run("check", *NOW, "--format", "json")
    assert (said.code, len(rows(said))) == (1, 1)
    assert "was changed" in said.err


def test_a_log_that_is_too_long_is_not_read(run: Run, database: Path) -> None:
    """It is not added to either, and that is said."""
    write(database.parent, FAILS)
    log = database.with_name("community.log.jsonl")
    log.touch()
    os.truncate(log, 3 << 30)
    said = run("check", *NOW)
    assert (said.code, log.stat().st_size) == (1, 3 << 30)
    assert "too large" in said.err


def test_facts_that_reach_past_a_period_are_not_said_to_end(run: Run, database: Path) -> None:
    """Of January 2024 there are three weeks; of 2023 there is nothing, though the facts end after it."""
    write(database.parent, FAILS + 'period = "year"\n')
    assert rows(run("check", *NOW, "--format", "json"))[0]["reason"] == "nothing tells of it"


def test_a_restated_week_is_an_alarm(run: Run, database: Path) -> None:
    """Ana wrote 7 messages and Ben 4 in the week from January 15; a later load has 2 more of them."""
    write(database.parent, '[checks.talk]\nmetric = "messages"\nfail = "< 5"\n')
    assert rows(run("check", *NOW, "--format", "json"))[0]["value"] == 11
    (database.parent / "late.csv").write_text(
        "author,time,text,channel\nana,2024-01-16 13:00,late,hall\nana,2024-01-21 13:00,later,hall\n"
    )
    assert run("load", "late.csv", "-q").code == 0
    said = run("check", *NOW, "--format", "json")
    found = {row["state"]: row for row in rows(said)}
    restated = found["restated"]
    assert (restated["reference"], restated["value"], restated["verdict"]) == (11, 13, "warn")
    assert said.code == 0
    assert run("check", *NOW, "--fail-on", "warn").code == 1


def test_exports_keep_no_history(run: Run, chat: Path) -> None:
    """Nothing is written, and that is said."""
    write(chat.parent, FAILS)
    said = run("check", chat, *NOW)
    assert said.code == 1
    assert "no history" in said.err
    assert not list(chat.parent.glob("*.jsonl"))


def test_junit(run: Run, database: Path) -> None:
    """A failure, an error and a pass, as XML that a parser reads."""
    write(database.parent, FAILS + TELLS_ORDERS + '[checks.talk]\nmetric = "messages"\nwarn = "< 500"\n')
    said = run("check", *NOW, "-o", "checks.xml")
    assert said.code == 3
    suite = ET.parse(database.parent / "checks.xml").getroot()[0]  # noqa: S314 (our own)
    assert {case.get("name"): case[0].tag for case in suite} == {
        "speakers": "failure",
        "money": "error",
        "talk": "system-out",
    }
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", "1", "1")


def test_github(run: Run, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Annotations with everything escaped, and a table in the summary of the step."""
    write(database.parent, FAILS.replace("two are", "100% ::error:: two are").replace("dialogue", "dia\\nlogue"))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    said = run("check", *NOW, "--format", "github")
    line = said.out.splitlines()[0]
    assert said.code == 1
    assert line.startswith("::error title=speakers::active members 2")
    assert "100%25 " in line
    assert sum(each.startswith("::") for each in said.out.splitlines()) == 1
    assert "| fail | speakers |" in (tmp_path / "summary.md").read_text()


def test_a_summary_that_nobody_reads_is_not_waited_for(
    run: Run, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe without a reader: a warning, and the verdict."""
    write(database.parent, FAILS)
    os.mkfifo(database.parent / "summary")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary")
    said = run("check", *NOW, "--format", "github")
    assert (said.code, "Warning" in said.err) == (1, True)


def test_github_shows_at_most_ten_of_a_kind(run: Run, database: Path) -> None:
    """Nine and how many more."""
    write(database.parent, "".join(FAILS.replace("speakers", f"speakers{number}") for number in range(14)))
    lines = run("check", *NOW, "--format", "github").out.splitlines()
    assert [line.startswith("::error") for line in lines] == [True] * 10 + [False]
    assert lines[9].endswith("and 5 more")


def test_gitlab(run: Run, database: Path) -> None:
    """The fingerprint stays when the number changes."""
    write(database.parent, FAILS)
    (before,) = json.loads(run("check", *NOW, "--format", "gitlab").out)
    (after,) = json.loads(run("check", "--now", "2024-01-15T08:00", "--format", "gitlab").out)
    assert before["fingerprint"] == after["fingerprint"]
    assert before["description"] != after["description"]
    assert (before["severity"], before["location"]["path"]) == ("critical", "commkit.toml")


def test_by_group(run: Run, tmp_path: Path) -> None:
    """The hall spoke an hour ago; nobody has spoken in the yard for ten days."""
    lines = ["ana,2024-01-21 23:00,a,hall", "ben,2024-01-12 12:00,b,yard", "ana,2024-01-01 12:00,c,hall"]
    (tmp_path / "chat.csv").write_text("author,time,text,channel\n" + "\n".join(lines) + "\n")
    write(tmp_path, '[checks.fresh]\nmetric = "hours_since_last_message"\nby = "group"\nfail = "> 72"\n')
    found = rows(run("check", "chat.csv", "--now", "2024-01-22T00:00", "--format", "json"))
    assert {row["slice"]: (row["verdict"], row["value"]) for row in found} == {
        "hall": ("pass", 1.0),
        "yard": ("fail", 228.0),
    }


def test_stale_orders_beside_fresh_chat(run: Run, tmp_path: Path) -> None:
    """Orders end on January 7 and the chat on the 21st: last week's money is not that of two weeks before."""
    chat = "".join(f"ana,2024-01-{day:02} 12:00,word,hall\n" for day in range(1, 22))
    (tmp_path / "chat.csv").write_text("author,time,text,channel\n" + chat)
    orders = "".join(f"{day},ana,2024-01-{day:02} 10:00,5\n" for day in range(1, 8))
    (tmp_path / "orders.csv").write_text("order_id,customer,ordered_at,amount\n" + orders)
    write(tmp_path, '[checks.orders]\nmetric = "orders"\nfail = "< 3"\n')
    assert run("load", "chat.csv", "-q").code == run("load", "orders.csv", "-q").code == 0
    said = run("check", "--now", "2024-01-22T00:00", "--format", "json")
    assert (said.code, rows(said)[0]["verdict"]) == (3, "not_evaluated")
    assert "2024-01-07" in str(rows(said)[0]["reason"])


@pytest.mark.parametrize(("zone", "days"), [("Europe/Berlin", 7), ("America/New_York", 7)])
def test_weeks_in_which_clocks_change(zone: str, days: int, run: Run, tmp_path: Path) -> None:
    """One message a day at 23:30 local time over March 2024: each week has seven, also those of 167 hours."""
    lines = "".join(f"ana,2024-03-{day:02} 23:30,word,hall\n" for day in range(4, 32))
    (tmp_path / "chat.csv").write_text("author,time,text,channel\n" + lines)
    write(
        tmp_path,
        f'[community]\ntz = "{zone}"\n'
        f'[checks.talk]\nmetric = "messages"\nfail = "not between {days} and {days} for 1 of 4"\n'
        f'[checks.same]\nmetric = "messages"\nfail = "change > 0 vs previous for 1 of 3"\n',
    )
    said = run("check", "chat.csv", "--now", "2024-04-02T00:00", "--format", "json")
    assert [row["verdict"] for row in rows(said)] == ["pass", "pass"]


def test_a_quarter_and_a_year(run: Run, database: Path) -> None:
    """They are not over, so nothing is judged."""
    write(database.parent, FAILS + 'period = "quarter"\n')
    assert run("check", *NOW).code == 3


def test_the_file_may_say_what_no_data_is(run: Run, database: Path) -> None:
    """A run that judged nothing is 0 only where the file says so."""
    write(database.parent, TELLS_ORDERS + 'on_no_data = "skip"\n')
    assert run("check", *NOW).code == 0


def test_weights(run: Run, database: Path) -> None:
    """3 of 4 points are attained."""
    text = PASSES + "weight = 3\n" + FAILS.replace("speakers", "more") + "weight = 1\n"
    write(database.parent, text)
    told = json.loads(run("check", *NOW, "--format", "json").out)["parameters"]
    assert told == {"attained_weight": 3, "of_weight": 4}


@pytest.mark.usefixtures("database")
def test_a_preset_gates(run: Run) -> None:
    """A plan in a phase; without a phase it is asked for."""
    assert run("check", "--preset", "five-year").code == 2
    said = run("check", *NOW, "--preset", "five-year", "--phase", "year 1", "--format", "json")
    assert said.code in (0, 3)
    assert all(row["indicator"] == "speaking_rate" for row in rows(said))


@pytest.mark.parametrize(("text", "code"), [(FAILS, 1), (TELLS_ORDERS, 3)])
def test_a_closed_pipe_changes_no_verdict(text: str, code: int, database: Path) -> None:
    """Whoever read the answer has gone before it is written."""
    write(database.parent, text)
    ours, theirs = os.pipe()
    os.close(ours)
    ended = subprocess.run(
        [sys.executable, "-m", "commkit", "check", *NOW, "--format", "github"],
        cwd=database.parent,
        stdout=theirs,
        stderr=subprocess.PIPE,
        check=False,
        timeout=120,
    )
    os.close(theirs)
    assert (ended.returncode, ended.stderr) == (code, b"")


def test_a_value_level_needs_fixed_cuts(run: Run, database: Path) -> None:
    """Fifths of the data would move with it."""
    write(
        database.parent,
        '[checks.value]\nmetric = "high_value_share"\nperiod = "year"\nfail = "rise < 5pp vs previous"\n',
    )
    said = run("check", *NOW)
    assert said.code == 2
    assert "cuts" in said.err


def test_bands_reach_kpi(run: Run, database: Path) -> None:
    """What a check asks for stands beside the indicator of the same period."""
    write(database.parent, '[checks.speakers]\nmetric = "active_members"\ntarget = 4\n')
    said = run("kpi", "--metric", "active_members", "--format", "json")
    assert rows(said)[0]["target"] == 4
    said = run("kpi", "--metric", "active_members", "--every", "day", "--format", "json")
    assert rows(said)[0]["target"] is None
