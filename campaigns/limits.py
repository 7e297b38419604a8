"""Something done in a process of its own, under limits, and how it ended."""

from __future__ import annotations

import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING

import commkit
from commkit.cli import app as cli

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GUARD = 3 * 1024**3  # bytes of addresses, above which a process is stopped so that the machine is not
PATIENCE = 6  # times as long by the clock as by the processor: others work here, too
CRASHED = 99
BUG = 70
LIBRARIES = ("duckdb", "polars", "openpyxl", "matplotlib", "rich.console")


@dataclass(frozen=True)
class Ended:
    """How it ended: exit code (below zero the signal), what it said, CPU seconds, and the most memory in MB."""

    code: int
    out: str
    err: str
    seconds: float
    memory: int


def prepare() -> None:
    """Import what every process needs, once for all; nothing is done with it, because what is busy cannot be forked."""
    ours = (each.name for each in walk_packages(commkit.__path__, "commkit.") if "__main__" not in each.name)
    for name in (*LIBRARIES, *ours):
        import_module(name)


def forked(act: Callable[[], int], *, seconds: float) -> Ended:
    """Do this in a copy of our process; it is killed when it has used its time."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        pid = os.fork()
        if not pid:
            _act(act, out.fileno(), err.fileno(), seconds)
        status, used = _wait(pid, seconds * PATIENCE)
        said = []
        for stream in (out, err):
            stream.seek(0)
            said.append(stream.read().decode("utf-8", "replace"))
    return Ended(
        os.waitstatus_to_exitcode(status), said[0], said[1], used.ru_utime + used.ru_stime, used.ru_maxrss // 1024
    )


def run(*words: str, folder: Path, seconds: float) -> Ended:
    """Run a command line of commkit in this folder."""

    def act() -> int:
        os.chdir(folder)
        return cli.run(list(words))

    return forked(act, seconds=seconds)


def is_refused(ended: Ended) -> bool:
    """Whether it was refused as promised: because of a file or of its records, in two lines."""
    return ended.code in (1, 3) and not ended.out and len(ended.err.splitlines()) == 2  # noqa: PLR2004 (what, and what to try)


def tell(ended: Ended) -> str:
    """How it ended, in a line."""
    try:
        how = f"exit {ended.code}" if ended.code >= 0 else signal.Signals(-ended.code).name
    except ValueError:
        how = f"signal {-ended.code}"
    return f"{how}, {ended.seconds:.1f} s, {ended.memory} MB"


def _act(act: Callable[[], int], out: int, err: int, seconds: float) -> None:
    """The copy's life: it never returns."""
    code = CRASHED
    try:
        os.setsid()
        os.dup2(out, 1)
        os.dup2(err, 2)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 (open to its end)
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 (open to its end)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (GUARD, GUARD))
        whole = int(seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (whole, whole + 1))
        code = act()
    except BaseException:  # noqa: BLE001 (whatever it is, it is told and ends here)
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


def _wait(pid: int, most: float) -> tuple[int, resource.struct_rusage]:
    """Wait for its end, and kill it if that takes too long by the clock."""
    ends = time.monotonic() + most
    while True:
        ended, status, used = os.wait4(pid, os.WNOHANG)
        if ended:
            return status, used
        if time.monotonic() > ends:
            os.killpg(pid, signal.SIGKILL)
            _, status, used = os.wait4(pid, 0)
            return status, used
        time.sleep(0.005)
