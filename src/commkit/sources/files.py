"""Exports as files: folders, zips and gzips alike, read as streams under limits, never extracted."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import re
import stat
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from commkit.errors import CannotDo
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HEAD_BYTES = 64 * 1024
CHUNK_BYTES = 1024 * 1024
MOST_ENTRIES = 200_000
MOST_FILE_BYTES = 2 * 1024**3
MOST_TOTAL_BYTES = 10 * 1024**3
MOST_RATIO = 200  # unpacked to packed, once past the first 10 MB
FREE_BYTES = 10 * 1024**2
ESCAPED = re.compile(r"\.[0-9A-F]{2}.*\.json", re.DOTALL)  # not hidden: Zulip's archive escapes a topic's first sign
UNREADABLE = (OSError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError)


@dataclass(frozen=True)
class File:
    """One file of an export: its name inside it, its size in bytes where known, and how to open it."""

    name: str
    size: int
    open_raw: Callable[[], BinaryIO]
    packed: int | None = None  # bytes before unpacking, for the limits

    @property
    def base(self) -> str:
        """The name without its folders."""
        return self.name.rsplit("/", 1)[-1]

    @property
    def folder(self) -> str:
        """The folders of the name, with a trailing slash, or nothing."""
        return self.name[: len(self.name) - len(self.base)]

    def chunks(self) -> Iterator[bytes]:
        """The bytes in pieces; a bomb or an unreadable file is refused."""
        seen = 0
        try:
            with self.open_raw() as stream:
                while piece := stream.read(CHUNK_BYTES):
                    seen += len(piece)
                    self._refuse_bomb(seen)
                    yield piece
        except UNREADABLE as error:
            raise unreadable(self.base, error) from error

    def content(self) -> bytes:
        """The whole content."""
        return b"".join(self.chunks())

    def stream(self) -> BinaryIO:
        """The content as a binary stream under the same limits."""
        return cast("BinaryIO", io.BufferedReader(_Chunks(self.chunks()), CHUNK_BYTES))

    @cached_property
    def head(self) -> bytes:
        """The first 64 KB, or nothing where the file cannot be read."""
        try:
            with self.open_raw() as stream:
                return stream.read(HEAD_BYTES)
        except UNREADABLE as error:
            raise unreadable(self.base, error) from error

    @cached_property
    def digest(self) -> str:
        """The content's digest, 32 hex digits."""
        state = sha256()
        for piece in self.chunks():
            state.update(piece)
        return state.hexdigest()[:32]

    def _refuse_bomb(self, seen: int) -> None:
        if self.packed is None:
            return
        if seen > MOST_FILE_BYTES or (seen > FREE_BYTES and seen > MOST_RATIO * max(self.packed, 1)):
            raise CannotDo(
                say(
                    "{file} unpacks to far more than it holds ({size} MB so far)", file=self.base, size=seen // 1024**2
                ),
                hint=say("unpack it yourself if you trust it, and load the folder"),
            )


class _Chunks(io.RawIOBase):
    """An iterator of bytes as a raw stream."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        self._rest = self._rest or next(self._chunks, b"")
        taken = self._rest[: len(view)]
        view[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)


def unreadable(name: str, error: BaseException) -> CannotDo:
    """The refusal of a file that cannot be read, without any of its content."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
    return CannotDo(
        say("cannot read {path}: {reason}", path=name, reason=say(reason)),
        hint=say("check the path, the permissions and that the file is whole"),
    )


def files_of(path: Path) -> list[File]:
    """All files behind a path, zips and gzips opened one level deep, in order of name."""
    try:
        plain = [path] if not path.is_dir() else _walk(path)
        root = path.parent if not path.is_dir() else path
        found = [inner for each in plain for inner in _opened(each, each.relative_to(root).as_posix())]
    except UNREADABLE as error:
        raise unreadable(path.name, error) from error
    if sum(file.size for file in found if file.packed is not None) > MOST_TOTAL_BYTES:
        raise CannotDo(
            say("{file} unpacks to more than 10 GiB", file=path.name),
            hint=say("unpack it yourself and load the folder"),
        )
    return found


