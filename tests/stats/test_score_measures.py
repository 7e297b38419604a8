"""Measures of a score, by hand and against scikit-learn's own."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold

from commkit.stats.classifier import find_rates, fit_linear
from commkit.stats.score_measures import MEASURES, Ranking, Trial, bin_scores


def measure(name: str, scores: list[float], churned: list[int]) -> float:
    ranking = Ranking(np.array(scores, float), np.array(churned, float))
    return MEASURES[name](ranking.weigh(np.ones(len(scores))))


def test_pairs_by_hand() -> None:
    """Churned .9 and .4; stayed .4 and .1. Of four pairs three are right and one is a tie: 3.5 of 4."""
    assert measure("auc", [0.9, 0.4, 0.4, 0.1], [1, 1, 0, 0]) == pytest.approx(3.5 / 4)


def test_precision_over_recall_by_hand() -> None:
    """The first is right (1 of 1), then two tie, of whom one is right (2 of 3): half of the churned at each step."""
    assert measure("pr_auc", [0.9, 0.4, 0.4, 0.1], [1, 1, 0, 0]) == pytest.approx(0.5 * 1 + 0.5 * 2 / 3)


def test_brier_and_ece_by_hand() -> None:
    """Two score .15 and one of them churned; two score .85 and both churned.

    Brier: (.15^2 + .85^2 + .15^2 + .15^2) / 4. ECE: half of the people are off by .5 - .15, half by 1 - .85.
    """
    scores, churned = [0.15, 0.15, 0.85, 0.85], [0, 1, 1, 1]
    assert measure("brier", scores, churned) == pytest.approx((3 * 0.15**2 + 0.85**2) / 4)
    assert measure("ece", scores, churned) == pytest.approx((0.35 + 0.15) / 2)


def test_the_tenth_that_scores_highest_shares_its_last_place() -> None:
    """Of twenty, two are listed: one scores highest and churned; four tie for the other place, of whom one churned."""
    scores = [0.9, *[0.5] * 4, *[0.1] * 15]
    churned = [1, 1, 0, 0, 0, *[1, 1], *[0] * 13]
    assert measure("precision_at_10", scores, churned) == pytest.approx((1 + 1 / 4) / 2)
    assert measure("lift_at_10", scores, churned) == pytest.approx((1 + 1 / 4) / 2 / (4 / 20))


def test_nobody_churned_is_no_number() -> None:
    assert np.isnan(measure("auc", [0.1, 0.2], [0, 0]))
    assert np.isnan(measure("lift_at_10", [0.1, 0.2], [0, 0]))


@cache
def customers() -> tuple[np.ndarray, np.ndarray]:
    """2,000 invented customers of a telephone company: months, charge and two yes-or-no's; a quarter churned."""
    generator = np.random.default_rng(7)
    months, charge = generator.integers(1, 73, 2000), generator.uniform(18, 119, 2000).round(2)
    monthly, support = generator.integers(0, 2, 2000), generator.integers(0, 2, 2000)
    odds = -1.2 - 0.05 * months + 0.015 * charge + 1.4 * monthly - 0.4 * support
    churned = (generator.random(2000) < 1 / (1 + np.exp(-odds))).astype(float)
    return np.column_stack([months, charge, monthly, support]).astype(float), churned


def test_five_folds_agree_with_scikit_learn() -> None:
    """Out of each of five folds, our regression and our measures are scikit-learn's to 1e-9."""
    matrix, churned = customers()
    for learn, test in StratifiedKFold(5, shuffle=True, random_state=1).split(matrix, churned):
        ours = find_rates(fit_linear(matrix[learn], churned[learn]).find_odds(matrix[test]))
        means, deviations = matrix[learn].mean(axis=0), matrix[learn].std(axis=0)
        model = LogisticRegression(C=0.1, solver="newton-cholesky", tol=1e-10)
        model.fit((matrix[learn] - means) / deviations, churned[learn])
        theirs = model.predict_proba((matrix[test] - means) / deviations)[:, 1]
        ranking = Ranking(ours, churned[test]).weigh(np.ones(test.size))
        assert ours == pytest.approx(theirs, abs=1e-9)
        assert MEASURES["auc"](ranking) == pytest.approx(roc_auc_score(churned[test], theirs), abs=1e-9)
        assert MEASURES["pr_auc"](ranking) == pytest.approx(average_precision_score(churned[test], theirs), abs=1e-9)
        assert MEASURES["brier"](ranking) == pytest.approx(brier_score_loss(churned[test], theirs), abs=1e-9)


people = st.lists(
    st.tuples(st.sampled_from([0.05, 0.2, 0.35, 0.5, 0.95]), st.integers(0, 1), st.integers(1, 4)), min_size=2
)


@given(people)
def test_a_weight_is_so_many_people(rows: list[tuple[float, int, int]]) -> None:
    scores, churned, weights = (np.array(each, float) for each in zip(*rows, strict=True))
    if not 0 < churned.mean() < 1:
        return
    once = Ranking(scores, churned).weigh(weights)
    times = weights.astype(int)
    each = Ranking(scores.repeat(times), churned.repeat(times)).weigh(np.ones(times.sum()))
    for name, measured in MEASURES.items():
        assert measured(once) == pytest.approx(measured(each), abs=1e-12), name


@given(people, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(rows: list[tuple[float, int, int]], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    for name in MEASURES:
        numbers = [measure(name, [row[0] for row in each], [row[1] for row in each]) for each in (rows, shuffled)]
        assert numbers[0] == pytest.approx(numbers[1], nan_ok=True)


def test_a_score_is_no_better_than_itself_and_a_better_one_is() -> None:
    generator = np.random.default_rng(3)
    churned = generator.integers(0, 2, 400).astype(float)
    good = np.clip(0.5 + 0.3 * (churned - 0.5) + generator.normal(0, 0.15, 400), 0, 1)
    bad = generator.random(400)
    trial = Trial({"good": Ranking(good, churned), "bad": Ranking(bad, churned)}, np.arange(400))

    same, better = trial.find_gap("good", "good", "auc"), trial.find_gap("good", "bad", "auc")
    assert (same.difference, same.low, same.high) == (0, 0, 0)
    assert 0 < better.low < better.difference < better.high


def test_members_are_drawn_and_not_rows() -> None:
    """Ten members of forty equal rows each are ten pieces of evidence: the interval is as wide as that of ten rows."""
    generator = np.random.default_rng(5)
    churned, good, bad = generator.integers(0, 2, 10).astype(float), generator.random(10), generator.random(10)

    def width(times: int, members: np.ndarray) -> float:
        rankings = {
            name: Ranking(each.repeat(times), churned.repeat(times)) for name, each in (("a", good), ("b", bad))
        }
        gap = Trial(rankings, members).find_gap("a", "b", "brier")
        return gap.high - gap.low

    once = width(1, np.arange(10))
    assert width(40, np.arange(10).repeat(40)) == pytest.approx(once)
    assert width(40, np.arange(400)) < once / 3


def test_bins_hold_everybody_once() -> None:
    scores, churned = np.array([0.0, 0.05, 0.1, 0.95, 1.0]), np.array([0.0, 1.0, 0.0, 1.0, 1.0])
    bins = bin_scores(Ranking(scores, churned))

    assert [(bin_.people, bin_.churned) for bin_ in bins] == [(2, 1), (1, 0), (2, 2)]
