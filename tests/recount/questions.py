"""The questions, how each is asked, and how its table follows from a recount."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tests.recount.activity import activity
from tests.recount.answers.convert import convert
from tests.recount.answers.groups import groups
from tests.recount.answers.kpi import kpi
from tests.recount.answers.lifetime import lifetime
from tests.recount.answers.repurchase import repurchase
from tests.recount.answers.retention import Asked, retention, whole_periods
from tests.recount.answers.rfm import rfm
from tests.recount.answers.silence import first_messages, silence
from tests.recount.concentration import concentration, tiers
from tests.recount.conversion import conversion
from tests.recount.customers import customers
from tests.recount.engagement import engagement
from tests.recount.flow import flow
from tests.recount.freshness import freshness
from tests.recount.lifecycle import lifecycle
from tests.recount.newcomers import newcomers
from tests.recount.orders import orders
from tests.recount.referral import referral
from tests.recount.response import response
from tests.recount.retention import retention as returns
from tests.recount.rhythm import rhythm
from tests.recount.scope import ratio
from tests.recount.stickiness import active_days, stickiness

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.recount.scope import Scope

    Row = dict[str, Any]
    Recount = Callable[[Scope], list[Row]]


class Question(NamedTuple):
    """How a question is asked and counted again; `every` is its own period, none if it has no periods."""

    recount: Recount
    needs: tuple[str, ...] = ("messages",)
    every: str | None = "week"
    columns: frozenset[str] | None = None  # those that are counted again, if not all


FAMILIES: dict[str, Question] = {
    "activity": Question(activity),
    "concentration": Question(concentration),
    "conversion": Question(conversion, ()),
    "customers": Question(customers, ("orders",)),
    "engagement": Question(engagement),
    "flow": Question(flow, ("joins",)),
    "freshness": Question(freshness),
    "lifecycle": Question(lifecycle),
    "newcomers": Question(newcomers, ("joins",)),
    "orders": Question(orders, ("orders",)),
    "referral": Question(referral, ("joins",)),
    "response": Question(response, ("replies",)),
    "retention": Question(returns),
    "stickiness": Question(stickiness),
}


def without(recount: Recount, *columns: str) -> Recount:
    """All columns but these."""

    def shown(scope: Scope) -> list[Row]:
        return [{name: cell for name, cell in row.items() if name not in columns} for row in recount(scope)]

    return shown


def _active(scope: Scope) -> list[Row]:
    """Mean members a day."""
    rows: list[Row] = activity(scope)
    counted = [{**row, "dau": ratio(row["member_days"], row["days"])} for row in rows]
    return without(lambda _: counted, "median_messages", "member_days", "days")(scope)


def _retention(scope: Scope) -> list[Row]:
    return retention(Asked(scope, "on", "came", whole_periods(12, "on")))


QUESTIONS: dict[str, Question] = {
    "active": Question(_active),
    "concentration": Question(tiers, every=None),
    "convert": Question(convert, (), "month"),
    "flow": Question(without(flow, "net_growth"), ("joins",)),
    "groups": Question(groups, every=None),
    "kpi": Question(kpi, (), "week", frozenset({"indicator", "value", "previous", "starts_on", "status"})),
    "lifecycle": Question(without(lifecycle, "gained_members", "told_new_members")),
    "lifetime": Question(lambda scope: lifetime(scope, "leave"), ("leaves",), None),
    "lifetime --end silence": Question(lambda scope: lifetime(scope, "silence"), every=None),
    "newcomers": Question(without(newcomers, "second_week_pending"), ("joins",)),
    "repurchase": Question(repurchase, ("orders",), "month"),
    "response": Question(response, ("replies",)),
    "retention": Question(_retention, every="month"),
    "rfm": Question(rfm, ("orders",), None),
    "rhythm": Question(rhythm, every=None),
    "silence": Question(silence),
    "silence --first-messages": Question(first_messages, ("replies",)),
    "stickiness": Question(stickiness),
    "stickiness --distribution": Question(active_days),
}