def file_of_stream(stream: IO[bytes], name: str, spool: Path) -> list[File]:
    """The files behind a stream that can be read once, kept in a private file while they are read."""
    target = spool / name
    with target.open("wb") as copy:
        while piece := stream.read(CHUNK_BYTES):
            copy.write(piece)
    return _opened(target, name)


def _walk(root: Path) -> list[Path]:
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__MACOSX")))
        found += [Path(folder) / name for name in sorted(names) if not _is_hidden(name)]
        if len(found) > MOST_ENTRIES:
            raise CannotDo(
                say("{file} holds more than {most:,} files", file=root.name, most=MOST_ENTRIES),
                hint=say("load its folders one by one"),
            )
    return found


def _opened(path: Path, name: str) -> list[File]:
    information = path.stat()
    if not stat.S_ISREG(information.st_mode):
        raise CannotDo(
            say("{file} is not a regular file", file=path.name),
            hint=say("give a file, a folder, or - for standard input"),
        )
    with path.open("rb") as stream:
        magic = stream.read(4)
    size = information.st_size
    if magic == b"PK\x03\x04" and not _is_workbook(path):
        return list(_zipped(path, name))
    if magic[:2] == b"\x1f\x8b":
        return [File(name.removesuffix(".gz"), size, lambda: cast("BinaryIO", gzip.open(path)), packed=size)]
    return [File(name, size, lambda: path.open("rb"))]


def _is_workbook(path: Path) -> bool:
    with contextlib.suppress(*UNREADABLE), zipfile.ZipFile(path) as archive:
        return "[Content_Types].xml" in archive.namelist()
    return False


def _zipped(path: Path, name: str) -> Iterator[File]:
    archive = zipfile.ZipFile(path, metadata_encoding=_name_encoding(path))  # stays open as long as its files are known
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_ENTRIES:
        raise CannotDo(
            say("{file} holds more than {most:,} files", file=path.name, most=MOST_ENTRIES),
            hint=say("unpack it and load its folders"),
        )
    if len({entry.filename for entry in entries}) < len(entries):
        raise CannotDo(
            say("{file} holds two files of one name", file=path.name), hint=say("unpack it and load the folder")
        )
    for entry in sorted(entries, key=lambda each: each.filename):
        if not _is_hidden(entry.filename):
            _refuse_entry(path.name, entry)
            opened = cast("Callable[[], BinaryIO]", partial(archive.open, entry))
            yield File(f"{name}/{entry.filename}", entry.file_size, opened, packed=entry.compress_size)


def _name_encoding(path: Path) -> str | None:
    """GB18030 where the old code page of the names reads as Chinese, else what the zip says."""
    with zipfile.ZipFile(path) as archive:
        old = [entry.filename for entry in archive.infolist() if not entry.flag_bits & 0x800]
    try:
        raw = [name.encode("cp437") for name in old if not name.isascii()]
        return "gb18030" if raw and all(each.decode("gb18030") for each in raw) else None
    except UnicodeError:
        return None


def _is_hidden(name: str) -> bool:
    parts = (part for part in name.split("/") if part.startswith(".") and part not in {".", ".."})
    return name.startswith("__MACOSX/") or any(not ESCAPED.fullmatch(part) for part in parts)


def _refuse_entry(archive: str, entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    outside = name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or name[1:2] == ":"
    if outside or is_link or entry.flag_bits & 0x1:
        is_locked = entry.flag_bits & 0x1
        locked = say("{file} holds an encrypted file", file=archive)
        what = locked if is_locked else say("{file} holds a path that leads outside it", file=archive)
        raise CannotDo(what, hint=say("unpack it yourself if you trust it, and load the folder"))
