"""What comes next, of series whose course is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.stats.forecast import CUTOFFS, FEWEST, backtest, find_season, forecast


def test_what_never_changes_goes_on() -> None:
    told = forecast([5.0] * 20, 4)
    assert told is not None
    assert told.values == pytest.approx([5] * 4)
    assert told.lows == pytest.approx(told.highs)


def test_a_line_goes_on_for_a_while() -> None:
    """1 to 40: next comes 41, at most, for a trend is damped."""
    told = forecast(list(range(1, 41)), 3)
    assert told is not None
    assert told.values[0] == pytest.approx(41, abs=0.1)
    assert told.values[0] < told.values[1] < told.values[2] < 43.01


def test_too_few_tell_nothing() -> None:
    assert forecast([1.0, 2.0] * (FEWEST // 2 - 1), 1) is None
    assert backtest([1.0] * (FEWEST + 3), 4) is None


@given(st.lists(st.integers(-1000, 1000), min_size=FEWEST, max_size=60), st.sampled_from([-4, 0.5, 8]))
def test_another_unit_gives_the_same_forecast(values: list[int], factor: float) -> None:
    told, scaled = forecast(values, 5), forecast([factor * value for value in values], 5)
    assert told is not None
    assert scaled is not None
    assert scaled.values == pytest.approx([factor * value for value in told.values], abs=1e-6)
    assert all(low <= value <= high for low, value, high in zip(told.lows, told.values, told.highs, strict=True))


def test_bands_hold_what_they_say() -> None:
    """Walks of normal steps, 200 of them: bands of 95% for the next 8 hold 93 to 97%, as M4's weekly series do."""
    held = []
    for seed in range(200):
        walk = 1000 + np.random.default_rng(seed).normal(scale=10, size=112).cumsum()
        told = forecast(walk[:104].tolist(), 8)
        assert told is not None
        held.append(((walk[104:] >= told.lows) & (walk[104:] <= told.highs)).mean())
    assert 0.93 <= np.mean(held) <= 0.97


def test_a_forecast_is_held_against_what_came() -> None:
    """1 to 40, from five days on: the line misses by less than the last value carried on, by 1 to 3 steps."""
    found = backtest(list(range(1, 41)), 3)
    assert found is not None
    assert found.naive_error == pytest.approx(2)
    assert found.error < 0.3
    assert found.of_values == 3 * CUTOFFS


def test_a_week_goes_on_as_weeks_do() -> None:
    """Fifteen weeks of ten on weekdays and two at weekends: so are the next days, and the last week misses none."""
    days = ([10.0] * 5 + [2.0] * 2) * 15
    told = forecast(days, 7, 7)
    assert told is not None
    assert told.values == pytest.approx(days[:7])
    found = backtest(days, 7, 7)
    assert found is not None
    assert found.is_seasonal
    assert (found.error, found.naive_error) == pytest.approx((0, 0))
    plain = backtest(days, 7)
    assert plain is not None
    assert plain.error > 1


def test_noise_has_no_week() -> None:
    """Of 200 series of noise at most 20 in 200, and four standard errors more, seem to have a week."""
    seen = sum(len(find_season(np.random.default_rng(seed).normal(size=104), 7)) > 1 for seed in range(200))
    assert seen <= 20 + 4 * (200 * 0.1 * 0.9) ** 0.5
