"""Files made to burst what reads them: each refused within ten seconds and 512 MB, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from campaigns.bombs import BOMBS, HARMLESS

if TYPE_CHECKING:
    from pathlib import Path

MOST_MEMORY = 512 * 1024  # KB
MOST_SECONDS = 30  # of a slow processor
REFUSED = (1, 3)
# Those that take longest, and those like another that is tried; `make bombs` has them all.
LONG = (
    *("4 million strings", "zip of a workbook of zeros", "cells of 400 MB", "JSON of one message of 200 MB"),
    *("strings of 300 MB", "line of 190 MB", "2 million styles"),
    *("9 million elements beside the rows", "9 million rows of another kind"),
    *("nested elements of the styles", "nested elements of the strings"),
)
# What a process is told to do; it says how much memory it held at most.
LOADING = """
import pathlib, sys, time
from commkit.cli import app as cli
code = cli.run(["load", sys.argv[1]])
status = pathlib.Path("/proc/self/status")
said = dict(line.split(":") for line in status.read_text().splitlines()) if status.exists() else {"VmHWM": "0 kB"}
print(said["VmHWM"].split()[0], time.process_time())
sys.exit(code)
"""


@pytest.mark.parametrize("kind", [kind for kind in BOMBS if kind not in {*HARMLESS, *LONG}])
def test_a_bomb_is_refused_before_it_bursts(kind: str, tmp_path: Path) -> None:
    name, made = BOMBS[kind]
    (tmp_path / name).write_bytes(made())
    command = [sys.executable, "-c", LOADING, name]
    ended = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=10 * MOST_SECONDS
    )
    assert ended.returncode in REFUSED, ended.stderr
    assert len(ended.stderr.splitlines()) == 2
    memory, seconds = map(float, ended.stdout.split())
    assert memory < MOST_MEMORY
    assert seconds < MOST_SECONDS  # of the processor: a busy machine must not fail a test
