from __future__ import annotations

import math
from fractions import Fraction
from itertools import accumulate, pairwise
from operator import mul

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.stats.survival import Curve, chi_square_tail, kaplan_meier, log_rank

# Weeks in remission of 42 children, Freireich and others 1963, as in Gehan 1965; -6 is 6 weeks and not over.
ON_6MP = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35]
ON_PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
# Weeks of 23 patients, Miller 1997, as `aml` in R's package survival.
MAINTAINED = [9, 13, -13, 18, 23, -28, 31, 34, -45, 48, -161]
NOT_MAINTAINED = [5, 5, 8, 8, 12, -16, 23, 27, 30, 33, 43, 45]

LIVES = st.lists(st.integers(1, 30).flatmap(lambda days: st.sampled_from((days, -days))), min_size=1, max_size=40)


def curve_of(lives: list[int]) -> Curve:
    return kaplan_meier([abs(life) for life in lives], [life > 0 for life in lives], [life < 0 for life in lives])


def at(curve: Curve, *times: float) -> list[float]:
    return [float(value) for value in curve.at(times)[0]]


def with_band(curve: Curve, time: float) -> tuple[float, float, float]:
    [survival], [lower], [upper] = curve.at([time])
    return float(survival), float(lower), float(upper)


def test_leukaemia_on_6mp() -> None:
    """21 at risk and three end in week 6, of 17 one in week 7, of 15 in 10, of 12 in 13, of 11, of 7 and of 6."""
    curve = curve_of(ON_6MP)
    lasting = [Fraction(n - d, n) for n, d in ((21, 3), (17, 1), (15, 1), (12, 1), (11, 1), (7, 1), (6, 1))]
    by_hand = [float(value) for value in accumulate(lasting, mul)]
    assert at(curve, 6, 7, 10, 13, 16, 22, 23) == pytest.approx(by_hand, abs=1e-12)
    assert at(curve, 6, 7, 10, 13, 16, 22, 23) == pytest.approx(
        [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482], abs=5e-5
    )
    assert curve.median()[0] == 23
    assert curve_of(ON_PLACEBO).median()[0] == 8


def test_the_log_rank_of_the_leukaemia_trial() -> None:
    found = log_rank([curve_of(ON_6MP), curve_of(ON_PLACEBO)])
    assert found is not None
    assert found.chi_square == pytest.approx(16.7929, abs=5e-5)
    assert found.degrees == 1
    assert found.p == pytest.approx(math.erfc(math.sqrt(found.chi_square / 2)), rel=1e-12)


def test_aml_as_r_has_it() -> None:
    """R survival 3.8.3, survfit(Surv(time, status) ~ x): survival and standard errors of the maintained."""
    curve = curve_of(MAINTAINED)
    times = (9, 13, 18, 23, 31, 34, 48)
    survival = [0.9090909, 0.8181818, 0.7159091, 0.6136364, 0.4909091, 0.3681818, 0.1840909]
    assert at(curve, *times) == pytest.approx(survival, abs=1e-6)
    errors = [math.sqrt(curve.variance[curve.times.index(time)]) for time in times]
    assert errors == pytest.approx([0.08668, 0.11629, 0.13966, 0.15263, 0.16419, 0.16267, 0.15349], abs=5e-6)
    assert curve.median()[0] == 31
    assert curve_of(NOT_MAINTAINED).median()[0] == 23
    found = log_rank([curve, curve_of(NOT_MAINTAINED)])
    assert found is not None
    assert [found.chi_square, found.p] == pytest.approx([3.3964, 0.0653], abs=5e-5)


def test_the_band_is_log_log_and_not_r_default_log() -> None:
    """At 9 weeks the log kind has .7541 below, the log-log kind .5081: 10/11 ** exp(1.96 x .09535 / .09531)."""
    survival, lower, upper = with_band(curve_of(MAINTAINED), 9)
    assert lower == pytest.approx(0.5081, abs=5e-5)
    width = 1.959964 * math.sqrt(1 / 110) / -math.log(10 / 11)
    assert (lower, upper) == pytest.approx((survival ** math.exp(width), survival ** math.exp(-width)), abs=1e-6)


def test_half_of_ten_is_half() -> None:
    """Of ten, one ends each day: day 5 is the median, although nine tenths of eight ninths ... is not quite a half."""
    assert curve_of(list(range(1, 11))).median()[0] == 5


def test_where_nobody_ends_there_is_no_median() -> None:
    curve = curve_of([-5, -9, -9])
    assert all(map(math.isnan, curve.median()))
    assert math.isnan(curve.mean())
    assert with_band(curve, 9) == (1, 1, 1)
    assert all(map(math.isnan, with_band(curve, 10)))


def test_how_many_are_known_to_last() -> None:
    """Of six, one ends on day 3 and one is last seen on it, still there; one of the others ends on day 5."""
    curve = curve_of([3, -3, 5, -6, -6, -7])
    assert curve.lasting([2, 3, 4, 5, 6, 7, 8]) == [6, 5, 4, 3, 3, 1, 0]


