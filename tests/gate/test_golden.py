"""Golden cases: a rule, a series of which the last number is that of the last period, the verdict and the exit code."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from commkit.check_choices import FailOn
from commkit.gate.rules import parse_rules
from commkit.indicators.inventory import INDICATORS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.gate.conftest import Ended

COUNT = {"metric": "wau"}
RATE = {"metric": "speaking_rate"}
LEAVING = {"metric": "leave_rate"}
COMPLAINTS = {"metric": "complaints", "period": "day"}
FALLING = COUNT | {"fail": "drop >= 10% vs previous for 2"}
FLOOR = FALLING | {"and": "drop >= 5"}
TIERS = RATE | {"baseline": 0.12, "target": 0.18, "challenge": 0.25}
TARGET = COUNT | {"target": 1000, "fail": "change >= 10% vs target"}
YEARLY = {"metric": "high_value_share", "period": "year", "fail": "rise < 5pp vs previous"}
MUTED = RATE | {"fail": "< 12%", "muted_until": date(2026, 10, 8), "reason": "国庆"}
LOW, HIGH = (3, 40), (30, 40)  # 7.5% and 75%

CASES: dict[str, tuple[dict[str, Any], list[Any], str, int]] = {
    # Numbers against bounds: operators mean what they say.
    "29.9 is under 30": (RATE | {"fail": "< 30%"}, [(299, 1000)], "fail", 1),
    "30.0 is not under 30": (RATE | {"fail": "< 30%"}, [(300, 1000)], "pass", 0),
    "30.0 is at most 30": (RATE | {"fail": "<= 30%"}, [(300, 1000)], "fail", 1),
    "30.1 is not at most 30": (RATE | {"fail": "<= 30%"}, [(301, 1000)], "pass", 0),
    "5 complaints are not more than 5": (COMPLAINTS | {"fail": "> 5"}, [5], "pass", 0),
    "6 complaints are more than 5": (COMPLAINTS | {"fail": "> 5"}, [6], "fail", 1),
    "5 is at least 5": (COMPLAINTS | {"fail": ">= 5"}, [5], "fail", 1),
    "no complaint at all": (COMPLAINTS | {"fail": "> 5"}, [0], "pass", 0),
    "a third is not 33.3%": (RATE | {"fail": "> 33.3%"}, [(10, 30)], "fail", 1),
    "10% is between 10% and 20%": (RATE | {"fail": "between 10% and 20%"}, [(4, 40)], "fail", 1),
    "20% is between 10% and 20%": (RATE | {"fail": "between 10% and 20%"}, [(8, 40)], "fail", 1),
    "22.5% is not": (RATE | {"fail": "between 10% and 20%"}, [(9, 40)], "pass", 0),
    "outside on the low side": (RATE | {"fail": "not between 10% and 40%"}, [(99, 1000)], "fail", 1),
    "outside on the high side": (RATE | {"fail": "not between 10% and 40%"}, [(401, 1000)], "fail", 1),
    "on the edge it is inside": (RATE | {"fail": "not between 10% and 40%"}, [(400, 1000)], "pass", 0),
    # Three tiers.
    "under the baseline": (TIERS, [(119, 1000)], "fail", 1),
    "at the baseline": (TIERS, [(120, 1000)], "warn", 0),
    "under the target": (TIERS, [(179, 1000)], "warn", 0),
    "at the target": (TIERS, [(180, 1000)], "pass", 0),
    "a missed challenge is no fault": (TIERS, [(249, 1000)], "pass", 0),
    "at the challenge": (TIERS, [(250, 1000)], "pass", 0),
    "lower is better: at the baseline": (LEAVING | {"baseline": 0.08}, [(8, 100)], "pass", 0),
    "lower is better: above it": (LEAVING | {"baseline": 0.08}, [(81, 1000)], "fail", 1),
    # Change against the period before, exact.
    "100 to 90 is a fall of 10%": (COUNT | {"fail": "drop >= 10% vs previous"}, [100, 90], "fail", 1),
    "100 to 91 is less": (COUNT | {"fail": "drop >= 10% vs previous"}, [100, 91], "pass", 0),
    "1000 to 901 is a fall of 9.9%": (COUNT | {"fail": "drop >= 10% vs previous"}, [1000, 901], "pass", 0),
    "a rise is no fall": (COUNT | {"fail": "drop >= 10% vs previous"}, [100, 120], "pass", 0),
    "a fall is no rise": (COUNT | {"fail": "rise >= 10% vs previous"}, [100, 80], "pass", 0),
    "a change goes both ways": (COUNT | {"fail": "change >= 10% vs previous"}, [100, 110], "fail", 1),
    "30% to 27% is a fall of 10%": (RATE | {"fail": "drop >= 10% vs previous"}, [(30, 100), (27, 100)], "fail", 1),
    "70% to 63% is a fall of 10%": (RATE | {"fail": "drop >= 10% vs previous"}, [(70, 100), (63, 100)], "fail", 1),
    "a third to 30% is a fall of 10%": (RATE | {"fail": "drop >= 10% vs previous"}, [(10, 30), (27, 90)], "fail", 1),
    "a fall of 5 heads": (COUNT | {"fail": "drop >= 5 vs previous"}, [50, 45], "fail", 1),
    "a fall of 4 heads": (COUNT | {"fail": "drop >= 5 vs previous"}, [50, 46], "pass", 0),
    # A floor that says what it is compared with is compared with that.
    "a floor against two weeks before": (
        COUNT | {"fail": "drop >= 1% vs previous", "and": "drop >= 5 vs periods_ago_2"},
        [50, 46, 45],
        "fail",
        1,
    ),
    # Points and percent are not the same.
    "12 to 16% is no rise of 5 points": (YEARLY, [(12, 100), (16, 100)], "fail", 1),
    "12 to 17% is one": (YEARLY, [(12, 100), (17, 100)], "pass", 0),
    "20 to 15% is a fall of 5 points": (RATE | {"fail": "drop >= 5pp vs previous"}, [(8, 40), (6, 40)], "fail", 1),
    "20 to 15% is a fall of 25%": (RATE | {"fail": "drop > 25% vs previous"}, [(8, 40), (6, 40)], "pass", 0),
    # Against a target, both ways.
    "9.9% under the target": (TARGET, [901], "pass", 0),
    "10% under the target": (TARGET, [900], "fail", 1),
    "10% over the target": (TARGET, [1100], "fail", 1),
    "9.9% over the target": (TARGET, [1099], "pass", 0),
    # Persistence: each of two weeks against the one before.
    "-10, -10": (FALLING, [1000, 900, 810], "fail", 1),
    "-10, -9": (FALLING, [1000, 900, 819], "pass", 0),
    "-9, -10 is the first hit": (FALLING, [1000, 910, 819], "pending", 0),
    "two weeks are too few for two falls": (FALLING, [1000, 900], "pending", 0),
    "a missing week breaks the streak": (FALLING, [1000, None, 900, 810], "pending", 0),
    "after a missing week nothing is compared": (FALLING, [1000, 900, None, 810], "not_evaluated", 3),
    "three falls are two falls": (FALLING, [1000, 900, 810, 700], "fail", 1),
    "under the floor: 8, 7, 6": (FLOOR, [8, 7, 6], "pass", 0),
    "over the floor": (FLOOR, [100, 90, 80], "fail", 1),
    "the second fall is under the floor": (FLOOR, [50, 45, 40], "fail", 1),
    "a floor against a period of its own": (
        COUNT | {"fail": "drop > 0 vs previous", "and": "drop >= 10 vs periods_ago_2"},
        [50, 45, 41],
        "pass",
        0,
    ),
    "the first fall is under the floor": (FLOOR, [44, 40, 35], "pending", 0),
    "2 of 3": (COUNT | {"fail": "< 100 for 2 of 3"}, [90, 110, 95], "fail", 1),
    "2 of 3, and well again": (COUNT | {"fail": "< 100 for 2 of 3"}, [90, 95, 110], "fail", 1),
    "1 of 3, now": (COUNT | {"fail": "< 100 for 2 of 3"}, [110, 110, 95], "pending", 0),
    "1 of 3, before": (COUNT | {"fail": "< 100 for 2 of 3"}, [95, 110, 110], "pass", 0),
    # What there is nothing to take a share of.
    "0 to 5 has no percent": (COUNT | {"fail": "drop >= 10% vs previous"}, [0, 5], "not_evaluated", 3),
    "0 to 0 has none either": (COUNT | {"fail": "rise >= 50% vs previous"}, [0, 0], "not_evaluated", 3),
    "5 to 0 is a fall of 100%": (COUNT | {"fail": "drop >= 100% vs previous"}, [5, 0], "fail", 1),
    "0 to 5 is a rise of 5": (COUNT | {"fail": "rise >= 5 vs previous"}, [0, 5], "fail", 1),
    # A share of what is below zero is one of its size: from -50 to -40 is a rise.
    "-50 to -40 is a rise of 20%": (COUNT | {"fail": "rise >= 20% vs previous"}, [(-50, 1), (-40, 1)], "fail", 1),
    "-50 to -40 is no fall": (COUNT | {"fail": "drop >= 20% vs previous"}, [(-50, 1), (-40, 1)], "pass", 0),
    # Other references.
    "under the mean of four": (COUNT | {"fail": "drop > 0 vs mean_last_4"}, [10, 20, 30, 40, 24], "fail", 1),
    "at the mean of four": (COUNT | {"fail": "drop > 0 vs mean_last_4"}, [10, 20, 30, 40, 25], "pass", 0),
    "under the median of three": (COUNT | {"fail": "drop > 0 vs median_last_3"}, [10, 20, 90, 19], "fail", 1),
    "a mean of three is not one of four": (
        COUNT | {"fail": "drop > 0 vs mean_last_4"},
        [20, 30, 40, 1],
        "not_evaluated",
        3,
    ),
    "a mean with a gap": (COUNT | {"fail": "drop > 0 vs mean_last_4"}, [10, None, 30, 40, 1], "not_evaluated", 3),
    "four weeks ago": (COUNT | {"fail": "drop >= 50% vs periods_ago_4"}, [100, 1, 1, 1, 50], "fail", 1),
    "the same month last year": (
        COUNT | {"period": "month", "fail": "drop >= 10% vs same_period_last_year"},
        [100, *[1] * 11, 90],
        "fail",
        1,
    ),
    "the same week last year": (
        COUNT | {"fail": "drop >= 10% vs same_period_last_year"},
        [100, *[1] * 51, 91],
        "pass",
        0,
    ),
    "no last year": (COUNT | {"fail": "drop >= 10% vs same_period_last_year"}, [100, 90], "not_evaluated", 3),
    "unusual": (COUNT | {"warn": "unusual"}, [99, 100, 101, 100, 99, 101, 100, 100, 120], "warn", 0),
    "unusual beside the last eight that are known": (
        COUNT | {"warn": "unusual"},
        [99, 100, 101, 100, 99, *[None] * 6, 120],
        "warn",
        0,
    ),
    "three periods tell no usual range": (COUNT | {"warn": "unusual"}, [100, 101, 99, 500], "not_evaluated", 3),
    "within the usual range": (COUNT | {"warn": "unusual"}, [90, 110, 95, 105, 100, 92, 108, 100, 112], "pass", 0),
    "far out of a narrow range, but under 10%": (COUNT | {"warn": "unusual"}, [*[1000] * 8, 1099], "pass", 0),
    # Few, and what on_no_data says.
    "of 29 nothing is judged": (RATE | {"fail": "< 12%"}, [(1, 29)], "not_evaluated", 3),
    "of 30 it is": (RATE | {"fail": "< 12%"}, [(3, 30)], "fail", 1),
    "compared with one of 29": (RATE | {"fail": "drop > 0 vs previous"}, [(20, 29), LOW], "not_evaluated", 3),
    "a count has no n": (COUNT | {"fail": "< 12"}, [3], "fail", 1),
    "min_sample 0": (RATE | {"fail": "< 12%", "min_sample": 0}, [(0, 2)], "fail", 1),
    "of few, to be skipped": (RATE | {"fail": "< 12%", "on_no_data": "skip"}, [(1, 29)], "not_evaluated", 0),
    "of few, to be a warning": (RATE | {"fail": "< 12%", "on_no_data": "warn"}, [(1, 29)], "not_evaluated", 0),
    "of few, to be a failure": (RATE | {"fail": "< 12%", "on_no_data": "fail"}, [(1, 29)], "not_evaluated", 1),
    "0 of 0 is no number": (RATE | {"fail": "< 12%", "min_sample": 0}, [(0, 0)], "not_evaluated", 3),
    # Periods that are not settled.
    "partly covered": (COUNT | {"fail": "< 12"}, [20, "partly_covered"], "not_evaluated", 3),
    "running": (COUNT | {"fail": "< 12"}, [20, "running"], "not_evaluated", 3),
    "cut": (COUNT | {"fail": "< 12"}, [20, "cut"], "not_evaluated", 3),
    "not covered, though last week was well": (COUNT | {"fail": "< 12"}, [20, "not_covered"], "not_evaluated", 3),
    "stale: the facts end a week before": (COUNT | {"fail": "< 12"}, [20, None], "not_evaluated", 3),
    "maturing: the week before is judged": (RATE | {"fail": "< 12%"}, [LOW, "maturing", "maturing"], "fail", 1),
    "before one that matures nothing is covered": (
        RATE | {"fail": "< 12%"},
        [HIGH, "not_covered", "maturing"],
        "not_evaluated",
        3,
    ),
    "by day": (COMPLAINTS | {"fail": "> 5 for 2"}, [6, 7], "fail", 1),
    "by quarter": (COUNT | {"period": "quarter", "fail": "drop > 0 vs previous"}, [10, 9], "fail", 1),
}


@pytest.mark.parametrize("name", CASES)
def test_golden(name: str, ended: Callable[..., Ended]) -> None:
    """Each rule finds what it must, and ends as it must."""
    table, numbers, verdict, code = CASES[name]
    found = ended(table, numbers)
    assert (found.row["verdict"], found.code) == (verdict, code)


@pytest.mark.parametrize("name", CASES)
def test_without_facts_nothing_is_green(name: str, ended: Callable[..., Ended]) -> None:
    """Without its facts each case ends with 3, unless the file says otherwise."""
    table, _, _, _ = CASES[name]
    found = ended({**table, "on_no_data": "error"}, [])
    assert (found.row["verdict"], found.code) == ("not_evaluated", 3)


def test_there_are_cases_enough() -> None:
    """So that nobody thins them out unseen."""
    assert len(CASES) >= 80


@pytest.mark.parametrize(
    ("today", "verdict", "code"),
    [
        (date(2026, 6, 29), "muted", 0),
        (date(2026, 10, 8), "muted", 0),
        (date(2026, 10, 9), "fail", 1),
    ],
)
def test_a_mute_ends(today: date, verdict: str, code: int, ended: Callable[..., Ended]) -> None:
    """It holds to the end of its last day."""
    found = ended(MUTED, [LOW], today=today)
    assert (found.row["verdict"], found.code) == (verdict, code)
    assert (found.row["reason"] == "国庆") == (verdict == "muted")


@pytest.mark.parametrize(("day", "verdict"), [(30, "fail"), (29, "muted")])
def test_a_mute_begins(day: int, verdict: str, ended: Callable[..., Ended]) -> None:
    """Before its first day it holds nothing back."""
    found = ended(MUTED | {"muted_from": date(2026, 6, day)}, [LOW], today=date(2026, 6, 29))
    assert found.row["verdict"] == verdict


def test_a_mute_hides_no_gap(ended: Callable[..., Ended]) -> None:
    """What cannot be told is told all the same."""
    assert ended(MUTED, [(1, 5)]).code == 3


@pytest.mark.parametrize(("fail_on", "codes"), [("fail", (1, 0)), ("warn", (1, 1)), ("never", (0, 0))])
def test_what_fails_can_be_chosen(fail_on: str, codes: tuple[int, int], ended: Callable[..., Ended]) -> None:
    """A failure and a warning, with each --fail-on; what cannot be judged is 3 with all of them."""
    found = [ended(TIERS, [each], fail_on=FailOn(fail_on)).code for each in ((119, 1000), (120, 1000))]
    assert tuple(found) == codes
    assert ended(TIERS, [(1, 5)], fail_on=FailOn(fail_on)).code == 3


@pytest.mark.parametrize(
    ("numbers", "state", "periods"),
    [
        ([HIGH, LOW], "new", 1),
        ([HIGH, LOW, LOW, LOW], "ongoing", 3),
        ([LOW, None, LOW], "new", 1),
        ([HIGH, LOW, HIGH], "recovered", None),
        ([LOW, HIGH, HIGH], None, None),
    ],
)
def test_episodes(numbers: list[Any], state: str | None, periods: int | None, ended: Callable[..., Ended]) -> None:
    """New in its first week, ongoing from the second on, recovered in the first that is well; a gap begins anew."""
    row = ended(RATE | {"fail": "< 12%"}, numbers).row
    assert (row["state"], row["periods"]) == (state, periods)


@pytest.mark.parametrize(
    ("number", "attained"),
    [((119, 1000), "below_baseline"), ((120, 1000), "baseline"), ((180, 1000), "target"), ((250, 1000), "challenge")],
)
def test_tiers_are_attained_at_their_bounds(number: Any, attained: str, ended: Callable[..., Ended]) -> None:  # noqa: ANN401
    """At a bound its tier is reached."""
    assert ended(TIERS, [number]).row["attained"] == attained


def test_pending_counts(ended: Callable[..., Ended]) -> None:
    """The first hit of two says so; of 3 of 4 it says how many are still to come."""
    assert ended(FALLING, [1000, 910, 819]).row["held"] == "1/2"
    assert ended(COUNT | {"fail": "< 100 for 3 of 4"}, [90, 110, 110, 90]).row["held"] == "2/3"


def test_of_too_few_no_tier_is_attained(ended: Callable[..., Ended]) -> None:
    """20 of 29 would be beyond every tier."""
    assert ended(TIERS, [(20, 29)]).row["attained"] is None


@pytest.mark.parametrize(("members", "verdict"), [([100] * 5, "warn"), ([100, 99, 98, 97, 90], "pass")])
def test_meanwhile(members: list[int], verdict: str, ended: Callable[..., Ended]) -> None:
    """Speakers fall four weeks running: silence only while members hold."""
    spiral = {
        "metric": "active_members",
        "warn": "drop > 0 vs previous for 4",
        "while": {"metric": "members", "is": "drop <= 2% vs periods_ago_4"},
    }
    assert ended(spiral, [50, 48, 46, 44, 42], other=members).row["verdict"] == verdict


@pytest.mark.parametrize(("metric", "meanwhile", "least"), [("wau", "speaking_rate", 30), ("speaking_rate", "wau", 0)])
def test_the_other_indicator_has_its_own_bound(metric: str, meanwhile: str, least: int) -> None:
    """A rate is of 30 at least, a count of any number, whichever stands beside the other."""
    (rule,) = parse_rules({"rule": {"metric": metric, "fail": "< 1", "while": {"metric": meanwhile, "is": "> 0"}}})
    assert rule.find_least(INDICATORS[meanwhile]) == least


def test_a_floor_is_read_as_far_back_as_it_compares() -> None:
    """Two periods, each beside the one five before: seven in all, six of them before the last."""
    (rule,) = parse_rules({"rule": COUNT | {"fail": "drop > 0 vs previous for 2", "and": "drop > 5 vs periods_ago_5"}})
    assert rule.depth == 6


@pytest.mark.parametrize(
    ("numbers", "percent"), [([-50, -40], 20), ([-50, -60], -20), ([-10, 10], 200), ([50, 40], -20)]
)
def test_a_change_in_percent_goes_the_way_of_the_change(
    numbers: list[int], percent: float, ended: Callable[..., Ended]
) -> None:
    """Whatever it is a share of."""
    found = ended(COUNT | {"fail": "change > 0 vs previous"}, numbers, sample=1)
    assert found.row["change_percent"] == percent
