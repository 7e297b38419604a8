"""BG/NBD and Gamma-Gamma, against published numbers and against what they are made of.

The published numbers are those of CDNOW: the walkthrough of the R package BTYD (Dziurzynski, Wadsworth, Fader,
McCarthy), and Fader and Hardie, The Gamma-Gamma Model of Monetary Value (2013).
"""

from __future__ import annotations

import os
from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import approx_fprime
from scipy.special import betaln, hyp2f1

from commkit.stats.btyd import Buying, Spending, fit_buying, fit_spending
from commkit.stats.likelihood import BuyingLikelihood, SpendingLikelihood, collapse

CDNOW = Buying(r=0.2425967, alpha=4.413659, a=0.7929869, b=2.426164)
SPENDING = Spending(p=6.25, q=3.74, v=15.44)
SEVERAL = st.lists(
    st.tuples(st.integers(0, 12), st.floats(0, 1), st.integers(1, 60)).map(
        lambda told: (told[0], told[1] * told[2] * (told[0] > 0), told[2])
    ),
    min_size=2,
    max_size=12,
)
PARAMETERS = st.tuples(*[st.floats(0.1, 8)] * 4)


def test_a_new_customer_buys_as_published() -> None:
    assert CDNOW.expect(0, 0, 0, within=52) == pytest.approx(1.444004, abs=1e-6)


def test_customer_1516_is_told_as_published() -> None:
    """26 repeats in 31 weeks, the last after 30.86: 25.76 more within a year, and alive with 96.9%."""
    recency, age = 216 / 7, 217 / 7
    assert CDNOW.expect(26, recency, age, within=52) == pytest.approx(25.75659, abs=5e-6)
    assert CDNOW.be_alive(26, recency, age) == pytest.approx(0.9688523, abs=5e-8)


def test_more_purchases_can_mean_fewer_to_come_as_published() -> None:
    """The increasing frequency paradox: the last purchase after 20 of 39 weeks."""
    published = [0.3474606, 0.04283391, 0.004158973, 0.0003583685]
    assert CDNOW.expect([10, 15, 20, 25], 20, 39, within=52) == pytest.approx(published, rel=2e-6)


def test_nobody_without_a_repeat_is_ever_less_than_alive() -> None:
    """Which is why nothing is ranked by it: one purchase ten years ago comes before a customer of yesterday."""
    assert list(CDNOW.be_alive([0, 0, 5], [0, 0, 37], [520, 1, 38])) == [1.0, 1.0, pytest.approx(0.9, abs=0.06)]
    lapsed, lively = CDNOW.expect([0, 5], [0, 37], [520, 38], within=39)
    assert lapsed < lively


@pytest.mark.parametrize("a", [0.3, 0.999, 1.0, 1.001, 4.0])
def test_expectation_is_that_of_the_paper(a: float) -> None:
    """Equation 10 of Fader, Hardie and Lee, where 2F1 can be worked out, and its limit where a is 1."""
    r, alpha, b, x, recency, age, time = 0.4, 6.0, 2.5, 3, 10.0, 20.0, 30.0
    near = a if a != 1 else 1 + 1e-7
    z = time / (alpha + age + time)
    paper = (near + b + x - 1) / (near - 1)
    paper *= 1 - ((alpha + age) / (alpha + age + time)) ** (r + x) * hyp2f1(r + x, b + x, near + b + x - 1, z)
    paper /= 1 + near / (b + x - 1) * ((alpha + age) / (alpha + recency)) ** (r + x)
    assert Buying(r, alpha, a, b).expect(x, recency, age, within=time) == pytest.approx(paper, rel=1e-6)


