"""Models and their calibration, against scikit-learn and by what they must do."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import numpy as np
import numpy.typing as npt
import pytest
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression

from commkit.segment.churn.model import ChurnModel
from commkit.segment.churn.model_record import read_model, write_model
from commkit.stats.calibration import Calibration, choose_calibration, fit_platt, fit_temperature
from commkit.stats.classifier import find_rates, fit_linear, fit_trees
from commkit.stats.scorer import Scorer, fit_scorer


def take_turns(size: int) -> npt.NDArray[np.float64]:
    """0 and 1 in turn."""
    return np.arange(size, dtype=np.float64) % 2


def keep(scorer: Scorer) -> ChurnModel:
    """A model of three columns as it is kept."""
    columns = ("silent_days", "messages_30", "groups")
    days, counts, proof = ("2024-01-07", "2024-06-30"), (400, 200, 200), {"verdict": "unknown"}
    return ChurnModel(columns, scorer, "club", "spoke", 30, *days, *counts, proof)


def crowd(seed: int = 1, size: int = 1500) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Three columns, of which two say something, and the second a curve."""
    generator = np.random.default_rng(seed)
    matrix = generator.normal(size=(size, 3))
    odds = matrix[:, 0] + np.abs(matrix[:, 1]) - 1
    return matrix, (generator.random(size) < 1 / (1 + np.exp(-odds))).astype(float)


def test_trees_are_scikit_learns() -> None:
    matrix, churned = crowd()
    theirs = GradientBoostingClassifier(
        n_estimators=100, max_depth=3, learning_rate=0.1, min_samples_leaf=20, random_state=1
    ).fit(matrix, churned)
    assert fit_trees(matrix, churned).find_odds(matrix) == pytest.approx(theirs.decision_function(matrix), abs=1e-9)


@pytest.mark.parametrize("fit", [fit_linear, fit_trees])
def test_the_parts_of_a_score_sum_to_it(fit: object) -> None:
    matrix, churned = crowd()
    model = fit(matrix, churned)  # type: ignore[operator]
    assert model.find_parts(matrix).sum(axis=1) + model.intercept == pytest.approx(model.find_odds(matrix), abs=1e-9)


def test_temperature_is_scikit_learns() -> None:
    """CalibratedClassifierCV(method="temperature") of a model that is three times too sure of itself."""
    matrix, churned = crowd()
    model = LogisticRegression(C=1e6).fit(matrix, churned)
    model.coef_, model.intercept_ = model.coef_ * 3, model.intercept_ * 3
    theirs = CalibratedClassifierCV(FrozenEstimator(model), method="temperature").fit(matrix, churned)
    odds = matrix @ model.coef_[0] + model.intercept_[0]
    ours = fit_temperature(odds, churned).find_rates(odds)
    assert ours == pytest.approx(theirs.predict_proba(matrix)[:, 1], abs=1e-4)


def test_platt_mends_a_score_that_is_shifted_and_too_sure() -> None:
    generator = np.random.default_rng(2)
    odds = generator.normal(size=20_000)
    churned = (generator.random(20_000) < find_rates(odds)).astype(float)
    found = fit_platt(3 * odds + 2, churned)

    assert found.slope == pytest.approx(1 / 3, abs=0.02)
    assert found.shift == pytest.approx(-2 / 3, abs=0.06)


def test_the_nearer_calibration_is_kept() -> None:
    """Odds that are shifted need Platt's shift; the order of people stays in either case."""
    generator = np.random.default_rng(4)
    odds = generator.normal(size=6000)
    churned = (generator.random(6000) < find_rates(odds)).astype(float)
    halves = take_turns(6000)
    chosen = choose_calibration(odds + 2, churned, halves)

    assert chosen.method == "platt"
    assert (np.diff(chosen.find_rates(np.sort(odds))) >= 0).all()


def test_a_calibration_never_turns_the_order_round() -> None:
    odds, churned = np.array([-2.0, -1.0, 1.0, 2.0] * 30), np.array([1.0, 1.0, 0.0, 0.0] * 30)
    assert fit_platt(odds, churned).slope > 0


