"""What makes up the change of an indicator: the answer of kpi --drivers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from commkit.choices import BACK, UNSETTLED, PeriodStatus, Slice
from commkit.errors import NotEnoughData, WrongUse
from commkit.indicators.series import missing, series
from commkit.metrics.overview import driver_remarks
from commkit.metrics.overview.kpi_parts import (
    DIMENSIONS,
    ELSEWHERE,
    HOUR,
    NOBODYS,
    OURS,
    SEVERAL,
    Asked,
    PartCounts,
    count_parts,
    count_whole,
    is_known,
)
from commkit.result import Bars, Result
from commkit.stats.decomposition import contribute, round_together
from commkit.store.ask.remedies import lacks
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    import polars as pl

    from commkit.choices import Activity, Compare, Period
    from commkit.indicators.indicator import Indicator
    from commkit.stats.decomposition import Contribution, Counts, Two
    from commkit.store.ask.community import Store

_RECENT = ("recent_messages", "recent_media", "recent_openings", "recent_replies", "gone_silent_members")
_EXACT = ("change_part", "change_by_mix", "change_by_rate")
_ASIDE = ("change_share_percent", "recent_media", "recent_openings", "recent_replies", *_EXACT[1:])
_PLACES = 9  # of numbers that are neither counts nor amounts
_Row = dict[str, Any]


def tell_drivers(store: Store, indicator: Indicator, *, every: Period, active_by: Activity, compare: Compare) -> Result:
    """What each part brings to the change between the last settled period and an earlier one.

    In each dimension the parts add up to the change exactly: see `stats.decomposition.contribute`.
    """
    _refuse(store, indicator, active_by)
    starts = _find_periods(store, indicator, every, active_by, compare)
    asked = Asked(indicator, every, active_by, starts)
    whole = count_whole(store, asked)
    if whole is None or whole.before.value is None or whole.now.value is None:
        raise _too_little(indicator)
    told = {name: count_parts(store, asked, name, whole) for name in (*map(str, DIMENSIONS), HOUR)}
    rows = [row for name, parts in told.items() for row in _list_rows(name, parts, whole, indicator)]
    is_rate = whole.now.denominator is not None
    table = _lay_out(rows, indicator, starts, is_rate=is_rate)
    drawn = _draw(table, indicator)
    return Result(
        say("What makes up the change of {indicator}", indicator=value(indicator.name, "indicator")),
        table,
        Bars("part", drawn.columns[-1]),
        notes=tuple(driver_remarks.of_drivers(store, indicator, whole, starts, told)),
        parameters=_list_parameters(asked, compare),
        keys=("dimension", "part"),
        vocabulary={
            "dimension": list(told),
            "part": [row["part"] for row in rows if row.get("part")],
            "status": PeriodStatus,
            "unit": (indicator.unit,),
        },
        unit_of=("previous", "value", *_EXACT),
        aside=_ASIDE,
        drawn=drawn,
        unseen=("unit", "previous_starts_on", "starts_on"),
        heads=_name_columns(),
    )


def _list_parameters(asked: Asked, compare: Compare) -> dict[str, str]:
    return {
        "drivers": asked.indicator.name,
        "every": asked.every.value,
        "active_by": asked.active_by.value,
        "compare": compare.value,
        "starts_on": str(asked.starts[1]),
        "previous_starts_on": str(asked.starts[0]),
    }


def _name_columns() -> dict[str, str]:
    return {
        "change_share_percent": say("share of change"),
        "change_part": say("contribution"),
        "change_by_mix": say("by mix"),
        "change_by_rate": say("by rate"),
    }


def _refuse(store: Store, indicator: Indicator, active_by: Activity) -> None:
    if store.by is not None:
        raise WrongUse(say("--drivers breaks the change down by itself"), hint=say("leave --by out"))
    if not indicator.has_parts:
        raise WrongUse(
            say("{name} is no sum of its parts, nor a rate of such sums", name=indicator.name),
            hint=say("ask of a count or of a rate, as wau or speaking_rate"),
        )
    for kind in missing(store, indicator, active_by):
        raise lacks(kind, store.name)


def _find_periods(
    store: Store, indicator: Indicator, every: Period, active_by: Activity, compare: Compare
) -> tuple[date, date]:
    """The first days of the earlier period and of the last settled one. Raises NotEnoughData."""
    import polars as pl

    told = series(store, [indicator.name], every=every, active_by=active_by)
    settled = told.filter(~told["status"].is_in(UNSETTLED)).sort("starts_on")
    if settled.height:
        earlier = settled["starts_on"].tail(1).dt.offset_by(BACK[compare][every])
        if settled.filter(pl.col("starts_on").is_in(earlier.to_list())).height:
            return earlier.item(), settled["starts_on"].item(-1)
    raise _too_little(indicator)


def _too_little(indicator: Indicator) -> NotEnoughData:
    return NotEnoughData(
        say("{name} is not known in two settled periods to compare", name=indicator.name),
        hint=say("load earlier exports, or choose another --every or --compare"),
    )


def _list_rows(dimension: str, parts: PartCounts | None, whole: Two, indicator: Indicator) -> Iterator[_Row]:
    """The rows of a dimension, what brings most first; one without numbers where the facts do not tell it."""
    if parts is None:
        yield {"dimension": dimension, "status": PeriodStatus.not_covered.value}
        return
    brought = contribute(parts.counts, whole)
    exact = _round(list(brought.values()), indicator)
    change = sum(each.change for each in brought.values())
    ranked = sorted(
        zip(brought.items(), exact, strict=True), key=lambda each: (-abs(each[0][1].change), each[0][0] or "")
    )
    for (name, contribution), numbers in ranked:
        before, now = parts.statuses.get(name, (PeriodStatus.complete.value,) * 2)
        two = parts.counts[name]
        yield {
            "dimension": dimension,
            "part": _name_part(dimension, name),
            "previous": _show(two.before, before, name),
            "value": _show(two.now, now, name),
            **numbers,
            "change_share_percent": float(100 * contribution.change / change) if change else None,
            **parts.recent.get(name, {}),
            "status": now if now != PeriodStatus.complete else before,
        }


def _round(brought: Sequence[Contribution], indicator: Indicator) -> list[_Row]:
    """The contributions in decimals that add up to the rounded change; by mix and by rate add up to each."""
    whole = all(each.change.denominator == 1 for each in brought)
    places = 0 if whole else 2 if indicator.unit == "amount" and not indicator.denominator else _PLACES
    parts = round_together([each.change for each in brought], places)
    by_rate = [each.by_rate for each in brought]
    if None in by_rate:
        return [{"change_part": part} for part in parts]
    rates = round_together([each for each in by_rate if each is not None], _PLACES)
    return [
        {"change_part": part, "change_by_mix": part - rate, "change_by_rate": rate}
        for part, rate in zip(parts, rates, strict=True)
    ]


def _show(counts: Counts, status: str, name: str) -> float | None:
    """The part's number, where it is known; what is counted too often has no rate."""
    is_rate_of_rest = counts.denominator is not None and name in (SEVERAL, ELSEWHERE)
    if counts.value is None or is_rate_of_rest or not is_known(status):
        return None
    return float(counts.value)


