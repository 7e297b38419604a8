"""What came after a day, beside what was expected."""

from __future__ import annotations

import numpy as np
import pytest

from commkit.stats.impact import find_impact

SEEDS = 200
DAY, DAYS = 500, 600


def test_by_hand_without_noise() -> None:
    """Mondays 20, other days 10: 80 a week. After day 56 all double: twice as much as expected."""
    week = [20.0] + [10.0] * 6
    series = np.array(week * 12)
    series[56:] *= 2
    found = find_impact(series, None, 56, 7)
    assert (found.value, found.ratio, found.expected) == pytest.approx((160, 2, 80))


def test_what_control_does_too_is_no_impact() -> None:
    """Both halve at New Year."""
    series = np.array(([20.0] + [10.0] * 6) * 12)
    series[56:] /= 2
    assert find_impact(series, series * 3, 56, 28).ratio == pytest.approx(1)


def test_too_little_before_it_is_not_judged() -> None:
    series = np.full(84, 10.0)
    found = find_impact(series, None, 56, 28)
    assert (found.low, found.p) == (None, None)
    assert found.ratio == pytest.approx(1)


def test_nothing_at_all_has_no_ratio() -> None:
    found = find_impact(np.zeros(84), None, 56, 7)
    assert (found.value, found.ratio) == (0, None)


def draw(seed: int, lift: float = 1.0) -> np.ndarray:
    """Daily numbers of a community that grows, with busy weekends and days that resemble the one before."""
    rng = np.random.default_rng(seed)
    mood = np.zeros(DAYS)
    for day in range(1, DAYS):
        mood[day] = 0.5 * mood[day - 1] + rng.normal(scale=0.1)
    level = 40 * np.exp(0.001 * np.arange(DAYS) + mood) * np.where(np.arange(DAYS) % 7 > 4, 1.5, 1.0)
    level[DAY:] *= lift
    return rng.poisson(level).astype(float)


@pytest.mark.parametrize("length", [1, 28, 91])
def test_placebo_dates_claim_rarely(length: int) -> None:
    """Nothing happens: at most 17 of 200 communities show an impact, though they grow."""
    found = [find_impact(draw(seed), None, DAY, length) for seed in range(SEEDS)]
    told = [each.p for each in found if each.p is not None]
    assert len(told) == SEEDS
    assert sum(p < 0.05 for p in told) <= 17


def test_what_was_planted_is_found() -> None:
    """Half as much again from the day on is found in most communities, and the interval holds it."""
    found = [find_impact(draw(seed, 1.5), None, DAY, 28) for seed in range(SEEDS)]
    assert sum((each.p or 1) < 0.05 for each in found) >= 180
    held = sum((each.low or 9) <= 1.5 <= (each.high or 0) for each in found)
    assert held >= 183


def test_a_later_week_is_expected_as_before_the_event() -> None:
    """80 a week before the event and 160 after it: in the third week after it 80 are still expected."""
    series = np.array(([20.0] + [10.0] * 6) * 12)
    series[56:] *= 2
    assert find_impact(series, None, 56, 7, gap=14).expected == pytest.approx(80)
