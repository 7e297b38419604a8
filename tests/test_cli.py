"""The command line as a whole: exit codes, two-line refusals, where options may stand, faces."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from commkit import __version__, cli
from commkit.segment import rfm as rfm_module

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

MESSAGES = "author,time,text,channel\n" + "".join(
    f"{who},2024-01-{day:02} 12:00,word {day},hall\n" for day in range(1, 22) for who in ("ana", "ben")[: day % 2 + 1]
)
HOLD = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('held', flush=True); input()"


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    """Three weeks in which Ana speaks every day and Ben every other day."""
    path = tmp_path / "chat.csv"
    path.write_text(MESSAGES)
    return path


@pytest.fixture
def database(run: Run, chat: Path) -> Path:
    assert run("load", chat, "-q").code == 0
    return chat.with_name("community.duckdb")


def refused(said: Any, code: int) -> str:  # noqa: ANN401
    """What was said, if it is two lines and nothing else."""
    what, hint = said.err.splitlines()
    assert (said.code, said.out) == (code, "")
    assert what.startswith("commkit: ")
    assert hint.startswith("  try: ")
    assert "Traceback" not in said.err
    return str(said.err)


@pytest.mark.usefixtures("database")
def test_0_answered(run: Run) -> None:
    assert run("active").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("actve",), "Did you mean 'active'?"),
        (("active", "--grup", "hall"), "--group"),
        (("active", "--every", "weak"), "'week'"),
        (("active", "--since", "yesterday"), "write days as 2026-06-30"),
        (("active", "--since", "2024-01-10", "--until", "2024-01-01"), "span is empty"),
        (("active", "--group", "hal"), "try 'hall'"),
        (("active", "--sort", "mambers"), "Did you mean members?"),
        (("active", "--limit", "-1"), "--limit"),
        (("active", "--format", "jsn"), "'json'"),
        (("active", "-o", "answer.docx"), "answer.docx"),
        (("rfm", "--segment", "champion"), "'champions'"),
        (("rfm", "--mode", "fixed"), "--cuts"),
        (("loads",), None),
        (("nothing", "--at", "all"), "nothing"),
    ],
)
@pytest.mark.usefixtures("database")
def test_2_misused(run: Run, words: tuple[str, ...], said: str | None) -> None:
    if said is None:
        assert run(*words).code == 2
    else:
        assert said in refused(run(*words), 2)


def test_2_a_question_needs_a_command(commkit: Run) -> None:
    """Alone, commkit shows its help."""
    done = commkit()
    assert "Usage" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_3_cannot(run: Run) -> None:
    assert "no database at community.duckdb" in refused(run("active"), 3)
    assert "gone.csv" in refused(run("active", "gone.csv"), 3)


@pytest.mark.usefixtures("database")
def test_4_too_little(run: Run) -> None:
    assert "needs orders" in refused(run("rfm", "--on", "orders"), 4)


@pytest.mark.usefixtures("database")
def test_70_a_bug_is_told_without_anybodys_data(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("ana@example.com said hello")

    monkeypatch.setattr(rfm_module, "_scored", broken)
    err = refused(run("rfm"), 70)
    assert "a bug in commkit (ZeroDivisionError); your data is unchanged" in err
    log = err.split()[-1]
    with open(log, encoding="utf-8") as lines:  # noqa: PTH123
        told = lines.read()
    os.unlink(log)  # noqa: PTH108
    assert "test_cli.py" in told
    assert "ana@example.com" not in told + err


def test_75_locked(run: Run, database: Path) -> None:
    words = [sys.executable, "-c", HOLD, str(database)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert "--lock-timeout" in refused(run("active", "--lock-timeout", "0.1"), 75)
        assert "--lock-timeout" in refused(run("loads", "undo", "1", "--lock-timeout", "0.1"), 75)
        holder.communicate("\n")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_130_and_143_stopped(database: Path, number: int, code: int) -> None:
    """While it waits for standard input."""
    words = [sys.executable, "-m", "commkit", "load", "-"]
    pipes: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    before = database.read_bytes()
    with subprocess.Popen(words, cwd=database.parent, text=True, **pipes) as process:
        time.sleep(3)
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (code, "")
    assert "Traceback" not in err
    assert database.read_bytes() == before


def test_130_a_query_is_stopped(database: Path) -> None:
    long = "with recursive r as (select 1 as n union all select n + 1 from r) select max(n) from r"
    words = [sys.executable, "-m", "commkit", "sql", long]
    pipes: dict[str, Any] = dict.fromkeys(("stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen(words, cwd=database.parent, text=True, **pipes) as process:
        time.sleep(4)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in err


def test_a_reader_that_goes_away_is_no_fault(database: Path) -> None:
    words = f"{sys.executable} -m commkit sql 'select * from range(300000)' | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", words], cwd=database.parent, capture_output=True, text=True, check=False)
    assert done.stdout == "range\n"
    assert "Traceback" not in done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize("before", [True, False])
def test_db_and_lang_stand_before_or_after_the_command(run: Run, database: Path, *, before: bool) -> None:
    database.rename(database.with_name("tea.duckdb"))
    options = ["--db", "tea.duckdb", "--lang", "zh"]
    said = run(*options, "active", "--format", "json") if before else run("active", "--format", "json", *options)
    assert json.loads(said.out)["database"] == "tea.duckdb"


@pytest.mark.parametrize("before", [True, False])
def test_config_stands_before_or_after_the_command(run: Run, database: Path, *, before: bool) -> None:
    database.with_name("other.toml").write_text('[active]\nevery = "month"\n')
    options = ["--config", "other.toml"]
    said = (
        run(*options, "active", "--format", "csv", "-q") if before else run("active", "--format", "csv", "-q", *options)
    )
    assert len(said.out.splitlines()) == 2


def test_exports_may_come_from_standard_input(commkit: Run) -> None:
    done = commkit("active", "-", "--format", "csv", stdin=MESSAGES)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1 + 3


def test_questions_on_exports_leave_no_file_behind(
    run: Run, chat: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr("tempfile.tempdir", None)
    assert run("active", chat).code == 0
    assert run("active", chat, "gone.csv").code == 3
    assert sorted(tmp_path.iterdir()) == [chat, temporary]
    assert list(temporary.iterdir()) == []


def test_the_same_exports_give_the_same_handles(run: Run, chat: Path) -> None:
    first, second = (run("rfm", chat, "--members", "--format", "csv", "-q").out for _ in range(2))
    assert first == second
    chat.write_text(MESSAGES + "cleo,2024-01-21 12:00,hi,hall\n")
    assert run("rfm", chat, "--members", "--format", "csv", "-q").out != first


@pytest.mark.usefixtures("database")
def test_limit_and_sort(run: Run) -> None:
    """Of three weeks, by messages: days 1 to 7 have four odd ones, so 11; then 10, then 11 again."""
    said = run("active", "--sort", "-messages", "--limit", "2", "--format", "csv", "-q")
    assert [line.split(",")[0] for line in said.out.splitlines()[1:]] == ["2024-01-01", "2024-01-15"]
    said = run("active", "--sort", "messages", "--limit", "1", "--format", "csv", "-q")
    assert [line.split(",")[0] for line in said.out.splitlines()[1:]] == ["2024-01-08"]


@pytest.mark.usefixtures("database")
def test_json_is_one_object_that_says_where_it_comes_from(run: Run) -> None:
    said = json.loads(run("rfm", "--format", "json").out)
    assert said.keys() == {
        "schema_version", "command", "as_of", "tz", "database", "excluded", "notes", "rows", "total", "parameters", "cuts",
    }  # fmt: skip
    assert (said["command"], said["as_of"], said["tz"]) == ("rfm", "2024-01-21", "UTC")


@pytest.mark.usefixtures("database")
def test_an_answer_is_written_to_a_file(run: Run, tmp_path: Path) -> None:
    said = run("active", "-o", "answer.csv", "-q")
    assert (said.code, said.out, said.err) == (0, "", "")
    assert (tmp_path / "answer.csv").read_text().startswith("starts_on,status,members")


@pytest.mark.usefixtures("database")
def test_names_are_shown_only_if_asked_and_the_output_says_so(run: Run) -> None:
    assert "ana" not in run("rfm", "--members", "--format", "csv").out
    said = run("rfm", "--members", "--names", "--format", "csv")
    assert "ana" in said.out
    assert "Confidential" in said.err


def test_version_and_help(run: Run, commkit: Run) -> None:
    assert commkit("--version").stdout == f"commkit {__version__}\n"
    assert run("--version").out == f"commkit {__version__}\n"
    assert "rfm" in run("--help").out
    assert "Members by recency, frequency and money" in run("rfm", "--help").out


def test_every_option_of_a_question_has_a_help_text() -> None:
    for name, parameters in cli.options().items():
        assert parameters, name
