"""The log beside a database: a line for each thing done, chained so that a change shows, without names."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from commkit.system import lock_or_wait, open_plainly

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

LONGEST = 1 << 28  # bytes of a log that is used: centuries of daily runs
PATIENCE = 5.0  # seconds to wait for another process that writes to it
_FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class LogLines:
    """The entries of a log, the oldest first; `is_broken` where a line was changed, lost or cut short."""

    entries: tuple[Mapping[str, Any], ...] = ()
    is_broken: bool = False


def log_beside(database: Path) -> Path:
    """Where the log of a database lies: NAME.log.jsonl."""
    return database.parent / f"{database.stem}.log.jsonl"


def read_log(path: Path) -> LogLines:
    """The log in this file; an empty one where there is none. LogLines that cannot be read are passed over.

    Raises OSError.
    """
    try:
        with _opened(path, os.O_RDONLY) as stream:
            return _chain(stream.read())
    except FileNotFoundError:
        return LogLines()


def append_log(path: Path, entry: Mapping[str, object]) -> None:
    """Add this entry as one line, which is there whole after a crash or not at all. Raises OSError."""
    with _opened(path, os.O_RDWR | os.O_CREAT | os.O_APPEND) as stream, lock_or_wait(path, PATIENCE):
        before = stream.read()
        last = before.rstrip(b"\n").rpartition(b"\n")[2]
        line = json.dumps({"before": _digest(last), **entry}, ensure_ascii=False, separators=(",", ":")).encode()
        mend = b"\n" if before and not before.endswith(b"\n") else b""  # the last line was cut short
        try:
            stream.write(mend + line + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
        except OSError:
            os.truncate(stream.fileno(), len(before))
            raise


@contextlib.contextmanager
def _opened(path: Path, flags: int) -> Iterator[BinaryIO]:
    """A regular file that is no link and not too long, readable by its owner only where it is made. Raises OSError."""
    handle = open_plainly(path, flags)
    with os.fdopen(handle, "rb" if flags == os.O_RDONLY else "r+b") as stream:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        if found.st_size > LONGEST:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        yield stream


def _chain(written: bytes) -> LogLines:
    """The entries of these lines, and whether each one holds the digest of the line before it."""
    entries, is_broken, last = [], not written.endswith(b"\n") and bool(written), b""
    for line in written.split(b"\n"):
        if not line:
            continue
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            is_broken = True
        else:
            if isinstance(entry, dict):
                is_broken |= entry.get("before") != _digest(last)
                entries.append(entry)
        last = line
    return LogLines(tuple(entries), is_broken)


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest() if line else _FIRST
