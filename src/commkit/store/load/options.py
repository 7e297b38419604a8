"""What the person who loads decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """What the person who loads decides, from options and commkit.toml."""

    tz: str | None = None
    export_tz: str | None = None
    covers_until: datetime | None = None
    currency: str | None = None
    keep_text: bool = False
    max_rejects: int | float | None = None  # a number, or as a float a share of the records
    staff: tuple[str, ...] = ()
    bots: tuple[str, ...] = ()
    bridges: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    aliases: tuple[tuple[str, ...], ...] = ()
