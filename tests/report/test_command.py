"""`commkit report` as people run it, on the club of forty weeks and on communities that lack what others have."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.report.conftest import MONDAY
from tests.report.told import tell_each

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

LAST_WEEK = "Weekly report 2024-W40"  # the fortieth week begins on September 30, 2024


def write_messages(path: Path, people: int, weeks: int) -> None:
    """Each writes every Monday, and the first every Sunday as well."""
    days = [(one, 7 * week) for week in range(weeks) for one in range(people)]
    days += [(0, 7 * week + 6) for week in range(weeks)]
    said = (f"m{one},{MONDAY + timedelta(days=day):%Y-%m-%d %H:%M},word {day},hall" for one, day in days)
    rows = ["author,time,text,channel", *said]
    path.write_text("\n".join(rows) + "\n")


@pytest.fixture
def db(club: Path, tmp_path: Path) -> Path:
    """A copy of the club's database."""
    for path in club.glob("club*.duckdb"):
        shutil.copy(path, tmp_path)
    return tmp_path / "club.duckdb"


def test_without_a_file_it_prints_the_text_for_operators(run: Run, db: Path) -> None:
    said = run("report", "weekly", "--db", db)
    lines = said.out.splitlines()
    assert (said.code, lines[0], lines[1]) == (0, LAST_WEEK, "as of 2024-10-06 · UTC · club.duckdb")
    assert sum("commkit " in line for line in lines[3:6]) == 3


@pytest.fixture
def edited(monkeypatch: pytest.MonkeyPatch) -> None:
    """A report drawn by hand instead of that of the database, where only its face matters."""
    monkeypatch.setattr("commkit.commands.report.edit", lambda *_: tell_each()["alarm"])


@pytest.mark.usefixtures("edited")
@pytest.mark.parametrize("suffix", ["html", "md", "xlsx", "eml", "txt"])
def test_the_suffix_picks_the_face(suffix: str, run: Run, db: Path, tmp_path: Path) -> None:
    made = tmp_path / f"week.{suffix}"
    assert run("report", "weekly", "--db", db, "-o", made, "-q").code == 0
    opens = {"html": b"<!doctype html>", "md": b"# Weekly", "xlsx": b"PK", "eml": b"From: ", "txt": b"Weekly"}
    assert made.read_bytes()[: len(opens[suffix])].lower() == opens[suffix].lower()
    assert made.stat().st_mode & 0o777 == 0o600


def test_a_report_straight_from_exports_says_what_the_database_says(run: Run, club: Path, db: Path) -> None:
    paths = [club / f"{name}.csv" for name in ("messages", "members", "orders", "campaigns")]
    straight, kept = run("report", "weekly", *paths, "-q"), run("report", "weekly", "--db", db, "-q")
    assert straight.code == 0
    assert straight.out.splitlines()[2:] == kept.out.splitlines()[2:]


def test_an_earlier_day_gives_the_week_that_was_over_then(run: Run, db: Path) -> None:
    """On Saturday, June 29, the twenty-fifth week is the last that is over."""
    assert run("report", "weekly", "--db", db, "--as-of", "2024-06-29").out.startswith("Weekly report 2024-W25\n")
    assert run("report", "weekly", "--db", db, "--as-of", "2024-12-31").code == 4


@pytest.mark.parametrize("kind", ["risk", "audit"])
def test_what_is_not_for_the_group_has_no_notice(kind: str, run: Run, db: Path) -> None:
    said = run("report", kind, "--db", db, "--format", "notice")
    assert (said.code, said.out, len(said.err.splitlines())) == (2, "", 2)


def test_a_notice_names_nobody(run: Run, db: Path) -> None:
    said = run("report", "weekly", "--db", db, "--format", "notice", "--names")
    assert (said.code, said.out) == (2, "")
    assert "--names" in said.err.splitlines()[1]


@pytest.mark.usefixtures("edited")
def test_each_finding_ends_in_what_should_come_of_it(run: Run, db: Path) -> None:
    """A finding has four lines: what is wrong, its evidence, what to do, and what should come of it."""
    lines = run("report", "weekly", "--db", db, "-q").out.splitlines()
    opened = [number for number, line in enumerate(lines) if line.startswith("■ ")]
    assert opened
    assert [lines[number + 3].startswith("  Next: ") for number in opened] == [True] * len(opened)
    assert sum(line.startswith("  Next: ") for line in lines) == len(opened)


