"""An indicator in two periods, part by part: by group, layer, channel, platform or hour."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from commkit.choices import Activity, PeriodStatus, Slice
from commkit.errors import NotEnoughData
from commkit.indicators.periods import end_of, judge, needs_of
from commkit.indicators.series import count, find_ends
from commkit.stats.decomposition import Counts, Two, find_rest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    import polars as pl

    from commkit.choices import Period
    from commkit.indicators.indicator import Indicator
    from commkit.store.ask.community import Store

DIMENSIONS = (Slice.group, Slice.layer, Slice.channel, Slice.platform)
HOUR = "hour"
OURS = "\x1f"  # marks names that no group, channel or layer has
NOBODYS = f"{OURS}none"  # what belongs to no part
SEVERAL, ELSEWHERE = f"{OURS}in several", f"{OURS}elsewhere"
SHARED = ("wau", "mau", "active_members", "dau")  # of people who can be active in several parts at once
_BY_HOUR = (*SHARED, "messages")
_PERIODWIDE = "days"  # what is divided by it is divided by the same in every part
_UNPLACED = ("unknown", "joined", NOBODYS)  # no layer is known of them


@dataclass(frozen=True, slots=True)
class Asked:
    """The indicator, and the two periods by their first days, the earlier one first."""

    indicator: Indicator
    every: Period
    active_by: Activity
    starts: tuple[date, date]

    @property
    def needs(self) -> tuple[str, ...]:
        """The kinds of fact that it needs."""
        return needs_of(self.indicator, self.active_by)


@dataclass(frozen=True, slots=True)
class PartCounts:
    """PartCounts that add up to the whole, and the status in either period of those that are not covered in it."""

    counts: Mapping[str, Two]
    statuses: Mapping[str, tuple[str, str]]
    recent: Mapping[str, Mapping[str, int | None]]


def count_whole(store: Store, asked: Asked) -> Two | None:
    """The indicator of all that is looked at; null where it is not known."""
    rows = _ask(store, asked).rows(named=True)
    return _read(asked, rows).get(NOBODYS)


def count_parts(store: Store, asked: Asked, dimension: str, whole: Two) -> PartCounts | None:
    """The parts by this dimension, which add up to the whole; null where the facts do not tell them.

    Members who were active in several parts count in each for an equal share. Where that cannot be told, and for other
    counts of members, what the parts hold beyond the whole is a part of its own, `in several`.
    """
    if dimension == HOUR:
        return _count_hours(store, asked, whole)
    if dimension == Slice.layer and store.find_pyramid is None:
        return None
    try:
        with store.broken_down(dimension):
            table = judge(store, _ask(store, asked), every=asked.every, needs=asked.needs)
            rows = table.rows(named=True)
            counts = _read(asked, rows)
            if asked.indicator.name in SHARED and counts:
                counts = _share(store, asked, whole, "kpi_parts") or counts
            recent = _find_recent(store, dimension)
    except NotEnoughData:
        return None
    if not _are_told(counts, dimension):
        return None
    return PartCounts(_complete(counts, whole), _find_statuses(asked, rows), recent)


def _ask(store: Store, asked: Asked) -> pl.DataFrame:
    """The rows of the indicator's family in the two periods."""
    until = find_ends(store, asked.needs)[1]
    table = count(store, asked.indicator, every=asked.every, active_by=asked.active_by, until=until)
    return table.filter(table["starts_on"].is_in(asked.starts))


def _read(asked: Asked, rows: Iterable[Mapping[str, Any]]) -> dict[str, Two]:
    """The counts of each part in both periods, of parts of which something is known in either."""
    found: dict[str, dict[date, Counts]] = defaultdict(dict)
    for row in rows:
        numerator = row[asked.indicator.numerator]
        if numerator is not None:
            of = asked.indicator.denominator
            denominator = None if of is None else Fraction(row[of] or 0)
            found[row["slice"] or NOBODYS][row["starts_on"]] = _plain(asked, Counts(Fraction(numerator), denominator))
    nothing = Counts(Fraction(0), None if _is_sum(asked.indicator) else Fraction(0))
    return {name: Two(*(counts.get(day, nothing) for day in asked.starts)) for name, counts in found.items()}


