"""A plan as it is measured: from which day to which, and what of these days is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from commkit.choices import PeriodStatus
from commkit.errors import NotEnoughData, WrongUse
from commkit.segment.churn.arms import ARMS
from commkit.stats.nulls import blank
from commkit.store.ask.reach import DAY
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from commkit.store.ask.community import Store

PREFIX = "plan:"
STATUSES = (PeriodStatus.running, PeriodStatus.partly_covered, PeriodStatus.low_n, PeriodStatus.complete)
_AFTER = ("returned_members", "returned_rate", "gone_members", "returned_on", "left_on")
_MONEY = ("buyers", "orders", "net_amount")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The days after a plan, whether they are over and settled, and whether orders are told of all of them."""

    name: str
    opens_on: date
    closes_on: date
    status: PeriodStatus
    has_orders: bool

    @property
    def days(self) -> int:
        """How many days members had to come back."""
        return (self.closes_on - self.opens_on).days

    @property
    def dimension(self) -> str:
        """What its labels are called."""
        return PREFIX + self.name

    def blank(self, table: pl.DataFrame) -> pl.DataFrame:
        """The table without what is not known yet, and without orders that nobody tells."""
        is_over = self.status is not PeriodStatus.running
        untold = [*([] if is_over else _AFTER), *([] if is_over and self.has_orders else _MONEY)]
        return blank(table, [name for name in untold if name in table.columns])


def find_follow_up(store: Store, plans: pl.DataFrame, wanted: str | None, days: int | None, kind: str) -> FollowUp:
    """The plan of this name, else the latest, over so many days, else while it is open, by facts of a kind.

    Raises NotEnoughData where there is no plan, and WrongUse where none is called so.
    """
    known = _list_days(plans)
    if not known:
        raise NotEnoughData(say("no plan is kept"), hint=say("make one: commkit churn plan --save NAME"))
    name = [*known][-1] if wanted is None else wanted
    if name not in known:
        there = say("there are: {names}", names=say(", ").join(known))
        raise WrongUse(say("no plan is called {name!r}", name=name), hint=there)
    opens_on, closes_on = known[name]
    if opens_on > store.as_of:
        raise NotEnoughData(
            say("plan {name} begins on {day}, which lies ahead", name=name, day=opens_on),
            hint=say("ask of a later day: --as-of DAY"),
        )
    if days is not None:
        closes_on = opens_on + days * DAY
    orders_on = store.coverage.reach(["orders"]).last_on if store.has["orders"] else None
    has_orders = orders_on is not None and orders_on >= closes_on
    return FollowUp(name, opens_on, closes_on, _judge(store, closes_on, kind), has_orders)


def _list_days(plans: pl.DataFrame) -> Mapping[str, tuple[date, date]]:
    """From when to when each plan is open, the earliest first; labels without a day or of other arms are no plan."""
    import polars as pl

    dated = plans.filter(pl.col("opens_on").is_not_null(), pl.col("arm").is_in(ARMS))
    days = dated.group_by("dimension").agg(pl.col("opens_on").min(), pl.col("closes_on").max())
    rows = days.sort("opens_on", "dimension").iter_rows()
    return {name.removeprefix(PREFIX): (opens_on, closes_on) for name, opens_on, closes_on in rows}


def _judge(store: Store, closes_on: date, kind: str) -> PeriodStatus:
    settled_on = store.coverage.settled_on([kind])
    if store.as_of < closes_on:
        return PeriodStatus.running
    return PeriodStatus.partly_covered if settled_on and settled_on < closes_on else PeriodStatus.complete
