"""Holidays and campaigns, which are marked on axes of time, and competitors' moves, which are kept by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from commkit.edition import Occasion
from commkit.errors import WrongUse
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from commkit.store.ask.community import Store

HOLIDAY, CAMPAIGN, MOVE = "holiday", "campaign", "move"


def list_occasions(store: Store, holidays: Iterable[Occasion]) -> tuple[Occasion, ...]:
    """The holidays and the campaigns that were loaded, the first first."""
    told = store.ask("report/campaigns").rows(named=True)
    campaigns = [Occasion(row["starts_on"], row["ends_on"], row["campaign"] or "", CAMPAIGN) for row in told]
    return tuple(sorted([*holidays, *campaigns], key=lambda each: (each.starts_on, each.name)))


def read_occasions(said: Iterable[str], kind: str) -> list[Occasion]:
    """Each `DAY NAME` or `DAY..DAY NAME`, as "2026-10-01..2026-10-07 National Day". Raises WrongUse."""
    return [_read(text, kind) for text in said]


def _read(text: str, kind: str) -> Occasion:
    days, _, name = text.strip().partition(" ")
    first, _, last = days.partition("..")
    try:
        starts_on, ends_on = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError as fault:
        raise _refuse(text) from fault
    if ends_on < starts_on or not name.strip():
        raise _refuse(text)
    return Occasion(starts_on, ends_on, name.strip(), kind)


def _refuse(text: str) -> WrongUse:
    what = say("{said!r} in [community] is no day with a name", said=text)
    return WrongUse(what, hint=say('write "2026-10-01 National Day", or "2026-10-01..2026-10-07 National Day"'))
