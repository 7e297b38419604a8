"""What the raw exports say, told again in plain Python: who counts, and what everybody did on which local day."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from tests.recount.exports.records import orders_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from tests.recount.exports.community import Community
    from tests.recount.exports.records import Author, Export, Message

BEFORE = timedelta(microseconds=1)  # a stated end is exclusive


class Deed(NamedTuple):
    """One thing that a member did: `speak`, `react`, `buy`, or `event` and its name."""

    member: int
    group: str | None
    happened_at: datetime  # local
    does: str
    name: str | None = None
    is_reply: bool = False


class Turn(NamedTuple):
    """One line of somebody coming or going; `group` is null for the whole community."""

    member: int
    group: str | None
    happened_at: datetime  # local
    change: str
    inviter: int | None


class Listing(NamedTuple):
    """Somebody is named in a list of members, of a group or of the whole community."""

    member: int
    group: str | None
    channel: str | None


class Invitation(NamedTuple):
    """A row of a table of referrals."""

    invitee: int
    inviter: int
    happened_at: datetime  # local


@dataclass(eq=False)
class World:
    """A community without staff, bots and anonymous authors; each account is a member, known by a number."""

    community: Community

    @property
    def tz(self) -> ZoneInfo:
        """The zone of the community's clocks."""
        return self.community.tz

    @property
    def exports(self) -> tuple[Export, ...]:
        """All exports."""
        return self.community.exports

    def local(self, instant: datetime) -> datetime:
        """An instant as the community's clocks showed it."""
        return instant.astimezone(self.tz)

    @cached_property
    def numbers(self) -> dict[Author, int]:
        """The number of each account."""
        return {author: number for number, author in enumerate(sorted({*self._named, *self._barred}))}

    @cached_property
    def _named(self) -> set[Author]:
        return {author for export in self.exports for author in export.accounts}

    @cached_property
    def _bots(self) -> set[Author]:
        return {author for export in self.exports for author in export.bots} | self.community.bots

    @cached_property
    def _barred(self) -> set[Author]:
        return {author for export in self.exports for author in export.staff} | self.community.staff | self._bots

    @cached_property
    def people(self) -> frozenset[int]:
        """Who counts: neither staff nor a bot, nor left out."""
        return frozenset(self.numbers[author] for author in self._named - self._barred - self.community.left_out)

    @cached_property
    def staff(self) -> frozenset[int]:
        """Who is staff and no bot."""
        return frozenset(self.numbers[author] for author in self._barred - self._bots)

    @cached_property
    def platforms(self) -> dict[int, str]:
        """The platform of each person, staff too."""
        return {number: author.platform for author, number in self.numbers.items()}

    def person(self, author: Author | None) -> int | None:
        """Who counts as a member behind an account."""
        member = self.numbers[author] if author else None
        return member if member in self.people else None

    @cached_property
    def groups(self) -> frozenset[str]:
        """What the groups are called."""
        return frozenset(place.title for export in self.exports for place in export.places)

    @cached_property
    def deeds(self) -> list[Deed]:
        """All that members did, in order of time."""
        found = [*self._messages(), *self._reactions(), *self._events(), *self._orders()]
        return sorted(found, key=lambda deed: deed.happened_at)

    def messages(self) -> Iterator[tuple[int, Message]]:
        """What people wrote, members and staff, and who it was: texts and media, nothing of bots."""
        for export in self.exports:
            for message in export.messages:
                if message.author and message.kind in ("text", "media") and not message.is_by_bot:
                    who = self.numbers[message.author]
                    if who in self.people or who in self.staff:
                        yield who, message

    def _messages(self) -> Iterator[Deed]:
        for who, message in self.messages():
            if who in self.people:
                said_at = self.local(message.sent_at)
                yield Deed(who, message.place.title, said_at, "speak", is_reply=message.answers is not None)

    def _reactions(self) -> Iterator[Deed]:
        for export in self.exports:
            for row in export.reactions:
                who = self.person(row.author)
                if who is not None:
                    yield Deed(who, row.place.title, self.local(row.happened_at), "react")

    def _events(self) -> Iterator[Deed]:
        for export in self.exports:
            for row in export.happenings:
                who = self.person(row.author)
                if who is not None:
                    yield Deed(who, None, self.local(row.happened_at), "event", row.name)

    def _orders(self) -> Iterator[Deed]:
        for order in orders_of(self.exports):
            who = self.person(order.buyer)
            if who is not None and order.amount >= 0:
                yield Deed(who, None, self.local(order.ordered_at), "buy")

    @cached_property
    def turns(self) -> list[Turn]:
        """All comings and goings, from lines and from lists of members."""
        found = [
            Turn(
                who,
                row.place.title if row.place else None,
                self.local(row.happened_at),
                row.change,
                self.numbers[row.inviter] if row.inviter else None,
            )
            for export in self.exports
            for row in export.changes
            if (who := self.person(row.author)) is not None
        ]
        return sorted(found, key=lambda turn: (turn.happened_at, turn.change != "join"))

    @cached_property
    def listings(self) -> list[Listing]:
        """Whom lists of members name."""
        return [
            Listing(who, row.place.title if row.place else None, row.channel)
            for export in self.exports
            for row in export.listed
            if (who := self.person(row.author)) is not None
        ]

    @cached_property
    def referrals(self) -> list[Invitation]:
        """What tables of referrals say."""
        return [
            Invitation(who, self.numbers[row.inviter], self.local(row.happened_at))
            for export in self.exports
            for row in export.invited
            if (who := self.person(row.invitee)) is not None
        ]

    @cached_property
    def records(self) -> Counter[str]:
        """How many records of each kind there are, whoever's."""
        return sum((export.records for export in self.exports), Counter[str]())

    @cached_property
    def _recorded(self) -> list[datetime]:
        """The instants of all records, whoever's they are."""
        found: list[datetime] = []
        for export in self.exports:
            found += [message.sent_at for message in export.messages]
            found += [row.happened_at for row in export.changes]
            found += [row.happened_at for row in export.happenings]
            found += [line.ordered_at for line in export.lines]
        return found

    @cached_property
    def begins_on(self) -> date:
        """The first local day with a record."""
        return self.local(min(self._recorded)).date()

    @cached_property
    def covers_on(self) -> date:
        """The last local day with a record, or that an export states to cover."""
        stated = [export.stated_end for export in self.exports if export.stated_end]
        return self.local(max([*self._recorded, *(end - BEFORE for end in stated)])).date()

    @cached_property
    def has_chat(self) -> bool:
        """Whether people can be seen otherwise than by their orders."""
        return bool(self.turns or self.listings or any(deed.does == "speak" for deed in self.deeds))

    @cached_property
    def sightings(self) -> dict[int, list[Deed]]:
        """What shows that somebody is there; customers and visitors are seen only where there is no chat."""
        found = defaultdict(list)
        for deed in self.deeds:
            if deed.does in ("speak", "react") or not self.has_chat:
                found[deed.member].append(deed)
        return found
