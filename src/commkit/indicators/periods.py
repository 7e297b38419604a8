"""The status of periods: whether their numbers are known and settled, and if not, why."""

from __future__ import annotations

from datetime import datetime, time
from itertools import repeat
from typing import TYPE_CHECKING

from commkit.choices import UNSETTLED, Activity, Period, PeriodStatus, Slice
from commkit.stats.nulls import blank
from commkit.store.ask.reach import DAY, NEARLY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import polars as pl

    from commkit.indicators.indicator import Indicator
    from commkit.store.ask.community import Store
    from commkit.store.ask.reach import Reach

LENGTHS = {Period.day: "1d", Period.week: "1w", Period.month: "1mo", Period.quarter: "1q", Period.year: "1y"}
MONTHS = {Period.month: 1, Period.quarter: 3, Period.year: 12}
# What tells who is active. Any of these tells of any activity, so no one of them is needed for that.
TELLING_ACTIVE = {
    Activity.spoke: "messages",
    Activity.reacted: "reactions",
    Activity.event: "events",
    Activity.bought: "orders",
}
FEW = 30  # fewer than this make a rate uncertain
HALF = 2  # of its people, one in so many must have had their time
_KEYS = ("slice", "indicator", "starts_on")


def settle(
    store: Store,
    table: pl.DataFrame,
    *,
    every: Period,
    needs: Sequence[str],
    also: Sequence[Sequence[str]] = (),
    matured: tuple[str, str] | None = None,
    apart: Mapping[Sequence[str], Sequence[str]] | None = None,
) -> pl.DataFrame:
    """The table with the status of each period; numbers that are not covered are null.

    Without --since it begins with the first period that is covered.

    `also` are kinds of fact without which a period that is over is not settled either. `matured` names the columns with
    all people and with those whose time is over. `apart` has the columns that need other kinds of fact than the rest:
    they are null where those kinds do not cover the whole period.
    """
    import polars as pl

    table = _begin(table, store, every, needs)
    judged = judge(store, table, every=every, needs=needs)
    for kinds in also:
        other = judge(store, table, every=every, needs=kinds)["status"]
        judged = judged.with_columns(_unsettle(other))
    numbers = [name for name in table.columns if name not in _KEYS]
    judged = blank(judged, numbers, pl.col("status") == PeriodStatus.not_covered.value)
    for kinds, columns in (apart or {}).items():
        other = judge(store, table, every=every, needs=kinds)["status"]
        runs_out = (other == PeriodStatus.running.value) & (judged["status"] != PeriodStatus.running.value)
        judged = blank(judged, columns, (other == PeriodStatus.not_covered.value) | runs_out)
    return judged if matured is None else judged.with_columns(mature(*matured))


def uncover(table: pl.DataFrame, where: pl.Expr) -> pl.DataFrame:
    """The table without numbers in these rows, which are not covered; their status, where there is one, says so."""
    import polars as pl

    blanked = blank(table, [name for name, kind in table.schema.items() if kind.is_numeric()], where)
    if "status" not in table.columns:
        return blanked
    status = pl.when(where).then(pl.lit(PeriodStatus.not_covered.value)).otherwise("status")
    return blanked.with_columns(status.alias("status"))


def _unsettle(other: pl.Series) -> pl.Expr:
    """The status, or that of other kinds of fact where they are still running or lack groups, which comes first."""
    import polars as pl

    is_less = (other == PeriodStatus.running.value) | (other == PeriodStatus.partly_covered.value)
    is_known = ~pl.col("status").is_in([PeriodStatus.not_covered.value, PeriodStatus.running.value])
    return pl.when(is_known & is_less).then(other).otherwise("status").alias("status")


def find_telling(active_by: Activity) -> str:
    """The kind of fact that tells who is active."""
    return TELLING_ACTIVE.get(active_by, "messages")


def needed_for(active_by: Activity, needs: Sequence[str]) -> tuple[str, ...]:
    """The kinds of fact that are needed where `messages` stands for whatever tells who is active."""
    return tuple(find_telling(active_by) if kind == "messages" else kind for kind in needs)


def needs_of(indicator: Indicator, active_by: Activity) -> tuple[str, ...]:
    """The kinds of fact that an indicator needs; what it counts of words only messages tell."""
    return indicator.needs if indicator.of_words else needed_for(active_by, indicator.needs)


def judge(store: Store, table: pl.DataFrame, *, every: Period, needs: Sequence[str]) -> pl.DataFrame:
    """The table with the status of each period after its start, by what covers the kinds that it needs."""
    import polars as pl

    is_sliced = store.by in (Slice.group, Slice.platform)
    places = [{str(store.by): called} for called in table["slice"]] if is_sliced else repeat({})
    keys = list(zip(places, table["starts_on"].to_list(), strict=False))
    found = [_status(store, store.coverage.reach(needs, **place), starts_on, every) for place, starts_on in keys]
    return _mark(table, pl.Series("status", found, pl.String))


