"""Files packed by xz, as a stream. Such a file may ask for gigabytes of memory, so there is a limit."""

from __future__ import annotations

import io
import lzma
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

MOST_MEMORY = 128 * 1024**2  # bytes; `xz -9` asks for 65 MB
PACKED_BYTES = 64 * 1024


def open_xz(path: Path) -> BinaryIO:
    """The unpacked bytes of a file."""
    return io.BufferedReader(_Unpacked(path), PACKED_BYTES)


class _Unpacked(io.RawIOBase):
    """A file may be several streams one after the other."""

    def __init__(self, path: Path) -> None:
        self._packed = path.open("rb")
        self._unpacker: lzma.LZMADecompressor | None = None
        self._held = b""

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._packed.close()
        super().close()

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        while True:
            if self._unpacker is None or self._unpacker.eof:
                self._held = self._next_stream()
                if not self._held:
                    return 0
                self._unpacker = lzma.LZMADecompressor(lzma.FORMAT_XZ, MOST_MEMORY)
            if self._unpacker.needs_input and not self._held:
                self._held = self._packed.read(PACKED_BYTES)
                if not self._held:
                    raise EOFError
            taken = self._unpacker.decompress(self._held, len(view))
            self._held = b""
            view[: len(taken)] = taken
            if taken:
                return len(taken)

    def _next_stream(self) -> bytes:
        """What follows the stream that has ended, without the zeros that may stand between two."""
        held = self._held if self._unpacker is None else self._unpacker.unused_data
        while not held.lstrip(b"\0") and (more := self._packed.read(PACKED_BYTES)):
            held = more
        return held.lstrip(b"\0")
