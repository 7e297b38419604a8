"""The rows of the kpi page: each indicator's last settled period, and what is to be said of it."""

from __future__ import annotations

from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from commkit.choices import UNSETTLED, PeriodStatus
from commkit.indicators.inventory import INDICATORS
from commkit.stats.usual import is_unusual
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from commkit.presets.bands import Band
    from commkit.presets.lists import Listed

TRENDS = ("better", "unchanged", "worse")
MARKS = ("better", "worse", "high", "low")
MANUAL = "manual"  # the status of what no indicator tells
_RECENT = 8  # so many periods before tell what is usual
_TEXT = ("panel", "indicator", "unit", "good", "definition", "needs")
TIERS = ("baseline", "target", "challenge", "low", "high")
_Row = dict[str, Any]


class Wanted(NamedTuple):
    """An entry of the page, the kinds of fact that it lacks, and what it should reach."""

    entry: Listed
    lacking: Sequence[str] | None
    band: Band | None


def arrange(told: pl.DataFrame, wanted: Sequence[Wanted], back: str) -> pl.DataFrame:
    """A row for each entry and slice, in their order, of its last settled period beside the one `back` in time.

    `told` is as `series` tells it. Entries without a settled period have one row without a value.
    """
    import polars as pl

    about = pl.DataFrame(
        [_describe(each) for each in wanted],
        schema=dict.fromkeys(_TEXT, pl.String) | {"version": pl.Int64} | dict.fromkeys(TIERS, pl.Float64),
        orient="row",
    )
    last = _take_last(told, back).sort(pl.col("slice").is_in(["unknown"]), "slice", nulls_last=True)
    rows_of_each = about.join(last, on="indicator", how="left", maintain_order="left_right")
    table = rows_of_each.join(_latest(told), on="indicator", how="left", maintain_order="left").with_columns(
        pl.when(pl.col("previous") != 0)
        .then(100 * pl.col("change") / pl.col("previous").abs())
        .alias("change_percent"),
        pl.coalesce("status", "latest", pl.lit("not_covered")).alias("status"),
        pl.col("sample").alias("n"),
    )
    manual = [each.entry.name for each in wanted if each.entry.manual]
    status = pl.when(pl.col("indicator").is_in(manual)).then(pl.lit(MANUAL)).otherwise("status").alias("status")
    return _judge(table.with_columns(status), _recent(told), {each.entry.name: each.band for each in wanted})


def _describe(wanted: Wanted) -> tuple[object, ...]:
    entry, lacking, band = wanted
    tiers = [getattr(band, tier) if band else None for tier in TIERS]
    if entry.manual:
        return (entry.panel, entry.name, "number", "neither", say(entry.manual), None, None, *tiers)
    indicator = INDICATORS[entry.name]
    needs = say(", ").join(map(value, lacking)) if lacking else None
    said = (indicator.unit, indicator.good, say(indicator.definition), needs, indicator.version)
    return (entry.panel, entry.name, *said, *tiers)


def _take_last(told: pl.DataFrame, back: str) -> pl.DataFrame:
    """The last settled period of each indicator and slice, beside its value `back` in time."""
    import polars as pl

    settled = _settled(told)
    earlier = settled.select(
        "indicator", "slice", pl.col("starts_on").alias("earlier_on"), pl.col("value").alias("previous")
    )
    return (
        settled.sort("starts_on")
        .group_by("indicator", "slice", maintain_order=True)
        .last()
        .with_columns(pl.col("starts_on").dt.offset_by(back).alias("earlier_on"))
        .join(
            earlier,
            on=["indicator", "slice", "earlier_on"],
            how="left",
            nulls_equal=True,
            maintain_order="left",
        )
        .with_columns((pl.col("value") - pl.col("previous")).alias("change"))
    )


def _settled(told: pl.DataFrame) -> pl.DataFrame:
    return told.filter(~told["status"].is_in(UNSETTLED))


def _latest(told: pl.DataFrame) -> pl.DataFrame:
    """The status of each indicator's last period, which says why none is settled where none is."""
    import polars as pl

    in_order = told.sort("starts_on", maintain_order=True)
    return in_order.group_by("indicator").agg(pl.col("status").last().alias("latest"))


