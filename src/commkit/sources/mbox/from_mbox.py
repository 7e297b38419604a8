"""Mailing lists as mbox files: archives of Mailman and pipermail, Google Groups and Gmail by Takeout, mail programs.

Format: RFC 4155. A line `From ADDRESS DATE` opens a mail; bodies may contain lines that only look similar.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from commkit.sources.files.portions import read_whole_lines
from commkit.sources.mbox.messages import Mail, add_mail, headers_of, list_of
from commkit.sources.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading
    from commkit.store.batch import Batch

PLATFORM = "mail"
LACKS = frozenset({"joins", "leaves", "roster", "bots", "reactions", "mentions"})

OPENS = re.compile(rb"From (?:\S.{0,300}[0-9]{2}:[0-9]{2}(?::[0-9]{2})?.{0,40}\b[0-9]{4}|-?[0-9]{6,30})[ \t]*\r?$")
# Opens a mail in what git format-patch writes alone.
PATCH = re.compile(rb"From (?:[0-9a-f]{40}|[0-9a-f]{64}) Mon Sep 17 00:00:00 2001")
HEADER = re.compile(rb"[!-9;-~]{1,80}:")
FIELDS = tuple(re.compile(rb"^(?:%s):" % name, re.IGNORECASE | re.MULTILINE) for name in (b"from", b"date|message-id"))
TAG = re.compile(rb"^Subject:.{0,40}?\[([\w .-]{2,40})\]", re.IGNORECASE | re.MULTILINE)
SUBJECT = re.compile(rb"^Subject:", re.IGNORECASE | re.MULTILINE)
MONTH = re.compile(r"\d{4}-?(?:[A-Z][a-z]{2,8}|q[1-4]|\d{2})?")  # how pipermail names its files
ENDING = re.compile(r"\.(?:mbox|mbx|txt|eml|gz)$")
LINE_BYTES = 48  # that a line takes beside its text
MOST_MAIL_BYTES = 64 * 1024**2  # that a mail takes as lines; what follows are attachments, which nobody reads
USUAL = 0.5  # of the subjects have the list's tag


class MailText(NamedTuple):
    """One mail: its first line, its bytes in the file, and its content below the line that opens it."""

    line: int
    start: int
    end: int
    content: bytes


def recognises(file: File) -> bool:
    """Whether the first line opens a mail and the header of a mail follows."""
    first, _, rest = file.head.lstrip(b"\r\n").partition(b"\n")
    header = rest.replace(b"\r", b"").partition(b"\n\n")[0]
    return bool(OPENS.match(first) and HEADER.match(rest)) and all(field.search(header) for field in FIELDS)


def parts(file: File, files: Sequence[File]) -> list[File]:
    """The other mailboxes of the same folder, which are months of one archive."""
    beside = (each for each in files if each is not file and each.folder == file.folder)
    return [file, *(each for each in beside if recognises(each))]


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:  # noqa: ARG001 (mails speak for themselves)
    """Mail by mail; those whose date states no zone go into batches of their own."""
    groups = set[str]()
    by_clock = {False: Rows(), True: Rows()}
    for file, name in zip(files, _names(files), strict=True):
        for piece in split_mails(file):
            mail = Mail(headers_of(piece.content), piece.content)
            rows = by_clock[mail.is_naive]
            rows.records["message"] += 1
            if fault := add_mail(mail, name, groups, rows):
                rows.reject("message", (file.name, piece.line), *fault, (piece.start, piece.end))
            if rows.is_full:
                yield rows.batch(naive=mail.is_naive)
                by_clock[mail.is_naive] = Rows()
    for naive, rest in by_clock.items():
        if rest.records:
            yield rest.batch(naive=naive)


def split_mails(file: File) -> Iterator[MailText]:
    """The mails of a file, one at a time. Text above the first opening line is a mail that lacks that line."""
    lines, held = list[bytes](), b""
    number, first, start, end, weight = 0, 1, 0, 0, 0
    are_patches = PATCH.match(file.head.lstrip(b"\r\n")) is not None
    for line in read_whole_lines(file):
        if held and HEADER.match(line):
            if any(each.strip() for each in lines):
                yield MailText(first, start, end - len(held), b"".join(lines))
            first, start, lines, weight = number, end - len(held), [], 0
        elif held:
            lines.append(held)
        number, end = number + 1, end + len(line)
        held = line if line.startswith(b"From ") and _opens(line, are_patches=are_patches) else b""
        if not held and weight < MOST_MAIL_BYTES:
            lines.append(line)
            weight += LINE_BYTES + len(line)
    lines.append(held)
    if any(each.strip() for each in lines):
        yield MailText(first, start, end, b"".join(lines))


def _opens(line: bytes, *, are_patches: bool) -> bool:
    """Whether a line can open a mail; in other mailboxes than git's own, a patch is part of the mail that brings it."""
    return OPENS.match(line.rstrip(b"\n")) is not None and (are_patches or not PATCH.match(line))


def _names(files: Sequence[File]) -> list[str]:
    """The name of each file's list: from its own mails, else from the other files, else from the folder or the file."""
    base = ENDING.sub("", files[0].base)
    folder = files[0].folder.rstrip("/").rsplit("/", 1)[-1]
    said = [_name(file) for file in files]
    otherwise = next(filter(None, said), "") or folder or ("mail" if MONTH.fullmatch(base) else base)
    return [name or otherwise for name in said]


def _name(file: File) -> str:
    """The list of the file's first mail, or the tag that most of its first subjects have."""
    if first := list_of(headers_of(file.head.partition(b"\n")[2])):
        return first.native
    (tag, count), *_ = Counter[bytes](TAG.findall(file.head)).most_common(1) or [(b"", 0)]
    return tag.decode("utf-8", "replace").lower() if count > USUAL * len(SUBJECT.findall(file.head)) else ""
