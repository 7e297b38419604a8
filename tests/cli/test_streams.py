"""Streams that are closed, full or given up, and signals at any moment: no traceback, and the truth."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import duckdb
import pytest

from commkit.store.private import beside

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Said

    Run = Callable[..., Said]
    Done = subprocess.CompletedProcess[str]

NEXT = "author,time,text\nana,2024-02-01 12:00,hi\n"
# Says when main begins: before that the interpreter is on its own.
BEGUN = "import sys; from commkit.__main__ import main; sys.stdout.write('begun\\n'); sys.stdout.flush(); main()"


def in_shell(folder: Path, words: str) -> Done:
    """Run this line of bash, in which $C is commkit."""
    return subprocess.run(
        ["bash", "-c", f'C="{sys.executable} -m commkit"; {words}'],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("closed", [">&-", ">/dev/full"])
@pytest.mark.parametrize("words", ["active", "active --format json", "--help", "--version", "explain rfm", "doctor"])
def test_what_cannot_be_printed_is_exit_3(database: Path, words: str, closed: str) -> None:
    done = in_shell(database.parent, f"$C {words} {closed}")
    assert (done.returncode, len(done.stderr.splitlines())) == (3, 2)
    assert done.stderr.startswith("commkit: Cannot write stdout: ")


def test_a_load_that_cannot_say_so_has_loaded(database: Path) -> None:
    """With stdout closed it says so on stderr; with both closed, the exit code does."""
    folder = database.parent
    for day, closed in enumerate((">&-", ">&- 2>&-", ">&- 2>&- <&-", ">/dev/full"), 1):
        (folder / "next.csv").write_text(NEXT.replace("02-01", f"02-0{day}"))
        done = in_shell(folder, f"$C load next.csv {closed}")
        assert done.returncode == 3
        assert "Traceback" not in done.stderr
        assert "2>&-" in closed or done.stderr.startswith("commkit: the exports are loaded, but: ")
        with duckdb.connect(str(database), read_only=True) as con:
            assert con.execute("select max(day)::varchar from raw.member_day").fetchall() == [(f"2024-02-0{day}",)]
    assert in_shell(folder, "$C load next.csv -o load.json >&- 2>&-").returncode == 0


@pytest.mark.parametrize("closed", ["2>&-", "2>/dev/full"])
def test_without_stderr_answers_are_the_same(database: Path, closed: str) -> None:
    whole = in_shell(database.parent, "$C active")
    done = in_shell(database.parent, f"$C active {closed}")
    assert (done.returncode, done.stdout) == (0, whole.stdout)
    for words, code in (("active gone.csv", 3), ("nosuch", 2), ("active -o answer.csv", 0), ("--version", 0)):
        assert in_shell(database.parent, f"$C {words} {closed}").returncode == code


def test_a_database_never_stands_where_stdout_or_stderr_did(database: Path) -> None:
    """The first file that is opened would get the number of a closed stream, and what is printed would go into it."""
    before = database.read_bytes(), beside(database).read_bytes()
    for words, closed in (
        ("active", ">&-"),
        ("active --sort nosuch", "2>&-"),
        ("active", "<&-"),
        ("active", ">&- 2>&-"),
        ("active --sort nosuch", ">&- 2>&-"),
        ("active --sort nosuch", "<&- >&- 2>&-"),
    ):
        in_shell(database.parent, f"$C {words} {closed}")
    assert (database.read_bytes(), beside(database).read_bytes()) == before


def test_without_stdin_there_is_nothing_to_read(database: Path) -> None:
    assert in_shell(database.parent, "$C load - <&-").returncode == 3
    assert in_shell(database.parent, "$C sql - <&-").returncode == 2


@pytest.mark.parametrize("words", ["--help", "explain tables", "active --every day", "sql 'from range(300000)'"])
def test_a_reader_that_goes_away_is_no_fault(database: Path, words: str) -> None:
    done = in_shell(database.parent, f"$C {words} | head -c1 >/dev/null; exit ${{PIPESTATUS[0]}}")
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def stopped_after(folder: Path, seconds: float, number: int, words: list[str]) -> tuple[int, str]:
    """Run commkit, send the signal so long after main began, and give its exit code and what it said on stderr."""
    with subprocess.Popen(
        [sys.executable, "-c", BEGUN, *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        time.sleep(seconds)
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
    return process.returncode, err


# Two modules: the second comes while the first is imported, in the middle of which the signal is sent.
IMPORTING = """
import os, signal, sys
from commkit.cli import signals
signals.listen()
signals.stop_in_the_middle = lambda: os.kill(os.getpid(), signal.SIGTERM)
try:
    import half
