"""Members in a QQ export: who has which names in a group, and who is staff."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from commkit.sources.qq.notices import read_notice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from commkit.sources.qq.lines import QqMessage

BADGE = re.compile(r"【[^】]{1,20}】(?=.)")  # a title before a name; notices of joining leave it out
COUPLE = 2  # more people make a group


@dataclass(slots=True)
class QqGroup:
    """One group: the member that each name stands for, None if several members have had that name."""

    named: dict[str, str | None] = field(default_factory=dict)
    staff: dict[str, str] = field(default_factory=dict)
    members: set[str] = field(default_factory=set)
    is_group: bool = False  # somebody came or went

    @property
    def is_direct(self) -> bool:
        """Whether it seems to be between two members, so that its title may be a member's name."""
        return not self.is_group and len(self.members) <= COUPLE


def survey_groups(records: Iterable[QqMessage]) -> dict[str, QqGroup]:
    """The chats of a file by their names, in its order."""
    groups: dict[str, QqGroup] = {}
    for record in records:
        group = groups.setdefault(record.group, QqGroup())
        if record.is_system:
            group.is_group |= read_notice(record.body) is not None
        elif record.is_anonymous:  # as only members of groups can be
            group.is_group = True
        elif native := record.native or (record.name and f"name:{record.name}"):
            _meet(native, record, group)
    return groups


def _meet(native: str, record: QqMessage, group: QqGroup) -> None:
    group.members.add(native)
    if record.is_staff:
        group.staff[native] = record.name
    for name in {record.name, BADGE.sub("", record.name, count=1)} - {""}:
        group.named[name] = native if group.named.get(name, native) == native else None


def native_of(record: QqMessage, group: QqGroup) -> str | None:
    """Who sent it: by id, else by the name."""
    return record.native or group.named.get(record.name)
