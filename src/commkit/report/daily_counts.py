"""What platforms and people counted by day, which no message tells: the only numbers of some communities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.edition import Chapter
from commkit.indicators.periods import move
from commkit.report.titles import name_chapter
from commkit.result import Result
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from commkit.report.span import ReportPeriod
    from commkit.store.ask.community import Store

_COMMAND = (
    'commkit sql "select name, count(distinct day) filter (is_now) as days, count(*) filter (is_now) as entries, '
    "avg(value) filter (is_now) as mean_value, avg(value) filter (not is_now) as mean_before, "
    "100 * (mean_value - mean_before) / abs(mean_before) as change_percent "
    "from (select *, day >= '{}' as is_now from daily_count where day between '{}' and '{}') "
    'group by name order by name"'
)


def tell_counts(store: Store, span: ReportPeriod) -> Iterator[Chapter]:
    """The mean of each daily count in the period and in the one before, where there are any."""
    before_on = move(span.starts_on, span.every, -1)
    table = store.ask("report/daily_counts", before_on=before_on, starts_on=span.starts_on, ends_on=span.as_of)
    if table.is_empty():
        return
    result = Result(
        name_chapter("daily_counts"),
        table,
        notes=(
            say("mean: of the values as they were loaded, one a day and person or group; previous: the period before."),
            *_tell_uncovered(table),
        ),
        keys=("name",),
        heads={
            "name": say("counted by day"),
            "entries": say("values"),
            "previous_mean_value": say("mean value before"),
        },
        vocabulary={"name": tuple(table["name"])},
    )
    command = _COMMAND.format(span.starts_on, before_on, span.as_of)
    yield Chapter("daily_counts", name_chapter("daily_counts"), command, result)


def _tell_uncovered(table: pl.DataFrame) -> tuple[str, ...]:
    if not table["previous_mean_value"].null_count():
        return ()
    return (say("no mean value before: that period is not fully covered."),)
