"""What is written beside its place before it has its name: held by whoever writes it, and swept once nobody does."""

from __future__ import annotations

import contextlib
import shutil
import time
from typing import TYPE_CHECKING

from commkit.system import IS_PORTABLE, is_own, lock

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# During which a draft may not be held yet; a day where nothing holds drafts, longer than any command takes.
YOUNG_SECONDS = 86_400 if IS_PORTABLE else 60


def hold_if_possible(draft: Path) -> contextlib.ExitStack:
    """Hold a draft where the disk has locks; where it has none, nothing on it is ever swept."""
    held = contextlib.ExitStack()
    with contextlib.suppress(OSError):
        held.enter_context(lock(draft))
    return held


def sweep_drafts(drafts: Iterable[Path]) -> None:
    """Remove those of these that are ours, are not young, and that no living process holds."""
    for draft in drafts:
        with contextlib.suppress(OSError):
            about = draft.lstat()
            is_young = time.time() - about.st_mtime < YOUNG_SECONDS
            if is_own(about) and not is_young:
                with lock(draft):
                    _remove(draft)


def _remove(draft: Path) -> None:
    if draft.is_dir():
        shutil.rmtree(draft, ignore_errors=True)
    else:
        draft.unlink()
