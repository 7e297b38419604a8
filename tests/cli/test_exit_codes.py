"""How a command line ends: an exit code for each way, and every refusal in two lines."""

from __future__ import annotations

import base64
import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest

from commkit.segment import rfm as rfm_module

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., Any]

# A library panics over a file whose zone there is not; it writes what it found to stderr by itself.
PANIC = """
import sys
import polars as pl
from commkit import __main__
from commkit.segment import rfm

rfm._score = lambda *_, **__: pl.read_parquet("panic.parquet")
sys.argv[1:] = ["rfm"]
__main__.main()
"""
HOLD = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('held', flush=True); input()"


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
        (("active", "--since", "yesterday"), "write a day as 2026-06-30, a month as 2026-06"),
        (("active", "--since", "2024-01-10", "--until", "2024-01-01"), "span is empty"),
        (("active", "--group", "hal"), "try 'hall'"),
        (("active", "--sort", "mambers"), "Did you mean members?"),
        (("active", "--limit", "-1"), "--limit"),
        (("active", "--format", "jsn"), "'json'"),
        (("active", "-o", "answer.docx"), "answer.docx"),
        (("rfm", "--segment", "champion"), "champions"),
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
    assert "commkit COMMAND [OPTIONS]" in done.stdout
    assert done.stderr == ""


def test_3_cannot(run: Run) -> None:
    assert "no database at community.duckdb" in refused(run("active"), 3)
    assert "gone.csv" in refused(run("active", "gone.csv"), 3)


@pytest.mark.usefixtures("database")
def test_4_too_little(run: Run) -> None:
    assert "needs orders" in refused(run("rfm", "--on", "orders"), 4)


@pytest.mark.usefixtures("database")
def test_70_a_bug_is_told_without_anybodys_data(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("ana@example.com said hello")

    monkeypatch.setattr(rfm_module, "_score", broken)
    err = refused(run("rfm"), 70)
    assert "a bug in commkit (ZeroDivisionError); your data is unchanged" in err
    log = err.split()[-1]
    with open(log, encoding="utf-8") as lines:  # noqa: PTH123
        told = lines.read()
    os.unlink(log)  # noqa: PTH108
    assert "test_exit_codes.py" in told
    assert "ana@example.com" not in told + err


def test_70_a_panic_of_a_library_is_a_bug_in_two_lines(database: Path) -> None:
    sent = pl.datetime_range(pl.datetime(2024, 1, 1), pl.datetime(2024, 1, 3), time_zone="UTC", eager=True)
    target = database.with_name("panic.parquet")
    pl.DataFrame({"time": sent}).write_parquet(target)
    schema = max(re.findall(rb"[A-Za-z0-9+/]{40,}=*", target.read_bytes()), key=len)
    other = base64.b64encode(base64.b64decode(schema).replace(b"UTC", b"UTD"))
    target.write_bytes(target.read_bytes().replace(schema, other))
    words = [sys.executable, "-c", PANIC]
    env = {**os.environ, "TMPDIR": str(database.parent)}
    done = subprocess.run(words, cwd=database.parent, capture_output=True, text=True, check=False, env=env)
    assert (done.returncode, done.stdout) == (70, "")
    what, hint = done.stderr.splitlines()
    assert "a bug in commkit (PanicException)" in what
    assert "UTD" not in done.stderr + Path(hint.split()[-1]).read_text("utf-8")


def test_75_locked(run: Run, database: Path) -> None:
    words = [sys.executable, "-c", HOLD, str(database)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert "--lock-timeout" in refused(run("active", "--lock-timeout", "0.1"), 75)
        assert "--lock-timeout" in refused(run("loads", "undo", "1", "--lock-timeout", "0.1"), 75)
        waited = run("active", "--lock-timeout", "3")
        assert waited.err.splitlines()[0] == f"waiting for another process that holds {database.name}"
        holder.communicate("\n")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_130_and_143_stopped(database: Path, number: int, code: int) -> None:
    """While it reads standard input: more has gone in than the pipe holds."""
    words = [sys.executable, "-m", "commkit", "load", "-"]
    pipes: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    before = database.read_bytes()
    with subprocess.Popen(words, cwd=database.parent, text=True, **pipes) as process:
        assert process.stdin is not None
        process.stdin.write("x" * 1_000_000)
        process.stdin.flush()
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (code, "")
    assert "Traceback" not in err
    assert database.read_bytes() == before


def until_read(database: Path) -> None:
    """Wait until somebody reads the database: then nobody can write to it."""
    with contextlib.suppress(duckdb.IOException):
        while True:
            duckdb.connect(str(database)).close()
            time.sleep(0.1)


def test_130_a_query_is_stopped(database: Path) -> None:
    long = "with recursive r as (select 1 as n union all select n + 1 from r) select max(n) from r"
    words = [sys.executable, "-m", "commkit", "sql", long, "--timeout", "12"]
    pipes: dict[str, Any] = dict.fromkeys(("stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen(words, cwd=database.parent, text=True, **pipes) as process:
        until_read(database)
        time.sleep(0.5)  # by then the query runs
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in err


def test_a_reader_that_goes_away_is_no_fault(database: Path) -> None:
    words = """"$0" -m commkit sql 'select * from range(300000)' | head -1; exit ${PIPESTATUS[0]}"""
    done = subprocess.run(
        ["bash", "-c", words, sys.executable], cwd=database.parent, capture_output=True, text=True, check=False
    )
    assert done.stdout == "range\n"
    assert "Traceback" not in done.stderr
    assert done.returncode == 0
