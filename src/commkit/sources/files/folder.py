"""The files at a path, in folders and archives. They are read as streams under limits, and never extracted."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from tarfile import BLOCKSIZE
from typing import IO, TYPE_CHECKING

from commkit.errors import CannotDo
from commkit.file_names import decode_name, spell_out
from commkit.sources.files.archives import (
    MOST_ENTRIES,
    find_opener,
    is_hidden,
    is_tar,
    is_workbook,
    open_tar,
    open_zip,
    unpack,
)
from commkit.sources.files.encoding import HEAD_BYTES
from commkit.sources.files.file import CHUNK_BYTES, UNREADABLE, File, unreadable
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CHUNK_BYTES", "HEAD_BYTES", "File", "file_of_stream", "files_of"]

MOST_TOTAL_BYTES = 10 * 1024**3


def files_of(path: Path) -> list[File]:
    """All files at a path, ordered by name. Archives are opened one level deep.

    In a folder, an entry that is no file or cannot be opened is listed with its fault, and stops nothing.
    """
    try:
        if path.is_dir():
            found = [inner for name, each in _walk(path).items() for inner in _opened_or_odd(each, name)]
        else:
            found = _opened(path, decode_name(path.name))
    except UNREADABLE as error:
        raise unreadable(path.name, error) from error
    if sum(file.size for file in found if file.packed is not None) > MOST_TOTAL_BYTES:
        raise CannotDo(
            say("{file} unpacks to more than 10 GiB", file=path.name),
            hint=say("unpack it yourself and load the folder"),
        )
    return found


def file_of_stream(stream: IO[bytes], name: str, spool: Path) -> list[File]:
    """The files in a stream that can be read only once; a private file keeps it meanwhile."""
    target = spool / name
    with target.open("wb") as copy:
        while piece := stream.read(CHUNK_BYTES):
            copy.write(piece)
    return files_of(target)


def _walk(root: Path) -> dict[str, Path]:
    """Every file below, by its name inside."""
    found: dict[str, Path] = {}
    for folder, folders, names in os.walk(root):
        place = Path(folder)
        seen = sorted(name for name in folders if not name.startswith((".", "__MACOSX")))
        folders[:] = [name for name in seen if not (place / name).is_symlink()]
        names += [name for name in seen if name not in folders]  # links to folders, which are not followed
        inside = "" if place == root else f"{place.relative_to(root).as_posix()}/"
        found |= {f"{inside}{name}": place / name for name in sorted(names) if not is_hidden(name)}
        if len(found) > MOST_ENTRIES:
            raise CannotDo(
                say("{file} holds more than {most:,} files", file=root.name, most=MOST_ENTRIES),
                hint=say("load its folders one by one"),
            )
    return _by_text(found)


def _by_text(found: Mapping[str, Path]) -> dict[str, Path]:
    """The files by names that are text, each by another."""
    named: dict[str, Path] = {}
    for name, path in found.items():
        text = decode_name(name)
        named[text if text == name or text not in {*found, *named} else spell_out(name)] = path
    return named


def find_hidden(path: Path) -> tuple[str, int]:
    """The first hidden folder right below a folder that holds files, and how many; an empty name if there is none."""
    hidden = sorted(each for each in path.iterdir() if each.name.startswith(".") and each.is_dir())
    counts = ((each.name, sum(len(names) for _, _, names in os.walk(each))) for each in hidden)
    return next(((decode_name(name), count) for name, count in counts if count), ("", 0))


def _opened_or_odd(path: Path, name: str) -> list[File]:
    """What `_opened` finds, or the entry with why it cannot be read."""
    fault = ""
    try:
        mode = path.stat().st_mode
        if path.is_symlink() and stat.S_ISDIR(mode):
            fault = say("a link to a folder")
        elif not stat.S_ISREG(mode):
            fault = say("not a regular file")
        elif not os.access(path, os.R_OK):
            fault = say("not readable")
    except OSError:
        fault = say("a link to nowhere")
    return [File(name, 0, lambda: path.open("rb"), path, fault=fault)] if fault else _opened(path, name)


def _opened(path: Path, name: str) -> list[File]:
    information = path.stat()
    if not stat.S_ISREG(information.st_mode):
        raise CannotDo(
            say("{file} is not a regular file", file=path.name),
            hint=say("give a file, a folder, or - for standard input"),
        )
    with path.open("rb") as stream:
        head = stream.read(BLOCKSIZE)
    if head.startswith(b"PK\x03\x04") and not is_workbook(path):
        return list(open_zip(path, name))
    if is_tar(head):
        with path.open("rb") as stream:
            return open_tar(path.name, name, stream)
    if opens := find_opener(head):
        return unpack(path, name, opens)
    return [File(name, information.st_size, lambda: path.open("rb"), path)]