def lack_before(store: Store, table: pl.DataFrame, *, every: Period, needs: Sequence[str]) -> pl.Series:
    """Whether the period before each of the table's is not covered, so that none can be told from it."""
    import polars as pl

    before = table.select("slice", pl.col("starts_on").dt.offset_by(f"-{LENGTHS[every]}"))
    return judge(store, before, every=every, needs=needs)["status"] == PeriodStatus.not_covered.value


def _mark(table: pl.DataFrame, status: pl.Series) -> pl.DataFrame:
    rest = [name for name in table.columns if name not in _KEYS]
    return table.select(*(name for name in _KEYS if name in table.columns), status, *rest)


def _begin(table: pl.DataFrame, store: Store, every: Period, needs: Sequence[str]) -> pl.DataFrame:
    first_on = store.coverage.reach(needs).first_on
    if store.asked.since or first_on is None:
        return table
    import polars as pl

    return table.filter(pl.col("starts_on").dt.offset_by(LENGTHS[every]) > first_on)


def mature(everybody: str, over: str) -> pl.Expr:
    """The status, `maturing` where the time of too few people is over."""
    import polars as pl

    is_young = ~pl.col("status").is_in(UNSETTLED) & are_young(everybody, over)
    return pl.when(is_young).then(pl.lit(PeriodStatus.maturing.value)).otherwise("status").alias("status")


def are_young(everybody: str, over: str) -> pl.Expr:
    """Whether the time of fewer than 30 people, or of under half of them, is over."""
    import polars as pl

    open_, done = pl.col(everybody) - pl.col(over), pl.col(over)
    return (open_ > 0) & ((done < FEW) | (HALF * done < pl.col(everybody)))


def await_days(days: int, *, every: Period, until: date) -> pl.Expr:
    """The status, `maturing` where so many days after the period's last day are not over."""
    import polars as pl

    last_on = pl.col("starts_on").dt.offset_by(LENGTHS[every]).dt.offset_by(f"{days - 1}d")
    is_young = ~pl.col("status").is_in(UNSETTLED) & (last_on > until)
    return pl.when(is_young).then(pl.lit(PeriodStatus.maturing.value)).otherwise("status").alias("status")


def _status(store: Store, reach: Reach, starts_on: date | None, every: Period) -> PeriodStatus:
    """The status of a period, if there is one, by how far its kinds of fact reach, and by the days asked about."""
    if starts_on is None or reach.until is None or reach.first_on is None:
        return PeriodStatus.not_covered
    starts_at, ends_at = _midnight(starts_on), _midnight(end_of(starts_on, every))
    needed_until = ends_at if every is Period.day else ends_at - NEARLY
    is_earlier = reach.last_on is not None and store.as_of < reach.last_on
    until = min(reach.until, _midnight(store.as_of + DAY)) if is_earlier else reach.until
    if starts_at >= until or ends_at <= _midnight(reach.first_on) or _is_in_gap(reach, starts_at, ends_at):
        return PeriodStatus.not_covered
    if needed_until > until:
        return PeriodStatus.running
    if any(needed_until > start and starts_at < end for start, end in reach.unsettled):
        return PeriodStatus.partly_covered
    opens_on, closes_on = store.asked.since or reach.first_on, store.asked.until
    if starts_on < max(opens_on, reach.first_on) or (closes_on and ends_at > _midnight(closes_on + DAY)):
        return PeriodStatus.cut
    return PeriodStatus.complete


def _is_in_gap(reach: Reach, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether some kind covers no day of the period in any place."""
    return any(
        not any(ends_at > _midnight(span.first_on) and starts_at < span.until for span in spans)
        for spans in reach.spans
        if len(spans) > 1
    )


def start_of(day: date, every: Period) -> date:
    """The first day of the period that holds this day."""
    if every in MONTHS:
        return day.replace(month=day.month - (day.month - 1) % MONTHS[every], day=1)
    return day - (day.weekday() * DAY if every is Period.week else 0 * DAY)


def end_of(starts_on: date, every: Period) -> date:
    """The day after the last of a period."""
    return move(starts_on, every, 1)


def move(starts_on: date, every: Period, number: int) -> date:
    """The start of the period so many periods later; of an earlier one where the number is below 0."""
    if every in MONTHS:
        months = 12 * starts_on.year + starts_on.month - 1 + number * MONTHS[every]
        return starts_on.replace(year=months // 12, month=months % 12 + 1)
    return starts_on + number * (7 * DAY if every is Period.week else DAY)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)
