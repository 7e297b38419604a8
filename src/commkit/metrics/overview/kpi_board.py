"""The indicators as operators report them: this period, the one before, a year earlier, the target, and to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.choices import BACK, UNSETTLED, Compare, Period, PeriodStatus
from commkit.indicators.periods import start_of
from commkit.indicators.series import series
from commkit.metrics.overview.kpi_rows import arrange
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import polars as pl

    from commkit.choices import Activity
    from commkit.metrics.overview.kpi_rows import Wanted
    from commkit.store.ask.community import Store

LONGER = {
    Period.day: Period.month,
    Period.week: Period.month,
    Period.month: Period.year,
    Period.quarter: Period.year,
    Period.year: Period.year,
}
DRAWN = 12  # periods of a sparkline
_KEYS = ("indicator", "slice")
_OF_VALUE = ("numerator", "denominator", "n", "as_of_on")
_OF_CHANGE = (
    *("previous", "change", "change_percent", "mark", "trend", "is_unusual", "usual_value"),
    *("band", "progress_percent"),
)


def arrange_board(
    store: Store, told: pl.DataFrame, wanted: Sequence[Wanted], every: Period, active_by: Activity
) -> pl.DataFrame:
    """The rows of `arrange`, with last_year, to_date and recent_values, all of the last period that is over.

    A number of an earlier period is shown only where the time that its people are given is not over since. What the
    facts of this period do not tell is null: an old number is never passed off as a new one.
    """
    period_on = _find_period(told)
    told = told.filter(told["starts_on"].is_null() | (told["starts_on"] <= period_on)) if period_on else told
    board = arrange(told, wanted, BACK[Compare.previous][every])
    earlier = arrange(told, wanted, BACK[Compare.last_year][every]).select(*_KEYS, last_year="previous")
    for beside in (earlier, _count_to_date(store, told, LONGER[every], active_by), _list_recent(told)):
        board = board.join(beside, on=list(_KEYS), how="left", nulls_equal=True, maintain_order="left")
    return _forget_older(board, told, period_on)


def name_columns(every: Period, board: pl.DataFrame, as_of: date) -> dict[str, str]:
    """What people see above the columns of a board: `this week` where all is of the week that holds the day."""
    is_latest = (board["starts_on"].drop_nulls() == start_of(as_of, every)).all()
    now, before = _name_periods(every, is_latest=is_latest)
    return {
        "value": now,
        "previous": before,
        "change_percent": say("change"),
        "last_year": say("a year ago"),
        "progress_percent": _name_progress(board),
        "to_date": say("month to date") if LONGER[every] is Period.month else say("year to date"),
        "recent_values": say("trend"),
    }


def _name_periods(every: Period, *, is_latest: bool) -> tuple[str, str]:
    """What stands above the numbers of a period and of the one before, seen from within it or from later."""
    latest = {
        Period.day: (say("this day"), say("day before")),
        Period.week: (say("this week"), say("last week")),
        Period.month: (say("this month"), say("last month")),
        Period.quarter: (say("this quarter"), say("last quarter")),
        Period.year: (say("this year"), say("last year")),
    }
    earlier = {
        Period.day: (say("that day"), say("day before")),
        Period.week: (say("that week"), say("week before")),
        Period.month: (say("that month"), say("month before")),
        Period.quarter: (say("that quarter"), say("quarter before")),
        Period.year: (say("that year"), say("year before")),
    }
    return latest[every] if is_latest else earlier[every]


def _name_progress(board: pl.DataFrame) -> str:
    """What the progress is of: the baseline or the target where all lead to it, else whatever comes next."""
    judged = board.filter(board["progress_percent"].is_not_null())
    bands = set(judged["band"])
    if bands == {"below_baseline"}:
        return say("of baseline")
    is_of_target = bands <= {"below_target", "baseline"} and not judged["target"].null_count()
    return say("of target") if is_of_target else say("of what comes next")


def _find_period(told: pl.DataFrame) -> date | None:
    """The last period of which any indicator tells something and that is over."""
    unknown = (PeriodStatus.not_covered.value, PeriodStatus.running.value, PeriodStatus.cut.value)
    found: date | None = told.filter(~told["status"].is_in(unknown))["starts_on"].max()  # type: ignore[assignment]
    return found


def _count_to_date(store: Store, told: pl.DataFrame, longer: Period, active_by: Activity) -> pl.DataFrame:
    """The value of each indicator in the longer period that holds the day of the answer, as far as that has come."""
    import polars as pl

    names = told["indicator"].unique(maintain_order=True).to_list()
    found = series(store, names, every=longer, active_by=active_by)
    is_now = pl.col("starts_on") == start_of(store.as_of, longer)
    return found.filter(is_now).select(*_KEYS, to_date="value")


def _list_recent(told: pl.DataFrame) -> pl.DataFrame:
    """The values of the last settled periods, the earliest first."""
    import polars as pl

    settled = told.filter(~told["status"].is_in(UNSETTLED)).sort("starts_on")
    return settled.group_by(*_KEYS).agg(pl.col("value").tail(DRAWN).alias("recent_values"))


def _forget_older(board: pl.DataFrame, told: pl.DataFrame, period_on: date | None) -> pl.DataFrame:
    """Without numbers of periods before this one, but where those of this one are still maturing."""
    import polars as pl

    now = told.filter(told["starts_on"] == period_on) if period_on else told.clear()
    here = now.select(*_KEYS, value_here="value", status_here="status")
    joined = board.join(here, on=list(_KEYS), how="left", nulls_equal=True, maintain_order="left")
    status = pl.col("status_here").fill_null(PeriodStatus.not_covered.value)
    is_older = (pl.col("starts_on") != pl.lit(period_on)) & (status != PeriodStatus.maturing.value)
    is_older = is_older.fill_null(value=False)
    forgotten = (*_OF_CHANGE, "last_year", "recent_values")
    blanked = [pl.when(~is_older).then(pl.col(name)).alias(name) for name in forgotten]
    return joined.with_columns(
        *blanked,
        pl.when(is_older).then("value_here").otherwise("value").alias("value"),
        *(pl.when(~is_older).then(pl.col(name)).alias(name) for name in _OF_VALUE),
        pl.when(is_older).then(pl.lit(period_on)).otherwise("starts_on").alias("starts_on"),
        pl.when(is_older).then(status).otherwise("status").alias("status"),
    ).drop("value_here", "status_here")
