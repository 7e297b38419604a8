"""A Telegram group as far as its pages have been read: who has spoken, what was pinned, which clock counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commkit.sources.files.file import File
    from commkit.sources.telegram.page import PageEntry

HOUR = timedelta(hours=1)
COUPLE = 2  # more people make a group


@dataclass(slots=True)
class GroupPages:
    """What is known of a group while its pages are read."""

    native: str
    pinned: frozenset[str]
    seen: set[str] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)
    spoken: set[str] = field(default_factory=set)
    author: str | None = None  # of the message before
    last: datetime | None = None  # the last stamp, with its offset if it has one
    waiting: list[tuple[File, PageEntry]] = field(default_factory=list)  # service messages above the first stamp
    offsets: set[timedelta | None] = field(default_factory=set)  # that stamps state
    is_told: bool = False  # that it is a group, and no channel or chat of two, whose title speaks for somebody

    @property
    def speaks_itself(self) -> bool:
        """Whether its title has posted, as anonymous admins do, and is no person's name."""
        return self.native in self.spoken and (self.is_told or len(self.spoken) > COUPLE)

    @property
    def zone(self) -> str | None:
        """The zone where every stamp states the same whole hours from UTC."""
        [offset] = self.offsets if len(self.offsets) == 1 else [None]
        hours, rest = divmod(offset, HOUR) if offset is not None else (0, HOUR)
        return None if rest else f"Etc/GMT{-hours:+d}"  # whose signs are the other way round
