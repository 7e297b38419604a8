"""An answer beside an earlier one: the period before, or a year earlier."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from commkit.choices import BACK, UNSETTLED, Compare, Period
from commkit.errors import WrongUse
from commkit.indicators import remarks
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    import polars as pl

    from commkit.result import Result
    from commkit.store.ask.cut import Cut

_DAY = timedelta(days=1)


class Log(NamedTuple):
    """The first day of which there are records, and the last one that is asked about."""

    first_on: date
    last_on: date


def compared(
    ask: Callable[[Cut], Result], cut: Cut, log: Log, every: Period, against: Compare, headlines: tuple[str, ...]
) -> Result:
    """The answer with the earlier value and the change of each headline beside it.

    A period stands beside the same days of an earlier one, both as known by as-of; an answer without periods beside
    one of an earlier span, as of an earlier day. Raises WrongUse where there is nothing to compare, or with what.
    """
    now = ask(cut)
    shown = [name for name in headlines if name in now.table.columns]
    if not shown:
        raise WrongUse(say("this answer has nothing to compare"), hint=say("leave --compare out"))
    if "starts_on" in now.table.columns:
        back = BACK[against][every]
        until = _moved(log.last_on + _DAY, back) - _DAY
        before = replace(cut, since=cut.since and _moved(cut.since, back), until=until)
    else:
        back = "0d"
        before = _span_before(cut, log.last_on, against)
    then = _asked(ask, before, log, now.table)
    note = say("previous: {earlier}.", earlier=remarks.earlier(against))
    return replace(now, table=_beside(now, then, shown, back), notes=(*now.notes, note), grid=None)


def _asked(ask: Callable[[Cut], Result], before: Cut, log: Log, now: pl.DataFrame) -> pl.DataFrame:
    """The earlier rows; none of a time before the log."""
    if (before.until or before.as_of or log.first_on) < log.first_on:
        return now.clear()
    return ask(replace(before, since=before.since and max(before.since, log.first_on))).table


def _span_before(cut: Cut, until: date, against: Compare) -> Cut:
    """The span of the same length that ends where this one begins, or this one a year earlier. Raises WrongUse."""
    if against is Compare.last_year:
        back = BACK[against][Period.day]
    elif cut.since:
        back = f"-{(until - cut.since).days + 1}d"
    else:
        raise WrongUse(say("without its first day a span has none before it"), hint=say("add --since DAY"))
    return replace(
        cut,
        since=cut.since and _moved(cut.since, back),
        until=cut.until and _moved(cut.until, back),
        as_of=_moved(cut.as_of or until, back),
    )


def _moved(day: date, back: str) -> date:
    import polars as pl

    moved: date = pl.Series([day]).dt.offset_by(back).item()
    return moved


def _beside(answer: Result, then: pl.DataFrame, shown: list[str], back: str) -> pl.DataFrame:
    """Each row with its earlier one, which has the same keys and began so much earlier."""
    import polars as pl

    now, keys = answer.table, answer.keys
    then_keys = [pl.col(name).dt.offset_by(back) if name == "starts_on" else pl.col(name) for name in keys]
    if "status" in then.columns:
        then = then.filter(_is_settled())
    earlier_rows = then.select(*keys, *(pl.col(name).alias(f"previous_{name}") for name in shown))
    found = now.join(
        earlier_rows, left_on=then_keys, right_on=keys, how="left", nulls_equal=True, maintain_order="left"
    )
    if "status" in now.columns:
        found = found.with_columns(
            pl.when(_is_settled()).then(pl.col(f"previous_{name}")).name.keep() for name in shown
        )
    changes = [(pl.col(name) - pl.col(f"previous_{name}")).alias(f"change_{name}") for name in shown]
    order = [each for name in now.columns for each in _with_earlier(name, shown)]
    return found.with_columns(changes).select(order)


def _is_settled() -> pl.Expr:
    """Whether a row's period may be compared."""
    import polars as pl

    return ~pl.col("status").is_in(UNSETTLED)


def _with_earlier(name: str, shown: list[str]) -> tuple[str, ...]:
    return (name, f"previous_{name}", f"change_{name}") if name in shown else (name,)
