"""The status of periods: whether their numbers are known and settled, and if not, why."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from commkit.choices import UNSETTLED, Activity, Period, PeriodStatus, Slice
from commkit.stats.nulls import blank
from commkit.store.ask.reach import DAY, NEARLY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import polars as pl

    from commkit.store.ask.community import Store
    from commkit.store.ask.reach import Reach, Span

LENGTHS = {Period.day: "1d", Period.week: "1w", Period.month: "1mo"}
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


def _unsettle(other: pl.Series) -> pl.Expr:
    """The status, or that of other kinds of fact where they are still running or lack groups, which comes first."""
    import polars as pl

    is_less = (other == PeriodStatus.running.value) | (other == PeriodStatus.partly_covered.value)
    is_known = ~pl.col("status").is_in([PeriodStatus.not_covered.value, PeriodStatus.running.value])
    return pl.when(is_known & is_less).then(other).otherwise("status").alias("status")


def needed_for(active_by: Activity, needs: Sequence[str]) -> tuple[str, ...]:
    """The kinds of fact that are needed where `messages` stands for whatever tells who is active."""
    return tuple(TELLING_ACTIVE.get(active_by, kind) if kind == "messages" else kind for kind in needs)


def judge(store: Store, table: pl.DataFrame, *, every: Period, needs: Sequence[str]) -> pl.DataFrame:
    """The table with the status of each period after its start, by what covers the kinds that it needs."""
    import polars as pl

    if store.by not in (Slice.group, Slice.platform) or table.is_empty():
        return _mark(table, _status(store, store.coverage.reach(needs), every))
    return pl.concat(
        _mark(part, _status(store, store.coverage.reach(needs, **{str(store.by): called}), every))
        for (called,), part in table.group_by("slice", maintain_order=True)
    )


def _mark(table: pl.DataFrame, status: pl.Expr) -> pl.DataFrame:
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


def _status(store: Store, reach: Reach, every: Period) -> pl.Expr:
    """The status of a period by how far its kinds of fact reach, and by the days asked about."""
    import polars as pl

    starts_on = pl.col("starts_on")
    ends_on = starts_on.dt.offset_by(LENGTHS[every])
    needed_until = ends_on.cast(pl.Datetime("us")) - (timedelta() if every is Period.day else NEARLY)
    if reach.until is None or reach.first_on is None:
        return pl.lit(PeriodStatus.not_covered.value).alias("status")
    is_earlier = reach.last_on is not None and store.as_of < reach.last_on
    until = min(reach.until, _midnight(store.as_of + DAY)) if is_earlier else reach.until
    return (
        pl.when((starts_on.cast(pl.Datetime("us")) >= until) | (ends_on <= reach.first_on) | _is_in_gap(reach, ends_on))
        .then(pl.lit(PeriodStatus.not_covered.value))
        .when(needed_until > until)
        .then(pl.lit(PeriodStatus.running.value))
        .when(_is_in_any(reach.unsettled, needed_until))
        .then(pl.lit(PeriodStatus.partly_covered.value))
        .when(_is_cut(starts_on, ends_on, store, reach.first_on))
        .then(pl.lit(PeriodStatus.cut.value))
        .otherwise(pl.lit(PeriodStatus.complete.value))
        .alias("status")
    )


def _is_cut(starts_on: pl.Expr, ends_on: pl.Expr, store: Store, first_on: date) -> pl.Expr:
    opens_on = max(filter(None, (store.asked.since, first_on)))
    is_opened_late = starts_on < opens_on
    return is_opened_late if store.asked.until is None else is_opened_late | (ends_on > store.asked.until + DAY)


def _is_in_any(spans: Sequence[tuple[datetime, datetime]], needed_until: pl.Expr) -> pl.Expr:
    """Whether some part of the period, up to where it is needed, is within one of these."""
    import polars as pl

    starts_at, kind = pl.col("starts_on").cast(pl.Datetime("us")), pl.Datetime("us")
    touches = [(needed_until > pl.lit(start, kind)) & (starts_at < pl.lit(end, kind)) for start, end in spans]
    return pl.any_horizontal(pl.lit(value=False), *touches)


def _is_in_gap(reach: Reach, ends_on: pl.Expr) -> pl.Expr:
    """Whether some kind covers no day of the period in any place."""
    import polars as pl

    gaps = [~_touches(spans, ends_on) for spans in reach.spans if len(spans) > 1]
    return pl.any_horizontal(pl.lit(value=False), *gaps)


def _touches(spans: Sequence[Span], ends_on: pl.Expr) -> pl.Expr:
    import polars as pl

    starts_at = pl.col("starts_on").cast(pl.Datetime("us"))
    return pl.any_horizontal((ends_on > span.first_on) & (starts_at < span.until) for span in spans)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)
