"""The three plans, against what was counted by hand from the handbooks' own lists of goals."""

from __future__ import annotations

from collections import Counter

import pytest

from commkit.presets import list_plans, read_benchmarks, read_plan

# How many goals are due in which month after the start, counted by hand.
DUE = {
    # 6 months: members, core activity, first orders. 1 year: fission, repurchase. 3 years: GMV share, revenue.
    "six-month-to-three-year": {6: 3, 12: 2, 36: 2},
    # Quarter 1: activation. Year 1: seeds, communities, activity twice, retention, budget, conversion by referral.
    # Year 2: users, KOC, retention, budget, share by referral twice, mentions, UGC. Year 3: repurchase of high value,
    # revenue share, retention, budget. Years 3 to 4: repurchase, sharing; year 4: sharing, mentions, budget. Year 5:
    # users, super users, LTV, revenue share, budget, conversion by referral.
    "five-year": {3: 1, 12: 7, 24: 8, 36: 4, 48: 5, 60: 6},
    # 1 year: users, weekly interaction, regions, coverage, pilots, tags. 2 to 3 and 3 years: core users, partners
    # twice, alliances, industries, interactions, participation, paid learning, referral, promotion, LTV, revenue share
    # twice, projects. 5 years: users, person-times, partners, projects.
    "one-to-five-year": {12: 6, 36: 14, 60: 4},
}
BOOKS = {
    "six-month-to-three-year": "活动社群运营方案",
    "five-year": "用户增长五年策略",
    "one-to-five-year": "群建工作方案",
}


def test_there_are_three_plans() -> None:
    assert list_plans() == tuple(sorted(DUE))
    with pytest.raises(KeyError):
        read_plan("ten-year")


@pytest.mark.parametrize("plan", DUE)
def test_every_goal_is_due_in_its_month(plan: str) -> None:
    rows = read_plan(plan)
    assert Counter(each.months for each in rows) == DUE[plan]
    assert [each.months for each in rows] == sorted(each.months or 0 for each in rows)


@pytest.mark.parametrize("plan", DUE)
def test_a_plan_holds_targets_of_one_handbook(plan: str) -> None:
    rows = read_plan(plan)
    assert {(each.kind, each.ref.split(" ")[0]) for each in rows} == {("T", BOOKS[plan])}
    assert [each.says for each in rows if each.target is None and each.low is None and each.fail is None] == []
    assert [each.says for each in rows if not each.phase] == []


def test_a_phase_belongs_to_a_plan() -> None:
    alone = [each.says for each in read_benchmarks() if not each.plan and (each.phase or each.months is not None)]
    assert alone == []


def test_what_is_due_when_is_what_the_sentence_says() -> None:
    """`year 2` is over after 24 months, `2 to 3 years` after 36, and the first quarter of year 1 after 3."""
    spans = {(each.phase, each.months) for plan in DUE for each in read_plan(plan)}
    assert spans == {
        ("6 months", 6), ("1 year", 12), ("3 years", 36), ("2 to 3 years", 36), ("5 years", 60),
        ("quarter 1 of year 1", 3), ("year 1", 12), ("year 2", 24), ("year 3", 36), ("years 3 to 4", 48),
        ("year 4", 48), ("year 5", 60),
    }  # fmt: skip
