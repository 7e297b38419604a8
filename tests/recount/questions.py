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
from tests.recount.answers.settled import Known, by_coverage
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


TALK = Known(("messages",))
LIVING = Known(
    ("messages",), apart={("leaves",): ("departed_members",)}, from_before=("dormant_members", "quick_ratio")
)
ORDERED = Known(("orders",), ("of_buyers", "of_repeat90_buyers"))
ANSWERED = Known(("messages", "replies"), ("openings", "of_openings"))
GOING = tuple(f"{name}_members" for name in ("left", "removed", "dissolved", "leave", "of_telling"))
COMING = Known(
    ("members",),
    apart={("joins",): ("joined_members",), ("leaves",): (*GOING, "leave_rate")},
    also=(("joins",), ("leaves",)),
)
SPEAKING = (
    *("first_speak_members", "first_speak_rate", "first_day_speakers", "median_first_message_days"),
    *("second_week_members", "second_week_rate"),
)
LEAVING = ("of_telling_joined_members", "early_leave_members", "early_leave_rate", "first_day_leavers")
SETTLING = Known(
    ("joins",),
    ("joined_members", "of_joined_members"),
    {("messages", "joins"): SPEAKING, ("leaves", "joins"): LEAVING},
    young={"second_week_rate": ("joined_members", "of_second_week_members")},
)


QUESTIONS: dict[str, Question] = {
    "active": Question(by_coverage(_active, TALK)),
    "concentration": Question(tiers, every=None),
    "convert": Question(convert, (), "month"),
    "flow": Question(by_coverage(without(flow, "net_growth"), COMING), ("joins",)),
    "groups": Question(groups, every=None),
    "kpi --all": Question(kpi, (), "week", frozenset({"indicator", "value", "previous", "starts_on", "status"})),
    "lifecycle": Question(
        by_coverage(without(lifecycle, "gained_members", "told_new_members", "of_before_members"), LIVING)
    ),
    "lifetime": Question(lambda scope: lifetime(scope, "leave"), ("leaves",), None),
    "lifetime --end silence": Question(lambda scope: lifetime(scope, "silence"), every=None),
    "newcomers": Question(by_coverage(without(newcomers, "second_week_pending"), SETTLING), ("joins",)),
    "repurchase": Question(by_coverage(repurchase, ORDERED), ("orders",), "month"),
    "response": Question(by_coverage(response, ANSWERED), ("replies",)),
    "retention": Question(_retention, every="month"),
    "rfm": Question(rfm, ("orders",), None),
    "rhythm": Question(rhythm, every=None),
    "silence": Question(by_coverage(silence, TALK)),
    "silence --first-messages": Question(by_coverage(first_messages, Known(("messages", "replies")))),
    "stickiness": Question(by_coverage(stickiness, TALK)),
    "stickiness --distribution": Question(active_days),
}
