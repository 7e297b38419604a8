"""Shifts that are known, planted, or not there."""

from __future__ import annotations

from itertools import combinations, pairwise
from math import log, nan
from statistics import fmean, median
from time import process_time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.stats.level_shifts import Shift, find_shifts

# The yearly flow of the Nile at Aswan, 1871 to 1970, in 10^8 m^3, as `Nile` in R (Durbin and Koopman 2001).
NILE = [
    *(1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140),
    *(1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969),
    *(831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759),
    *(781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890),
    *(744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740),
]


def noise(seed: int, days: int) -> list[float]:
    return [float(value) for value in np.random.default_rng(seed).normal(0, 1, days)]


def with_shift(values: list[float], at: int, size: float) -> list[float]:
    return [value + size * (day >= at) for day, value in enumerate(values)]


@pytest.mark.parametrize("shortest", [1, 2, 5, 10])
def test_the_nile_fell_after_1898(shortest: int) -> None:
    """Cobb (1978) dates the change to 1898, the 28th year: R's strucchange and changepoint say 28 too."""
    (shift,) = find_shifts(NILE, shortest)
    assert shift.index == 28
    assert shift.level_before == pytest.approx(fmean(NILE[:28]))
    assert shift.level_after == pytest.approx(fmean(NILE[28:]))


def test_two_steps_without_noise_to_speak_of() -> None:
    """Ten values around 10, ten around 20, ten around 5."""
    values = [level + (-1) ** day * 0.5 for level in (10, 20, 5) for day in range(10)]
    assert find_shifts(values, 3) == [Shift(10, 10.0, 20.0), Shift(20, 20.0, 5.0)]


def test_a_planted_shift_is_found_within_two_days() -> None:
    """Of three spreads after day 200 of 400, in 40 series."""
    for seed in range(40):
        found = find_shifts(with_shift(noise(seed, 400), 200, 3), 7)
        assert any(abs(shift.index - 200) <= 2 for shift in found), seed


def test_noise_has_no_shifts() -> None:
    """At most one series in fifty, of lengths from half a year to a year."""
    series = [noise(seed, days) for seed in range(50) for days in (180, 365)]
    assert sum(bool(find_shifts(values, 7)) for values in series) <= 2


def test_one_day_out_of_line_is_no_level() -> None:
    values = noise(3, 200)
    values[90] += 12
    assert find_shifts(values, 7) == []


def test_missing_values_are_passed_over() -> None:
    """The same shift at the same index, with every fifth value missing before it and the first after it."""
    values: list[float | None] = [float(value) for value in with_shift(noise(1, 200), 100, 4)]
    for day in (*range(0, 100, 5), 100):
        values[day] = None
    (shift,) = find_shifts(values, 7)
    assert shift.index == 101
    assert find_shifts([nan if value is None else value for value in values], 7) == [shift]


@pytest.mark.parametrize("values", [[], [None], [1.0], [1.0, 9.0], [5.0] * 40, [None] * 40])
def test_nothing_shifts_where_there_is_nothing(values: list[float | None]) -> None:
    assert find_shifts(values, 2) == []


def test_a_level_lasts_at_least_one_value() -> None:
    with pytest.raises(ValueError, match="at least one"):
        find_shifts([1.0, 2.0], 0)


def test_a_thousand_values_take_little_time() -> None:
    """50 ms by the clock of the process, the best of five."""
    values = with_shift(with_shift(noise(2, 1000), 400, 2), 700, -1.5)
    taken = []
    for _ in range(5):
        start = process_time()
        found = find_shifts(values, 7)
        taken.append(process_time() - start)
    assert [round(shift.index, -1) for shift in found] == [400, 700]
    assert min(taken) < 0.05


def price_of(values: list[float], cuts: tuple[int, ...], penalty: float) -> float:
    parts = [values[start:end] for start, end in pairwise((0, *cuts, len(values)))]
    return sum((value - fmean(part)) ** 2 for part in parts for value in part) + penalty * len(cuts)


@given(st.lists(st.integers(0, 30), min_size=4, max_size=10), st.integers(1, 3))
def test_no_other_shifts_cost_less(values: list[int], shortest: int) -> None:
    """All ways to cut are tried, with the price written out."""
    steps = [b - a for a, b in pairwise(values)]
    off = [abs(step - median(steps)) for step in steps]
    spread = (1.4826 * median(off) or 1.2533 * fmean(off)) / 2**0.5
    found = tuple(shift.index for shift in find_shifts(values, shortest))
    if not spread:
        assert found == ()
        return
    scaled, penalty = [value / spread for value in values], 3 * log(len(values))
    ways = [
        cuts
        for number in range(len(values))
        for cuts in combinations(range(1, len(values)), number)
        if all(end - start >= shortest for start, end in pairwise((0, *cuts, len(values))))
    ]
    least = min((price_of(scaled, cuts, penalty) for cuts in ways), default=0)
    if ways:
        assert price_of(scaled, found, penalty) == pytest.approx(least)


@given(st.integers(0, 50), st.sampled_from([0.5, 4.0, 1024.0]), st.integers(-100, 100))
def test_the_unit_and_the_zero_of_the_scale_move_no_shift(seed: int, factor: float, shift: int) -> None:
    values = with_shift(noise(seed, 60), 30, 3)
    found = [each.index for each in find_shifts(values, 5)]
    assert [each.index for each in find_shifts([factor * value + shift for value in values], 5)] == found
