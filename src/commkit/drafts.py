"""What is written beside its place before it has its name: held by whoever writes it, and swept once nobody does."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

YOUNG_SECONDS = 60  # during which a draft may not be held yet


@contextlib.contextmanager
def hold(draft: Path) -> Iterator[None]:
    """Hold a file or a folder as long as this lasts, or as the process lives. Raises OSError where another holds it."""
    handle = os.open(draft, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def hold_if_possible(draft: Path) -> contextlib.ExitStack:
    """The same where the disk has locks; where it has none, nothing on it is ever swept."""
    held = contextlib.ExitStack()
    with contextlib.suppress(OSError):
        held.enter_context(hold(draft))
    return held


def sweep_drafts(drafts: Iterable[Path]) -> None:
    """Remove those of these that are ours, are not young, and that no living process holds."""
    for draft in drafts:
        with contextlib.suppress(OSError):
            about = draft.lstat()
            is_young = time.time() - about.st_mtime < YOUNG_SECONDS
            if about.st_uid == os.geteuid() and not is_young:
                with hold(draft):
                    _remove(draft)


def _remove(draft: Path) -> None:
    if draft.is_dir():
        shutil.rmtree(draft, ignore_errors=True)
    else:
        draft.unlink()
