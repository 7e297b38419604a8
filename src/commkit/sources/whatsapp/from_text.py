"""WhatsApp's "Export chat": one text file of a chat, as iPhones and Androids write it in many languages.

It has no ids: people and the group go by their names, times by the exporter's wall clock, often to the minute.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from commkit.errors import CannotDo
from commkit.sources.files import encoding
from commkit.sources.files.encoding import DAMAGED
from commkit.sources.rows import Rows
from commkit.sources.whatsapp.content import read_body, split, told
from commkit.sources.whatsapp.lines import clock_of, day_of, form_of, order_of, records
from commkit.sources.whatsapp.people import bare, mentioned, named, one, person, renumbered
from commkit.sources.whatsapp.plain_records import plain, spoken
from commkit.store.batch import frame
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from commkit.sources.files.folder import File
    from commkit.sources.source import Reading
    from commkit.sources.whatsapp.notices import Notice
    from commkit.store.batch import Batch

PLATFORM = "whatsapp"
LACKS = frozenset({"reactions", "replies", "roster", "bots", "ids", "seconds"})

# The file's name, or that of the zip around it, is the chat's: WhatsApp Chat with Ana.txt, 与小明的 WhatsApp 聊天.txt
TITLES = (
    re.compile(
        r"(?:WhatsApp[ -]Chat (?:with|mit|met|-)|Chat (?:de )?WhatsApp (?:con|-)|Discussion WhatsApp avec"
        r"|Conversas? do WhatsApp com) ([^/]{1,200})"
    ),
    re.compile(r"[与與和]([^/]{1,200}?)的 ?WhatsApp ?(?:聊天|對話|对话)(?:记录|記錄)?"),
)
ENDINGS = re.compile(r"(?:\.txt|\.zip|\.gz|_chat| \(\d{1,3}\))$")
COUPLE = 2  # more people make a group


class Chat(NamedTuple):
    """What must be known of the whole file before its first record can be read."""

    form: re.Pattern[str]
    order: str
    native: str
    title: str
    kind: str
    people: frozenset[str]
    subjects: frozenset[str]  # the names that the group has had: on iPhones WhatsApp itself speaks under them


def recognises(file: File) -> bool:
    """Whether a line near the top opens a record."""
    return form_of(encoding.head_text(file)) is not None


def parts(file: File, files: Sequence[File]) -> list[File]:  # noqa: ARG001 (the media beside it are not read)
    """The file alone."""
    return [file]


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:
    """Each chat in two passes: what its names and dates mean, then its records."""
    for file in files:
        yield from _batches(file, _survey(file, reading))


def _survey(file: File, reading: Reading) -> Chat:
    form = form_of(encoding.head_text(file))
    if form is None:
        raise CannotDo(
            say("{file} is no WhatsApp export", file=file.base), hint=say("export the chat again with Export chat")
        )
    days: list[str] = []
    people: set[str] = set()
    subjects: list[str] = []
    titled = title_of(file)
    for some in records(file, form):
        day = some["day"]
        days.extend(day.filter(day != day.shift(fill_value=days[-1] if days else "")))
        seen = spoken(some, {titled})
        people.update(seen["author"].drop_nulls().unique())
        for text in seen.filter(seen["author"].is_null())["text"]:
            name, body = split(text)
            said = told(name, body, {titled})
            if said and said.subject:
                subjects.append(said.subject)
            elif name and not said:
                people.add(person(name))
    native, title = (subjects[0], subjects[-1]) if subjects else (titled, titled)
    people.discard("")
    kind = "direct" if len(people) <= COUPLE and not subjects else "group"
    order = order_of(days, file, reading)
    return Chat(form, order, native, title, kind, frozenset(people), frozenset({titled, *subjects}))


def title_of(file: File) -> str:
    """The chat's name as the file or the archive around it has it, else the file's own name."""
    names = [_without_endings(part) for part in reversed(file.name.split("/"))]
    found = (title.fullmatch(name) for name in names for title in TITLES)
    return next((each[1] for each in found if each), None) or next(filter(None, names), file.base)


def _without_endings(name: str) -> str:
    while (shorter := ENDINGS.sub("", name)) != name:
        name = shorter
    return name


def _batches(file: File, chat: Chat) -> Iterator[Batch]:
    rows = Rows()
    rows.records["group"] += 1
    rows.add("group", native=chat.native, title=chat.title, kind=chat.kind, is_private=True)
    for at, some in enumerate(records(file, chat.form)):
        if at == 0 and (above := some["number"][0] - 1):
            rows.records["message"] += above
            rows.skipped["message", "preamble"] += above
        yield _batch(some, file, chat, rows)
        rows = Rows()


def _batch(some: pl.DataFrame, file: File, chat: Chat, rows: Rows) -> Batch:
    """The plain records in columns, all others one by one."""
    import polars as pl

    rows.records["message"] += some.height
    read = plain(some, chat.order, chat.subjects).with_row_index("at")
    doubtful = read.filter(pl.col("kind").is_null()).select("at", "number", "day", "clock", "text")
    taken = []
    for at, line, day, clock, text in doubtful.iter_rows():
        if fault := _add(day, clock, text, chat, rows):
            rows.reject("message", (file.name, line), *fault)
        else:
            taken.append(at)
    batch = rows.batch(naive=True)
    careful = batch.frames.get("message", frame("message", ())).with_columns(at=pl.Series(taken, dtype=pl.UInt32))
    message = pl.concat([careful, _messages(read, chat)], how="diagonal").sort("at").drop("at")
    return replace(batch, frames={**batch.frames, "message": message})


def _messages(read: pl.DataFrame, chat: Chat) -> pl.DataFrame:
    """The rows of plain records."""
    import polars as pl

    return read.filter(pl.col("kind").is_not_null()).select(
        *("at", "author", "sent_at", "kind"),
        group=pl.lit(chat.native),
        author_name="author",
        text="words",
        flags=pl.lit(0, pl.Int64),
    )


def _add(day: str, clock: str, text: str, chat: Chat, rows: Rows) -> tuple[str, str] | None:
    """One record's rows, or the code and the reason why there are none."""
    on, at = day_of(day, chat.order), clock_of(clock)
    if on is None or at is None:
        return "bad-time", "no such day or no such time"
    if DAMAGED in text:
        return "bad-encoding", "bytes that are no text"
    sent_at = datetime.combine(on, at)
    name, body = split(text)
    notice = told(name, body, chat.subjects)
    if name is None or notice:
        rows.add("message", group=chat.native, sent_at=sent_at, kind="system", text=bare(body), flags=0)
        _add_memberships(notice, sent_at, chat, rows)
        if numbers := renumbered(bare(body)):
            old, new = numbers
            rows.add("alias", member=old, other=new, how="number", happened_at=sent_at)
        return None
    author = person(name)
    if not author:
        return "no-sender", "a message of nobody"
    kind, words, flags = read_body(body)
    rows.add(
        "message",
        group=chat.native,
        author=author,
        author_name=author,
        sent_at=sent_at,
        kind=kind,
        text=words,
        flags=flags,
    )
    if "@" in body:
        for receiver in dict.fromkeys(mentioned(body, chat.people)):
            rows.add(
                "interaction", group=chat.native, sender=author, receiver=receiver, kind="mention", happened_at=sent_at
            )
    return None


def _add_memberships(notice: Notice | None, sent_at: datetime, chat: Chat, rows: Rows) -> None:
    """Who came or went; the group of a notice that tells of neither stays as it is."""
    if notice is None or notice.change is None:
        return
    inviter = one(notice.by) if notice.change == "join" else None
    for member in named(notice.who, chat.people):
        rows.add(
            "membership",
            group=chat.native,
            member=member,
            happened_at=sent_at,
            change=notice.change,
            how=notice.how,
            inviter=inviter,
        )