def _name_part(dimension: str, name: str) -> str:
    if name == NOBODYS:
        return "no group" if dimension == Slice.group else "unknown"
    return name.removeprefix(OURS)


def _lay_out(rows: Sequence[_Row], indicator: Indicator, starts: tuple[date, date], *, is_rate: bool) -> pl.DataFrame:
    import polars as pl

    exact = _EXACT if is_rate else _EXACT[:1]
    types: dict[str, Any] = {
        "dimension": pl.String,
        "part": pl.String,
        "previous": pl.Float64,
        "value": pl.Float64,
        **dict.fromkeys(exact, _find_type([row[name] for row in rows for name in exact if name in row])),
        "change_share_percent": pl.Float64,
        **dict.fromkeys(_RECENT, pl.Int64),
        "status": pl.String,
    }
    table = pl.DataFrame([{name: row.get(name) for name in types} for row in rows], schema=types, orient="row")
    return table.with_columns(
        pl.lit(indicator.unit).alias("unit"),
        pl.lit(starts[0]).alias("previous_starts_on"),
        pl.lit(starts[1]).alias("starts_on"),
    )


def _find_type(numbers: Sequence[Decimal]) -> pl.DataType:
    """Whole numbers, where all are; else as many decimals as hold them exactly."""
    import polars as pl

    places = max((-int(number.as_tuple().exponent) for number in numbers), default=0)
    return pl.Decimal(38, places) if places else pl.Int64()


def _draw(table: pl.DataFrame, indicator: Indicator) -> pl.DataFrame:
    """What the parts of the first dimension that is told bring, in a column that carries the unit of a rate."""
    told = table.filter(table["part"].is_not_null())
    first = told.filter(told["dimension"] == told["dimension"][0]) if told.height else told
    name = "change_part_rate" if indicator.unit == "rate" else "change_part"
    return first.select("part", first["change_part"].alias(name))