def test_after_all_have_ended_nobody_is_there() -> None:
    curve = curve_of([1, 2])
    assert at(curve, 0, 1, 2, 90) == [1, 0.5, 0, 0]


def test_nobody_at_all() -> None:
    curve = curve_of([])
    assert all(map(math.isnan, with_band(curve, 1)))
    assert curve.lasting([1]) == [0]
    assert math.isnan(curve.median()[0])
    assert math.isnan(curve.mean())


def test_eight_percent_a_month_is_twelve_and_a_half_months() -> None:
    """Of those there at the start of a month, 8% end in it: the mean of a geometric life is 1 / 0.08."""
    months = np.arange(1, 400)
    ended = 1e9 * 0.08 * 0.92 ** (months - 1)
    curve = kaplan_meier(months, [*ended[:-1], ended[-1] / 0.08], np.zeros(months.size))
    assert curve.mean() == pytest.approx(12.5, rel=1e-9)
    assert curve.median()[0] == math.ceil(math.log(0.5) / math.log(0.92))


def test_the_hazard_is_found_where_people_come_every_month() -> None:
    """A thousand come in each of 30 months, and 8% of those there end each month; the latest are followed briefly."""
    cohorts = [(month, length) for month in range(30) for length in range(1, 31 - month)]
    ended = [1000 * 0.08 * 0.92 ** (length - 1) for _, length in cohorts]
    censored = [1000 * 0.92**length if length == 30 - month else 0 for month, length in cohorts]
    curve = kaplan_meier([length for _, length in cohorts], ended, censored)
    assert at(curve, 1, 6, 12, 30) == pytest.approx([0.92**n for n in (1, 6, 12, 30)], rel=1e-12)


@pytest.mark.parametrize(
    ("value", "degrees", "tail"),
    [
        (3.841458820694124, 1, 0.05),
        (5.991464547107979, 2, 0.05),
        (7.814727903251179, 3, 0.05),
        (18.307038053275146, 10, 0.05),
        (6.6348966010212145, 1, 0.01),
        (4.605170185988091, 2, 0.1),
        (0, 3, 1),
    ],
)
def test_the_chi_square_table(value: float, degrees: int, tail: float) -> None:
    """Quantiles of the usual table, at full precision."""
    assert chi_square_tail(value, degrees) == pytest.approx(tail, rel=1e-12)


def test_even_degrees_far_out_are_a_poisson_sum() -> None:
    """For four degrees the tail is exp(-x/2) (1 + x/2)."""
    assert chi_square_tail(600, 4) == pytest.approx(math.exp(-300) * 301, rel=1e-12)


@given(LIVES)
def test_a_curve_only_falls_and_its_band_is_around_it(lives: list[int]) -> None:
    curve = curve_of(lives)
    assert all(later <= earlier for earlier, later in pairwise([1.0, *curve.survival]))
    assert min(curve.variance) >= 0
    for survival, lower, upper in zip(curve.survival, curve.lower, curve.upper, strict=True):
        assert 0 <= lower <= survival + 1e-12
        assert survival - 1e-12 <= upper <= 1 if survival > 0 else math.isnan(upper)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=40))
def test_without_censoring_survival_is_the_share_that_lasts_longer(lives: list[int]) -> None:
    curve = curve_of(lives)
    n = len(lives)
    for time, survival, variance in zip(curve.times, curve.survival, curve.variance, strict=True):
        share = sum(life > time for life in lives) / n
        assert survival == pytest.approx(share, abs=1e-12)
        assert variance == pytest.approx(share * (1 - share) / n, abs=1e-12)
    assert curve.mean() == pytest.approx(sum(lives) / n, rel=1e-12)
    assert curve.median()[0] == sorted(lives)[(n - 1) // 2]


@given(LIVES, LIVES, LIVES)
def test_the_order_of_people_and_of_groups_changes_nothing(one: list[int], other: list[int], third: list[int]) -> None:
    assert curve_of(one).survival == curve_of(sorted(one)).survival
    forth = log_rank([curve_of(one), curve_of(other), curve_of(third)])
    back = log_rank([curve_of(third), curve_of(other), curve_of(one)])
    assert (forth is None) == (back is None)
    if forth and back:
        assert forth.chi_square == pytest.approx(back.chi_square, abs=1e-9)
        assert forth.degrees == back.degrees
        assert 0 <= forth.p <= 1


@given(LIVES)
def test_equal_curves_do_not_differ(lives: list[int]) -> None:
    found = log_rank([curve_of(lives), curve_of(lives)])
    assert found is None or [found.chi_square, found.p] == [pytest.approx(0, abs=1e-9), pytest.approx(1, abs=1e-4)]


def test_curves_in_which_nothing_ends_cannot_be_told_apart() -> None:
    assert log_rank([curve_of([-3]), curve_of([-5, -8])]) is None
