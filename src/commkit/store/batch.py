"""What the store accepts: frames of fixed shapes, rejects with reasons, and the counts to check them by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

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
    # Of who is one person: another account of the same, and how the member is reached, which is kept as a digest only.
    "alias": {"member": "text", "other": "text", "how": "text", "happened_at": "instant"},
    "contact": {"platform": "text", "member": "text", "email": "text", "phone": "text"},
}
RECORDS = ("group", "member", "message", "order_line", "event", "referral")
MESSAGE_KINDS = ("text", "media", "system", "deleted")
EDITED, PINNED, BOT = 1, 2, 4  # bits of a message's flags


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
    """A piece of an export: frames by kind, and what was read to get them, counted while reading.

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


@dataclass(frozen=True, slots=True)
class Stream:
    """An export that the engine reads itself: bytes in UTF-8 and the SQL file that shapes them."""

    kind: str
    sql: str
    chunks: Iterable[bytes]
    parameters: Mapping[str, object]
    otherwise: Callable[[], Iterator[Batch]]  # the careful way, for text that is not clean
    naive: bool = False


def frame(kind: str, rows: Sequence[Sequence[object]] | Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """Rows as a frame of this shape: tuples in its column order, or mappings that may lack columns."""
    import polars as pl

    types: dict[str, pl.DataType | type[pl.DataType]] = {
        "text": pl.String,
        "int": pl.Int64,
        "bool": pl.Boolean,
        "instant": pl.Datetime("us"),
        "amount": pl.Decimal(18, 4),
    }
    schema = {name: types[word] for name, word in SHAPES[kind].items()}
    return pl.DataFrame(rows, schema=schema, orient="row", strict=True)