def _is_sum(indicator: Indicator) -> bool:
    return indicator.denominator in (None, _PERIODWIDE)


def _plain(asked: Asked, counts: Counts) -> Counts:
    """The counts, as a sum where what they are divided by is the same in every part."""
    if asked.indicator.denominator != _PERIODWIDE or not counts.denominator:
        return counts
    return Counts(counts.numerator / counts.denominator)


def _share(store: Store, asked: Asked, whole: Two, query: str) -> dict[str, Two] | None:
    """Members by part, each in equal shares; null where these do not add up to the whole."""
    before_on, now_on = asked.starts
    table = store.ask(
        f"metrics/overview/{query}",
        indicator=asked.indicator.name,
        before_on=before_on,
        now_on=now_on,
        every=asked.every,
        active_by=asked.active_by,
    )
    divided = _count_days(asked) if asked.indicator.denominator == _PERIODWIDE else (1, 1)
    held: dict[str, dict[date, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for starts_on, called, of_parts, units in table.select("starts_on", "slice", "of_parts", "units").rows():
        held[called or NOBODYS][starts_on] += Fraction(units, of_parts) / divided[asked.starts.index(starts_on)]
    parts = {name: Two(*(Counts(by_day[day]) for day in asked.starts)) for name, by_day in held.items()}
    return None if find_rest(parts.values(), whole) else parts


def _count_days(asked: Asked) -> tuple[int, int]:
    before, now = ((end_of(day, asked.every) - day).days for day in asked.starts)
    return before, now


def _count_hours(store: Store, asked: Asked, whole: Two) -> PartCounts | None:
    """The parts by local hour, which only messages tell."""
    if asked.indicator.name not in _BY_HOUR or asked.active_by is not Activity.spoke or not store.has["messages"]:
        return None
    parts = _share(store, asked, whole, "kpi_parts_hours")
    return PartCounts(parts, {}, {}) if parts else None


def _are_told(counts: Mapping[str, Two], dimension: str) -> bool:
    """Whether any part is told apart from the rest; of layers, whether they are known in both periods."""
    named = counts.keys() - {NOBODYS}
    if dimension != Slice.layer:
        return bool(named)
    return all(any(any(counts[name][when]) for name in named - set(_UNPLACED)) for when in (0, 1))


def _complete(counts: Mapping[str, Two], whole: Two) -> dict[str, Two]:
    """The parts with one of its own for what they lack of the whole or hold beyond it, none of nothing."""
    parts = {name: two for name, two in counts.items() if any(map(any, two))}
    if rest := find_rest(parts.values(), whole):
        beyond = any(number < 0 for each in rest for number in each if number is not None)
        parts[SEVERAL if beyond else ELSEWHERE] = rest
    return parts


def _find_statuses(asked: Asked, rows: Sequence[Mapping[str, Any]]) -> dict[str, tuple[str, str]]:
    told = {(row["slice"] or NOBODYS, row["starts_on"]): row["status"] for row in rows}
    names = {name for name, _ in told}
    unknown = PeriodStatus.complete.value
    before_on, now_on = asked.starts
    return {name: (told.get((name, before_on), unknown), told.get((name, now_on), unknown)) for name in names}


def is_known(status: str) -> bool:
    """Whether a part's number of a period may be shown, be it of some of its days."""
    return status != PeriodStatus.not_covered


def _find_recent(store: Store, dimension: str) -> dict[str, Mapping[str, int | None]]:
    """What was said in each part in the last 30 days that messages cover, and who fell silent."""
    last_on = store.coverage.reach(["messages"]).last_on if store.has["messages"] else None
    if last_on is None:
        return {}
    last_on = min(last_on, store.as_of)
    table = store.ask("metrics/overview/kpi_parts_recent", last_on=last_on)
    found: dict[str, Mapping[str, int | None]] = {}
    for row in table.rows(named=True):
        called = row.pop("slice")
        place = {str(dimension): called} if dimension in (Slice.group, Slice.platform) and called else {}
        reach = store.coverage.reach(["messages"], **place).last_on
        if reach is not None and reach >= last_on:
            found[called or NOBODYS] = row
    return found
