"""Which groups are alive, growing, fading or dead?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.about import About
from commkit.choices import Activity, PeriodStatus, Slice
from commkit.indicators import remarks
from commkit.indicators.periods import FEW
from commkit.params import ActiveBy, QuietDays
from commkit.result import Bars, Result
from commkit.stats.nulls import blank
from commkit.store.ask.community import Store
from commkit.store.ask.coverage import DAY, join_spans, last_whole_day
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import polars as pl

    Days = tuple[date, date]  # the first and the last of them

ABOUT = About(
    needs_one_of=("messages",),
    examples=("commkit groups", "commkit groups --quiet-days 14", "commkit groups --sort -kept_rate --format csv"),
    rows=Slice.group,
)
STAGES = ("zombie", "forming", "declining", "growing", "mature")
LATELY = 28  # days
KEPT = 90  # days to the end of a group's third month
_HALF = 0.5
_KEPT = ("of_first_messages", "kept_messages", "kept_rate")
_TOLD = ("group", "status", "first_on", "last_on")  # of a group that is not covered


def groups(store: Store, *, quiet_days: QuietDays = 30, active_by: ActiveBy = Activity.spoke) -> Result:
    """Each group's members, talk of the last 28 days, stage of life, and what is left of its first talk by day 90."""
    import polars as pl

    counted = store.ask("metrics/activity/groups", quiet_days=quiet_days, active_by=active_by)
    last_on = min(store.asked.until or store.as_of, store.as_of)
    moves = pl.Series([_tells_moves(store, called, last_on) for called in counted["slice"]], dtype=pl.Boolean)
    table = blank(_settle(store, counted.rename({"slice": "group"}), last_on), ("net_members",), ~moves)
    return Result(
        say("Groups"),
        table,
        Bars("group", "messages"),
        notes=(*_remark(table, quiet_days), *remarks.of_groups(table), *_remark_moves(moves)),
        aside=("net_members", "peak_messages", "first_on", "of_first_messages", "kept_messages", "kept_rate"),
        keys=("group",),
        vocabulary={"stage": STAGES, "status": ("not_covered", "partly_covered", "low_n", "complete")},
        parameters={"quiet_days": quiet_days, "active_by": active_by.value},
    )


def _settle(store: Store, table: pl.DataFrame, last_on: date) -> pl.DataFrame:
    """The table with null for what the exports of a group do not tell, and its status where they do not reach."""
    import polars as pl

    covered = [_covered(store, called, last_on) for called in table["group"]]
    statuses = pl.Series([_judge(days, last_on) for days in covered], dtype=pl.String)
    lived = zip(covered, table["first_on"], strict=True)
    followed = [not first_on or _covers(days, first_on, first_on + KEPT * DAY) for days, first_on in lived]
    is_followed = pl.Series(followed, dtype=pl.Boolean)
    table = blank(table, _KEPT, ~is_followed).with_columns(pl.coalesce(statuses, "status").alias("status"))
    numbers = [name for name in table.columns if name not in _TOLD]
    table = blank(table, numbers, pl.col("status") == PeriodStatus.not_covered.value)
    return blank(table, ("stage",), pl.col("status") == PeriodStatus.partly_covered.value)


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


def _covers(days: Sequence[Days], first_on: date, end_on: date) -> bool:
    """Whether all days from one to the day before another are covered."""
    return any(first <= first_on and end_on - DAY <= last for first, last in days)


def _tells_moves(store: Store, called: str, last_on: date) -> bool:
    """Whether joins and leaves of the group are covered to the end, as far as they are told at all."""
    places = [store.coverage.of(kind, group=called) for kind in ("joins", "leaves")]
    return all(max(last_whole_day(place.until) for place in each) >= last_on for each in places if each)


def _remark_moves(is_told: pl.Series) -> list[str]:
    if is_told.all():
        return []
    return [say("net members: unknown where joins or leaves end before messages; see commkit status --by group.")]


def _remark(table: pl.DataFrame, quiet_days: int) -> list[str]:
    notes = [
        say(
            "zombie: no member's message for {days} days; forming: under 56 days old; declining: at most half of its "
            "best 28 days; growing: 20% above the 28 days before; else mature.",
            days=quiet_days,
        ),
        say("kept: messages of days 61 to 90 after its first, of those of days 1 to 30; where both are in the log."),
    ]
    followed = table.filter(table["of_first_messages"] >= FEW)["kept_rate"]
    lost = int((followed <= _HALF).sum())
    if lost:
        notes.append(
            say(
                "{lost} of {all} groups that began with 30 messages or more lost half of their talk by day 90.",
                lost=lost,
                all=len(followed),
            )
        )
    if "low_n" in table["status"].to_list():
        notes.append(say("low n: fewer than 30 members, or fewer than 30 first messages, so its rates are uncertain."))
    return notes
