"""Where is a number heading if all goes on as it has?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from commkit.about import About
from commkit.choices import Activity, Period
from commkit.indicators.inventory import INDICATORS, find_indicator
from commkit.indicators.periods import move
from commkit.metrics.plan.goal_options import Ahead, OneMetric
from commkit.metrics.plan.past_values import SEASONS, find_past, foretell
from commkit.params.questions import ActiveBy, Every
from commkit.result import Line, Result
from commkit.stats.forecast import CUTOFFS, backtest
from commkit.store.ask.community import Store
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from commkit.metrics.plan.past_values import Past

ABOUT = About(
    needs_one_of=("messages", "orders", "roster", "events"),
    examples=(
        "commkit plan forecast  # how many will be active in the next weeks",
        "commkit plan forecast --metric net_revenue --every month --periods 6  # half a year of revenue",
        "commkit plan forecast --metric wau -o wau.png  # the path with its band, as a picture",
    ),
    sql=(),  # that of every indicator
)
SHOWN = 26  # periods of the past that stand before those to come
_KNOWN, _AHEAD = "settled", "ahead"
_COLUMNS = ("value", "forecast_value", "low_value", "high_value")


def forecast(
    store: Store,
    *,
    metric: OneMetric = "wau",
    every: Every = Period.week,
    periods: Ahead = 8,
    active_by: ActiveBy = Activity.spoke,
) -> Result:
    """The last values of an indicator and the next ones, by a damped trend, with bands of 95%."""
    import polars as pl

    metric = find_indicator(metric).name
    told = find_past(store, metric, every=every, active_by=active_by)
    unit = INDICATORS[metric].unit
    rows = [row for past in told for row in _list(past, every, periods, unit)]
    kinds = {"slice": pl.String, "starts_on": pl.Date, **dict.fromkeys(_COLUMNS, pl.Float64), "status": pl.String}
    table = pl.DataFrame(rows, kinds, orient="row").with_columns(pl.lit(unit).alias("unit"))
    return Result(
        say("Forecast of {indicator}", indicator=value(metric, "indicator")),
        table,
        Line("starts_on", ("value",), band=("low_value", "high_value"), even="forecast_value"),
        notes=(
            say("forecast: Holt's method with a damped trend, over at most the last 104 periods; bands of 95%."),
            *_tell_error(told, periods, SEASONS.get(every, 1)),
            say("it goes on as it has: what is planned, holidays and campaigns are not in it."),
        ),
        keys=("slice", "starts_on"),
        vocabulary={"status": (_KNOWN, _AHEAD), "unit": (unit,)},
        parameters={"metric": metric, "active_by": active_by.value},
        unit_of=_COLUMNS,
        unseen=("unit",),
    )


def _list(past: Past, every: Period, periods: int, unit: str) -> Iterator[tuple[Any, ...]]:
    """The last values, then those to come."""
    found = foretell(past, periods, unit, every)
    shown = list(zip(past.starts, past.values, strict=True))[-SHOWN:]
    yield from ((past.slice, day, number, None, None, None, _KNOWN) for day, number in shown)
    for ahead, told in enumerate(zip(found.values, found.lows, found.highs, strict=True), 1):
        yield (past.slice, move(past.last_on, every, ahead), None, *told, _AHEAD)


def _tell_error(told: Sequence[Past], periods: int, season: int) -> Iterator[str]:
    """How such forecasts did before, where that is known of one slice."""
    found = backtest(told[0].values, periods, season) if len(told) == 1 else None
    if found is None:
        return
    if found.is_seasonal:
        yield say("a season of {count} periods shows, and the forecast follows it.", count=season)
    yield say(
        "held against what came after {count} earlier periods: it missed by {error} on average, "
        "{naive_one} by {naive}; bands held {held} of {whole}.",
        count=CUTOFFS,
        error=f"{found.error:.3g}",
        naive_one=say("the last season once more") if found.is_seasonal else say("the last value carried on"),
        naive=f"{found.naive_error:.3g}",
        held=found.held,
        whole=found.of_values,
    )
    if found.error >= found.naive_error:
        yield say("the last value carried on did no worse here: read the band, not the line.")
