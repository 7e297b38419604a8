"""Every rule of the handbooks and of the alarm schemes: numbers for which it fires, and others for which it is silent.

The last number of a series is that of the last period.
"""

from __future__ import annotations

from typing import Any

import pytest

from commkit.check_choices import AlarmScheme
from commkit.gate.alarms import read_scheme
from commkit.gate.rules import Rule, parse_rule
from commkit.presets import read_benchmarks
from tests.gate.conftest import judge_series

# By indicator and what the rule asks for.
NUMBERS: dict[tuple[str, str], tuple[list[Any], list[Any]]] = {
    ("first_seen_members", "500000"): ([499_999], [500_000]),
    ("members", "2000000"): ([1_999_999], [2_000_000]),
    ("members", "200000"): ([199_999], [200_000]),
    ("members", "1000000"): ([999_999], [1_000_000]),
    ("speaking_rate", "0.6"): ([(59, 100)], [(60, 100)]),
    ("speaking_rate", "0.65"): ([(649, 1000)], [(650, 1000)]),
    ("speaking_rate", "0.4"): ([(399, 1000)], [(400, 1000)]),
    ("interactions_per_member", "15"): ([(1499, 100)], [(1500, 100)]),
    ("content_participation", "0.3"): ([(29, 100)], [(30, 100)]),
    ("d7", "0.45"): ([(89, 200)], [(90, 200)]),
    ("d7", "< 30%"): ([(299, 1000)], [(300, 1000)]),
    ("repurchase_rate", "0.35"): ([(34, 100)], [(35, 100)]),
    ("repurchase_rate", "0.45"): ([(44, 100)], [(45, 100)]),
    ("referral_conversion", "0.3"): ([(29, 100)], [(30, 100)]),
    ("high_value_share", "rise < 5pp vs same_period_last_year"): (
        [(12, 100), *[(1, 100)] * 11, (16, 100)],
        [(12, 100), *[(1, 100)] * 11, (17, 100)],
    ),
    ("community_revenue_share", "0.4"): ([(39, 100)], [(40, 100)]),
    ("community_revenue_share", "0.25"): ([(24, 100)], [(25, 100)]),
    ("community_revenue_share", "0.3"): ([(29, 100)], [(30, 100)]),
    ("community_revenue_share", "0.35"): ([(34, 100)], [(35, 100)]),
    ("referred_share", "0.3"): ([(29, 100)], [(30, 100)]),
    ("referred_share", "0.35"): ([(34, 100)], [(35, 100)]),
    ("mentions", "rise < 100% vs previous"): ([100, 199], [100, 200]),
    ("mentions", "rise < 120% vs previous"): ([100, 219], [100, 220]),
    ("complaints", "> 5"): ([6], [5]),
    ("negative_mentions", "rise >= 50% vs previous"): ([10, 15], [10, 14]),
    ("negative_mentions", "rise >= 100% vs previous"): ([10, 20], [10, 19]),
    ("negative_mentions", "rise > 0 vs previous for 3"): ([8, 9, 10, 11], [8, 9, 9, 11]),
    ("wau", "drop >= 10% vs previous for 2"): ([100, 90, 81], [100, 90, 82]),
    ("active_members", "drop >= 10% vs previous for 2"): ([100, 90, 81], [100, 90, 82]),
    ("active_members", "drop > 0 vs previous for 4"): ([50, 49, 48, 47, 46], [50, 49, 49, 47, 46]),
    ("active_members", "unusual"): (
        [100, 101, 99, 100, 102, 98, 100, 100, 120],
        [100, 101, 99, 100, 102, 98, 100, 100, 105],
    ),
    ("severe_incidents", "> 0"): ([1], [0]),
    ("tag_coverage", "0.9"): ([(89, 100)], [(9, 10)]),
    ("decided_with_evidence_rate", "0.6"): ([(59, 100)], [(60, 100)]),
    ("tags_per_member", "20"): ([(1999, 100)], [(2000, 100)]),
    ("adopted_rate", "0.4"): ([(39, 100)], [(40, 100)]),
}
HOLDING = {"members": [200] * 5}


def name_of(rule: Rule) -> tuple[str, str]:
    """The indicator, and the target or else the condition."""
    band = rule.band.target
    return rule.indicator.name, rule.conditions[0].text if band is None else f"{band:.12g}"


def rules() -> list[Rule]:
    """Every rule that gates or alarms, of enough people."""
    checks = [each.list_check() for each in read_benchmarks()]
    of_rows = [parse_rule("row", {**check, "min_sample": 0}, "row") for check in checks if check]
    schemes = [each for each in AlarmScheme if each is not AlarmScheme.statistical]
    return of_rows + [alarm.rule for each in schemes for alarm in read_scheme(each.value) if alarm.rule]


RULES = rules()


@pytest.mark.parametrize("number", range(len(RULES)))
def test_a_rule_fires_at_its_bound_and_not_before(number: int) -> None:
    """On the first series it finds something, on the second nothing."""
    rule = RULES[number]
    found = []
    for numbers in NUMBERS[name_of(rule)]:
        series = {rule.indicator.name: numbers}
        found += judge_series([rule], HOLDING | series)
    assert [each.finding.is_found for each in found] == [True, False]


def test_no_numbers_are_left_over() -> None:
    """A row that goes takes its numbers with it."""
    assert {name_of(rule) for rule in RULES} == NUMBERS.keys()
