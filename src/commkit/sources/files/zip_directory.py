"""The directory at the end of a zip: how many files it lists, found out before a list is made of them."""

from __future__ import annotations

import os
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import BinaryIO

ENDS, ENDS_64, ENTRY = b"PK\x05\x06", b"PK\x06\x06", b"PK\x01\x02"
END_BYTES, END_64_BYTES, LOCATOR_BYTES, ENTRY_BYTES = 22, 56, 20, 46
MOST_REMARK = 64 * 1024


def lists_more(stream: BinaryIO, most: int) -> bool:
    """Whether it lists more than so many files, whatever it states."""
    size = stream.seek(0, os.SEEK_END)
    tail_at = max(0, size - END_BYTES - MOST_REMARK)
    stream.seek(tail_at)
    tail = stream.read()
    at = tail.rfind(ENDS)
    if at < 0 or len(tail) < at + END_BYTES:
        return False  # not a zip: whoever opens it says so
    length, end = struct.unpack_from("<I", tail, at + 12)[0], tail_at + at
    wide_at = end - LOCATOR_BYTES - END_64_BYTES
    if wide_at >= 0:
        stream.seek(wide_at)
        wide = stream.read(END_64_BYTES)
        if wide.startswith(ENDS_64):
            length, end = struct.unpack_from("<Q", wide, 40)[0], wide_at
    return length > most * ENTRY_BYTES and _count(stream, max(0, end - length), end, most) > most


def _count(stream: BinaryIO, at: int, end: int, most: int) -> int:
    """How many entries stand between two places; it stops counting at one more than so many."""
    number = 0
    stream.seek(at)
    while at < end and number <= most:
        entry = stream.read(ENTRY_BYTES)
        if len(entry) < ENTRY_BYTES or not entry.startswith(ENTRY):
            break
        rest = sum(struct.unpack_from("<HHH", entry, 28))
        stream.seek(rest, os.SEEK_CUR)
        at += ENTRY_BYTES + rest
        number += 1
    return number
