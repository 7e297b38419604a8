"""A folder that is written whole: it takes its place in one step, and what stood there before goes only then."""

from __future__ import annotations

import ctypes
import errno
import os
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

from commkit.errors import WrongUse
from commkit.render.delivery import draft_beside, refuse_failures
from commkit.system import IS_PORTABLE
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux
_LACKING = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}  # of a kernel or a disk that cannot exchange


@contextmanager
def promise_folder(output: Path, is_ours: Callable[[Path], bool]) -> Iterator[Path]:
    """A folder to write to; it takes the place of `output` if nothing fails before the context ends.

    What may be replaced is an empty folder, or one that `is_ours`. Raises WrongUse for any other, and CannotDo.
    """
    target = Path(os.path.realpath(output))
    name = output.name or str(output)
    with refuse_failures(name):
        _refuse_foreign(target, is_ours)
    with draft_beside(target, name) as draft:
        yield draft
        with refuse_failures(name):
            _refuse_foreign(target, is_ours)
            _settle(draft)
            _take_place(draft, target)


def _refuse_foreign(target: Path, is_ours: Callable[[Path], bool]) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise WrongUse(say("{path} is not a folder", path=target.name), hint=say("name a new folder"))
    if any(target.iterdir()) and not is_ours(target):
        what = say("{path} holds something else than an export of commkit", path=target.name or str(target))
        raise WrongUse(what, hint=say("name a new folder"))


def _settle(draft: Path) -> None:
    """Let the disk have every file before the folder takes its place, where that can be asked of it."""
    if IS_PORTABLE:
        return
    for path in (*draft.iterdir(), draft):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _take_place(draft: Path, target: Path) -> None:
    """Set the draft in the target's place; what stood there stands in the draft's afterwards, or is gone."""
    if not target.exists():
        draft.rename(target)
    elif not _exchange(draft, target):
        before = draft.with_name(f"{draft.name}-before")
        target.rename(before)
        draft.rename(target)
        rmtree(before, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot. Raises OSError."""
    if IS_PORTABLE:
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):  # no Linux, or a library of C that is older
        return False
    if rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _LACKING:
        return False
    raise OSError(number, os.strerror(number), str(other))
