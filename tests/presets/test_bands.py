from __future__ import annotations

from fractions import Fraction

import pytest

from commkit.presets.bands import Band

RISING = Band(baseline=0.12, target=0.18, challenge=0.25)
FALLING = Band(baseline=6, target=4, challenge=2)


@pytest.mark.parametrize(
    ("told", "reached", "percent"),
    [
        (Fraction(6, 100), "below_baseline", 50),
        (Fraction(1199, 10000), "below_baseline", Fraction(1199, 12)),
        (Fraction(12, 100), "baseline", 0),
        (Fraction(15, 100), "baseline", 50),
        (Fraction(18, 100), "target", 0),
        (Fraction(2499, 10000), "target", Fraction(69900, 700)),
        (Fraction(25, 100), "challenge", None),
        (Fraction(1), "challenge", None),
        (Fraction(0), "below_baseline", 0),
        (Fraction(-1), "below_baseline", 0),
    ],
)
def test_a_tier_is_met_from_its_own_value_on(told: Fraction, reached: str, percent: Fraction | None) -> None:
    assert (RISING.find_reached(told, "up"), RISING.find_progress(told, "up")) == (reached, percent)


@pytest.mark.parametrize(
    ("told", "reached", "percent"),
    [(12, "below_baseline", 50), (6, "baseline", 0), (5, "baseline", 50), (4, "target", 0), (2, "challenge", None)],
)
def test_what_should_fall_meets_a_tier_from_above(told: int, reached: str, percent: int | None) -> None:
    """12 complaints where 6 are allowed: half of them would do."""
    assert (FALLING.find_reached(Fraction(told), "down"), FALLING.find_progress(Fraction(told), "down")) == (
        reached,
        percent,
    )


def test_a_target_alone_is_the_only_tier() -> None:
    band = Band(target=12)
    assert band.find_reached(Fraction(9), "up") == "below_target"
    assert band.find_progress(Fraction(9), "up") == 75
    assert band.find_reached(Fraction(12), "up") == "target"


@pytest.mark.parametrize(
    ("told", "side"),
    [
        (Fraction(49, 1000), "too_low"),
        (Fraction(5, 100), "within"),
        (Fraction(2, 5), "within"),
        (Fraction(41, 100), "too_high"),
    ],
)
def test_two_bad_sides(told: Fraction, side: str) -> None:
    band = Band(low=0.05, high=0.4)
    assert (band.find_reached(told, "between"), band.find_progress(told, "between")) == (side, None)


def test_nothing_is_reached_where_nothing_is_told() -> None:
    assert Band().find_reached(Fraction(1), "up") is None