def test_expectation_holds_where_scipys_function_fails() -> None:
    """Where 2F1 of scipy is no number, the mean over Beta(a, b + x), summed on the scale of log odds, is 2.409."""
    model, x, age, time = Buying(16.3605, 0.2788, 72.0379, 0.1176), 100, 4.661, 50.5432
    z = time / (model.alpha + age + time)
    assert not np.isfinite(hyp2f1(model.r + x, model.a - 1, model.a + model.b + x - 1, z / (z - 1)))
    odds = np.linspace(-30, 30, 200_001)
    chance = 1 / (1 + np.exp(-odds))
    density = model.a * np.log(chance) + (model.b + x) * np.log1p(-chance) - betaln(model.a, model.b + x)
    bought = (1 - (1 + time / (model.alpha + age) * chance) ** -(model.r + x)) / chance
    mean = np.trapezoid(bought * np.exp(density), odds)
    assert mean == pytest.approx(2.409, abs=1e-3)
    assert model.expect(x, 4.6, age, within=time) / model.be_alive(x, 4.6, age) == pytest.approx(mean, rel=1e-6)


@given(SEVERAL, PARAMETERS)
def test_slope_is_that_of_the_likelihood(several: list[tuple[int, float, int]], parameters: tuple[float, ...]) -> None:
    (x, last, ages), weights = collapse(*zip(*several, strict=True))
    kinds, place = np.unique(x, return_inverse=True)
    likelihood = BuyingLikelihood(x, last, ages, weights, kinds, np.bincount(place, weights))
    measured = approx_fprime(np.array(parameters), lambda at: likelihood(at)[0], 1e-7)
    assert likelihood(np.array(parameters))[1] == pytest.approx(measured, rel=1e-3, abs=1e-2)


@given(st.lists(st.tuples(st.integers(1, 9), st.floats(1, 500)), min_size=1, max_size=9), PARAMETERS)
def test_slope_is_that_of_the_spending(spent: list[tuple[int, float]], parameters: tuple[float, ...]) -> None:
    likelihood = SpendingLikelihood(*(np.array(each, float) for each in zip(*spent, strict=True)))
    measured = approx_fprime(np.array(parameters[:3]), lambda at: likelihood(at)[0], 1e-7)
    assert likelihood(np.array(parameters[:3]))[1] == pytest.approx(measured, rel=1e-3, abs=1e-2)


@given(SEVERAL, st.randoms())
def test_order_of_customers_changes_nothing(several: list[tuple[int, float, int]], dice: object) -> None:
    mixed = several.copy()
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    (*columns, weights), (*others, again) = _flat(several), _flat(mixed)
    assert weights.sum() == len(several)
    assert [list(each) for each in (*columns, weights)] == [list(each) for each in (*others, again)]


def _flat(several: list[tuple[int, float, int]]) -> list[np.ndarray]:
    columns, weights = collapse(*zip(*several, strict=True))
    return [*columns, weights]


def test_what_was_planted_is_found() -> None:
    """Twenty thousand customers, each with a rate and a chance to drop out of their own, drawn from the model."""
    truth = Buying(r=0.6, alpha=5.0, a=1.2, b=3.0)
    x, last, ages, later = draw(truth, 20_000, 39.0)
    found = fit_buying(x, last, ages)
    assert (found.r, found.alpha, found.a, found.b) == pytest.approx((0.6, 5.0, 1.2, 3.0), rel=0.2)
    assert found.is_settled
    assert found.expect(x, last, ages, within=39).sum() == pytest.approx(later.sum(), rel=0.05)


def draw(model: Buying, customers: int, time: float) -> list[np.ndarray]:
    """Repeats, time of the last, time since the first, and purchases within `time` afterwards."""
    dice = np.random.default_rng(7)
    rows = []
    for rate, chance, age in zip(
        dice.gamma(model.r, 1 / model.alpha, customers),
        dice.beta(model.a, model.b, customers),
        dice.integers(20, 60, customers),
        strict=True,
    ):
        at, bought = 0.0, []
        while (at := at + dice.exponential(1 / rate)) <= age + time:
            bought.append(at)
            if dice.random() < chance:
                break
        before = [each for each in bought if each <= age]
        rows.append((len(before), before[-1] if before else 0.0, age, len(bought) - len(before)))
    return [np.array(each, float) for each in zip(*rows, strict=True)]


