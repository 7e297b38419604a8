"""How far the exports of each group reach, and what of it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.choices import PeriodStatus
from commkit.stats.nulls import blank
from commkit.store.ask.reach import DAY, join_spans, last_whole_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import polars as pl

    from commkit.store.ask.community import Store

    Days = tuple[date, date]  # the first and the last of them

LATELY = 28  # days
KEPT = 90  # days to the end of a group's third month
_KEPT = ("of_first_messages", "kept_messages", "kept_rate")
_TOLD = ("group", "status", "first_on", "last_on")  # of a group that is not covered


def settle_groups(store: Store, table: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """Groups with null for what their exports do not tell and the status for it; and whether each tells its moves."""
    import polars as pl

    last_on = min(store.asked.until or store.as_of, store.as_of)
    moves = pl.Series([_tells_moves(store, called, last_on) for called in table["group"]], dtype=pl.Boolean)
    covered = [_covered(store, called, last_on) for called in table["group"]]
    statuses = pl.Series([_judge(days, last_on) for days in covered], dtype=pl.String)
    lived = zip(covered, table["first_on"], strict=True)
    followed = [not first_on or _covers(days, first_on, first_on + KEPT * DAY) for days, first_on in lived]
    is_followed = pl.Series(followed, dtype=pl.Boolean)
    table = blank(blank(table, _KEPT, ~is_followed), ("net_members",), ~moves).with_columns(
        pl.coalesce(statuses, "status").alias("status")
    )
    numbers = [name for name in table.columns if name not in _TOLD]
    table = blank(table, numbers, pl.col("status") == PeriodStatus.not_covered.value)
    table = blank(table, ("stage",), pl.col("status") == PeriodStatus.partly_covered.value)
    return table, moves


def find_unsettled(store: Store) -> dict[str, PeriodStatus]:
    """The groups of whose last 28 days exports do not tell, or not of all of them, with the status for it."""
    last_on = min(store.asked.until or store.as_of, store.as_of)
    places = [place for place in store.coverage.of("messages") if place.group is not None]
    names = sorted({place.called or place.handle or "" for place in places})
    found = ((called, _judge_lately(_covered(store, called, last_on), last_on)) for called in names)
    return {called: status for called, status in found if status}


def _covered(store: Store, called: str, last_on: date) -> list[Days]:
    """The days on which an export tells of the group's talk; of one that is over, all from its last export on too.

    The quiet of a group in which nobody has ever talked is that of its export.
    """
    places = store.coverage.of("messages", group=called)
    if not places:
        return [(last_on - 2 * LATELY * DAY, last_on)]
    spans = join_spans(span for place in places for span in place.spans)
    days = [(span.first_on, last_whole_day(span.until)) for span in spans]
    is_over = any(store.closed.intersection((place.called, place.handle)) for place in places)
    return [*days[:-1], (days[-1][0], max(days[-1][1], last_on))] if is_over else days


def _judge(days: Sequence[Days], last_on: date) -> str | None:
    """The status of a group of which not all is known that its stage is told by."""
    if not any(first <= last_on and last > last_on - LATELY * DAY for first, last in days):
        return PeriodStatus.not_covered.value
    opens_on = max(days[0][0], last_on - (2 * LATELY - 1) * DAY)
    return None if _covers(days, opens_on, last_on + DAY) else PeriodStatus.partly_covered.value


def _judge_lately(days: Sequence[Days], last_on: date) -> PeriodStatus | None:
    """The same, of a group's last 28 days alone."""
    if _judge(days, last_on) == PeriodStatus.not_covered.value:
        return PeriodStatus.not_covered
    opens_on = max(days[0][0], last_on - (LATELY - 1) * DAY)
    return None if _covers(days, opens_on, last_on + DAY) else PeriodStatus.partly_covered


def _covers(days: Sequence[Days], first_on: date, end_on: date) -> bool:
    """Whether all days from one to the day before another are covered."""
    return any(first <= first_on and end_on - DAY <= last for first, last in days)


def _tells_moves(store: Store, called: str, last_on: date) -> bool:
    """Whether joins and leaves of the group are covered to the end, as far as they are told at all."""
    places = [store.coverage.of(kind, group=called) for kind in ("joins", "leaves")]
    return all(max(last_whole_day(place.until) for place in each) >= last_on for each in places if each)
