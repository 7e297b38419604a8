"""Which groups are alive, growing, fading or dead."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.recount.coverage import reaches, slice_called, tells
from tests.recount.scope import DAY, ratio
from tests.recount.stays import stays

if TYPE_CHECKING:
    from datetime import date

    from tests.recount.scope import Scope
    from tests.recount.stays import Stay

    Row = dict[str, Any]

RECENTLY = 28
FEW = 30
YOUNG = 56


def groups(scope: Scope, quiet_days: int = 30) -> list[Row]:
    """Every column of the question, group by group, those in which nobody talks too."""
    return [_row(scope, name, quiet_days) for name in scope.world.groups]


def _row(scope: Scope, name: str, quiet_days: int) -> Row:
    here = [deed for deed in scope.deeds if deed.group == name and deed.happened_at.date() <= scope.last_on]
    talk = Counter(deed.happened_at.date() for deed in here if deed.does == "speak")
    held = [stay for stay in stays(scope.world, scope.known_until, by_group=True) if stay.place == name]
    today, before = _members(held, scope.last_on), _members(held, scope.last_on - RECENTLY * DAY)
    recently = scope.last_on - (RECENTLY - 1) * DAY
    active = {deed.member for deed in here if scope.is_active(deed) and deed.happened_at.date() >= recently}
    lately, earlier = _said(talk, scope.last_on), _said(talk, scope.last_on - RECENTLY * DAY)
    peak = max((_said(talk, day + timedelta(after)) for day in talk for after in range(RECENTLY)), default=0)
    kept = _kept(scope, name, talk)
    of_messages = kept["of_first_messages"]
    is_few = len(today) < FEW or (of_messages is not None and of_messages < FEW)
    row = {
        "group": name,
        "stage": _stage(scope, talk, quiet_days, lately, earlier, peak),
        "status": "low_n" if is_few else "complete",
        "of_members": len(today),
        "undated_members": sum(stay.came_on is None for stay in _staying(held, scope.last_on)),
        "net_members": len(today) - len(before) if _tells_moves(scope, name) else None,
        "active_members": len(active & today),
        "active_rate": ratio(len(active & today), len(today)),
        "messages": lately,
        "previous_messages": earlier,
        "peak_messages": peak,
        "first_on": min(talk, default=None),
        "last_on": max(talk, default=None),
        **kept,
    }
    return _as_far_as_told(scope, row)


def _as_far_as_told(scope: Scope, row: Row) -> Row:
    """The row without what nobody can know, because the group's exports end before the answer or have a gap."""
    told = _days_told(scope, row["group"], "messages")
    if not told:
        return row  # nobody has ever talked there
    lately, stage = (
        [scope.last_on - before * DAY for before in range(length) if scope.last_on - before * DAY >= min(told)]
        for length in (RECENTLY, YOUNG)
    )
    if not told.intersection(lately):
        kept = {name: row[name] for name in ("group", "first_on", "last_on")}
        return {**dict.fromkeys(row), **kept, "status": "not_covered"}
    return row if told.issuperset(stage) else {**row, "stage": None, "status": "partly_covered"}


def _days_told(scope: Scope, name: str, kind: str) -> set[date]:
    """The whole local days on which some export tells of this kind of fact in the group."""
    world = scope.world
    where = slice_called(world, "group", name)
    return {
        reach.opens_on + timedelta(after)
        for reach in reaches(world)
        if reach.kind == kind and where.holds(reach) and (reach.place or kind != "messages")
        for after in range((world.local(reach.ends_at).date() - reach.opens_on).days)
    }


def _tells_moves(scope: Scope, name: str) -> bool:
    """Whether the exports of the group's platform tell who joins and who leaves, to the end of the answer."""
    places = (place for export in scope.world.exports for place in export.places)
    platforms = {place.platform for place in places if place.title == name}
    kinds = ("joins", "leaves")
    told = [_days_told(scope, name, kind) for kind in kinds]
    is_late = any(days and max(days) < scope.last_on for days in told)
    return not is_late and all(platforms <= tells(scope.world, kind) for kind in kinds)


def _members(held: list[Stay], day: date) -> set[int]:
    """Who is there as a day ends."""
    return {stay.member for stay in _staying(held, day)}


def _staying(held: list[Stay], day: date) -> list[Stay]:
    """The stays that no leave has ended as a day ends."""
    return [
        stay
        for stay in held
        if (stay.came_on is None or stay.came_on <= day) and (stay.left_on is None or stay.left_on > day)
    ]


def _said(talk: Counter[date], last_on: date) -> int:
    """Messages of the 28 days that end with this one."""
    return sum(talk[last_on - before * DAY] for before in range(RECENTLY))


def _stage(scope: Scope, talk: Counter[date], quiet_days: int, lately: int, earlier: int, peak: int) -> str:
    if not talk or (scope.last_on - max(talk)).days >= quiet_days:
        return "zombie"
    if (scope.last_on - min(talk)).days + 1 < YOUNG:
        return "forming"
    if 2 * lately <= peak:
        return "declining"
    return "growing" if 5 * lately >= 6 * earlier else "mature"


def _kept(scope: Scope, name: str, talk: Counter[date]) -> Row:
    """Messages of days 61 to 90 after the first, of those of days 1 to 30, the first one being day 1.

    Unknown unless both are over, and where it may have begun before the log of talk, whose first week tells nothing.
    """
    first_on = min(talk, default=None)
    unknown = dict.fromkeys(("of_first_messages", "kept_messages", "kept_rate"))
    log_begins = next((deed.happened_at.date() for deed in scope.deeds if deed.does == "speak"), None)
    if first_on is None or log_begins is None or first_on < log_begins + 7 * DAY:
        return unknown
    if first_on + 89 * DAY > scope.last_on:
        return unknown
    told = _days_told(scope, name, "messages")
    if not told.issuperset(first_on + after * DAY for after in range(90)):
        return unknown
    first, kept = (sum(talk[first_on + after * DAY] for after in range(low, low + 30)) for low in (0, 60))
    return {"of_first_messages": first, "kept_messages": kept, "kept_rate": ratio(kept, first)}
