"""Do buyers come back, and how soon?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.about import About, Behind
from commkit.choices import Activity, Period, PeriodStatus
from commkit.indicators import remarks
from commkit.indicators.member_list import OUTCOMES, list_members
from commkit.indicators.periods import settle
from commkit.params.questions import Every, Members
from commkit.result import Line, Result
from commkit.store.ask.community import Store
from commkit.words import say

if TYPE_CHECKING:
    import polars as pl

ABOUT = About(
    needs_one_of=("orders",),
    examples=(
        "commkit repurchase  # how many first-time buyers come back, month by month",
        "commkit repurchase orders.xlsx --every week  # week by week, straight from a sheet of orders",
        "commkit repurchase --by platform -o repurchase.svg  # a chart that sets platforms side by side",
        "commkit repurchase --members --names -o buyers.xlsx  # who bought, by real name, as a workbook",
    ),
    headlines=("repeat30_rate", "repeat60_rate", "repeat90_rate"),
    behind=Behind("Who they are", "repurchase"),
)
_COUNTS = ("of_buyers", "pending", "repeat_buyers")
_RATES = {"repeat30": "of_repeat30_buyers", "repeat60": "of_repeat60_buyers", "repeat90": "of_repeat90_buyers"}
_WAITS = {f"{window}_rate": ("of_buyers", over) for window, over in _RATES.items()}


def repurchase(store: Store, *, every: Every = Period.month, members: Members = False) -> Result:
    """First-time buyers of each period: who ordered again within 30, 60 or 90 days, how soon, and who ever did."""
    store.need("orders")
    counted = store.ask("metrics/money/repurchase", every=every)
    table = settle(store, counted, every=every, needs=ABOUT.needs_one_of, matured=("of_buyers", "of_repeat90_buyers"))
    if members:
        return _list(store, table, every)
    median, pending = say("the median is of those who came back."), _tell_pending(table)
    notes = [
        say("orders of one day are one."),
        median,
        say("each rate is of those whose 30, 60 or 90 days after the first order are over; repeat rate: to date."),
    ]
    notes += pending
    notes += remarks.of_periods(store, table, *ABOUT.needs_one_of)
    total = _sum_up(table) if table["slice"].n_unique() == 1 else None
    return Result(
        say("Coming back to buy"),
        table,
        Line("starts_on", tuple(f"{window}_rate" for window in _RATES), waits=_WAITS),
        tuple(notes),
        total,
        keys=("slice", "starts_on"),
        vocabulary={"status": PeriodStatus},
        notes_on={median: ("median_gap_days",), **dict.fromkeys(pending, ("pending",))},
        aside=("of_buyers", "repeat_buyers", *_RATES.values(), *(f"{window}_buyers" for window in _RATES)),
    )


def _tell_pending(table: pl.DataFrame) -> list[str]:
    return [say("pending: first ordered too lately for 90 days to be over.")] if table["pending"].sum() else []


def _list(store: Store, table: pl.DataFrame, every: Period) -> Result:
    """The first-time buyers, with their second order."""
    buyers = store.ask("metrics/money/repurchase_members", every=every)
    return Result(
        say("First-time buyers"),
        list_members(store, buyers, table, "of_buyers", active_by=Activity.any),
        notes=(
            say("orders of one day are one."),
            say("repeat in 90 days: pending where 90 days after the first order are not over."),
        ),
        keys=("slice", "handle"),
        vocabulary={"repeat90": OUTCOMES},
    )


def _sum_up(table: pl.DataFrame) -> dict[str, object]:
    counts = (*_COUNTS, *_RATES.values(), *(f"{window}_buyers" for window in _RATES))
    sums = {name: int(table[name].sum()) for name in counts}
    rates = {f"{window}_rate": sums[f"{window}_buyers"] / sums[of] for window, of in _RATES.items() if sums[of]}
    return {**sums, **rates, "repeat_rate": sums["repeat_buyers"] / sums["of_buyers"]} if sums["of_buyers"] else {}