def test_what_is_not_known_counts_as_the_mean() -> None:
    matrix, churned = crowd()
    matrix[::7, 0] = np.nan
    scorer = fit_scorer(matrix, churned, take_turns(len(churned)))
    mean = np.nanmean(matrix[:, 0])
    row = np.array([[np.nan, 0.3, -0.2]])

    assert scorer.find_rates(row) == pytest.approx(scorer.find_rates(np.where(np.isnan(row), mean, row)))


def test_reasons_are_the_two_groups_that_raise_the_score_most() -> None:
    """Of the first column more is worse; whoever has less than the mean of it gets no reason from it."""
    matrix, churned = crowd()
    scorer = fit_scorer(matrix, churned, take_turns(len(churned)))
    first, second = scorer.find_reasons(np.array([[2.0, 0.0, 0.0], [-2.0, 0.0, 0.0]]), [0, 1, 1], [1, 0, 0], [True] * 3)

    assert first[0] == 0
    assert 0 not in (first[1], second[1])


@pytest.mark.parametrize("trees", [False, True])
def test_a_model_comes_back_from_json_as_it_was(trees: bool) -> None:
    matrix, churned = crowd(size=400)
    scorer = fit_scorer(matrix, churned, take_turns(400), trees=trees)
    model = ChurnModel(
        ("silent_days", "messages_30", "groups"),
        scorer,
        "c",
        "spoke",
        30,
        "2024-01-07",
        "2024-06-30",
        400,
        200,
        200,
        {"verdict": "unknown"},
    )
    again = read_model(json.loads(json.dumps(write_model(model))))

    assert asdict(again) == asdict(model)
    assert again.scorer.find_rates(matrix) == pytest.approx(scorer.find_rates(matrix), abs=0)


def test_a_model_of_another_version_is_refused() -> None:
    matrix, churned = crowd(size=100)
    scorer = replace(fit_scorer(matrix, churned, np.zeros(100)), calibration=Calibration("platt", 1.0, 0.0))
    model = keep(scorer)
    with pytest.raises(ValueError, match="version"):
        read_model({**write_model(model), "version": 0})


def test_nobody_churned_teaches_nothing() -> None:
    with pytest.raises(ValueError, match="nobody churned"):
        fit_scorer(np.zeros((4, 1)), np.zeros(4), np.zeros(4))


FORGED = {
    "a column that is no feature": {"columns": ["silent_days", "messages_30", "handle"]},
    "a column twice": {"columns": ["silent_days", "silent_days", "groups"]},
    "a column too few": {"columns": ["silent_days", "messages_30"]},
    "no columns": {"columns": []},
    "words for columns": {"columns": "abc"},
    "no proof": {"proof": {}},
    "a list for a proof": {"proof": ["better"]},
    "an unknown verdict": {"proof": {"verdict": "best"}},
    "a verdict without numbers": {"proof": {"verdict": "better"}},
    "a day that is a number": {"taught_to": 5},
    "days that end before they begin": {"taught_to": "2023-01-01"},
    "rows that are words": {"rows": "many"},
    "rows below nothing": {"rows": -5},
    "an unknown kind": {"kind": "oracle"},
    "words for days ahead": {"ahead": "30"},
    "no scorer": {"scorer": None},
}


@pytest.mark.parametrize("change", FORGED.values(), ids=FORGED)
def test_a_model_that_nobody_wrote_is_refused(change: dict[str, object]) -> None:
    matrix, churned = crowd(size=100)
    said = json.loads(json.dumps(write_model(keep(fit_scorer(matrix, churned, take_turns(100))))))
    assert read_model(said).columns[0] == "silent_days"
    with pytest.raises((AttributeError, KeyError, TypeError, ValueError)):
        read_model({**said, **change})


@pytest.mark.parametrize(
    ("part", "numbers"),
    [
        ("weights", [1.0, float("nan"), 1.0]),
        ("weights", [1.0, 1e308, 1.0]),
        ("weights", [1.0, 1.0]),
        ("weights", ["1", "1", "1"]),
        ("deviations", [1.0, 0.0, 1.0]),
        ("means", [float("inf"), 0.0, 0.0]),
    ],
)
def test_numbers_that_nobody_can_reckon_with_are_refused(part: str, numbers: list[object]) -> None:
    matrix, churned = crowd(size=100)
    said = json.loads(json.dumps(write_model(keep(fit_scorer(matrix, churned, take_turns(100))))))
    said["scorer"]["model"][part] = numbers
    with pytest.raises((TypeError, ValueError)):
        read_model(said)
