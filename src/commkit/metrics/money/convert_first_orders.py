"""How soon those who joined order for the first time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.choices import PeriodStatus
from commkit.indicators import remarks
from commkit.indicators.periods import are_young, settle
from commkit.result import Line, Result
from commkit.stats.nulls import blank
from commkit.words import say

if TYPE_CHECKING:
    import polars as pl

    from commkit.choices import Period
    from commkit.store.ask.community import Store

WINDOWS = (7, 30, 90)
_NEEDS = ("joins", "orders")
_BASE = "of_unpaid_joiners"


def show_first_orders(store: Store, every: Period) -> Result:
    """A row a period of joining; rates are of those who had not ordered before and whose days are over."""
    store.need(*_NEEDS)
    store.settle("orders")
    told = store.ask("metrics/money/convert_first_orders", every=every)
    of_orders = [name for name in told.columns if name not in ("slice", "starts_on", "joined_members")]
    counted = settle(
        store,
        told,
        every=every,
        needs=("joins",),
        matured=(_BASE, f"of_first_order{WINDOWS[-1]}_members"),
        apart={_NEEDS: of_orders},
    )
    table = counted
    for days in WINDOWS:
        table = blank(table, [f"first_order{days}_rate"], are_young(_BASE, f"of_first_order{days}_members"))
    notes = [
        say("joined: by an export's word; who had ordered before is left out of the rates."),
        say("each rate is of those whose 7, 30 or 90 days are over, the first included; –: not over for enough yet."),
    ]
    if counted["pending"].sum():
        notes.append(say("pending: joined too lately for 90 days to be over."))
    notes += remarks.of_untold(store, "joins")
    notes += remarks.of_periods(store, table, *_NEEDS)
    return Result(
        say("First orders since joining"),
        table,
        Line("starts_on", tuple(f"first_order{days}_rate" for days in WINDOWS)),
        tuple(notes),
        _sum_up(counted) if table["slice"].n_unique() == 1 else None,
        keys=("slice", "starts_on"),
        vocabulary={"status": PeriodStatus},
        aside=(
            *("earlier_buyers", "median_first_order_days", "first_order_members", _BASE),
            *(f"{of}first_order{days}_members" for days in WINDOWS for of in ("of_", "")),
        ),
    )


def _sum_up(table: pl.DataFrame) -> dict[str, object]:
    """All periods together, of those whose days are over."""
    names = [name for name in table.columns if name.endswith(("_members", "_joiners", "_buyers")) or name == "pending"]
    sums: dict[str, object] = {name: int(table[name].sum()) for name in names}
    for days in WINDOWS:
        done, of = (int(table[f"{each}first_order{days}_members"].sum()) for each in ("", "of_"))
        if of:
            sums[f"first_order{days}_rate"] = done / of
    return sums
