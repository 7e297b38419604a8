"""Discourse's list of users: the CSV that an administrator exports, with the forum's own user fields after it."""

from __future__ import annotations

import csv
from itertools import islice
from typing import TYPE_CHECKING

from commkit.sources.discourse.messages import normalise_username
from commkit.sources.faults import NO_ZONED_TIME
from commkit.sources.files.file import broken
from commkit.sources.rows import Rows
from commkit.sources.source import alone
from commkit.sources.table.from_table import REASONS
from commkit.sources.table.records import CutRules, cut_records
from commkit.sources.text.stamps import read_zoned

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading
    from commkit.store.batch import Batch

PLATFORM = "discourse"
LACKS = frozenset({"leaves", "reactions", "replies", "mentions"})

parts = alone

HEADER = frozenset({"id", "username", "created_at", "trust_level", "posts_read_count", "time_read", "likes_given"})


def recognises(file: File) -> bool:
    """Whether the first line is the header of that list."""
    return b"trust_level" in file.head and set(_header(file)) >= HEADER


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:  # noqa: ARG001 (the export speaks for itself)
    """A member for each user."""
    for file in files:
        header = _header(file)
        if not set(header) >= HEADER:
            raise broken(file)
        for piece in cut_records(file.chunks(), CutRules(",", len(header), skip_first=True)):
            rows = Rows()
            rows.records["member"] += piece.records
            for bad in piece.bad:
                rows.reject("member", (file.name, bad.line), bad.code, REASONS[bad.code], (bad.start, bad.end))
            places = zip(piece.lines, piece.starts, piece.ends, strict=True)
            for row, (line, start, end) in zip(piece.rows, places, strict=True):
                if fault := _add(dict(zip(header, row, strict=True)), rows):
                    rows.reject("member", (file.name, line), *fault, (start, end))
            yield rows.batch()


def _header(file: File) -> list[str]:
    lines = file.head_text.removeprefix("\ufeff").lstrip("\r\n").splitlines()
    return [name.strip() for row in islice(csv.reader(lines[:1]), 1) for name in row]


def _add(user: Mapping[str, str | None], rows: Rows) -> tuple[str, str] | None:
    """One user, or the code and the reason why there is none."""
    native, joined_at = normalise_username(user["username"]), read_zoned(user["created_at"])
    if native is None:
        return "no-id", "a user without a username"
    if joined_at is None:
        return NO_ZONED_TIME
    is_staff = "true" in (user.get("admin"), user.get("moderator"))
    is_bot = (user["id"] or "").startswith("-")  # the forum's own accounts: system, discobot
    rows.add("member", native=native, name=user["username"], is_bot=is_bot, is_staff=is_staff, joined_at=joined_at)
    rows.add("contact", member=native, email=user.get("email"))
    return None