def _recent(told: pl.DataFrame) -> Mapping[tuple[str, str | None], list[float]]:
    """The values of each indicator and slice in its settled periods but the last, the earliest first."""
    import polars as pl

    known = _settled(told).sort("starts_on").group_by("indicator", "slice").agg(pl.col("value"))
    return {(name, called): [each for each in values[:-1] if each is not None] for name, called, values in known.rows()}


def _judge(
    table: pl.DataFrame, recent: Mapping[tuple[str, str | None], list[float]], bands: Mapping[str, Band | None]
) -> pl.DataFrame:
    """The table with trend, mark, what is usual, band and progress."""
    import polars as pl

    judged = [_judge_row(row, recent, bands[row["indicator"]]) for row in table.iter_rows(named=True)]
    types = {"trend": pl.String, "is_unusual": pl.Boolean, "mark": pl.String, "usual_value": pl.Float64}
    types |= {"band": pl.String, "progress_percent": pl.Float64}
    return table.hstack(pl.DataFrame(judged, schema=types, orient="row"))


def _judge_row(row: _Row, recent: Mapping[tuple[str, str | None], list[float]], band: Band | None) -> _Row:
    before = recent.get((row["indicator"], row["slice"]), [])[-_RECENT:]
    told = row["value"]
    is_off = None if told is None or row["status"] == PeriodStatus.low_n else is_unusual(told, before)
    usual = median(before) if is_off is not None else None
    reached, progress = _reach(row, band)
    return {
        "trend": find_trend(row, told, row["previous"]),
        "is_unusual": is_off,
        "mark": _mark(row, usual) if is_off and usual is not None else None,
        "usual_value": usual,
        "band": reached,
        "progress_percent": None if progress is None else float(progress),
    }


def find_trend(row: Mapping[str, Any], told: float | None, earlier: float | None) -> str | None:
    """Whether it became better or worse from `earlier` on, by `good`, `low` and `high` of the row, if either."""
    if told is None or earlier is None:
        return None
    gained = _worth(row, told) - _worth(row, earlier)
    if gained == 0 and (told == earlier or row["good"] == "between"):
        return "unchanged"
    return None if gained == 0 else "better" if gained > 0 else "worse"


def _worth(row: Mapping[str, Any], told: float) -> float:
    """How good a value is, beside another of the same indicator: one between its bounds is as good as any other."""
    match row["good"]:
        case "up":
            return told
        case "down":
            return -told
        case "between" if row["low"] is not None and row["high"] is not None:
            return -float(max(row["low"] - told, told - row["high"], 0))
    return 0


def _mark(row: _Row, usual: float) -> str:
    """Which way it left what is usual, by what that means where it means something."""
    trend = find_trend(row, row["value"], usual)
    return trend if trend in ("better", "worse") else "high" if row["value"] > usual else "low"


def _reach(row: _Row, band: Band | None) -> tuple[str | None, Fraction | None]:
    """Which tier is reached, and how far it is to the next; exact where the value is a ratio of counts."""
    if band is None or row["value"] is None:
        return None, None
    told = Fraction(str(row["value"]))
    if row["denominator"]:
        told = Fraction(str(row["numerator"])) / Fraction(str(row["denominator"]))
    return band.find_reached(told, row["good"]), band.find_progress(told, row["good"])


def tell_marked(table: pl.DataFrame) -> tuple[str, ...]:
    """Which indicators are out of their usual range, for the worse first; nothing where slices are told apart."""
    if table["slice"].n_unique() > 1:
        return ()
    named = [(mark, table.filter(table["mark"] == mark)["indicator"].to_list()) for mark in ("worse", "better")]
    told = [
        say(
            "{mark}: {names}",
            mark=value(mark, "mark"),
            names=say(", ").join(value(name, "indicator") for name in names),
        )
        for mark, names in named
        if names
    ]
    return (say("{told}.", told=say("; ").join(told)),) if told else ()
