"""The checks that commkit.toml could have, from the community's own last quarter."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil
from statistics import median
from typing import TYPE_CHECKING, Any

from commkit.choices import Period
from commkit.indicators.inventory import INDICATORS
from commkit.indicators.series import missing
from commkit.proposal.quarter import FEW, LENGTH, find_quarters, read_quarters
from commkit.proposal.thresholds import beyond, draw_thresholds, falls_from_median, falls_from_previous
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from commkit.proposal.quarter import Quarter
    from commkit.store.ask.community import Store

RATES = ("speaking_rate", "reply_coverage", "first_speak_rate", "d7", "leave_rate", "repurchase_rate")
ACTIVE = {Period.week: "wau", Period.month: "mau"}  # what tells who is active at the end of each
ORDERS = "orders"
ADVERBS = {Period.week: "weekly", Period.month: "monthly", Period.quarter: "quarterly"}
LEAST_FALL, LEAST_FALL_OF_ORDERS, MOST_FALL = 10, 30, 90  # percent
LEAST_PEOPLE, LEAST_SHARE = 5, 0.05  # what a fall is of at least, and of the usual number
LEAST_COUNT = 2 * LEAST_PEOPLE  # below which a fall of so many is every second one
BEFORE = 4  # periods whose median is usual
LEAST_HOURS, STEP_HOURS, DAY_HOURS = 36, 12, 24
LEAST_REJECTED, REJECTED_STEP = 1, 2  # percent, and times what is rejected now


@dataclass(frozen=True, slots=True)
class ProposedCheck:
    """One check: the name of its table, and what stands in it."""

    name: str
    says: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ProposedGate:
    """What [checks] could say, the checks in it, and why the others are not among them."""

    defaults: Mapping[str, Any]
    checks: tuple[ProposedCheck, ...]
    left_out: Mapping[str, str] = field(default_factory=dict)


def propose_checks(store: Store, *, min_sample: int = FEW) -> ProposedGate:
    """A check for each of about ten indicators that the community's facts can tell.

    Each is by week, else by month or quarter, as soon as most periods are of `min_sample`; by month at least where
    there are fewer than 30 members.
    """
    quarters, are_few = find_quarters(
        store, RATES, {every: (name, ORDERS) for every, name in ACTIVE.items()}, min_sample=min_sample
    )
    active = ACTIVE[Period.month if are_few else Period.week]
    makers: dict[str, Callable[[Quarter], dict[str, Any] | None]] = {
        **{name: _check_rate(name) for name in RATES},
        active: _check_active,
        ORDERS: _check_orders,
    }
    checks, left_out = [], {}
    for name in (RATES[0], active, *RATES[1:], ORDERS):
        says = makers[name](quarters[name]) if name in quarters else None
        if says is not None:
            period = quarters[name].period
            called = f"{ADVERBS[period]}_{name}" if INDICATORS[name].unit == "rate" else name
            checks.append(ProposedCheck(called, {"metric": name, "period": period.value, **says}))
        elif name in quarters:
            left_out[name] = say("its numbers vary too much, or are zero")
        elif not missing(store, INDICATORS[name]):
            left_out[name] = say(
                "by no period are its numbers known up to now and of {count} or more", count=min_sample
            )
    checks += [*_check_freshness(store), *_check_rejects(store)]
    on_no_data = "warn" if are_few else "error"
    owned = tuple(ProposedCheck(each.name, _own(each.says)) for each in checks)
    return ProposedGate({"on_no_data": on_no_data, "min_sample": min_sample}, owned, left_out)


def _own(says: Mapping[str, Any]) -> dict[str, Any]:
    """With an owner before the reason."""
    return {**{key: said for key, said in says.items() if key != "why"}, "owner": "ops", "why": says["why"]}


def _check_rate(name: str) -> Callable[[Quarter], dict[str, Any] | None]:
    """What makes a check of the rate's quarter, with a baseline, a target and a challenge."""

    def check(quarter: Quarter) -> dict[str, Any] | None:
        drawn = draw_thresholds(quarter.values, is_up_good=INDICATORS[name].good == "up")
        if drawn is None or drawn.baseline >= 1:
            return None
        why = say(
            "{span}: {middle} in the middle, usually {low} to {high}, each of {sample:,.0f} or more",
            span=_span(quarter),
            middle=_percent(drawn.middle),
            low=_percent(drawn.low),
            high=_percent(drawn.high),
            sample=min(quarter.samples),
        )
        marks = {"baseline": drawn.baseline, "target": drawn.target, "challenge": drawn.challenge}
        return {**{mark: number for mark, number in marks.items() if number is not None}, "why": why}

    return check


