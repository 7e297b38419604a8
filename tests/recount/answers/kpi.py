"""Each indicator in its own last settled period, beside the period before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tests.recount.activity import activity
from tests.recount.answers.settled import is_first
from tests.recount.concentration import concentration
from tests.recount.conversion import conversion
from tests.recount.coverage import last_on, of_members, settled, status
from tests.recount.customers import customers
from tests.recount.engagement import engagement
from tests.recount.flow import flow
from tests.recount.freshness import freshness
from tests.recount.lifecycle import lifecycle
from tests.recount.newcomers import newcomers
from tests.recount.orders import orders
from tests.recount.referral import referral
from tests.recount.response import response
from tests.recount.retention import retention
from tests.recount.scope import DAY, Scope, ratio
from tests.recount.stickiness import stickiness

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.recount.scope import Term

Row = dict[str, Any]

FEW = 30
UNKNOWN: Row = {"value": None, "previous": None, "starts_on": None, "status": "not_covered"}
OPEN = {"not_covered", "running", "partly_covered", "cut", "maturing"}
TALK, BOUGHT, JOINED, LEFT = ("messages",), ("orders",), ("joins",), ("leaves",)
REPLIES, FIRST_DAYS = ("messages", "replies"), ("joins", "messages")


class Pair(NamedTuple):
    """A numerator and what it is of; `whole` counts those too whose own windows are not over."""

    family: Callable[[Scope], list[Row]]
    needs: tuple[str, ...]
    numerator: str
    denominator: str | None = None
    whole: str | None = None
    over: str | None = None  # of those counted in whole, whose windows are over; if not the denominator
    sample: str | None = None  # whom a rate is of, if not the denominator
    is_of_members: bool = False
    is_rate: bool = True
    days: int = 0  # so long after its end must be known of a period
    is_from_before: bool = False  # of what people did in the period before


def _of_members(needs: tuple[str, ...], numerator: str, of: str = "members", *, is_rate: bool = True) -> Pair:
    return Pair(engagement, needs, numerator, of, is_of_members=True, is_rate=is_rate)


PAIRS: dict[str, Pair] = {
    "dau": Pair(activity, TALK, "member_days", "days", is_rate=False),
    "wau": Pair(activity, TALK, "wau"),
    "mau": Pair(activity, TALK, "mau"),
    "active_members": Pair(activity, TALK, "members"),
    "messages": Pair(activity, TALK, "messages"),
    "messages_per_speaker": Pair(activity, TALK, "messages", "members", is_rate=False),
    "median_messages_per_speaker": Pair(activity, TALK, "median_messages"),
    "comment_rate": _of_members(REPLIES, "comment_members", "of_replying_members"),
    "like_rate": _of_members(("reactions",), "like_members", "of_reacting_members"),
    "share_rate": _of_members(("event share",), "share_members"),
    "activity_rate": _of_members(("event attend",), "attending_members"),
    "speaking_rate": _of_members(TALK, "speaking_members"),
    "content_participation": _of_members(REPLIES, "opening_members", "of_replying_members"),
    "interactions_per_member": _of_members(TALK, "interactions", is_rate=False),
    "d1": Pair(retention, TALK, "d1_members", "of_d1_members", "came_members", days=1),
    "d7": Pair(retention, TALK, "d7_members", "of_d7_members", "came_members", days=7),
    "d30": Pair(retention, TALK, "d30_members", "of_d30_members", "came_members", days=30),
    "d90": Pair(retention, TALK, "d90_members", "of_d90_members", "came_members", days=90),
    "paid_conversion": Pair(
        orders, ("orders", "members"), "first_order_members", "of_unpaid_members", is_of_members=True
    ),
    "referral_conversion": Pair(referral, ("referrals", "messages"), "activated_members", "of_invitees", "invitees"),
    "referred_share": Pair(referral, ("joins", "referrals"), "referred_members", "joined_members"),
    "repurchase_rate": Pair(customers, BOUGHT, "repeat_buyers", "of_buyers"),
    "high_value_share": Pair(customers, BOUGHT, "high_value_members", "of_buyers"),
    "top10_share": Pair(concentration, TALK, "top10_messages", "messages", sample="speakers"),
    "absence_factor": Pair(concentration, TALK, "absence_members"),
    "gini": Pair(concentration, TALK, "gini"),
    "click_rate": Pair(conversion, ("event click", "event impression"), "clicks", "of_impressions"),
    "registration_rate": Pair(conversion, ("event register", "event visit"), "registered_members", "of_visitors"),
    "purchase_rate": Pair(conversion, ("orders", "event visit"), "buyers", "of_visitors"),
    "members": Pair(flow, TALK, "members", is_of_members=True),
    "joined_members": Pair(flow, JOINED, "joined_members"),
    "first_seen_members": Pair(flow, TALK, "first_seen_members"),
    "left_members": Pair(flow, LEFT, "left_members"),
    "removed_members": Pair(flow, LEFT, "removed_members"),
    "net_growth": Pair(flow, ("joins", "leaves"), "net_growth", is_of_members=True),
    "leave_rate": Pair(flow, LEFT, "leave_members", "of_telling_members", is_of_members=True),
    "new_members": Pair(lifecycle, TALK, "told_new_members"),
    "returning_members": Pair(lifecycle, TALK, "returning_members", is_from_before=True),
    "resurrected_members": Pair(lifecycle, TALK, "resurrected_members", is_from_before=True),
    "dormant_members": Pair(lifecycle, TALK, "dormant_members", is_from_before=True),
    "churn_rate": Pair(lifecycle, TALK, "dormant_members", "of_before_members", is_from_before=True),
    "quick_ratio": Pair(lifecycle, TALK, "gained_members", "dormant_members", is_rate=False, is_from_before=True),
    "first_speakers": Pair(lifecycle, FIRST_DAYS, "first_speakers"),
    "first_speak_rate": Pair(newcomers, FIRST_DAYS, "first_speak_members", "of_joined_members", "joined_members"),
    "second_week_rate": Pair(newcomers, FIRST_DAYS, "second_week_members", "of_second_week_members", "joined_members"),
    "early_leave_rate": Pair(
        newcomers,
        ("joins", "leaves"),
        "early_leave_members",
        "of_telling_joined_members",
        "joined_members",
        "of_joined_members",
    ),
    "gmv": Pair(orders, BOUGHT, "gmv_amount"),
    "refunded": Pair(orders, BOUGHT, "refunded_amount"),
    "net_revenue": Pair(orders, BOUGHT, "net_amount"),
    "orders": Pair(orders, BOUGHT, "orders"),
    "buyers": Pair(orders, BOUGHT, "buyers"),
    "arpu": Pair(orders, BOUGHT, "net_amount", "members", is_of_members=True, is_rate=False),
    "aov": Pair(orders, BOUGHT, "net_amount", "orders", is_rate=False),
    "community_revenue_share": Pair(
        orders, ("orders", "members"), "community_amount", "of_all_amount", sample="orders", is_of_members=True
    ),
    "reply_coverage": Pair(response, REPLIES, "replied_openings", "of_openings", "openings"),
    "median_first_reply_hours": Pair(response, REPLIES, "median_reply_hours", None, "openings"),
    "stickiness": Pair(stickiness, TALK, "dau_mau_sum", "of_mau_days", sample="mau"),
}


NOW = {  # of no period
    "hours_since_last_message": Pair(freshness, TALK, "hours_since_last_message"),
    "hours_since_last_order": Pair(freshness, BOUGHT, "hours_since_last_order"),
    "reject_ratio": Pair(freshness, (), "rejected_records", "of_records"),
}


def kpi(scope: Scope) -> list[Row]:
    """Every indicator; without a settled period, the status is that of the last one."""
    tellers = [(_row, name, pair) for name, pair in PAIRS.items()] + [(_now, name, pair) for name, pair in NOW.items()]
    return [
        UNKNOWN | {"indicator": name} | (tell(scope, pair) if last_on(scope.world, pair.needs) else {})
        for tell, name, pair in tellers
    ]


def _now(scope: Scope, pair: Pair) -> Row:
    [row] = [row for row in freshness(scope) if row["slice"] is None]
    return {"value": _value(pair, row), "starts_on": row["starts_on"], "status": "complete"}


def _row(scope: Scope, pair: Pair) -> Row:
    cut = Scope(scope.world, scope.every, None, scope.since, scope.until, scope.as_of, scope.active_by, pair.needs)
    by_start = {row["starts_on"]: row for row in pair.family(cut) if row["slice"] is None}
    told = [(term, _status(cut, term, pair, by_start.get(term.starts_on, {}))) for term in cut.terms]
    over = [at for at, (_, found) in enumerate(told) if found not in OPEN]
    if not over:
        return {"status": told[-1][1] if told else "not_covered"}
    term, found = told[over[-1]]
    row: Row = {"value": _value(pair, by_start.get(term.starts_on, {})), "starts_on": term.starts_on, "status": found}
    if over[-1] - 1 in over:
        row["previous"] = _value(pair, by_start.get(told[over[-1] - 1][0].starts_on, {}))
    return row


def _value(pair: Pair, row: Row) -> float | None:
    value: float | None = row.get(pair.numerator)
    if pair.denominator is None or value is None:
        return value
    return ratio(float(value), float(row[pair.denominator] or 0))


def _status(scope: Scope, term: Term, pair: Pair, row: Row) -> str:
    found = status(scope, term, pair.needs)
    over = row.get(pair.over or pair.denominator or "of_openings", 0) or 0
    if found == "complete" and scope.end_of(term) + pair.days * DAY > scope.known_until:
        found = "maturing"
    if pair.is_from_before and is_first(scope, term, pair.needs):
        found = "not_covered"
    if pair.whole:
        found = settled(found, row.get(pair.whole, 0) or 0, over)
    if pair.is_of_members:
        found = of_members(scope, found, None)
    sample = pair.sample or pair.denominator
    is_few = sample and pair.is_rate and (row.get(sample, 0) or 0) < FEW
    return "low_n" if is_few and found == "complete" else found
