"""A folder for what a load reads and the engine spills: ours alone, and gone afterwards."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from commkit.store import engine

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = "commkit-"
YOUNG_SECONDS = 60  # during which a folder may not be held yet


@contextlib.contextmanager
def private_folder() -> Iterator[Path]:
    """A folder that only we can read, removed afterwards, together with those of processes that were killed.

    Raises CannotDo where the disk cannot hold what is to be kept there.
    """
    with engine.refusing():
        sweep()
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        try:
            with _held(folder):
                yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """Remove our folders that no living process holds."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            about = folder.lstat()
            is_young = time.time() - about.st_mtime < YOUNG_SECONDS
            if folder.is_dir() and not folder.is_symlink() and about.st_uid == os.geteuid() and not is_young:
                with _held(folder):
                    shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Hold a folder as long as this lasts, or as the process lives. Raises OSError where another holds it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)
