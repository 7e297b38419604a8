"""The files in an archive: zips, tars and single compressed files. Nothing is written to a path."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import os
import re
import stat
import tarfile
import tempfile
import zipfile
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast

from commkit.errors import CannotDo
from commkit.file_names import decode_name
from commkit.sources.files.file import UNREADABLE, File
from commkit.sources.files.xz import open_xz
from commkit.sources.files.zip_directory import lists_more
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MOST_ENTRIES = 200_000
MOST_HEADER_BYTES = 64 * 1024  # of one entry of a tar: its path and its other properties
ESCAPED = re.compile(
    r"\.[0-9A-F]{2}.*\.json", re.DOTALL
)  # not hidden: Zulip's archive escapes the first character of a topic
DRIVE = re.compile(r"[A-Za-z]:")
ENDINGS = re.compile(r"\.(?:gz|bz2|xz)$")
SPARSE = b"S"

COMPRESSED: dict[bytes, Callable[[Path], BinaryIO]] = {
    b"\x1f\x8b": lambda path: cast("BinaryIO", gzip.open(path)),  # noqa: SIM115 (closed by whoever reads it)
    b"BZh": lambda path: cast("BinaryIO", bz2.open(path)),  # noqa: SIM115 (closed by whoever reads it)
    b"\xfd7zXZ\x00": open_xz,
}


def find_opener(magic: bytes) -> Callable[[Path], BinaryIO] | None:
    """The function that opens a compressed file with this beginning, or None if it is not compressed."""
    return next((opens for sign, opens in COMPRESSED.items() if magic.startswith(sign)), None)


def is_tar(head: bytes) -> bool:
    """Whether this first block of 512 bytes belongs to a tar."""
    return head[257:262] == b"ustar"


def is_hidden(name: str) -> bool:
    """Whether a path leads through something hidden, or into what a Mac adds to its zips."""
    parts = (part for part in name.split("/") if part.startswith(".") and part not in {".", ".."})
    return name.startswith("__MACOSX/") or any(not ESCAPED.fullmatch(part) for part in parts)


def unpack(path: Path, name: str, opens: Callable[[Path], BinaryIO]) -> list[File]:
    """The files of a compressed tar, or the one file that is compressed."""
    size = path.stat().st_size
    single = File(ENDINGS.sub("", name), size, partial(opens, path), packed=size)
    with opens(path) as stream:
        if not is_tar(stream.read(tarfile.BLOCKSIZE)):
            return [single]
    with tempfile.TemporaryFile() as spool:  # it has no path, and disappears with the last of its files
        for piece in single.raw():
            spool.write(piece)
        spool.flush()
        return open_tar(path.name, name, spool)


def open_tar(archive: str, name: str, stream: BinaryIO) -> list[File]:
    """The files of a tar that can be read anywhere, in order of name."""
    found: dict[str, File] = {}
    handle = _Handle(stream)
    stream.seek(0)
    with tarfile.open(fileobj=_Bounded(stream), mode="r:", encoding="utf-8", errors="surrogateescape") as tar:
        for number, entry in enumerate(tar):
            _refuse_many(archive, number)
            inner = decode_name(entry.name).removeprefix("./")
            if entry.isdir() or is_hidden(inner):
                continue
            if not entry.isreg() or entry.type == SPARSE:
                _refuse(say("{file} holds a link or a device", file=archive))
            _refuse_outside(archive, inner)
            if inner in found:
                _refuse(say("{file} holds two files of one name", file=archive))
            section = partial(_section, handle, entry.offset_data, entry.size)
            found[inner] = File(f"{name}/{inner}", entry.size, section)
    return [file for _, file in sorted(found.items())]


def open_zip(path: Path, name: str) -> Iterator[File]:
    """The files of a zip, in order of name."""
    size = path.stat().st_size
    archive = zipfile.ZipFile(path, metadata_encoding=_name_encoding(path))  # stays open as long as its files are known
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if sum(entry.compress_size for entry in entries) > size:
        _refuse(say("{file} holds files that overlap", file=path.name))
    if len({entry.filename for entry in entries}) < len(entries):
        _refuse(say("{file} holds two files of one name", file=path.name))
    for entry in sorted(entries, key=lambda each: each.filename):
        if not is_hidden(entry.filename):
            _refuse_entry(path.name, entry)
            opened = cast("Callable[[], BinaryIO]", partial(archive.open, entry))
            yield File(f"{name}/{entry.filename}", entry.file_size, opened, packed=entry.compress_size)


def is_workbook(path: Path) -> bool:
    """Whether a zip is an Excel workbook. Refuses a zip of more files than can be listed."""
    with path.open("rb") as stream:
        if lists_more(stream, MOST_ENTRIES):
            _refuse_many(path.name, MOST_ENTRIES + 1)
    with contextlib.suppress(*UNREADABLE), zipfile.ZipFile(path) as archive:
        return "[Content_Types].xml" in archive.namelist()
    return False


class _Handle:
    """A file that stays open as long as anybody may read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self.number = os.dup(stream.fileno())

    def __del__(self) -> None:
        os.close(self.number)


class _Bounded(io.RawIOBase):
    """A tar's stream, through which only headers are read; it refuses a header larger than any real one."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        if size > MOST_HEADER_BYTES:
            raise tarfile.ReadError
        return self._stream.read(size)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()


class _Section(io.RawIOBase):
    """A section of an open file, read independently of other readers; a file that ends too early is an error."""

    def __init__(self, handle: _Handle, at: int, size: int) -> None:
        self._handle, self._at, self._end = handle, at, at + size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        taken = os.pread(self._handle.number, min(len(view), self._end - self._at), self._at)
        if not taken and self._at < self._end:
            raise EOFError
        view[: len(taken)] = taken
        self._at += len(taken)
        return len(taken)


def _section(handle: _Handle, at: int, size: int) -> BinaryIO:
    return cast("BinaryIO", io.BufferedReader(_Section(handle, at, size)))


def _name_encoding(path: Path) -> str | None:
    """GB18030 if names in the old code page read as Chinese, otherwise what the zip states."""
    with zipfile.ZipFile(path) as archive:
        old = [entry.filename for entry in archive.infolist() if not entry.flag_bits & 0x800]
    try:
        raw = [name.encode("cp437") for name in old if not name.isascii()]
        return "gb18030" if raw and all(each.decode("gb18030") for each in raw) else None
    except UnicodeError:
        return None


def _refuse_entry(archive: str, entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 0x1:
        _refuse(say("{file} holds an encrypted file", file=archive))
    if stat.S_IFMT(entry.external_attr >> 16) not in {0, stat.S_IFREG}:
        _refuse(say("{file} holds a link or a device", file=archive))
    _refuse_outside(archive, entry.filename)


def _refuse_outside(archive: str, name: str) -> None:
    if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or DRIVE.match(name):
        _refuse(say("{file} holds a path that leads outside it", file=archive))


def _refuse_many(archive: str, number: int) -> None:
    if number > MOST_ENTRIES:
        _refuse(say("{file} holds more than {most:,} files", file=archive, most=MOST_ENTRIES))


def _refuse(what: str) -> None:
    raise CannotDo(what, hint=say("unpack it yourself if you trust it, and load the folder"))
