"""A folder for what a load reads and the engine spills: ours alone, and gone afterwards."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from commkit.drafts import sweep_drafts
from commkit.store import engine
from commkit.system import lock

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = "commkit-"


@contextlib.contextmanager
def private_folder() -> Iterator[Path]:
    """A folder that only we can read, removed afterwards, together with those of processes that were killed.

    Raises CannotDo where the disk cannot hold what is to be kept there.
    """
    with engine.refusing():
        sweep()
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        try:
            with lock(folder):
                yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """Remove our folders that no living process holds."""
    sweep_drafts(folder for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*") if folder.is_dir())
