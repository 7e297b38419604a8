"""What the store accepts: frames of fixed shapes, rejects with reasons, and the counts to check them by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    import polars as pl

# Kinds of record and their columns. `native` is the platform's own id; a null `platform` means the export's own.
# Instants carry no zone: they are UTC, or in the zone of the export if the batch is naive.
SHAPES: dict[str, dict[str, str]] = {
    "group": {"native": "text", "title": "text", "kind": "text", "is_private": "bool"},
    "member": {
        "platform": "text",
        "native": "text",
        "name": "text",
        "is_bot": "bool",
        "is_staff": "bool",
        "joined_at": "instant",
        "left_at": "instant",
        "channel": "text",
        "inviter": "text",
        "group": "text",
    },
    "message": {
        "platform": "text",
        "native": "text",
        "group": "text",
        "author": "text",
        "author_name": "text",
        "sent_at": "instant",
        "kind": "text",
        "text": "text",
        "reply_to": "text",
        "flags": "int",
    },
    "order_line": {
        "platform": "text",
        "native": "text",
        "member": "text",
        "member_name": "text",
        "ordered_at": "instant",
        "product": "text",
        "quantity": "amount",
        "amount": "amount",
        "order_amount": "amount",
        "refund_amount": "amount",
        "refunded_at": "instant",
        "currency": "text",
    },
    "event": {
        "platform": "text",
        "member": "text",
        "group": "text",
        "name": "text",
        "happened_at": "instant",
        "campaign": "text",
        "variant": "text",
        "value": "amount",
    },
    "referral": {
        "platform": "text",
        "inviter": "text",
        "invitee": "text",
        "happened_at": "instant",
        "campaign": "text",
    },
    "survey": {
        "platform": "text",
        "member": "text",
        "group": "text",
        "answered_at": "instant",
        "survey": "text",
        "score": "amount",
        "text": "text",
    },
    "campaign": {
        "campaign": "text",
        "starts_at": "instant",
        "ends_at": "instant",
        "channel": "text",
        "budget": "amount",
        "currency": "text",
    },
    "cost": {
        "spent_at": "instant",
        "campaign": "text",
        "channel": "text",
        "amount": "amount",
        "currency": "text",
    },
    "ticket": {
        "platform": "text",
        "native": "text",
        "member": "text",
        "group": "text",
        "opened_at": "instant",
        "answered_at": "instant",
        "closed_at": "instant",
        "status": "text",
        "topic": "text",
    },
    "content_label": {
        "platform": "text",
        "content": "text",
        "label": "text",
        "labelled_at": "instant",
        "member": "text",
    },
    # What a platform counted on a day of its own calendar: for a group, for a member of the staff, or for all.
    "daily_count": {
        "group": "text",
        "member": "text",
        "day": "day",
        "name": "text",
        "value": "amount",
    },
    # Details of a record above, never records of their own.
    "membership": {
        "group": "text",
        "member": "text",
        "happened_at": "instant",
        "change": "text",
        "how": "text",
        "inviter": "text",
    },
    "interaction": {
        "group": "text",
        "message": "text",
        "sender": "text",
        "receiver": "text",
        "kind": "text",
        "happened_at": "instant",
    },
    # About identity: another account of the same member, and how a member is reached, which is kept as a digest only.
    "alias": {"member": "text", "other": "text", "how": "text", "happened_at": "instant"},
    "contact": {"platform": "text", "member": "text", "email": "text", "phone": "text"},
}
# Kinds that stand alone: each has a table of its own, all begin with the same columns, and no rollup uses them.
ALONE = ("survey", "campaign", "cost", "ticket", "content_label", "daily_count")
RECORDS = ("group", "member", "message", "order_line", "event", "referral", *ALONE)
MESSAGE_KINDS = ("text", "media", "system", "deleted")
EDITED, PINNED, BOT, BRIDGE = 1, 2, 4, 8  # bits of a message's flags


class Reject(NamedTuple):
    """One record that could not be taken: where it stands and why."""

    kind: str
    file: str
    line: int
    start: int
    end: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Part of an export: frames by kind, and the number of records that were read to get them.

    For every kind: records read = rows in its frame + rejects + skipped.
    """

    frames: Mapping[str, pl.DataFrame]
    records: Mapping[str, int]
    rejects: Sequence[Reject] = ()
    skipped: Mapping[tuple[str, str], int] = field(default_factory=dict)
    naive: bool = False
    zone: str | None = None
    observed_at: datetime | None = None
    covers_until: datetime | None = None

    @property
    def size(self) -> int:
        """Records."""
        return sum(self.records.values())


@dataclass(frozen=True, slots=True)
class Stream:
    """An export that the engine itself reads: a file or bytes in UTF-8, and the SQL file that shapes them."""

    kind: str
    sql: str
    content: Path | Iterable[bytes]
    parameters: Mapping[str, object]
    are_plain: Callable[[pl.Series], bool]  # whether ids of members and groups may stay as they are
    otherwise: Callable[[], Iterator[Batch]]  # the careful way, for text that is not clean
    naive: bool = False
    ids_are_names: bool = False  # the authors' ids are also their names
    size: int = 0  # nobody counts what the engine reads


@dataclass(frozen=True, slots=True)
class Texts:
    """Records as text that the engine itself shapes. A row of `frame` holds one record or many.

    The SQL file `shaped` makes a table of them and marks doubtful ones, and the files of `kinds` make the rows of each
    kind. `doubtful` reads the records that are left to the source, given by row and by place in the row.
    """

    shaped: str
    kinds: Mapping[str, str]
    frame: pl.DataFrame
    doubtful: Callable[[Sequence[tuple[int, int]]], Iterable[Batch]]
    size: int  # about how many records there are
    parameters: Mapping[str, object] = field(default_factory=dict)


Portion = Batch | Stream | Texts  # one part of an export, as a source hands it over


def frame(kind: str, rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """Rows as a frame of this kind's shape; a column that a row leaves out is null."""
    return frame_of_columns(kind, [[row.get(name) for row in rows] for name in SHAPES[kind]])


def frame_of_columns(kind: str, columns: Sequence[Sequence[object]]) -> pl.DataFrame:
    """Columns, in the order of this kind's shape, as a frame."""
    import polars as pl

    types: dict[str, pl.DataType | type[pl.DataType]] = {
        "text": pl.String,
        "int": pl.Int64,
        "bool": pl.Boolean,
        "instant": pl.Datetime("us"),
        "day": pl.Date,
        "amount": pl.Decimal(18, 4),
    }
    shape = zip(SHAPES[kind].items(), columns, strict=True)
    return pl.DataFrame([pl.Series(name, values, types[word]) for (name, word), values in shape])
