"""People in a QQ export: who wears which names in a chat, and who is its staff."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from commkit.sources.text.tencent_notices import told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from commkit.sources.qq.lines import Record

BADGE = re.compile(r"【[^】]{1,20}】(?=.)")  # a title before a name, which lines of joining leave out
COUPLE = 2  # more people make a group


@dataclass(slots=True)
class Chat:
    """One chat: who is meant by a name, None where several have worn it."""

    named: dict[str, str | None] = field(default_factory=dict)
    staff: dict[str, str] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)
    is_group: bool = False  # somebody came or went

    @property
    def is_direct(self) -> bool:
        """Whether it is between two, as far as can be seen: its name may be a person's."""
        return not self.is_group and len(self.people) <= COUPLE


def survey(records: Iterable[Record]) -> dict[str, Chat]:
    """The chats of a file by their names, in its order."""
    chats: dict[str, Chat] = {}
    for record in records:
        chat = chats.setdefault(record.chat, Chat())
        if record.is_system:
            chat.is_group |= told(record.body) is not None
        elif native := record.native or (record.name and f"name:{record.name}"):
            _meet(native, record, chat)
    return chats


def _meet(native: str, record: Record, chat: Chat) -> None:
    chat.people.add(native)
    if record.is_staff:
        chat.staff[native] = record.name
    for name in {record.name, BADGE.sub("", record.name, count=1)} - {""}:
        chat.named[name] = native if chat.named.get(name, native) == native else None


def native_of(record: Record, chat: Chat) -> str | None:
    """Who sent it: by id, else by the name."""
    return record.native or chat.named.get(record.name)
