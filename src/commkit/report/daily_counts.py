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

    from commkit.report.span import ReportPeriod
    from commkit.store.ask.community import Store

_COMMAND = (
    'commkit sql "select name, count(*) as entries, avg(value) as mean_value from daily_count '
    "where day between '{}' and '{}' group by name order by name\""
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
        ),
        keys=("name",),
        heads={
            "name": say("counted by day"),
            "entries": say("values"),
            "previous_mean_value": say("mean value before"),
        },
        vocabulary={"name": tuple(table["name"])},
    )
    command = _COMMAND.format(span.starts_on, span.as_of)
    yield Chapter("daily_counts", name_chapter("daily_counts"), command, result)
