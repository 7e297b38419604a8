"""A bug in commkit: reported in two lines, and logged without anybody's data."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from pathlib import Path

from commkit import __version__
from commkit.words import say

STDERR = 2
PANIC = "PanicException"  # what a library written in Rust raises; Python takes it for no Exception


def hush_libraries() -> None:
    """Let only Python write to stderr: what a library writes by itself when it fails is long, and may hold data."""
    if sys.stderr is None or sys.stderr.fileno() != STDERR:  # closed, and its number may be another file's
        return
    ours = os.dup(STDERR)
    os.set_inheritable(ours, False)
    sys.stderr = open(ours, "w", encoding=sys.stderr.encoding, errors="backslashreplace", buffering=1)  # noqa: PTH123, SIM115 (open as long as we run)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, STDERR)
    os.close(nowhere)


def is_panic(bug: BaseException) -> bool:
    """Whether this is a library's panic."""
    return type(bug).__name__ == PANIC


def describe(bug: BaseException) -> tuple[str, str]:
    """Two lines about the bug; the second names the log."""
    what = say("a bug in commkit ({kind}); your data is unchanged", kind=type(bug).__name__)
    return what, say("report it with the file {log}", log=str(_log(bug)))


def _log(bug: BaseException) -> Path:
    """Write down where it happened, frame by frame. Messages and values are left out: they may be a member's words."""
    frames = traceback.extract_tb(bug.__traceback__)
    lines = [f"commkit {__version__}, Python {platform.python_version()}, {platform.system()}", type(bug).__name__]
    lines += [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    handle, name = tempfile.mkstemp(prefix="commkit-crash-", suffix=".log")
    with os.fdopen(handle, "w", encoding="utf-8") as log:
        log.write("\n".join(lines) + "\n")
    return Path(name)
