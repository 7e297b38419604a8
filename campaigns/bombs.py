"""Files made to burst what reads them: each is refused within ten seconds of the processor and 512 MB."""

from __future__ import annotations

import argparse
import bz2
import gzip
import io
import lzma
import random
import sys
import tarfile
import tempfile
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from campaigns import limits, workbooks
from campaigns.limits import is_refused, run, tell

if TYPE_CHECKING:
    from collections.abc import Callable

    Bomb = tuple[str, Callable[[], bytes]]  # the name of the file, and what makes it

MOST_SECONDS = 10
MOST_MEMORY = 512  # MB
PIECE = b"ana,2024-01-05 10:00,tea\n" * 40_000  # a megabyte
MANY = 300
HEAD = b"author,time,text\n"
MAIL = b"From a@example.org Fri Jan  5 10:00:00 2024\nFrom: a@example.org\nDate: Fri, 5 Jan 2024 10:00:00 +0000\n"
JSON_LINE = b'{"author": "ana", "time": "2024-01-05 10:00", "text": "tea"}\n'
SLACK = {
    "users.json": '[{"id": "U123", "team_id": "T1", "name": "ana", "profile": {}}]',
    "channels.json": '[{"id": "C123", "name": "hall", "created": 1, "creator": "U123", "members": ["U123"]}]',
    "hall/2024-01-04.json": '[{"type": "message", "user": "U123", "ts": "1704362400.1", "text": "a"}]',
}


def main() -> int:
    """Load each of them; exit 1 if one is not refused in time and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="those whose names hold this")
    asked = parser.parse_args()
    limits.prepare()
    faults = 0
    for kind in (each for each in BOMBS if asked.only in each):
        ended = burst(kind)
        is_good = (is_refused(ended) or not ended.code) and ended.seconds < MOST_SECONDS and ended.memory < MOST_MEMORY
        faults += not is_good
        why = ended.err.partition("\n")[0][:100]
        what = "FAULT" if not is_good else "refused" if ended.code else "read"
        print(f"{what}: {kind}: {tell(ended)}: {why}", flush=True)
    print(f"{len(BOMBS)} bombs, {faults} faults")
    return int(faults > 0)


def burst(kind: str) -> limits.Ended:
    """How loading it ends."""
    name, made = BOMBS[kind]
    with tempfile.TemporaryDirectory(prefix="bombs-") as folder:
        (Path(folder) / name).write_bytes(made())
        return run("load", name, folder=Path(folder), seconds=3 * MOST_SECONDS)


def table(pack: Callable[[bytes], bytes]) -> bytes:
    """A packed table of 300 MB, as one stream after the other: packing so much at once takes minutes."""
    return pack(HEAD) + pack(PIECE) * MANY


def swollen(name: str, piece: bytes, head: bytes = b"", count: int = MANY, tail: bytes = b"") -> bytes:
    """A zip of one file in which a piece is repeated."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as entry:
        entry.write(head)
        for _ in range(count):
            entry.write(piece)
        entry.write(tail)
    return target.getvalue()


def overlapping(name: str, count: int = 300) -> bytes:
    """A zip of so many files that are all the same megabyte."""
    content = swollen(name, PIECE, HEAD, 1)
    begin = content.index(b"PK\x01\x02")
    end = content.index(b"PK\x05\x06")
    entry = content[begin:end]
    entries = b"".join(entry.replace(name.encode(), f"{at:03}{name[3:]}".encode()) for at in range(count))
    sizes = count.to_bytes(2, "little") * 2 + len(entries).to_bytes(4, "little")
    return content[:begin] + entries + content[end : end + 8] + sizes + content[end + 16 :]


def understated(count: int = MANY) -> bytes:
    """A zip whose directory says that its file takes as much packed as unpacked."""
    content = bytearray(swollen("chat.csv", PIECE, HEAD, count))
    at = content.rindex(b"PK\x01\x02")
    content[at + 20 : at + 24] = content[at + 24 : at + 28]
    return bytes(content)


def million_entries() -> bytes:
    """A zip whose directory lists a million files, all at the same place."""
    first = workbooks.zipped({"a": "a"})
    begin, end = first.index(b"PK\x01\x02"), first.index(b"PK\x05\x06")
    entries = first[begin:end] * 1_000_000
    sizes = b"\xff\xff" * 2 + len(entries).to_bytes(4, "little")
    return first[:begin] + entries + first[end : end + 8] + sizes + first[end + 16 :]


def tar_bomb(pack: Callable[[bytes], bytes]) -> bytes:
    """A tar of a table of 300 MB."""
    entry = tarfile.TarInfo("chat.csv")
    entry.size = MANY * len(PIECE)
    return pack(entry.tobuf()) + pack(PIECE) * MANY


