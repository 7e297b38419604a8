"""A file is whole or absent, and a reader who leaves is no error."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from commkit.errors import CannotDo
from commkit.render.delivery import deliver


def failing() -> Iterator[bytes]:
    yield b"half"
    raise OSError(28, "No space left on device")


def test_a_file_is_private_and_replaces_the_old(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    deliver([b"new", b" text"], path)
    assert path.read_bytes() == b"new text"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    with pytest.raises(CannotDo) as refusal:
        deliver(failing(), path)
    assert refusal.value.message == "Cannot write a.csv: No space left on device."
    assert refusal.value.hint == "Free some space, or write to another disk."
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_bug_while_writing_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        deliver(broken(), tmp_path / "a.csv")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["no/such/folder.csv", "folder"])
def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(CannotDo, match="Cannot write"):
        deliver([b"x"], tmp_path / name)
    assert [path.name for path in tmp_path.rglob("*")] == ["folder"]


def test_a_link_and_a_device_stay_what_they_are(tmp_path: Path) -> None:
    target, link, pipe = tmp_path / "target", tmp_path / "link.csv", tmp_path / "null.csv"
    target.write_bytes(b"old")
    link.symlink_to(target)
    pipe.symlink_to("/dev/null")
    deliver([b"new"], link)
    deliver([b"new"], pipe)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert Path("/dev/null").is_char_device()


PRINT_MUCH = """
from commkit.render.delivery import deliver
deliver((b"x" * 1000 for _ in range(10_000)), None)
"""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_stdout_is_refused() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([sys.executable, "-c", PRINT_MUCH], stdout=full, stderr=subprocess.PIPE, check=False)
    assert b"CannotDo: Cannot write stdout" in done.stderr


def test_a_reader_who_leaves_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([sys.executable, "-c", PRINT_MUCH], stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")