def _check_active(quarter: Quarter) -> dict[str, Any] | None:
    """A fall of two periods running that the quarter before its last period never had."""
    falls = falls_from_previous(quarter.values)[:-1]
    percent = beyond(falls, LEAST_FALL)
    return _check_fall(quarter, percent, f"drop >= {percent}% vs previous for 2")


def _check_orders(quarter: Quarter) -> dict[str, Any] | None:
    """A fall below the median of the four periods before that the quarter before its last period never had."""
    percent = beyond(falls_from_median(quarter.values, BEFORE)[:-1], LEAST_FALL_OF_ORDERS)
    return _check_fall(quarter, percent, f"drop >= {percent}% vs median_last_{BEFORE}")


def _check_fall(quarter: Quarter, percent: int, rule: str) -> dict[str, Any] | None:
    middle = median(quarter.values)
    if percent > MOST_FALL or middle < LEAST_COUNT:
        return None
    floor = max(LEAST_PEOPLE, round(LEAST_SHARE * middle))
    why = say(
        "{span}: {middle:,.0f} in the middle, {low:,.0f} to {high:,.0f}; no such fall before the last of them",
        span=_span(quarter),
        middle=middle,
        low=min(quarter.values),
        high=max(quarter.values),
    )
    return {"fail": rule, "and": f"drop >= {floor}", "why": why}


def _check_freshness(store: Store) -> Iterator[ProposedCheck]:
    """The longest silence of the quarter and a day between two loads, to half days."""
    if not store.has["messages"]:
        return
    since = store.as_of - timedelta(weeks=LENGTH) + timedelta(days=1)
    [hours] = store.ask("proposal/longest_silence", since=since)["hours"].to_list()
    if hours is None:
        return
    warn = max(LEAST_HOURS, ceil((hours + DAY_HOURS) / STEP_HOURS) * STEP_HOURS)
    why = say("the longest silence of the quarter was {hours:.0f} hours; a day between loads on top", hours=hours)
    metric = "hours_since_last_message"
    yield ProposedCheck("freshness", {"metric": metric, "warn": f"> {warn}", "fail": f"> {2 * warn}", "why": why})


def _check_rejects(store: Store) -> Iterator[ProposedCheck]:
    """Twice what is rejected now, and at least 1%."""
    rejects = read_quarters(store, ["reject_ratio"], Period.week).get("reject_ratio")
    if rejects is None or not rejects.samples[-1]:
        return
    share, records = rejects.values[-1], rejects.samples[-1]
    percent = max(LEAST_REJECTED, ceil(REJECTED_STEP * 100 * share))
    why = say("{rejected:,.0f} of {records:,.0f} records are rejected now", rejected=share * records, records=records)
    if percent < MOST_FALL:
        yield ProposedCheck("rejects", {"metric": "reject_ratio", "fail": f"> {percent}%", "why": why})


def _percent(share: float) -> str:
    return f"{100 * share:.3g}%"


def _span(quarter: Quarter) -> str:
    """How many periods, and from when to when they begin."""
    return say(
        "{count} periods by {period}, from {first} to {last}",
        count=len(quarter.values),
        period=value(quarter.period.value),
        first=quarter.starts_on[0],
        last=quarter.starts_on[-1],
    )