except SystemExit:
    sys.exit(99)
signal.pause()
"""
HALF = """
from commkit.cli import signals
signals.stop_in_the_middle()
for n in range(1000): pass
open("whole", "w").close()
"""


def test_a_signal_in_an_import_waits_for_its_end(tmp_path: Path) -> None:
    (tmp_path / "half.py").write_text(HALF)
    done = subprocess.run([sys.executable, "-c", IMPORTING], cwd=tmp_path, check=False, timeout=60)
    assert (done.returncode, (tmp_path / "whole").exists()) == (143, True)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        (["active", "-q"], signal.SIGINT),
        (["load", "long.csv", "-q"], signal.SIGTERM),
        (["active", "-o", "activity.png", "-q"], signal.SIGINT),
        (["status", "-q"], signal.SIGTERM),
    ],
)
def test_a_signal_at_any_moment_says_one_line(database: Path, run: Run, words: list[str], number: int) -> None:
    """From main's first step, through its imports, to the end: stopped in one line, or done as if none had come.

    Whoever is stopped leaves a community that answers.
    """
    folder = database.parent
    (folder / "long.csv").write_text(
        "author,time,text\n" + "".join(f"ana,2024-02-01 12:{n % 60:02},word {n}\n" for n in range(20_000))
    )
    codes = []
    for seconds in (0.03, 0.1, 0.3, 0.6, 1.0):
        code, err = stopped_after(folder, seconds, number, words)
        codes.append(code)
        told = ("commkit: stopped\n", "commkit: stopped, but the exports are loaded\n")
        assert (code, err) in ((0, ""), *((128 + number, line) for line in told)), seconds
    assert 128 + number in codes
    assert run("status", "-q").code == 0


# A load that sends itself a signal in the commit, or when it is about to tell what was loaded.
STOPPING = """
import os, signal, sys
from commkit.store import commits
from commkit.store.load import transaction
from commkit.intake import outcome
from commkit.__main__ import main

moment, name = sys.argv.pop(1), sys.argv.pop(1)

def stop(*_, **__):
    os.kill(os.getpid(), getattr(signal, name))

def before(commit):
    def committing(con, done):
        class Stopping:
            def execute(self, words):
                stop()
                con.execute(words)
        commit(Stopping(), done)
    return committing

if moment == "in the commit":
    transaction.finish = before(commits.finish)
else:
    outcome.show_tally = stop
main()
"""


@pytest.mark.parametrize(("name", "number"), [("SIGINT", signal.SIGINT), ("SIGTERM", signal.SIGTERM)])
@pytest.mark.parametrize("moment", ["in the commit", "after it"])
def test_who_is_stopped_after_the_commit_is_told_that_it_is_done(
    database: Path, moment: str, name: str, number: int
) -> None:
    folder = database.parent
    (folder / "next.csv").write_text(NEXT)
    words = [sys.executable, "-c", STOPPING, moment, name, "load", "next.csv", "-q", "--format", "json"]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (128 + number, "")
    assert done.stderr == "commkit: stopped, but the exports are loaded\n"
    with duckdb.connect(str(database), read_only=True) as con:
        assert con.execute("select count(*) from raw.load").fetchall() == [(2,)]
