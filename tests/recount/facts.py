"""What the raw tables say, told again in plain Python: who counts, and what everybody did on which local day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

import polars as pl

from commkit.store import engine
from commkit.store.batch import BOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commkit.store.ask.community import Store

    Row = dict[str, Any]

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
    """A loaded community, without staff, bots and anonymous authors."""

    store: Store
    tz: ZoneInfo

    @classmethod
    def of(cls, store: Store) -> World:
        """The community behind a store."""
        [(zone,)] = store.con.sql("select tz from raw.meta").fetchall()
        return cls(store, ZoneInfo(zone))

    def rows(self, table: str) -> list[Row]:
        """All rows of a raw table."""
        return pl.DataFrame(engine.ArrowStream(self.store.con.sql(f"from raw.{table}"))).to_dicts()

    def local(self, instant: datetime) -> datetime:
        """An instant in UTC as the community's clocks showed it."""
        return instant.replace(tzinfo=UTC).astimezone(self.tz)

    @cached_property
    def member_of(self) -> dict[int, int]:
        """The person behind each account, by the merges that stand."""
        number = {row["key"]: account for account, row in self._accounts.items()}
        merge_of = {row["key"]: row["merge_id"] for row in self.rows("merge_log") if row["undone_at"] is None}
        first: dict[int, int] = {}
        for key in sorted(merge_of.keys() & number.keys()):
            first.setdefault(merge_of[key], number[key])
        return {account: first.get(merge_of.get(row["key"], 0), account) for account, row in self._accounts.items()}

    @cached_property
    def _accounts(self) -> dict[int, Row]:
        return {row["account"]: row for row in self.rows("account")}

    @cached_property
    def people(self) -> frozenset[int]:
        """Who counts: neither staff nor a bot by any account."""
        barred = {self.member_of[row["account"]] for row in self._accounts.values() if row["is_bot"] or row["is_staff"]}
        return frozenset(self.member_of.values()) - barred

    @cached_property
    def staff(self) -> frozenset[int]:
        """Who is staff by any account and a bot by none."""
        accounts = self._accounts.values()
        bots = {self.member_of[row["account"]] for row in accounts if row["is_bot"]}
        return frozenset(self.member_of[row["account"]] for row in accounts if row["is_staff"]) - bots

    @cached_property
    def platforms(self) -> dict[int, str]:
        """The platform of each person, staff too."""
        return {member: self._accounts[member]["platform"] for member in self.member_of.values()}

    def person(self, account: int | None) -> int | None:
        """Who counts as a member behind an account."""
        member = self.member_of.get(account) if account is not None else None
        return member if member in self.people else None

    @cached_property
    def groups(self) -> dict[int | None, str | None]:
        """What each group is called."""
        return {None: None} | {row["group_id"]: row["title"] or row["handle"] for row in self.rows("talk_group")}

    @cached_property
    def deeds(self) -> list[Deed]:
        """All that members did, in order of time."""
        found = [*self._messages(), *self._reactions(), *self._events(), *self._orders()]
        return sorted(found, key=lambda deed: deed.happened_at)

    def _messages(self) -> Iterator[Deed]:
        for row in self.rows("message"):
            who = self.person(row["account"])
            if who is not None and row["kind"] in ("text", "media") and not row["flags"] & BOT:
                said_at, group = self.local(row["sent_at"]), self.groups[row["group_id"]]
                yield Deed(who, group, said_at, "speak", is_reply=row["reply_to"] is not None)

    def _reactions(self) -> Iterator[Deed]:
        sent_at = {row["key"]: row["sent_at"] for row in self.rows("message")}
        for row in self.rows("interaction"):
            who = self.person(row["sender"])
            given_at = row["happened_at"] or sent_at.get(row["message"])
            if row["kind"] == "reaction" and who is not None and given_at is not None:
                yield Deed(who, self.groups[row["group_id"]], self.local(given_at), "react")

    def _events(self) -> Iterator[Deed]:
        for row in self.rows("event"):
            who = self.person(row["account"])
            if who is not None:
                yield Deed(who, None, self.local(row["happened_at"]), "event", row["name"])

    def _orders(self) -> Iterator[Deed]:
        for row in self.rows("purchase"):
            who = self.person(row["account"])
            if who is not None:
                yield Deed(who, None, self.local(row["ordered_at"]), "buy")

    @cached_property
    def turns(self) -> list[Turn]:
        """All comings and goings, from lines and from lists of members."""
        lines = [(row, row["happened_at"], row["change"], row["inviter"]) for row in self.rows("membership")]
        for row in self.rows("profile"):
            lines.append((row, row["joined_at"], "join", row["inviter"]))
            lines.append((row, row["left_at"], "leave", None))
        found = [
            Turn(who, self.groups[row["group_id"]], self.local(happened_at), change, self.member_of.get(inviter))
            for row, happened_at, change, inviter in lines
            if happened_at is not None and (who := self.person(row["account"])) is not None
        ]
        return sorted(found, key=lambda turn: (turn.happened_at, turn.change != "join"))

    @cached_property
    def listings(self) -> list[Listing]:
        """Whom lists of members name; an export that knows only who spoke is no such list."""
        lists = {row["load_id"] for row in self.rows("load") if "roster" not in row["lacks"]}
        return [
            Listing(who, self.groups[row["group_id"]], row["channel"])
            for row in self.rows("profile")
            if row["load_id"] in lists and (who := self.person(row["account"])) is not None
        ]

    @cached_property
    def referrals(self) -> list[Invitation]:
        """What tables of referrals say."""
        return [
            Invitation(who, self.member_of[row["inviter"]], self.local(row["happened_at"]))
            for row in self.rows("referral")
            if row["inviter"] is not None and (who := self.person(row["invitee"])) is not None
        ]

    @cached_property
    def _recorded(self) -> list[datetime]:
        """The instants of all records, whoever's they are."""
        columns = {"message": "sent_at", "membership": "happened_at", "event": "happened_at", "purchase": "ordered_at"}
        return [row[column] for table, column in columns.items() for row in self.rows(table)]

    @cached_property
    def begins_on(self) -> date:
        """The first local day with a record."""
        return self.local(min(self._recorded)).date()

    @cached_property
    def covers_on(self) -> date:
        """The last local day with a record, or that an export states to cover."""
        stated = [row["covers_until"] for row in self.rows("load") if row["covers_until"]]
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
