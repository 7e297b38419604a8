"""A day in one column and a clock in another as one moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.sources.table.moments import EXCEL_EPOCH

if TYPE_CHECKING:
    import polars as pl

MIDNIGHT = r"[T ]0{1,2}:00(?::00(?:\.0+)?)?$"  # that a workbook adds to a day
OWN_DAY = r"^1(?:899-12-3|900-01-0)[01] "  # before a clock alone, as a workbook holds it
CLOCK = r"^\D{0,4}\d{1,2}[:：]\d{2}"
DIGITS = r"^([01]?[0-9]|2[0-3])([0-5][0-9])"  # 915, 2330
SECONDS = r"([0-5][0-9])$"  # and 233000
MOMENT = r"^\d{4}[-/.年]"
FRACTION = r"^(?:0?\.[0-9]+|0)$"  # of a day, where some have more digits than minutes do: 0.15 alone may be 00:15
LONG = r"^0?\.[0-9]{3,}$"
COMPACT = r"^((?:19|20|21)[0-9]{2})([0-9]{2})([0-9]{2})$"
SERIAL = r"^[2-9][0-9]{4}$"
DAY_SECONDS = 86_400


def join_clock() -> pl.Expr:
    """The day of one column and the clock of another as one text; what is no clock makes it one that nobody reads."""
    import polars as pl

    day, clock = _day(), _clock()
    is_day = day.str.contains(r"^\d{1,4}[-/.年]") & ~day.str.contains("[:：]")
    whole = pl.when(is_day & clock.str.contains(MOMENT)).then(clock)
    return whole.when(is_day & clock.is_not_null()).then(day + " " + clock).otherwise(day)


def has_clocks(cells: pl.Series) -> bool:
    """Whether any of these texts is a clock; so it is said of a column that is blank."""
    shown = cells.drop_nulls().to_frame("clock").select(_clock()).to_series()
    return shown.is_empty() or bool(shown.str.contains(f"{CLOCK}|{MOMENT}").any())


def _clock() -> pl.Expr:
    import polars as pl

    clock = pl.col("clock").str.replace(OWN_DAY, "")
    seconds = (clock.cast(pl.Float64, strict=False) * DAY_SECONDS).round().clip(0, DAY_SECONDS - 1).cast(pl.Int64)
    is_fraction = clock.str.contains(FRACTION) & clock.str.contains(LONG).any()
    written = clock.str.replace(DIGITS + SECONDS, "$1:$2:$3").str.replace(f"{DIGITS}$", "$1:$2")
    return pl.when(is_fraction).then(pl.from_epoch(seconds).dt.to_string("%H:%M:%S")).otherwise(written)


def _day() -> pl.Expr:
    import polars as pl

    day = pl.col("time").str.replace(MIDNIGHT, "").str.replace(COMPACT, "$1-$2-$3")
    serial = pl.lit(EXCEL_EPOCH.date()) + pl.duration(days=day.cast(pl.Int64, strict=False))
    return pl.when(day.str.contains(SERIAL)).then(serial.dt.to_string("%Y-%m-%d")).otherwise(day)
