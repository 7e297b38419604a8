"""What Unix has and Windows lacks: owners, locks on files, named pipes, an alarm; and what stands in for each."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import stat
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The switch lets Linux try what Windows does.
IS_PORTABLE = os.name != "posix" or bool(os.environ.get("COMMKIT_PORTABLE"))
if not IS_PORTABLE:
    import fcntl

# How a file is opened that somebody may have put there: no link is followed, no pipe waited for, no line end changed.
PLAINLY = 0 if IS_PORTABLE else os.O_NOFOLLOW | os.O_NONBLOCK
PLAINLY |= getattr(os, "O_BINARY", 0)
STALE_SECONDS = 10  # after which a file that stands for a lock was left by a process that was killed
ALARM = None if IS_PORTABLE else signal.SIGALRM


def open_plainly(path: Path, flags: int) -> int:
    """Open a file, or make it for its owner alone, and follow no link and wait for no pipe. Raises OSError."""
    if IS_PORTABLE and os.path.lexists(path) and not stat.S_ISREG(path.lstat().st_mode):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    return os.open(path, flags | PLAINLY, 0o600)


def is_own(about: os.stat_result) -> bool:
    """Whether a file belongs to whoever runs commkit; where files have no owner, whoever could read it has it."""
    return IS_PORTABLE or about.st_uid == os.geteuid()


def is_open_to_others(about: os.stat_result) -> bool:
    """Whether others than its owner may read or write a file. What Windows says of it means nothing."""
    return not IS_PORTABLE and bool(stat.S_IMODE(about.st_mode) & 0o077)


def give_away(path: Path, about: os.stat_result) -> None:
    """Give a file the mode of another and, where that is allowed, its owner."""
    path.chmod(stat.S_IMODE(about.st_mode))
    if not IS_PORTABLE:
        with contextlib.suppress(PermissionError):  # only root may give files away
            os.chown(path, about.st_uid, about.st_gid)


@contextlib.contextmanager
def lock(path: Path) -> Iterator[None]:
    """Hold a file or a folder while this lasts, or the process lives. Raises OSError where another process holds it.

    Where files have no such locks, nothing is held; what is left behind is told by its age alone.
    """
    if IS_PORTABLE:
        yield
        return
    handle = open_plainly(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


@contextlib.contextmanager
def lock_or_wait(path: Path, seconds: float) -> Iterator[None]:
    """Be the only process in here for this file. Raises OSError where another one is for so long.

    Where files have no locks, a file beside it stands for one.
    """
    ends = time.monotonic() + seconds
    taken = contextlib.ExitStack()
    while True:
        try:
            taken.enter_context(_stand_in(path) if IS_PORTABLE else lock(path))
        except (BlockingIOError, FileExistsError, PermissionError):
            if time.monotonic() > ends:
                raise
            time.sleep(0.05)
        else:
            break
    with taken:
        yield


@contextlib.contextmanager
def _stand_in(path: Path) -> Iterator[None]:
    """Make a file that only one process can make. Raises FileExistsError."""
    place = path.with_name(f"{path.name}.lock")
    with contextlib.suppress(OSError):
        if time.time() - place.stat().st_mtime > STALE_SECONDS:
            place.unlink()
    os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            place.unlink()


def alarm(number: int, seconds: float) -> None:
    """Let this signal, or the alarm where there is one, come to the main thread in so many seconds."""
    if IS_PORTABLE:
        timer = threading.Timer(seconds, signal.raise_signal, (number,))
        timer.daemon = True
        timer.start()
    else:
        signal.setitimer(signal.ITIMER_REAL, seconds)
