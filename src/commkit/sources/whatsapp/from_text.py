"""WhatsApp's "Export chat": one text file of a group, as iPhones and Androids write it in many languages.

It has no ids: members and the group have only names. Times are the exporter's wall clock, often to the minute.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from commkit.errors import CannotDo
from commkit.sources.faults import BAD_ENCODING, NO_SENDER, NO_SUCH_TIME
from commkit.sources.files.encoding import DAMAGED
from commkit.sources.rows import Rows
from commkit.sources.source import alone
from commkit.sources.whatsapp.content import NOTHING, find_notice, is_strange_stub, read_body, split_name
from commkit.sources.whatsapp.lines import clock_of, day_of, find_form, find_order, read_records
from commkit.sources.whatsapp.member_names import (
    find_mentions,
    find_other,
    normalise_name,
    read_new_number,
    split_list,
    strip_marks,
)
from commkit.sources.whatsapp.plain_records import find_speakers, read_plain
from commkit.store.batch import frame
from commkit.store.fields import STRANGE, UNDERSTOOD
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading
    from commkit.sources.whatsapp.notices import WhatsappNotice
    from commkit.store.batch import Batch

PLATFORM = "whatsapp"
LACKS = frozenset({"reactions", "replies", "roster", "bots", "ids", "lasting_names", "seconds", "common_end"})

# The title is in the name of the file or of the zip: WhatsApp Chat with Ana.txt, 与小明的 WhatsApp 聊天.txt
TITLES = (
    re.compile(
        r"(?:WhatsApp[ -]Chat (?:with|mit|met|-)|Chat (?:de )?WhatsApp (?:con|-)|Discussion WhatsApp avec"
        r"|Conversas? do WhatsApp com) ([^/]{1,200})"
    ),
    re.compile(r"[与與和]([^/]{1,200}?)的 ?WhatsApp ?(?:聊天|對話|对话)(?:记录|記錄)?"),
)
ENDINGS = re.compile(r"(?:\.txt|\.zip|\.gz|_chat| \(\d{1,3}\))$")
COUPLE = 2  # more people make a group


class WhatsappGroup(NamedTuple):
    """What must be known of the whole file before its first record can be read."""

    form: re.Pattern[str]
    order: str
    native: str
    title: str
    kind: str
    members: frozenset[str]
    subjects: frozenset[str]  # the names that the group has had: on iPhones WhatsApp itself speaks under them


parts = alone  # the media beside it are not read


def recognises(file: File) -> bool:
    """Whether a line near the top opens a record."""
    return find_form(file.head_text) is not None


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:
    """Each group in two passes: what its names and dates mean, then its records."""
    for file in files:
        yield from _batches(file, _survey(file, reading))


def _survey(file: File, reading: Reading) -> WhatsappGroup:
    form = find_form(file.head_text)
    if form is None:
        raise CannotDo(
            say("{file} is no WhatsApp export", file=file.base), hint=say("export the chat again with Export chat")
        )
    days: list[str] = []
    members: set[str] = set()
    subjects: list[str] = []
    titled = title_of(file)
    for some in read_records(file, form):
        day = some["day"]
        days.extend(day.filter(day != day.shift(fill_value=days[-1] if days else "")))
        seen = find_speakers(some, {titled})
        members.update(seen["author"].drop_nulls().unique())
        for text in seen.filter(seen["author"].is_null())["text"]:
            name, body = split_name(text)
            said = find_notice(name, body, {titled})
            if said and said.subject:
                subjects.append(said.subject)
            elif name and not said:
                members.add(normalise_name(name))
    native, title = (subjects[0], subjects[-1]) if subjects else (titled, titled)
    members.discard("")
    kind = "direct" if len(members) <= COUPLE and not subjects else "group"
    order = find_order(days, file, reading)
    return WhatsappGroup(form, order, native, title, kind, frozenset(members), frozenset({titled, *subjects}))


def title_of(file: File) -> str:
    """The group's title from the name of the file or of the archive around it, otherwise the file's own name."""
    names = [_without_endings(part) for part in reversed(file.name.split("/"))]
    found = (title.fullmatch(name) for name in names for title in TITLES)
    return next((each[1] for each in found if each), None) or next(filter(None, names), file.base)


def _without_endings(name: str) -> str:
    while (shorter := ENDINGS.sub("", name)) != name:
        name = shorter
    return name


def _batches(file: File, group: WhatsappGroup) -> Iterator[Batch]:
    rows = Rows()
    rows.records["group"] += 1
    rows.add("group", native=group.native, title=group.title, kind=group.kind, is_private=True)
    for at, some in enumerate(read_records(file, group.form)):
        if at == 0 and (above := some["number"][0] - 1):
            rows.records["message"] += above
            rows.skipped["message", "preamble"] += above
        yield _batch(some, file, group, rows)
        rows = Rows()


def _batch(some: pl.DataFrame, file: File, group: WhatsappGroup, rows: Rows) -> Batch:
    """The plain records in columns, all others one by one."""
    import polars as pl

    rows.records["message"] += some.height
    read = read_plain(some, group.order, group.subjects).with_row_index("at")
    doubtful = read.filter(pl.col("kind").is_null()).select("at", "number", "day", "clock", "text")
    taken = []
    for at, line, day, clock, text in doubtful.iter_rows():
        if fault := _add(day, clock, text, group, rows):
            rows.reject("message", (file.name, line), *fault)
        else:
            taken.append(at)
    batch = rows.batch(naive=True)
    careful = batch.frames.get("message", frame("message", ())).with_columns(at=pl.Series(taken, dtype=pl.UInt32))
    message = pl.concat([careful, _messages(read, group)], how="diagonal").sort("at").drop("at")
    return replace(batch, frames={**batch.frames, "message": message})


def _messages(read: pl.DataFrame, group: WhatsappGroup) -> pl.DataFrame:
    """The rows of plain records."""
    import polars as pl

    return read.filter(pl.col("kind").is_not_null()).select(
        *("at", "author", "sent_at", "kind"),
        group=pl.lit(group.native),
        author_name="author",
        text="words",
        flags=pl.lit(0, pl.Int64),
    )


def _add(day: str, clock: str, text: str, group: WhatsappGroup, rows: Rows) -> tuple[str, str] | None:
    """One record's rows, or the code and the reason why there are none."""
    on, at = day_of(day, group.order), clock_of(clock)
    if on is None or at is None:
        return NO_SUCH_TIME
    sent_at = datetime.combine(on, at)
    name, body = split_name(text)
    if DAMAGED in (text if name is None else name):
        return BAD_ENCODING
    notice = find_notice(name, body, group.subjects)
    if name is None or notice:
        rows.add("message", group=group.native, sent_at=sent_at, kind="system", text=strip_marks(body), flags=0)
        _add_memberships(notice, sent_at, group, rows)
        numbers = read_new_number(strip_marks(body))
        if numbers:
            old, new = numbers
            rows.add("alias", member=old, other=new, how="number", happened_at=sent_at)
        rows.notices[STRANGE if notice is NOTHING and not numbers else UNDERSTOOD] += 1
        return None
    author = normalise_name(name)
    if not author:
        return NO_SENDER
    kind, words, flags = read_body(body)
    rows.notices[STRANGE] += kind == "text" and is_strange_stub(words or "")
    rows.add(
        "message",
        group=group.native,
        author=author,
        author_name=author,
        sent_at=sent_at,
        kind=kind,
        text=words,
        flags=flags,
    )
    if "@" in body:
        for receiver in dict.fromkeys(find_mentions(body, group.members)):
            rows.add(
                "interaction", group=group.native, sender=author, receiver=receiver, kind="mention", happened_at=sent_at
            )
    return None


def _add_memberships(notice: WhatsappNotice | None, sent_at: datetime, group: WhatsappGroup, rows: Rows) -> None:
    """Who joined or left, if the notice tells of either; nobody where that was the exporter."""
    if notice is None or notice.change is None:
        return
    inviter = find_other(notice.by) if notice.change == "join" else None
    for member in split_list(notice.who, group.members):
        rows.add(
            "membership",
            group=group.native,
            member=member,
            happened_at=sent_at,
            change=notice.change,
            how=notice.how,
            inviter=member and inviter,
        )
