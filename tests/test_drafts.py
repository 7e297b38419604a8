"""What a killed process was writing beside its place is removed by the next that writes there, and nothing else is."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from commkit.drafts import YOUNG_SECONDS
from commkit.named_files import replace_file
from commkit.render.delivery import promise_file
from commkit.render.whole_folder import promise_folder
from commkit.system import IS_PORTABLE, lock

if TYPE_CHECKING:
    from pathlib import Path

LONG_AGO = time.time() - 2 * YOUNG_SECONDS


def leave(path: Path, *, is_folder: bool, at: float = LONG_AGO) -> Path:
    """What a process that was killed at this time left."""
    if is_folder:
        path.mkdir()
        (path / "part").write_text("half")
    else:
        path.write_text("half")
    os.utime(path, (at, at))
    return path


def write_folder(place: Path) -> None:
    with promise_folder(place / "out", lambda _: True) as draft:
        (draft / "part").write_text("whole")


def write_file(place: Path) -> None:
    with promise_file(place / "out") as draft:
        draft.write_text("whole")


@pytest.mark.skipif(IS_PORTABLE, reason="nothing is held where there are no locks")
@pytest.mark.parametrize("write", [write_folder, write_file])
def test_folders_that_were_left_are_swept(tmp_path: Path, write: object) -> None:
    """Not one that is young, held or named otherwise, as is the old export where folders cannot be exchanged."""
    left = leave(tmp_path / ".commkit-draft-abcd_123", is_folder=True)
    young = leave(tmp_path / ".commkit-draft-abcd_456", is_folder=True, at=time.time())
    held = leave(tmp_path / ".commkit-draft-abcd_789", is_folder=True)
    others = [tmp_path / name for name in (".commkit-draft-abcd_123-before", ".commkit-drafts-abc", "commkit-abcd_123")]
    for each in others:
        leave(each, is_folder=True)
    with lock(held):
        write(tmp_path)  # type: ignore[operator]
    assert not left.exists()
    assert all(each.is_dir() for each in (young, held, *others))
    assert (tmp_path / "out").exists()


def test_files_that_were_left_are_swept(tmp_path: Path) -> None:
    """Not one that is young, or of another file."""
    left = leave(tmp_path / ".week.html.abcd_123.tmp", is_folder=False)
    young = leave(tmp_path / ".week.html.abcd_456.tmp", is_folder=False, at=time.time())
    others = [tmp_path / name for name in (".week.html.tmp", ".month.html.abcd_123.tmp", "week.html.abcd_123.tmp")]
    for each in others:
        leave(each, is_folder=False)
    replace_file(tmp_path / "week.html", [b"whole"])
    assert (tmp_path / "week.html").read_bytes() == b"whole"
    assert not left.exists()
    assert all(each.is_file() for each in (young, *others))


def test_a_link_with_a_drafts_name_is_left(tmp_path: Path) -> None:
    letters = leave(tmp_path / "letters", is_folder=True)
    (tmp_path / ".commkit-draft-abcd_123").symlink_to(letters)
    os.utime(tmp_path / ".commkit-draft-abcd_123", (LONG_AGO, LONG_AGO), follow_symlinks=False)
    write_folder(tmp_path)
    assert (letters / "part").read_text() == "half"
