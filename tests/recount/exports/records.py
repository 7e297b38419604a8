"""What the readers of raw exports hand over: plain records, each with its instant."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator
    from datetime import datetime

NOTHING = Decimal(0)


class Author(NamedTuple):
    """An account: the platform and what the platform calls it."""

    platform: str
    native: str


class Place(NamedTuple):
    """A group of a platform, by its title; groups of two platforms may share it."""

    platform: str
    title: str


class Message(NamedTuple):
    """One message of whatever kind: text, media, system or deleted."""

    key: Hashable
    author: Author | None
    place: Place
    sent_at: datetime
    kind: str
    is_by_bot: bool = False
    answers: Hashable | None = None


class Reaction(NamedTuple):
    """Somebody reacts to a message; without a time of its own it is dated by the message."""

    author: Author
    place: Place
    happened_at: datetime
    of: Hashable = None  # the key of the message


class Mention(NamedTuple):
    """Somebody calls another by name in a message."""

    author: Author
    receiver: Author
    happened_at: datetime


class Change(NamedTuple):
    """Somebody joins or leaves a group, or the whole community."""

    author: Author
    place: Place | None
    happened_at: datetime
    change: str
    inviter: Author | None = None


class Listed(NamedTuple):
    """A list of members names somebody as one of a group, or of the whole community."""

    author: Author
    place: Place | None
    channel: str | None = None


class Happening(NamedTuple):
    """A row of a table of events."""

    author: Author
    name: str
    happened_at: datetime


class Invited(NamedTuple):
    """A row of a table of referrals."""

    invitee: Author
    inviter: Author
    happened_at: datetime


class Line(NamedTuple):
    """A line of an order; nobody's where the table names no customer."""

    order: Hashable
    buyer: Author | None
    ordered_at: datetime
    amount: Decimal
    refunded: Decimal


@dataclass
class Export:
    """Everything that one export holds, what its format cannot tell, and how far it says that it reaches."""

    tool: str
    platform: str | None
    tells: frozenset[str]
    stated_end: datetime | None = None
    zone: str | None = None
    records: Counter[str] = field(default_factory=Counter)
    staff: set[Author] = field(default_factory=set)
    bots: set[Author] = field(default_factory=set)
    accounts: set[Author] = field(default_factory=set)
    places: set[Place] = field(default_factory=set)
    messages: list[Message] = field(default_factory=list)
    reactions: list[Reaction] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
    invited: list[Invited] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


class Order(NamedTuple):
    """All lines of an order together; one below zero is paid back."""

    buyer: Author | None
    ordered_at: datetime
    amount: Decimal
    refunded: Decimal


def orders_of(exports: Iterable[Export]) -> Iterator[Order]:
    """The orders of all exports."""
    for export in exports:
        lines: dict[Hashable, list[Line]] = defaultdict(list)
        for line in export.lines:
            lines[line.order].append(line)
        for its in lines.values():
            amount, refunded = (
                sum(column, NOTHING) for column in zip(*((x.amount, x.refunded) for x in its), strict=True)
            )
            yield Order(its[0].buyer, min(line.ordered_at for line in its), amount, refunded)