def long_name_in_a_tar(pack: Callable[[bytes], bytes]) -> bytes:
    """A header that says its path is 300 MB long."""
    entry = tarfile.TarInfo("././@LongLink")
    entry.type, entry.size = tarfile.GNUTYPE_LONGNAME, MANY * 1024**2
    return pack(entry.tobuf(tarfile.GNU_FORMAT)) + pack(b"a" * 1024**2) * MANY


def xz_of_a_huge_dictionary() -> bytes:
    """Unpacking asks for 1.5 GB of memory, whatever is in it."""
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 4096}]
    packed = bytearray(lzma.compress(HEAD * 10_000, check=lzma.CHECK_NONE, filters=filters))
    header = bytearray(packed[12 : 12 + (packed[12] + 1) * 4])
    header[header.index(b"\x21\x01") + 2] = 40  # 4 GiB
    header[-4:] = zlib.crc32(header[:-4]).to_bytes(4, "little")
    packed[12 : 12 + len(header)] = header
    return bytes(packed)


def nested_html() -> bytes:
    """Groups of messages within groups."""
    head = b'<!DOCTYPE html><html><head><title>Reef - hall</title></head><body><div class="preamble">'
    return head + b'<div class="chatlog__message-group">' * 300_000


def slack(day: str) -> bytes:
    """A Slack export with this day, which packs no better than is allowed."""
    return workbooks.zipped({**SLACK, "hall/2024-01-05.json": f'{day[:-1]},"{workbooks.padding(len(day))}"]'})


def mail_of_many_parts() -> bytes:
    """A mail of parts within parts, each in a boundary of its own."""
    parts = (f'Content-Type: multipart/mixed; boundary="b{at}"\n\n--b{at}\n' for at in range(60_000))
    return MAIL + "".join(parts).encode()


BOMBS: dict[str, Bomb] = {
    "zip": ("chat.zip", lambda: swollen("chat.csv", PIECE, HEAD)),
    "zip of overlapping files": ("chat.zip", lambda: overlapping("chat.csv")),
    "zip that understates": ("chat.zip", understated),
    "zip of a million files": ("chat.zip", million_entries),
    "zip of a workbook of zeros": ("chat.zip", lambda: swollen("a.xlsx", bytes(1024**2), workbooks.workbook(""), 800)),
    "gzip": ("chat.csv.gz", lambda: table(gzip.compress)),
    "bzip2": ("chat.csv.bz2", lambda: table(bz2.compress)),
    "xz": ("chat.csv.xz", lambda: table(lzma.compress)),
    "xz that asks for memory": ("chat.csv.xz", xz_of_a_huge_dictionary),
    "tar.gz": ("chat.tar.gz", lambda: tar_bomb(gzip.compress)),
    "tar.bz2": ("chat.tar.bz2", lambda: tar_bomb(bz2.compress)),
    "tar of one long path": ("chat.tar", lambda: long_name_in_a_tar(bytes)[: 10 * 1024**2]),
    "tar.gz of one long path": ("chat.tgz", lambda: long_name_in_a_tar(gzip.compress)),
    "nested HTML": ("Reef - hall [5].html", nested_html),
    "nested JSON": (
        "result.json",
        lambda: b'{"name": "a", "type": "private_group", "id": 5, "messages": [' + b"[" * 5_000_000,
    ),
    "nested JSON in a line": ("lines.jsonl", lambda: b'{"author": ' + b"[" * 5_000_000),
    "JSON of 20 million objects": ("slack.zip", lambda: slack(f"[{'{},' * 20_000_000}{{}}]")),
    "JSON of one message of 200 MB": (
        "slack.zip",
        lambda: slack(f'[{{"type": "message", "user": "U123", "ts": "1704448800.1", "text": "{"a" * 200_000_000}"}}]'),
    ),
    "line of 190 MB": (
        "lines.jsonl.gz",
        lambda: (
            gzip.compress(JSON_LINE * 20 + JSON_LINE[:-3])
            + gzip.compress(random.Random(1).randbytes(4000).hex().encode() * 125) * 190
        ),
    ),
    "mail of 600 MB": ("list.mbox.gz", lambda: gzip.compress(MAIL + b"\n") + gzip.compress(PIECE) * 2 * MANY),
    "mail of parts within parts": ("list.mbox", mail_of_many_parts),
    "mail of 3 million header lines": ("list.mbox", lambda: MAIL + b"x: y\n" * 3_000_000),
    **workbooks.BOMBS,
}

HARMLESS = ("mail of parts within parts", "mail of 3 million header lines", "JSON of 20 million objects")

if __name__ == "__main__":
    sys.exit(main())