def test_of_nobody_there_is_no_model() -> None:
    with pytest.raises(ValueError, match="nobody"):
        fit_buying([], [], [])


def test_parameters_that_run_away_are_called_unsettled() -> None:
    """Everybody buys on and on, so nobody shows how people drop out."""
    assert not fit_buying([9] * 40, [9.0] * 40, [9.5] * 40).is_settled


def test_spending_shrinks_towards_the_mean() -> None:
    """By hand: p v / (q - 1) = 96.5 / 2.74; with one purchase of 100, 6.25 x 115.44 / (6.25 + 2.74) = 80.256."""
    assert SPENDING.mean == pytest.approx(35.2190, abs=1e-4)
    assert SPENDING.expect([0, 1], [0, 100]) == pytest.approx([35.2190, 80.2558], abs=1e-4)
    assert Spending(2, 0.9, 5).mean is None
    assert np.isnan(Spending(2, 0.9, 5).expect(0, 0))


def test_planted_spending_is_found() -> None:
    dice = np.random.default_rng(3)
    x = dice.integers(1, 8, 20_000)
    scale = dice.gamma(4.0, 1 / 15.0, 20_000)
    means = dice.gamma(6.0 * x, 1 / scale) / x
    found = fit_spending(x, means)
    assert (found.p, found.q, found.v) == pytest.approx((6.0, 4.0, 15.0), rel=0.1)


@pytest.mark.skipif("COMMKIT_DATA" not in os.environ, reason="COMMKIT_DATA names no folder with cdnow/")
def test_cdnow_comes_out_as_published() -> None:
    """2,357 customers to September 30, 1997; purchases of the 39 weeks after, by repeats of the 39 before."""
    x, last, ages, later, means = read_cdnow()
    model = fit_buying(x, last, ages)
    found = (model.r, model.alpha, model.a, model.b)
    assert found == pytest.approx((0.2425967, 4.413659, 0.7929869, 2.426164), rel=5e-4)
    assert model.log_likelihood == pytest.approx(-9582.429, abs=1e-3)
    expected = model.expect(x, last, ages, within=39)
    by_repeats = [expected[np.minimum(x, 7) == number].mean() for number in range(8)]
    assert by_repeats == pytest.approx([0.2251, 0.5231, 1.0441, 1.5203, 2.1638, 2.6538, 3.5040, 6.1570], abs=1e-3)
    assert np.abs(expected - later).mean() <= 0.786
    spending = fit_spending(x[x > 0], means[x > 0])
    assert (spending.p, spending.q, spending.v) == pytest.approx((6.24958, 3.74422, 15.44345), rel=1e-3)


def read_cdnow() -> list[np.ndarray]:
    """Repeats, last, age, purchases held out, and the mean of the repeats, orders of one day as one."""
    spent: defaultdict[str, defaultdict[date, float]] = defaultdict(lambda: defaultdict(float))
    for line in Path(os.environ["COMMKIT_DATA"], "cdnow", "CDNOW_sample.txt").read_text().splitlines():
        if line.strip():
            who, *_, day, _, amount = line.split()
            spent[who][datetime.strptime(day, "%Y%m%d").replace(tzinfo=UTC).date()] += float(amount)
    until = date(1997, 9, 30)
    rows = []
    for days in spent.values():
        first = min(days)
        before = sorted(day for day in days if day <= until)
        repeats = [days[day] for day in before[1:]]
        age, last = (until - first).days / 7, (before[-1] - first).days / 7
        rows.append((len(repeats), last, age, len(days) - len(before), sum(repeats) / max(len(repeats), 1)))
    return [np.array(each, float) for each in zip(*rows, strict=True)]
