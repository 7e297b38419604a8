"""One file of an export: read as a stream under limits, its text as UTF-8."""

from __future__ import annotations

import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, cast

from commkit.errors import CannotDo
from commkit.sources.files import encoding
from commkit.sources.files.encoding import HEAD_BYTES
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CHUNK_BYTES = 1024 * 1024
MOST_FILE_BYTES = 2 * 1024**3
MOST_RATIO = 200  # unpacked to packed, once past the first 10 MB
FREE_BYTES = 10 * 1024**2
MOST_WHOLE_RATIO = 40  # of what is held as a whole, once past the first 64 MB; chats pack to a tenth
FREE_WHOLE_BYTES = 64 * 1024**2
DAMAGED = (zipfile.BadZipFile, tarfile.TarError, lzma.LZMAError, zlib.error, struct.error)
UNREADABLE = (OSError, EOFError, ValueError, RuntimeError, *DAMAGED)  # what the readers of archives raise


@dataclass(eq=False)
class File:
    """One file of an export: its name inside it, its size in bytes where known, and how to open it."""

    name: str
    size: int
    open_raw: Callable[[], BinaryIO]
    path: Path | None = None  # where it lies on the disk, if not inside an archive
    packed: int | None = None  # bytes before unpacking, for the limits
    encoding: str | None = None  # as given, or as detected when the file is read
    fault: str = ""  # why an entry of a folder cannot be read
    book: File | None = None  # where only a sheet of a workbook is meant
    sheet: str = ""  # the one that is meant

    @property
    def base(self) -> str:
        """The name without its folders."""
        return self.name.rsplit("/", 1)[-1]

    @property
    def folder(self) -> str:
        """The folders of the name, with a trailing slash, or nothing."""
        return self.name[: len(self.name) - len(self.base)]

    def chunks(self) -> Iterator[bytes]:
        """The content in pieces, text as UTF-8."""
        pieces = self.raw()
        first: list[bytes] = []
        while sum(map(len, first)) < HEAD_BYTES and (piece := next(pieces, b"")):
            first.append(piece)
        self.encoding = encoding.settle_encoding(self.encoding, b"".join(first)[:HEAD_BYTES])
        yield from encoding.encode_utf8(chain(first, pieces), self.encoding)

    def raw(self) -> Iterator[bytes]:
        """The bytes as they are, in pieces. Refuses a bomb or an unreadable file."""
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
        """The whole content. Refuses one that packs too well to be held in memory as a whole."""
        pieces, size = [], 0
        for piece in self.chunks():
            pieces.append(piece)
            size += len(piece)
            if self.packed is not None and size > FREE_WHOLE_BYTES and size > MOST_WHOLE_RATIO * self.packed:
                raise self._bomb(size)
        return b"".join(pieces)

    def stream(self) -> BinaryIO:
        """The same content as a binary stream."""
        return cast("BinaryIO", io.BufferedReader(_Chunks(self.chunks()), CHUNK_BYTES))

    @cached_property
    def head(self) -> bytes:
        """The first 64 KB, text as UTF-8."""
        try:
            with self.open_raw() as stream:
                raw = stream.read(HEAD_BYTES)
        except UNREADABLE as error:
            raise unreadable(self.base, error) from error
        self.encoding = encoding.settle_encoding(self.encoding, raw)
        return raw if self.encoding in encoding.AS_IT_IS else self.stream().read(HEAD_BYTES)

    @property
    def head_text(self) -> str:
        """The head as text, cut at a whole character."""
        return encoding.decode_head(self.head)

    @property
    def as_it_is(self) -> Path | None:
        """The file on the disk with exactly the bytes of `chunks`, if there is one."""
        return self.path if self.head and self.encoding in encoding.AS_IT_IS else None

    @cached_property
    def digest(self) -> str:
        """The digest of the bytes as they are, 32 hex digits."""
        state = sha256()
        for piece in self.raw():
            state.update(piece)
        state.update(self.sheet.encode())
        return state.hexdigest()[:32]

    def _refuse_bomb(self, seen: int) -> None:
        if self.packed is None:
            return
        if seen > MOST_FILE_BYTES or (seen > FREE_BYTES and seen > MOST_RATIO * max(self.packed, 1)):
            raise self._bomb(seen)

    def _bomb(self, seen: int) -> CannotDo:
        return CannotDo(
            say("{file} unpacks to far more than it holds ({size} MB so far)", file=self.base, size=seen // 1024**2),
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
    """The error to raise for a file that cannot be read; it contains nothing of the file."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
    hint = say("check the path, the permissions and that the file is whole")
    if isinstance(error, FileNotFoundError):
        is_pattern = any(mark in name for mark in "*?[")
        hint = (
            say("give the folder, or leave the quotes out so that the shell lists the files")
            if is_pattern
            else say("there is no such file here: check its name and its folder")
        )
    return CannotDo(say("cannot read {path}: {reason}", path=name, reason=say(reason)), hint=hint)


def undecided(file: File) -> CannotDo:
    """The error to raise for a text that may be in several encodings, or in one that is not known."""
    return CannotDo(
        say("the encoding of {file} cannot be told", file=file.base),
        hint=say("say it with --encoding, for example {names}", names="gb18030, big5, cp949, euc_jp"),
    )


def broken(file: File) -> CannotDo:
    """The error to raise for a file whose content is not what its beginning promises."""
    return CannotDo(
        say("{file} is cut or damaged", file=file.base), hint=say("export it again, or check that the copy is whole")
    )
