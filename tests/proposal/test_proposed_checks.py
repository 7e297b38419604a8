"""Checks from the last quarter of small communities."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from commkit.gate.evaluation import evaluate
from commkit.gate.rules import parse_rules
from commkit.proposal.proposed_checks import propose_checks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from commkit.proposal.proposed_checks import ProposedGate
    from commkit.store.ask.community import Store

    Community = Callable[..., Store]

WEDNESDAY = datetime.fromisoformat("2024-01-03 12:00")
# Speakers of 15 weeks. The first begins before the messages and the last is not over: 13 are complete, in which 20 of
# 40 members speak four times, 22 five times and 24 four times.
SPEAKERS = (20, *(20, 22, 24) * 4, 22, 5)
ORDERS = [
    {"member": f"m{each}", "native": f"{each}-{week}", "amount": 9, "ordered_at": WEDNESDAY + timedelta(weeks=week)}
    for week in range(15)
    for each in range(20)
]


def rows_of(speakers: Sequence[int], members: int) -> dict[str, list[Mapping[str, object]]]:
    """One message of each speaker at noon of each week's Wednesday, in a group of so many."""
    messages: list[Mapping[str, object]] = [
        {
            "group": "hall",
            "author": f"m{each}",
            "sent_at": WEDNESDAY + timedelta(weeks=week),
            "kind": "text",
            "text": f"{each} {week}",
            "native": f"{each}-{week}",
        }
        for week, count in enumerate(speakers)
        for each in range(count)
    ]
    return {"message": messages, "member": [{"native": f"m{each}"} for each in range(members)]}


def said(gate: ProposedGate) -> dict[str, Any]:
    """The checks as commkit.toml has them."""
    return dict(gate.defaults) | {check.name: dict(check.says) for check in gate.checks}


def verdicts(store: Store, gate: ProposedGate) -> dict[str, str]:
    """What the checks find in the community; how fresh it is apart, which is measured by the clock."""
    rules = [rule for rule in parse_rules(said(gate)) if rule.name != "freshness"]
    return {each.rule.name: each.finding.verdict.value for each in evaluate(store, rules, lambda _by, _only: None)}


def test_a_quarter_of_weeks(community: Community) -> None:
    """The middle of 13 shares is 22/40 = .55, and the middle distance from it 2/40 = .05.

    The baseline lies 3.5 * 1.4826 * .05 = .259 below: .29. A quarter of the weeks has 20/40, the best 24/40. No two
    weeks running both have fewer speakers than the one before. All write on Wednesdays at noon, 168 hours apart.
    Every week has 20 orders, of 20 members, all of whom come back: too few members for a share.
    """
    store = community(**rows_of(SPEAKERS, 40), order_line=ORDERS)
    gate = propose_checks(store)
    found = said(gate)
    rate = found["weekly_speaking_rate"]
    span = "13 periods by week, from 2024-01-08 to 2024-04-01"
    assert rate.pop("why") == f"{span}: 55% in the middle, usually 50% to 60%, each of 40 or more"
    marks = {"baseline": 0.29, "target": 0.5, "challenge": 0.6}
    assert rate == {"metric": "speaking_rate", "period": "week", **marks, "owner": "ops"}
    assert (found["wau"]["fail"], found["wau"]["and"]) == ("drop >= 10% vs previous for 2", "drop >= 5")
    assert (found["freshness"]["warn"], found["freshness"]["fail"]) == ("> 192", "> 384")
    assert (found["on_no_data"], found["min_sample"], found["rejects"]["fail"]) == ("error", 30, "> 1%")
    assert set(verdicts(store, gate).values()) == {"pass"}
    assert (found["orders"]["fail"], found["orders"]["and"]) == ("drop >= 30% vs median_last_4", "drop >= 5")
    # No fact tells of joins and leaves; nobody replied, and all were born before the first week.
    metrics = {check.says["metric"] for check in gate.checks}
    assert metrics == {"speaking_rate", "wau", "orders", "hours_since_last_message", "reject_ratio"}
    assert gate.left_out["repurchase_rate"] == "by no period are its numbers known up to now and of 30 or more"


def test_few_members_are_looked_at_by_month(community: Community) -> None:
    """Of 20 members 12 speak each week: no share is of 30, but February to June have 12 active members each."""
    store = community(**rows_of((12,) * 27, 20))
    gate = propose_checks(store)
    found = said(gate)
    assert (found["on_no_data"], found["mau"]["period"]) == ("warn", "month")
    assert {"wau", "weekly_speaking_rate", "monthly_speaking_rate"}.isdisjoint(found)
    assert gate.left_out["speaking_rate"] == "by no period are its numbers known up to now and of 30 or more"
    assert set(verdicts(store, gate).values()) == {"pass"}