def test_a_file_that_tells_no_face_is_refused_before_anything_is_asked(run: Run, tmp_path: Path) -> None:
    said = run("report", "weekly", "--db", tmp_path / "none.duckdb", "-o", tmp_path / "week.docx")
    assert (said.code, len(said.err.splitlines())) == (2, 2)
    assert "week.docx" in said.err


@pytest.mark.usefixtures("edited")
def test_a_file_is_opened_only_where_one_is_written(
    run: Run, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    assert run("report", "weekly", "--db", db, "--open").code == 2
    assert run("report", "weekly", "--db", db, "-o", tmp_path / "week.md", "--open").code == 0
    assert opened == [(tmp_path / "week.md").as_uri()]


def test_a_quiet_week_is_no_news(run: Run, tmp_path: Path) -> None:
    """Five people in each of ten weeks: no alarm fires, and nothing leaves its usual range."""
    write_messages(tmp_path / "talk.csv", 5, 10)
    said = run("report", "weekly", "talk.csv", "--only-if-news", "-o", "week.html")
    assert (said.code, (tmp_path / "week.html").exists()) == (0, False)
    assert "no news" in said.err


def test_a_week_unlike_the_others_is_news(run: Run, tmp_path: Path) -> None:
    """Five people in each of nine weeks, and one in the tenth."""
    write_messages(tmp_path / "talk.csv", 5, 9)
    with (tmp_path / "talk.csv").open("a") as file:
        file.write(f"m0,{MONDAY + timedelta(days=69):%Y-%m-%d %H:%M},last,hall\n")
    assert run("report", "weekly", "talk.csv", "--only-if-news", "-o", "week.md").code == 0
    assert "worse than usual" in (tmp_path / "week.md").read_text()


@pytest.mark.parametrize("face", ["md", "xlsx"])
def test_a_week_in_which_an_alarm_fires_has_every_face(face: str, run: Run, tmp_path: Path) -> None:
    """Thirty people in each of nine weeks, then twenty, then five: activity falls twice, and the yardstick is told."""
    write_messages(tmp_path / "talk.csv", 30, 9)
    with (tmp_path / "talk.csv").open("a") as file:
        for day, people in ((65, 20), (76, 5)):
            at = MONDAY + timedelta(days=day)
            file.writelines(f"m{one},{at:%Y-%m-%d %H:%M},last,hall\n" for one in range(people))
    assert run("report", "weekly", "talk.csv", "-q", "-o", f"week.{face}").code == 0
    assert "fires in the whole community" in run("report", "weekly", "talk.csv", "-q").out


@pytest.mark.parametrize(("ends_on", "week"), [(30, 4), (25, 3), (20, 3), (13, 4)])
def test_orders_that_reach_further_end_no_week_of_the_chat(run: Run, tmp_path: Path, ends_on: int, week: int) -> None:
    """Orders end in the fifth week, so that the fourth is the last whole one.

    A chat that ends within the fourth week, or with the third, makes it the third; one that has the fourth, or ended
    longer ago, changes nothing.
    """
    days = [f"m{day % 5},{MONDAY + timedelta(days=day):%Y-%m-%d 20:00},hi,hall" for day in range(ends_on, -1, -1)]
    (tmp_path / "talk.csv").write_text("\n".join(["author,time,text,channel", *days, ""]))
    rows = [f"{day},c{day % 3},{MONDAY + timedelta(days=day):%Y-%m-%d},5" for day in range(33)]
    (tmp_path / "orders.csv").write_text("\n".join(["order_id,customer_id,order_date,line_amount", *rows, ""]))
    said = run("report", "weekly", "talk.csv", "orders.csv", "-q").out.splitlines()[0]
    assert said == f"Weekly report {MONDAY + timedelta(days=7 * (week - 1)):%G-W%V}"


def test_nothing_known_is_no_calm_week(run: Run, tmp_path: Path) -> None:
    """Orders go on for twelve weeks after the last message: what the chat does is not known, and that is news."""
    write_messages(tmp_path / "talk.csv", 5, 4)
    rows = [f"{day},c{day % 3},{date(2024, 1, 1) + timedelta(days=day)},5" for day in range(112)]
    (tmp_path / "orders.csv").write_text("order_id,customer_id,order_date,line_amount\n" + "\n".join(rows) + "\n")
    said = run("report", "weekly", "talk.csv", "orders.csv", "--only-if-news", "-q", "--format", "notice")
    assert (said.code, said.out.splitlines()[1:]) == (0, ["What would you like to talk about next?"])


def test_before_the_first_whole_week_there_is_no_report(run: Run, tmp_path: Path) -> None:
    """Two days of messages."""
    (tmp_path / "talk.csv").write_text(
        "author,time,text,channel\nana,2024-01-01 12:00,hi,hall\nana,2024-01-02 12:00,so,hall\n"
    )
    said = run("report", "weekly", "talk.csv", "-q")
    assert (said.code, said.out, len(said.err.splitlines())) == (4, "", 2)


def test_orders_alone_are_reported_by_who_bought(run: Run, tmp_path: Path) -> None:
    rows = [f"{day},c{day % 3},{date(2024, 1, 1) + timedelta(days=day)},5" for day in range(63)]
    (tmp_path / "orders.csv").write_text("order_id,customer_id,order_date,line_amount\n" + "\n".join(rows) + "\n")
    said = run("report", "weekly", "orders.csv", "-q")
    assert said.code == 0
    assert "WAU: 3, unchanged from 3 the week before." in said.out
    assert "--active-by bought" in said.out


def test_names_are_shown_and_marked_only_where_asked(run: Run, db: Path) -> None:
    named = run("report", "weekly", "--db", db, "--names", "--format", "md").out
    plain = run("report", "weekly", "--db", db, "--format", "md").out
    assert "Confidential" in named
    assert "Confidential" not in plain
    assert "Members who slipped" in named
    assert "Members who slipped" not in plain


def test_holidays_and_competitors_are_read_and_wrong_ones_refused(run: Run, db: Path, tmp_path: Path) -> None:
    (tmp_path / "commkit.toml").write_text(
        '[community]\nholidays = ["2024-09-15..2024-09-17 Moon festival"]\ncompetitors = ["2024-09-03 Free shipping"]\n'
    )
    page = tmp_path / "week.html"
    assert run("report", "weekly", "--db", db, "-o", page, "-q").code == 0
    assert "Moon festival" in page.read_text()
    assert "Free shipping" in page.read_text()
    for wrong in ("15 September", "2024-09-17..2024-09-15 Moon", "2024-09-15"):
        (tmp_path / "commkit.toml").write_text(f"[community]\nholidays = [{json.dumps(wrong)}]\n")
        said = run("report", "weekly", "--db", db)
        assert (said.code, len(said.err.splitlines())) == (2, 2), wrong
        assert wrong in said.err


def test_the_same_bytes_in_any_zone_and_language_of_the_system(club: Path, tmp_path: Path) -> None:
    made = set()
    for zone, seed, locale in (("Asia/Shanghai", "1", "zh_CN.UTF-8"), ("America/New_York", "2", "C")):
        target = tmp_path / f"{seed}.html"
        words = ["report", "weekly", "--db", club / "club.duckdb", "--lang", "en", "-o", target, "-q"]
        environment = {"PATH": os.defpath, "HOME": str(tmp_path), "TZ": zone, "PYTHONHASHSEED": seed, "LANG": locale}
        subprocess.run([sys.executable, "-m", "commkit", *map(str, words)], check=True, env=environment)
        made.add(target.read_bytes())
    assert len(made) == 1


def test_a_report_of_a_large_community_trains_no_score(run: Run, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fourteen people are too few to learn from; were they too many for a report, none would be taught."""
    told = run("report", "weekly", "--db", db, "--format", "md").out
    assert "too few members to learn from" in told
    monkeypatch.setattr("commkit.segment.churn.model_choice.MOST_ROWS", 10)
    told = run("report", "weekly", "--db", db, "--format", "md").out
    assert "train one that is kept: commkit churn score --fit --as-of 2024-10-06" in told
